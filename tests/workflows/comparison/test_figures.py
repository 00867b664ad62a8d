"""Numbers and dates that moved, and promises that came due."""

from datetime import date
from decimal import Decimal

import pytest

from workflows.comparison.compare import compare
from workflows.comparison.figures import moved_figures
from workflows.comparison.promises import due
from workflows.outline_box.reading import from_box


def moved(before: str, after: str) -> list[tuple[str, str, str]]:
    found = moved_figures(compare(from_box(before), from_box(after)))
    return [(each.old, each.new, each.clause) for each in found]


def test_a_figure_stands_beside_what_it_was_in_the_words_of_its_clause() -> None:
    before = "累計進度58.5%，使用2,877人次，114年12月31日完工。"
    after = "累計進度73%，使用2,877人次，115年1月31日完工。"

    assert moved(before, after) == [
        ("58.5%", "73%", "累計進度73%"),
        ("114年12月31日", "115年1月31日", "115年1月31日完工"),
    ]


def test_a_figure_that_came_has_no_old_one_and_one_that_went_no_new_one() -> None:
    assert moved("施工中，投入25人。", "施工中，進度12%，投入人力。") == [
        ("", "12%", "進度12%"),
        ("25", "", "投入25人"),
    ]


def test_cells_of_a_table_have_their_figures_too() -> None:
    assert moved("| 市 | 件 |\n| 基隆市 | 3 |", "| 市 | 件 |\n| 基隆市 | 5 |") == [("3", "5", "5")]


def test_a_new_line_has_no_figure_that_moved() -> None:
    assert moved("1. 甲案完成。", "1. 甲案完成。\n2. 乙案達50%。") == []


@pytest.mark.parametrize(
    ("before", "after", "difference", "unit"),
    [
        ("達95.5%", "達97.2%", "1.7", "%"),
        ("共1,200件", "共900件", "-300", ""),
        ("計5.02億元", "計4.9億元", "-0.12", "億"),
        ("計500萬元", "計1.2億元", None, "億"),
        ("共二十一處", "共二十二處", None, ""),
        ("於３場", "於５場", "2", ""),
    ],
)
def test_what_has_the_same_unit_has_a_difference(
    before: str, after: str, difference: str | None, unit: str
) -> None:
    (found,) = moved_figures(compare(from_box(before), from_box(after)))

    assert found.difference == (Decimal(difference) if difference else None)
    assert found.unit == unit


AS_OF = date(2026, 3, 31)


def promised(before: str, after: str = "") -> list[tuple[str, str, bool]]:
    found = due(from_box(before), from_box(after), AS_OF)
    return [(each.text, each.due.isoformat(), each.still) for each in found]


def test_a_promise_that_came_due_is_told_with_its_last_day() -> None:
    text = "1. 完成設計，預計115年2月開工，預定115年12月完工。\n2. 將於3月15日驗收。"

    assert promised(text) == [
        ("預計115年2月開工", "2026-02-28", False),
        ("將於3月15日驗收", "2026-03-15", False),
    ]


def test_a_promise_is_still_there_where_the_text_after_says_it_again() -> None:
    before = "1. 預計 115 年 2 月開工。\n2. 乙案預計115年1月驗收。"
    after = "1. 乙案已驗收。\n2. 甲案預計115年2月開工。"

    assert [still for _, _, still in promised(before, after)] == [True, False]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("預計115年第1季完成", "2026-03-31"),
        ("預計114年第四季完成", "2025-12-31"),
        ("預計114年下半年完成", "2025-12-31"),
        ("預計2025年12月31日前完成", "2025-12-31"),
        ("預計114年底完成", "2025-12-31"),
        ("預計115.3.20完成", "2026-03-20"),
        ("預計12月完成", "2025-12-31"),
        ("115年2月底前可望完成", "2026-02-28"),
        ("預計民國115年1月完成", "2026-01-31"),
    ],
)
def test_every_way_to_write_a_day_is_understood(written: str, day: str) -> None:
    assert [each[1] for each in promised(written)] == [day]


@pytest.mark.parametrize(
    "written",
    ["預計115年4月完成", "115年2月完成", "原預計115年2月完成", "預計115年13月完成", "預計近期完成"],
)
def test_what_is_not_due_or_no_promise_is_not_told(written: str) -> None:
    assert promised(written) == []
