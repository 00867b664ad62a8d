from collections.abc import Callable
from typing import Any

import pytest
import yaml
from any_records import (
    MARKS,
    editions,
    filings,
    lines,
    platforms,
    projects,
    quarters,
    words,
)
from hypothesis import example, given
from hypothesis import strategies as st

from records.errors import BadRecord, TooLarge
from records.filing import Filing
from records.outline import Item, List, Paragraph
from records.project import Project
from records.quarter import Quarter
from records.schema import Record
from records.textform import (
    MAX_BYTES,
    MAX_NESTING,
    dump,
    load,
    load_filing,
    put_together,
    take_apart,
)

RECORDS = st.one_of(quarters, projects(), platforms, editions)

LOOKS_LIKE_MORE = [
    *("no", "No", "yes", "y", "N", "on", "true", "null", "~", "", "=", "<<", "0", "0123", "0x1F"),
    *("0o17", "1:30", "1_000", "1.", ".5", "1e3", "+1", "-.inf", ".nan", "2025-12-31", "114Q4"),
    *("2026-01-10T17:00:00+08:00", "甲 # 乙", "甲: 乙", "- 甲", "? 甲", "[甲]", "{甲}", "&甲"),
    *("*甲", "!甲", "|", ">", "'", '"', "%", "@", "`", "---", "...", "#", ":", ",", "\\", "甲\\n"),
]


def a_filing(body: str, front: str = "") -> bytes:
    return f"---\nquarter: 114Q4\nproject: a\ncity: taipei\n{front}---\n{body}".encode()


# -- There and back --------------------------------------------------------------------------


@given(filings())
def test_any_filing_survives_its_text(filing: Filing) -> None:
    assert load_filing(dump(filing)) == filing


@given(RECORDS, words)
def test_any_record_survives_its_text(record: Record, line: str) -> None:
    body = f"{line}\n"

    assert load(type(record), dump(record, body)) == (record, body)


@given(filings())
def test_writing_what_was_read_changes_no_byte(filing: Filing) -> None:
    raw = dump(filing)

    assert dump(load_filing(raw)) == raw


@given(st.dictionaries(lines, st.one_of(words, st.lists(words), st.dictionaries(lines, words))))
def test_any_front_matter_survives_yaml(front: dict[str, Any]) -> None:
    assert take_apart(put_together(front, "")).front == front


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\x00")
@example("甲\n---\n乙")
def test_no_string_of_front_matter_changes_in_silence(text: str) -> None:
    raw = put_together({"a": text}, "")
    try:
        read = take_apart(raw).front
    except BadRecord:
        return

    assert read == {"a": text}


@pytest.mark.parametrize("text", LOOKS_LIKE_MORE)
def test_text_that_looks_like_more_stays_text_for_every_reader(text: str) -> None:
    raw = put_together({"a": text, "b": [text]}, "")
    front = raw.decode().split("---\n")[1] if text != "---" else raw.decode()[4:-4]

    assert take_apart(raw).front == {"a": text, "b": [text]}
    assert yaml.safe_load(front) == {"a": text, "b": [text]}


@pytest.mark.parametrize("text", ["y", "N", "0o17", "1e3", "1.", "+1", ".5", "1:30", "012"])
def test_words_that_only_other_readers_take_for_more_are_quoted(text: str) -> None:
    assert put_together({"a": text}, "") == f"---\na: '{text}'\n---\n".encode()


def test_a_record_looks_the_way_people_are_told() -> None:
    filing = Filing(
        quarter=Quarter(114, 4),
        project="tamsui-riverside",
        city="taipei",
        reason="no",
        figures={"passengers": "0123"},
        parts={"": (List(ordered=True, items=(Item("1986. 開工"),)), Paragraph("完"))},
    )

    assert dump(filing).decode() == (
        "---\n"
        "quarter: 114Q4\n"
        "project: tamsui-riverside\n"
        "city: taipei\n"
        "progress: new\n"
        "reason: 'no'\n"
        "figures:\n"
        "  passengers: '0123'\n"
        "---\n"
        "1. 1986\\. 開工\n"
        "\n"
        "完\n"
    )


def test_supplementary_ideographs_are_written_as_they_are() -> None:
    assert put_together({"a": "𠮷"}, "").decode() == "---\na: 𠮷\n---\n"


# -- What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "檔案要以一行「---」開頭"),
        (b"quarter: 114Q4", "檔案要以一行「---」開頭"),
        (b"---\nquarter: 114Q4\n", "缺少一行「---」"),
        (b"---\nquarter: \xff\n---\n", "第 2 行：不是 UTF-8"),
        (b"---\na: 1\na: 2\n---\n", "第 3 行：欄位 a 寫了兩次"),
        (b"---\nb:\n  a: 1\n  a: 2\n---\n", "第 4 行：欄位 a 寫了兩次"),
        (b"---\na: &x 1\n---\n", "第 2 行：欄位不可使用 & 或 *"),
        (b"---\nb: 1\na: *x\n---\n", "第 3 行：欄位不可使用 & 或 *"),
        (b"---\na: !!int 1\n---\n", "第 2 行：欄位不可使用 !"),
        (b"---\na: !!python/name:os.system x\n---\n", "欄位不可使用 !"),
        (b"---\na: [\n---\n", "欄位的寫法不對"),
        (b"---\na: b: c\n---\n", "第 2 行：欄位的寫法不對"),
        (b"---\na: @\n---\n", "第 2 行：欄位的寫法不對"),
        (b"---\n- a\n---\n", "欄位要寫成「名稱: 值」"),
        (b"---\na\n---\n", "欄位要寫成「名稱: 值」"),
        (b"---\na: 1\n--- \nb: 2\n---\n", "欄位要寫成「名稱: 值」"),
        (b"---\n? [a]\n: 1\n---\n", "欄位名稱要是文字"),
        (b"---\na: \x07\n---\n", "第 2 行：含有不能保存的字元 U+0007"),
        (b"---\na: \xe2\x80\x8b\n---\n", "第 2 行：含有不能保存的字元 U+200B"),
        (b"---\n\ta: 1\n---\n", "第 2 行：含有不能保存的字元 U+0009"),
        (b"---\na: 1\n---\n\xef\x83\x98\n", "第 4 行：含有不能保存的字元 U+F0D8"),
        (b"---\ra: 1\r---\r", "第 1 行：含有不能保存的字元 U+000D"),
        (b"---\na: " + b"[" * (MAX_NESTING + 1) + b"\n---\n", "欄位層次太深，最多 16 層"),
        (b"---\na: " + b"x" * MAX_BYTES + b"\n---\n", "檔案太大（256 KB），一筆紀錄最多 256 KB"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(raw: bytes, says: str) -> None:
    with pytest.raises(BadRecord) as refused:
        take_apart(raw)

    assert says in str(refused.value)


def test_merge_keys_and_other_words_of_yaml_are_plain_names() -> None:
    assert take_apart(b"---\n<<: ~\nnull: no\n---\n").front == {"<<": "~", "null": "no"}


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_raise_anything_but_our_own_problems(raw: bytes) -> None:
    for attempt in (raw, b"---\n" + raw + b"\n---\n" + raw, a_filing("") + raw):
        try:
            load_filing(attempt)
        except BadRecord:
            continue


SCRAPS = [
    *MARKS,
    *("\n", "\n  ", ": ", "- ", "? ", "'", '"', "a", "甲", "|\n", ">\n", "%", "@", "\t"),
]


@given(st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_no_front_matter_raises_anything_but_our_own_problems(front: str) -> None:
    try:
        read = take_apart(f"---\n{front}\n---\n".encode()).front
    except BadRecord:
        return

    assert all(isinstance(name, str) for name in read)


# -- What people save ------------------------------------------------------------------------


def test_line_ends_and_the_mark_of_windows_are_no_matter() -> None:
    raw = a_filing("1. 甲\n\n乙\n")

    assert load_filing(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")) == load_filing(raw)


@pytest.mark.parametrize("raw", [b"---\n---\n", b"---\n---", b"---\n# x\n---\n", b"---\n\n---\n"])
def test_front_matter_may_be_empty(raw: bytes) -> None:
    assert take_apart(raw).front == {}


def test_a_rule_in_the_body_ends_nothing() -> None:
    page = take_apart(b"---\na: b\n---\nc\n---\nd\n")

    assert (page.front, page.body, page.body_line) == ({"a": "b"}, "c\n---\nd\n", 4)


def test_a_fault_of_the_body_names_the_line_of_the_file() -> None:
    with pytest.raises(BadRecord) as refused:
        load_filing(a_filing("甲\n\n# 乙\n"), path="114Q4/a/taipei.md")

    assert refused.value.line == 8
    assert str(refused.value).startswith("114Q4/a/taipei.md 第 8 行：標題只能是")


def test_a_fault_of_a_field_names_its_line() -> None:
    with pytest.raises(BadRecord, match=r"^x\.md 第 6 行：欄位 reson 不是") as refused:
        load_filing(a_filing("", "progress: none\nreson: 無\n"), path="x.md")

    assert "請改成 reason" in refused.value.sentence


# -- What is not written ---------------------------------------------------------------------


def test_a_body_with_refused_characters_is_not_written() -> None:
    project = load(Project, dump(a_project()))[0]

    with pytest.raises(BadRecord, match=r"內文第 2 行含有不能保存的字元 U\+0007"):
        dump(project, "一\n二\x07\n")


def test_a_record_beyond_its_size_is_not_written() -> None:
    with pytest.raises(TooLarge, match="一筆紀錄最多 256 KB"):
        dump(a_project(), "字" * MAX_BYTES)


def a_project() -> Project:
    return Project.model_validate(
        {
            "project": "a",
            "name": "甲",
            "group": "g",
            "order": 1,
            "sections": [{"id": "main", "by": "joint"}],
        }
    )


FLOODS: dict[str, Callable[[int], str]] = {
    "maps": lambda n: "a: {" * (n // 4),
    "lists": lambda n: "- " * (n // 2),
    "quotes": lambda n: "a: '" + "''" * (n // 2),
    "escapes": lambda n: 'a: "' + "\\n" * (n // 2) + '"',
    "keys": lambda n: "".join(f"k{i}: v\n" for i in range(n // 10)),
    "questions": lambda n: "? " * (n // 2),
    "long names": lambda n: "x" * n,
    "colons": lambda n: "a:" * (n // 2),
}


@pytest.mark.parametrize("name", FLOODS)
def test_no_flood_of_yaml_gets_more_than_an_answer(name: str) -> None:
    raw = f"---\n{FLOODS[name](MAX_BYTES - 100)}\n---\n".encode()
    try:
        page = take_apart(raw)
    except BadRecord:
        return

    assert page.front
