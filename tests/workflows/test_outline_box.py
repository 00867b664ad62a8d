"""The outline box: what people type, what it means, how it prints."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from any_records import lines
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.numbering import OFFICIAL, REPORT, SCHEMES, Scheme
from records.outline import Blocks, Item, List, Paragraph, Table, check, joined
from records.quarter import Quarter
from records.wording import clean
from workflows.importing.read import read_report
from workflows.importing.recognise import recognise
from workflows.outline_box.reading import FaultyBox, from_box
from workflows.outline_box.writing import to_box

CASES = Path(__file__).resolve().parents[1] / "cases" / "outline-box.json"
CHOSEN: dict[str, list[dict[str, Any]]] = json.loads(CASES.read_text("utf-8"))
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REPORT_FILE = SHARED / "data" / "report-114Q4-groups-1-6.docx"

MARKS = [
    *"'|\\•-*○●.、()（）．①⑴㈠ 　0123456789ABCabcivx一二三十百零年月",
    "1. ", "(1) ", "A. ", "a. ", "一、", "（一）", "100. ", "AA. ", "一百、 ", "---", "\\|", "3.5", "'1. ",  # noqa: E501 - a table
]  # fmt: skip


def drawn(blocks: Blocks, level: int = 0) -> Iterator[str]:
    for block in blocks:
        indent = "  " * level
        match block:
            case Paragraph(text):
                yield f"{indent}¶ {text}"
            case List(ordered, items):
                for item in items:
                    yield f"{indent}{'1.' if ordered else '-'} {item.text}"
                    yield from drawn(item.blocks, level + 1)
            case Table(header, rows):
                for row in (header, *rows):
                    yield f"{indent}| {' | '.join(row)}"


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def scheme_of(case: dict[str, Any]) -> Scheme:
    return SCHEMES[case.get("scheme", "report")]


# -- Cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", named(CHOSEN["read"]))
def test_what_people_type_is_read_and_prints_tidily(case: dict[str, Any]) -> None:
    blocks = from_box("\n".join(case["typed"]), scheme_of(case))

    assert list(drawn(blocks)) == case["outline"]
    assert to_box(blocks, scheme_of(case)).splitlines() == case.get("box", case["typed"])


@pytest.mark.parametrize("case", named(CHOSEN["refused"]))
def test_every_fault_is_told_with_its_line(case: dict[str, Any]) -> None:
    with pytest.raises(FaultyBox) as refused:
        from_box("\n".join(case["typed"]))

    assert [[each.line, each.sentence] for each in refused.value.faults] == case["faults"]


def test_the_first_fault_and_the_number_of_others_are_the_sentence() -> None:
    with pytest.raises(FaultyBox) as refused:
        from_box("甲\n1.\n2.\n")

    assert str(refused.value) == "第 2 行：項目不可空白，請填寫或刪除。（另有 1 處要改）"


def test_a_text_longer_than_a_record_is_refused_as_a_whole() -> None:
    with pytest.raises(FaultyBox, match=r"^文字太長，一篇最多 60,000 字") as refused:
        from_box("字" * 60_001)

    assert refused.value.faults[0].line == 0


# -- There and back --------------------------------------------------------------------------

marked = st.lists(st.sampled_from(MARKS), min_size=1, max_size=4).map("".join).map(clean)
texts = st.one_of(lines, marked.filter(bool))


def outlines(depth: int = 4) -> st.SearchStrategy[Blocks]:
    cells = st.one_of(st.just(""), texts)
    rows = st.integers(1, 3).map(lambda n: st.tuples(*[cells] * n))
    tables = rows.flatmap(
        lambda row: st.builds(Table, row, st.lists(row, max_size=3).map(tuple)),
    )
    kinds: list[st.SearchStrategy[Any]] = [st.builds(Paragraph, texts), tables]
    if depth:
        below = outlines(depth - 1) if depth > 1 else st.just(())
        items = st.lists(st.builds(Item, texts, below), min_size=1, max_size=3).map(tuple)
        kinds.append(st.builds(List, st.booleans(), items))
        kinds.append(st.builds(List, st.booleans(), items))
    return st.lists(st.one_of(kinds), max_size=4).map(joined)


schemes = st.sampled_from((REPORT, OFFICIAL))


@given(outlines(), schemes)
@example((List(True, tuple(Item("甲") for _ in range(800))),), OFFICIAL)
@example(
    (List(True, (Item("甲", (List(False, (Item("乙"),)),)),)), List(False, (Item("丙"),))), REPORT
)
@settings(max_examples=150)
def test_what_is_printed_is_read_back(blocks: Blocks, scheme: Scheme) -> None:
    assert from_box(to_box(blocks, scheme), scheme) == blocks


class Fuzz:
    """Outlines made of what looks like markers, from a seed; hypothesis is slow by thousands."""

    def __init__(self, seed: int) -> None:  # noqa: D107 - said above
        self.chance = Random(seed)  # noqa: S311 - no secret is made of it

    def text(self) -> str:
        while True:
            some = self.chance.choices(
                [*MARKS, "市府", "完成", chr(self.chance.randint(33, 0x3FFFF))]
            )
            if found := clean(
                "".join(some * self.chance.randint(1, 2) + self.chance.choices(MARKS, k=3))
            ):
                return found

    def blocks(self, depth: int = 4) -> Blocks:
        return joined(self.block(depth) for _ in range(self.chance.randint(0, 3)))

    def block(self, depth: int) -> Paragraph | List | Table:
        kind = self.chance.randint(0, 4 if depth else 1)
        if kind == 0:
            return Paragraph(self.text())
        if kind == 1:
            columns = self.chance.randint(1, 3)
            rows = [
                tuple(self.cell() for _ in range(columns)) for _ in range(self.chance.randint(1, 3))
            ]
            return Table(rows[0], tuple(rows[1:]))
        below = [self.blocks(depth - 1) for _ in range(self.chance.randint(1, 3))]
        return List(kind == 2, tuple(Item(self.text(), each) for each in below))

    def cell(self) -> str:
        return self.text() if self.chance.random() < 0.8 else ""


def there_and_back(seeds: range) -> int:
    tried = 0
    for seed in seeds:
        blocks = Fuzz(seed).blocks()
        if check(blocks):
            continue
        tried += 1
        scheme = (REPORT, OFFICIAL)[seed % 2]
        assert from_box(to_box(blocks, scheme), scheme) == blocks, seed
    return tried


def test_hundreds_of_outlines_that_look_like_markers_are_read_back() -> None:
    assert there_and_back(range(400)) > 300


@pytest.mark.endurance
def test_twenty_thousand_outlines_are_read_back() -> None:
    assert there_and_back(range(22_000)) > 20_000


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("scheme", [REPORT, OFFICIAL], ids=lambda scheme: scheme.id)
def test_long_lists_count_on_beyond_every_alphabet(depth: int, scheme: Scheme) -> None:
    blocks: Blocks = (List(ordered=True, items=tuple(Item(f"AA. {n}") for n in range(790))),)
    for _ in range(depth - 1):
        blocks = (List(ordered=True, items=(Item("上", blocks),)), Paragraph("100. 段落"))

    assert from_box(to_box(blocks, scheme), scheme) == blocks


@given(
    st.one_of(st.text(), st.lists(st.sampled_from([*MARKS, "\n", "\t", "\x00"])).map("".join)),
    schemes,
)
@settings(max_examples=150)
def test_any_text_is_read_to_what_can_be_kept_or_refused_by_line(text: str, scheme: Scheme) -> None:
    try:
        blocks = from_box(text, scheme)
    except FaultyBox as refused:
        lines_told = [each.line for each in refused.faults]
    else:
        lines_told = []
        assert check(blocks) == ""
        assert from_box(to_box(blocks, scheme), scheme) == blocks

    assert all(0 <= told <= len(re.split("\r\n|\r|\n", text)) for told in lines_told)
    assert lines_told == sorted(lines_told)


@given(outlines(2))
def test_the_ends_of_lines_of_any_system_are_the_same(blocks: Blocks) -> None:
    box = to_box(blocks)

    assert from_box(box.replace("\n", "\r\n")) == from_box(box.replace("\n", "\r")) == blocks


@pytest.mark.skipif(not REPORT_FILE.exists(), reason="the folder shared is not beside the project")
def test_the_real_report_goes_through_the_box_unchanged() -> None:
    imported = recognise(read_report(REPORT_FILE), Quarter.parse("114Q4"))
    texts = [blocks for each in imported.filings for blocks in each.parts.values()]

    assert len(texts) > 30
    for blocks in texts:
        for scheme in (REPORT, OFFICIAL):
            assert from_box(to_box(blocks, scheme), scheme) == blocks


# -- Cost ------------------------------------------------------------------------------------

LONG = 100_000
HOSTILE = {
    "one line": "字" * LONG,
    "blanks": " " * LONG + "1.",
    "numbers": "1." * (LONG // 2),
    "items": "1. 甲\n" * (LONG // 5),
    "deeper and deeper": "\n".join(" " * 2 * n + "1. 甲" for n in range(300)),
    "bullets": "•" * LONG,
    "bars": "|" * LONG,
    "backslashes": "|" + "\\" * LONG,
    "tabs": "\t" * LONG + "甲",
    "cells": "甲\t" * (LONG // 2),
    "years": ("1.11" + " " * 1_000 + "\n") * 100,
    "apostrophes": "'" * LONG,
    "empty lines": "\n" * LONG,
    "faults": "1.\n" * (LONG // 3),
    "zeros": "\0" * LONG,
    "Chinese numbers": "一" * LONG,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    begun = process_time()
    with suppress(FaultyBox):
        from_box(text)

    assert process_time() - begun < 2
