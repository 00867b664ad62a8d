import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from any_records import MARKS, outlines, parts
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from records.canonical import read_canonical
from records.errors import BadRecord, Problem, TooLarge
from records.outline import Block, Blocks, Item, List, Paragraph, Parts, Table, check, joined, texts
from records.prose import (
    MAX_BODY,
    MAX_ITEMS,
    MAX_LINES,
    from_markdown,
    parse,
    parts_to_markdown,
    to_markdown,
)
from records.wording import clean

HOUSE = Path(__file__).resolve().parents[2]
CASES = HOUSE / "tests" / "cases"
TRUTH = HOUSE / ".." / "shared" / "data" / "truth-groups-1-6.json"


def cases(name: str) -> list[Any]:
    found = read_fixture_file(CASES / name)
    return [
        pytest.param(given, expected, id=f"{title or given.strip()} ({line})")
        for line, title, given, expected in found
    ]


def drawn(blocks: Blocks, level: int = 0) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield f"{'  ' * level}¶ {text}"
            case List(ordered, items):
                for item in items:
                    yield f"{'  ' * level}{'1.' if ordered else '-'} {item.text}"
                    yield from drawn(item.blocks, level + 1)
            case Table(header, rows):
                for row in (header, *rows):
                    yield f"{'  ' * level}| {' | '.join(row)}"


def shown(parts: Parts) -> str:
    named = len(parts) > 1 or "" not in parts
    lines = (
        line
        for section, blocks in parts.items()
        for line in ([f"[{section}]"] if named else []) + list(drawn(blocks))
    )
    return "".join(f"{line}\n" for line in lines)


# -- Cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("markdown", "outline"), cases("prose.md"))
def test_what_people_write_by_hand_is_read(markdown: str, outline: str) -> None:
    assert shown(from_markdown(markdown)) == outline


@pytest.mark.parametrize(("markdown", "sentence"), cases("prose-refused.md"))
def test_what_the_dialect_has_no_word_for_is_refused(markdown: str, sentence: str) -> None:
    with pytest.raises(BadRecord) as refused:
        from_markdown(markdown)

    assert str(refused.value) == sentence.strip()


@pytest.mark.parametrize(("typed", "markdown"), cases("prose-typed.md"))
def test_what_people_type_is_escaped_and_comes_back(typed: str, markdown: str) -> None:
    blocks = (List(ordered=True, items=(Item(typed.rstrip("\n")),)),)

    assert to_markdown(blocks) == markdown
    assert from_markdown(markdown) == {"": blocks}


def test_a_line_is_counted_from_the_first_line_of_the_file() -> None:
    with pytest.raises(BadRecord, match=r"^第 12 行：") as refused:
        from_markdown("甲\n\n> 乙", first_line=10)

    assert refused.value.line == 12


# -- Properties ------------------------------------------------------------------------------


@given(outlines())
def test_any_outline_survives_markdown(blocks: Blocks) -> None:
    assert from_markdown(to_markdown(blocks)) == ({"": blocks} if blocks else {})


@given(outlines())
def test_any_outline_survives_the_markdown_parser(blocks: Blocks) -> None:
    assert parse(to_markdown(blocks)) == ({"": blocks} if blocks else {})


@given(parts())
def test_any_parts_survive_markdown(parts: Parts) -> None:
    assert from_markdown(parts_to_markdown(parts)) == parts


@given(parts())
def test_the_quick_reader_knows_what_the_archive_writes_but_for_tables(parts: Parts) -> None:
    markdown = parts_to_markdown(parts)

    quickly = read_canonical(markdown)

    beyond = re.search(r"^ *\|( --- \|)+$|[0-9]{10}[.)]", markdown, re.MULTILINE)
    assert quickly == parts or (quickly is None and beyond)


SCRAPS = st.sampled_from(
    [
        *MARKS,
        *("\n", "\n\n", "\n   ", "\n  ", "\n\n   ", "\n    ", "1. ", "- ", "* ", "2. ", "> ", "\\"),
        *("## a\n", "# ", "=\n", "|-|\n", "| a |\n", "&#10;", "\u3000", "甲", "乙", "\u0301", "a"),
    ]
)
SOUP = st.lists(SCRAPS, max_size=14).map("".join)


@given(SOUP)
@example("1. a\\|b\n   - :")
@example("a\n- b\nc")
@example("- a\n\n   b")
def test_the_quick_reader_never_reads_what_the_parser_would_not(markdown: str) -> None:
    quickly = read_canonical(markdown)

    assert quickly is None or quickly == parse(markdown)


@given(outlines(), st.data())
def test_nor_does_it_after_a_slip_of_the_hand(blocks: Blocks, data: st.DataObject) -> None:
    written = to_markdown(blocks)
    at = data.draw(st.integers(0, len(written)))
    until = data.draw(st.integers(at, min(at + 3, len(written))))
    slipped = written[:at] + data.draw(SCRAPS) + written[until:]

    quickly = read_canonical(slipped)

    assert quickly is None or quickly == parse(slipped)


@given(SOUP | st.text() | st.text(st.characters(exclude_categories=())))
def test_reading_raises_nothing_but_our_own_problems(markdown: str) -> None:
    try:
        read = from_markdown(markdown)
    except BadRecord:
        return

    assert [check(blocks) for blocks in read.values() if check(blocks)] == []


@given(SOUP)
def test_what_was_read_is_written_so_that_it_reads_the_same(markdown: str) -> None:
    try:
        read = from_markdown(markdown)
    except BadRecord:
        return

    assert from_markdown(parts_to_markdown(read)) == read


@given(SOUP.filter(lambda markdown: "&" not in markdown))
def test_no_word_is_lost_in_silence(markdown: str) -> None:
    kept = filter(str.isalpha, markdown)
    try:
        read = from_markdown(markdown)
    except BadRecord:
        return

    everything = "".join(name + "".join(texts(blocks)) for name, blocks in read.items())
    assert sorted(filter(str.isalpha, everything)) == sorted(kept)


# -- Limits ----------------------------------------------------------------------------------


def test_every_part_has_its_own_limit_of_pieces() -> None:
    full = (List(ordered=True, items=(Item("項"),) * MAX_ITEMS),)
    parts = {"a": full, "b": full}

    assert from_markdown(parts_to_markdown(parts)) == parse(parts_to_markdown(parts)) == parts
    with pytest.raises(BadRecord, match=f"第 {MAX_ITEMS + 1} 行：一篇最多 {MAX_ITEMS} 段"):
        from_markdown(to_markdown(full) + "1. 項\n")


def test_pieces_of_every_kind_are_counted() -> None:
    with pytest.raises(BadRecord, match=f"最多 {MAX_ITEMS} 段"):
        from_markdown("甲\n\n" * (MAX_ITEMS + 1))
    with pytest.raises(BadRecord, match=f"最多 {MAX_ITEMS} 段"):
        from_markdown("| 甲 |\n| - |\n" + "| 乙 |\n" * MAX_ITEMS)


def test_a_text_beyond_the_limits_is_neither_read_nor_written() -> None:
    long = (Paragraph("字" * MAX_BODY),)

    with pytest.raises(TooLarge, match="最多 60,000 字"):
        to_markdown(long)
    with pytest.raises(TooLarge, match="最多 60,000 字"):
        from_markdown("字" * (MAX_BODY + 1))
    with pytest.raises(TooLarge, match="最多 4,000 行"):
        from_markdown("\n" * (MAX_LINES + 1))


def test_parts_together_are_within_the_limits_too() -> None:
    half = (Paragraph("字" * (MAX_BODY // 2)),)

    with pytest.raises(TooLarge):
        parts_to_markdown({"a": half, "b": half})


@pytest.mark.parametrize("section", ["A b", "a\n", "-a", "a" * 65])
def test_a_part_under_no_section_id_is_not_written(section: str) -> None:
    with pytest.raises(BadRecord, match="不是段落代碼"):
        parts_to_markdown({section: (Paragraph("甲"),)})


def test_the_text_before_the_sections_is_written_first() -> None:
    before, after = (Paragraph("前"),), (Paragraph("後"),)

    assert parts_to_markdown({"a": after, "": before}) == "前\n\n## a\n\n後\n"


def test_blocks_that_cannot_be_stored_are_not_written() -> None:
    with pytest.raises(BadRecord, match="段落不可空白"):
        to_markdown((Paragraph(""),))


ADVERSARIES = {
    "quotations": ">" * MAX_BODY,
    "bullets": "- " * (MAX_BODY // 2),
    "brackets": "[" * MAX_BODY,
    "pictures": "![" * (MAX_BODY // 2),
    "stars": "*a_" * (MAX_BODY // 3),
    "backslashes": "\\" * MAX_BODY,
    "ampersands": "&#" * (MAX_BODY // 2),
    "tags": "<a " * (MAX_BODY // 3),
    "ticks": "".join("`" * n + "a" for n in range(1, 340)),
    "columns": "|" * (MAX_BODY // 3) + "\n" + "|-" * (MAX_BODY // 3),
    "lazy": "> " * 18 + "a\n" + "b\n" * (MAX_LINES - 2),
    "stairs": "\n".join(" " * 2 * n + "- a" for n in range(240)),
}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_adversary_gets_more_than_an_answer(name: str) -> None:
    try:
        read = from_markdown(ADVERSARIES[name])
    except Problem:
        return

    read_back = "".join(texts(read[""]))
    assert read_back.replace("\\", "") == ADVERSARIES[name].replace("\\", "").rstrip()


# -- The real report -------------------------------------------------------------------------


def _blocks(nodes: list[dict[str, Any]]) -> Blocks:
    def block(node: dict[str, Any]) -> Block:
        label = f"{node['city_label']}：" if node["city_label"] else ""
        text = clean(label + node["text"])
        if not node["marker"]:
            return Paragraph(text)
        return List(ordered=True, items=(Item(text, _blocks(node["children"])),))

    return joined(block(node) for node in nodes if node["text"] or node["city_label"])


@pytest.mark.skipif(
    not TRUTH.exists(), reason="the folder shared is not beside the project: no real report here"
)
def test_every_outline_of_the_real_report_survives_both_readers() -> None:
    truth = json.loads(TRUTH.read_text("utf-8"))
    projects = [project for group in truth["groups"] for project in group["projects"]]
    outlines = [_blocks(project["outline"]) for project in projects]

    assert len(outlines) > 40
    for blocks in outlines:
        markdown = to_markdown(blocks)
        assert read_canonical(markdown) == parse(markdown) == {"": blocks}
