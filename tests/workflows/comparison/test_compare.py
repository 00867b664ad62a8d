"""Comparing: cases that people read, and what holds for every pair of texts."""

from collections import defaultdict
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from any_records import filings, lines, outlines
from compared import Case, cases, shown
from edits import pairs, sentences
from hypothesis import given, settings
from hypothesis import strategies as st

from records.filing import Filing
from records.outline import Blocks, Paragraph
from workflows.comparison.compare import Change, Comparison, Entry, compare, compare_filings
from workflows.comparison.nodes import nodes
from workflows.comparison.redline import Mark, Run, redline
from workflows.comparison.sequences import Effort, matches
from workflows.comparison.tokens import tokens
from workflows.outline_box.reading import from_box

TOLD = list(cases())


@pytest.mark.parametrize("case", TOLD, ids=[case.name for case in TOLD])
def test_a_comparison_reads_as_a_person_would_write_it(case: Case) -> None:
    assert shown(compare(from_box(case.before), from_box(case.after))) == case.expected


# -- What holds for every pair ---------------------------------------------------------------


def said(runs: tuple[Run, ...], without: Mark) -> str:
    return "".join(run.text for run in runs if run.mark is not without)


def solid(text: str) -> str:
    return "".join(text.split())


def before_of(comparison: Comparison) -> dict[Any, str]:
    """Return what every line before says, by its place, as far as the comparison tells."""
    found: defaultdict[Any, str] = defaultdict(str)
    for entry in comparison.entries:
        if entry.before:
            found[entry.before] += "|".join(said(cell, Mark.INS) for cell in entry.cells)
    return found


@given(pairs())
@settings(max_examples=100)
def test_kept_and_inserted_runs_are_the_text_after(pair: tuple[Blocks, Blocks]) -> None:
    before, after = pair
    entries = [entry for entry in compare(before, after).entries if entry.after]

    assert [tuple(said(cell, Mark.DEL) for cell in entry.cells) for entry in entries] == [
        node.cells for node in nodes(after)
    ]
    assert [entry.after for entry in entries] == [node.place for node in nodes(after)]


@given(pairs())
@settings(max_examples=100)
def test_kept_and_deleted_runs_are_the_text_before_but_for_blanks(
    pair: tuple[Blocks, Blocks],
) -> None:
    before, after = pair
    told = before_of(compare(before, after))

    wanted = {node.place: "|".join(node.cells) for node in nodes(before)}
    assert {place for places in told for place in places} == wanted.keys()
    for places, text in told.items():
        assert solid(text) == solid("".join(wanted.pop(place) for place in places))


@given(outlines())
def test_a_text_against_itself_has_no_mark(blocks: Blocks) -> None:
    comparison = compare(blocks, blocks)

    assert comparison.unchanged
    assert (comparison.inserted, comparison.deleted, comparison.share) == (0, 0, 0)


@given(sentences, sentences)
@settings(max_examples=400)
def test_no_mark_cuts_a_number_a_date_or_a_word(before: str, after: str) -> None:
    runs = redline(before, after)

    for text, without in ((before, Mark.INS), (after, Mark.DEL)):
        ends = set()
        at = 0
        for token in tokens(text):
            at += len(solid(token.text))
            ends.add(at)
        at = 0
        for run in runs:
            if run.mark is not without:
                at += len(solid(run.text))
                assert at in ends


@given(lines, lines)
def test_any_two_lines_compare(before: str, after: str) -> None:
    runs = redline(before, after)

    assert said(runs, Mark.DEL) == after
    assert solid(said(runs, Mark.INS)) == solid(before)
    assert all(run.text for run in runs)


@given(st.text(max_size=40))
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_what_is_the_same_is_as_much_as_can_be(one: list[int], other: list[int]) -> None:
    lengths = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for a, here in enumerate(one):
        for b, there in enumerate(other):
            grown = lengths[a][b] + 1 if here == there else 0
            lengths[a + 1][b + 1] = max(grown, lengths[a][b + 1], lengths[a + 1][b])

    found = matches(one, other)
    assert len(found) == lengths[-1][-1]
    assert all(one[a] == other[b] for a, b in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


# -- Sizes, parts, cost ----------------------------------------------------------------------


def test_the_size_of_a_change_counts_characters_without_blanks() -> None:
    comparison = compare(from_box("共 3 件，另案辦理。"), from_box("共 15 件，另案辦理。"))

    assert (comparison.inserted, comparison.deleted, comparison.kept) == (2, 1, 8)
    assert comparison.share == pytest.approx(3 / 19)


def test_renumbered_lines_leave_a_text_unchanged_and_a_bullet_does_not() -> None:
    assert compare(from_box("1. 甲"), from_box("• 甲")).unchanged is False
    assert compare(from_box("3. 甲"), from_box("1. 甲")).unchanged


def test_a_removed_line_stands_where_it_was() -> None:
    entries = compare(from_box("1. 甲\n2. 乙\n3. 丙"), from_box("1. 甲\n2. 丙")).entries

    assert [entry.change for entry in entries] == [Change.SAME, Change.REMOVED, Change.SAME]
    assert entries[1].place.path == (2,)


def a_filing(**parts: str) -> Filing:
    return Filing(
        quarter="114Q4",  # type: ignore[arg-type] - read by the record
        project="trail",
        city="keelung",
        parts={section.strip("_"): from_box(text) for section, text in parts.items()},
    )


def test_filings_are_compared_part_by_part() -> None:
    before = a_filing(land="1. 甲", works="1. 乙")
    parts = compare_filings(before, a_filing(works="1. 乙", opening="1. 丙"))

    assert [part.section for part in parts] == ["works", "opening", "land"]
    assert [part.comparison.entries[0].change for part in parts] == [
        Change.SAME,
        Change.ADDED,
        Change.REMOVED,
    ]


def test_without_a_filing_before_everything_was_added() -> None:
    (part,) = compare_filings(None, a_filing(_="1. 甲\n2. 乙"))

    assert {entry.change for entry in part.comparison.entries} == {Change.ADDED}


@given(filings())
@settings(max_examples=20)
def test_any_filing_compares_with_itself(filing: Filing) -> None:
    assert all(part.comparison.unchanged for part in compare_filings(filing, filing))


def test_where_the_effort_ends_nothing_is_lost() -> None:
    before, after = (Paragraph("甲1乙2丙3" * 20),), (Paragraph("丙3甲1乙2" * 20 + "丁"),)
    entries: tuple[Entry, ...] = compare(before, after, Effort(0)).entries

    assert "".join(said(e.runs, Mark.INS) for e in entries) == before[0].text
    assert "".join(said(e.runs, Mark.DEL) for e in entries) == after[0].text


LONG = 30_000
DIFFERENT = "".join(chr(0x4E00 + n * 7_919 % 5_000) for n in range(LONG))
OTHER = "".join(chr(0x4E00 + n * 104_729 % 5_003) for n in range(LONG))
HOSTILE = {
    "entirely different": (DIFFERENT, OTHER),
    "one character": ("甲" * LONG, "甲乙" * (LONG // 2)),
    "turned round": (DIFFERENT, DIFFERENT[::-1]),
    "shifted": ("甲乙丙" * (LONG // 3), "乙丙甲" * (LONG // 3)),
    "digits": ("1" * LONG, "1 " * (LONG // 2) + "1"),
    "blanks": ("甲 1" * (LONG // 3), "甲" + " " * LONG + "1"),
    "points": ("1." * (LONG // 2), "1.1" * (LONG // 3)),
    "years": ("11年" * (LONG // 3), "11 年" * (LONG // 4)),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_cost_no_more_than_is_set(before: str, after: str) -> None:
    begun = process_time()
    compare((Paragraph(before),), (Paragraph(after),))

    assert process_time() - begun < 5
