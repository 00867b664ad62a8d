import pytest

from records.numbering import OFFICIAL, REPORT, chinese, letters
from records.outline import MAX_DEPTH, MAX_ITEMS

DIGITS = {each: number for number, each in enumerate("〇一二三四五六七八九")} | {"零": 0}


def read(written: str) -> int:
    """Read a Chinese number the way a person does."""
    hundreds, _, rest = written.rpartition("百")
    tens, ten, ones = rest.removeprefix("零").rpartition("十")
    return (
        100 * DIGITS.get(hundreds, 0)
        + (10 * DIGITS[tens] if tens else 10 if ten else 0)
        + DIGITS.get(ones, 0)
    )


def test_every_number_of_items_has_a_chinese_one_of_its_own() -> None:
    assert [read(chinese(number)) for number in range(MAX_ITEMS + 1)] == [*range(MAX_ITEMS + 1)]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (119, "一百一十九"),
        (800, "八百"),
    ],
)
def test_chinese_numbers_are_written_as_people_write_them(number: int, written: str) -> None:
    assert chinese(number) == written


def test_letters_count_on_after_z() -> None:
    assert [letters(n, "A") for n in (1, 26, 27, 52, 53, 702, 703)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]


def test_every_scheme_has_a_marker_for_each_depth_that_prints() -> None:
    depths = range(1, MAX_DEPTH + 1)

    assert [REPORT.marker(depth, 2) for depth in depths] == ["2.", "(2)", "B.", "b."]
    assert [OFFICIAL.marker(depth, 2) for depth in depths] == ["二、", "(二)", "2、", "(2)"]
    assert len(REPORT.levels) == len(OFFICIAL.levels) == MAX_DEPTH
