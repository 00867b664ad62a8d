"""Numbering: the markers of an outline in print.

編號. Markers are never stored; a scheme says how each depth prints:

>>> REPORT.marker(1, 3), REPORT.marker(2, 3), REPORT.marker(3, 3), REPORT.marker(4, 3)
('3.', '(3)', 'C.', 'c.')
>>> OFFICIAL.marker(1, 12)
'十二、'
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """Write a number from 0 to 999 in Chinese, as headings do (a text has 800 items at most).

    >>> chinese(10), chinese(21), chinese(105), chinese(110)
    ('十', '二十一', '一百零五', '一百一十')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        before = (DIGITS[tens] if tens > 1 else "") + "十" if tens else ""
        return before + (DIGITS[ones] if ones or not tens else "")
    before = f"{DIGITS[hundreds]}百" + (f"{DIGITS[tens]}十" if tens else "零" if ones else "")
    return before + (DIGITS[ones] if ones else "")


def letters(number: int, first: str) -> str:
    """Count with letters, as a spreadsheet does: A to Z, then AA.

    >>> letters(1, "A"), letters(27, "a")
    ('A', 'aa')
    """
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord(first) + rest) + written
    return written


class Counting(StrEnum):
    """How a marker counts."""

    ARABIC = "arabic"
    CHINESE = "chinese"
    UPPER = "upper"
    LOWER = "lower"

    def write(self, number: int) -> str:
        """Write a number, from 1."""
        return _WRITERS[self](number)


_WRITERS: dict[Counting, Callable[[int], str]] = {
    Counting.ARABIC: str,
    Counting.CHINESE: chinese,
    Counting.UPPER: lambda n: letters(n, "A"),
    Counting.LOWER: lambda n: letters(n, "a"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """The marker of one depth: what stands before and after its count."""

    before: str
    counting: Counting
    after: str

    def marker(self, number: int) -> str:
        """Write the marker of the number-th item."""
        return self.before + self.counting.write(number) + self.after


@dataclass(frozen=True, slots=True)
class Scheme:
    """A numbering scheme: one level for each depth, from 1."""

    id: str
    label: str
    levels: tuple[Level, ...]

    def marker(self, depth: int, number: int) -> str:
        """Write the marker of the number-th item at a depth, both from 1."""
        return self.levels[min(depth, len(self.levels)) - 1].marker(number)


REPORT = Scheme(
    "report",
    "1. / (1) / A. / a.（歷季報告）",
    (
        Level("", Counting.ARABIC, "."),
        Level("(", Counting.ARABIC, ")"),
        Level("", Counting.UPPER, "."),
        Level("", Counting.LOWER, "."),
    ),
)
"""As in the consolidated report since its first quarter."""

OFFICIAL = Scheme(
    "official",
    "一、/ (一) / 1、/ (1)（公文分項標號）",
    (
        Level("", Counting.CHINESE, "、"),
        Level("(", Counting.CHINESE, ")"),
        Level("", Counting.ARABIC, "、"),
        Level("(", Counting.ARABIC, ")"),
    ),
)
"""行政院秘書處《文書處理手冊》分項標號."""

SCHEMES = {scheme.id: scheme for scheme in (REPORT, OFFICIAL)}
