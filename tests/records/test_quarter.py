from collections.abc import Callable
from datetime import date

import pytest
from any_records import years
from hypothesis import given
from hypothesis import strategies as st

from records.quarter import NoQuarter, Quarter, roc_date

INNER = years.filter(lambda each: Quarter(1, 1) < each < Quarter(999, 4))


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("114Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("115Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("113Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("99Q2", date(2010, 4, 1), date(2010, 6, 30)),
        ("1Q3", date(1912, 7, 1), date(1912, 9, 30)),
    ],
)
def test_a_quarter_begins_and_closes_on_days_of_the_common_calendar(
    code: str, first: date, last: date
) -> None:
    quarter = Quarter.parse(code)

    assert (quarter.first_day, quarter.last_day) == (first, last)


def test_quarters_stand_in_the_order_of_time_across_the_year_100() -> None:
    codes = ["100Q1", "99Q4", "114Q4", "9Q3", "100Q4"]

    assert sorted(map(Quarter.parse, codes)) == [
        *map(Quarter.parse, ["9Q3", "99Q4", "100Q1", "100Q4", "114Q4"])
    ]


def test_the_year_100_follows_the_year_99() -> None:
    assert str(Quarter.parse("99Q4").next) == "100Q1"
    assert str(Quarter.parse("100Q1").previous) == "99Q4"


@given(INNER)
def test_next_and_previous_undo_each_other_and_keep_the_order(quarter: Quarter) -> None:
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.previous < quarter < quarter.next
    assert (quarter.next.first_day - quarter.last_day).days == 1


@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)

    assert quarter.first_day <= day <= quarter.last_day


@given(years)
def test_a_quarter_reads_its_own_name(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize(
    "code",
    [
        "",
        "114",
        "114Q5",
        "114Q0",
        "0Q1",
        "014Q1",
        "1000Q1",
        "2025-Q4",
        "114q4",
        "114Q4\n",
        "１１４Q4",
    ],
)
def test_anything_else_is_no_quarter(code: str) -> None:
    with pytest.raises(NoQuarter, match="請寫成民國年加季，例如 114Q4"):
        Quarter.parse(code)


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: Quarter(1, 1).previous,
        lambda: Quarter(999, 4).next,
        lambda: Quarter(114, 5),
        lambda: Quarter.of(date(1911, 12, 31)),
    ],
)
def test_there_is_nothing_before_the_first_quarter_or_beyond_the_last(
    beyond: Callable[[], Quarter],
) -> None:
    with pytest.raises(NoQuarter, match="請改用民國 1 至 999 年"):
        beyond()


def test_a_quarter_and_a_day_are_printed_as_reports_do() -> None:
    assert Quarter.parse("114Q4").label == "114 年第 4 季"
    assert roc_date(date(2026, 1, 9)) == "115 年 1 月 9 日"
