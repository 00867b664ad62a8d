"""Numbers are computed once, from the tree."""

from datetime import UTC, date, datetime

from records.numbering import OFFICIAL, REPORT
from records.quarter import Quarter
from workflows.report.document import (
    Group,
    Item,
    List,
    Mark,
    Marks,
    Paragraph,
    Report,
    Row,
    labels,
    marks,
    numbered,
    spaced,
)


def _numbered(*items: Item, goes_on: bool = False) -> List:
    return List(True, items, goes_on)


def _texts(found: Marks) -> list[str]:
    return [mark.text for block in found for mark in block]


def _a_report(*groups: Group, heading: str = "({number}) {label}") -> Report:
    return Report(
        title="辦理情形",
        quarter=Quarter(114, 4),
        as_of=date(2025, 12, 31),
        commit="c",
        committed_at=datetime(2025, 12, 31, 16, 30, tzinfo=UTC),
        groups=groups,
        heading=heading,
    )


def _nested(depth: int) -> tuple[List]:
    below = _nested(depth - 1) if depth > 1 else ()
    return (_numbered(Item("甲", below)),)


def test_each_depth_has_a_marker_of_its_own() -> None:
    found, seen = marks(_nested(4), REPORT), []
    while found:
        seen.append(found[0][0].text)
        found = found[0][0].below

    assert seen == ["1.", "(1)", "A.", "a."]


def test_a_list_that_goes_on_counts_from_the_one_before_it() -> None:
    blocks = (
        _numbered(Item("甲"), Item("乙")),
        Paragraph("說明"),
        _numbered(Item("丙"), goes_on=True),
    )

    assert _texts(marks(blocks, OFFICIAL)) == ["一、", "二、", "三、"]


def test_a_list_of_its_own_counts_from_one() -> None:
    blocks = (_numbered(Item("甲"), Item("乙")), Paragraph("說明"), _numbered(Item("丙")))

    assert _texts(marks(blocks, REPORT)) == ["1.", "2.", "1."]


def test_bullets_have_no_number_and_count_for_nobody() -> None:
    blocks = (
        _numbered(Item("甲")),
        List(False, (Item("乙"),)),
        _numbered(Item("丙"), goes_on=True),
    )

    assert [mark for block in marks(blocks, REPORT) for mark in block] == [
        Mark(1, "1."), Mark(0, "-"), Mark(2, "2."),
    ]  # fmt: skip


def test_a_list_below_a_bullet_stands_one_level_deeper() -> None:
    blocks = (List(False, (Item("甲", (_numbered(Item("乙")),)),)),)

    assert marks(blocks, REPORT)[0][0].below[0][0].text == "(1)"


def test_a_group_is_numbered_by_its_position() -> None:
    groups = [Group(f"g{at}", "組") for at in range(1, 12)]

    assert labels(_a_report(*groups)).headings[-1] == "(十一) 組"


def test_a_heading_takes_what_its_template_says_and_nothing_else() -> None:
    report = _a_report(Group("g", "{number}組"), heading="第{number}部分　{label}{label.x}")

    assert labels(report).headings == ("第一部分　{number}組{label.x}",)


def test_a_walk_gives_every_row_with_its_own_marks() -> None:
    row = Row("a", "甲", (_numbered(Item("一項")),))
    report = _a_report(Group("g", "組", (row,)))

    assert list(numbered(report, labels(report))) == [
        (report.groups[0], "(一) 組", ((row, ((Mark(1, "1."),),)),))
    ]


def test_a_commit_is_dated_as_clocks_in_taiwan_showed_it() -> None:
    assert _a_report().committed.isoformat() == "2026-01-01T00:30:00+08:00"


def test_only_a_marker_with_its_own_punctuation_goes_without_a_blank() -> None:
    assert [spaced(marker) for marker in ("1.", "十二、", "-")] == ["1. ", "十二、", "- "]
