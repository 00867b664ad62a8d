"""Promises: what a text said would be done by a date, and whether the next one still says so.

>>> from datetime import date
>>> from records.outline import Paragraph
>>> before = (Paragraph("用地取得完成，預計115年2月進場施工。"),)
>>> for each in due(before, before, date(2026, 3, 31)):
...     print(each.text, each.due, each.still)
預計115年2月進場施工 2026-02-28 True
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from records.outline import Blocks
from records.quarter import ROC_EPOCH
from workflows.comparison.nodes import Node, Place, nodes

SAYS = re.compile("(?<!原)(?:預計|預定|預期|可望|將於|擬於|訂於|規劃於|目標)")
"""Words that promise; 原預計 tells of a promise of old."""

_CLAUSE = re.compile("[^，。；;！？]+")
_SEASONS = {season: number for number, season in enumerate("一二三四", 1)}
_DATE = re.compile(
    r"""
    (?:(?P<year>[0-9]{2,4})年(?:度)?)?
    (?:第?(?P<season>[1-4一二三四])季|(?P<half>[上下])半年|(?P<month>[0-9]{1,2})月(?:份)?(?:(?P<day>[0-9]{1,2})日)?)
  | (?P<y>[0-9]{2,4})年
  | (?P<yy>[0-9]{2,4})(?P<sign>[./-])(?P<mm>[0-9]{1,2})(?P=sign)(?P<dd>[0-9]{1,2})
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that has come due: its clause, the last day of its date, and where it stood.

    ``still`` tells that the text after goes on saying so, though the day is over.
    """

    text: str
    due: date
    place: Place
    still: bool


def due(before: Blocks, after: Blocks, as_of: date) -> tuple[Promise, ...]:
    """Return the promises of a text whose day is not later than ``as_of``.

    A date without a year is the one nearest to ``as_of``.
    """
    said = {_words(clause) for node in nodes(after) for clause, _ in _promises(node, as_of)}
    return tuple(
        Promise(clause, day, node.place, _words(clause) in said)
        for node in nodes(before)
        for clause, day in _promises(node, as_of)
        if day <= as_of
    )


def _words(clause: str) -> str:
    """Return what a promise says, without what stands before it: that may have been told anew."""
    plain = _plain(clause)
    found = SAYS.search(plain)
    return plain[found.start() :] if found else plain


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _promises(node: Node, as_of: date) -> Iterator[tuple[str, date]]:
    for cell in node.cells:
        for clause in _CLAUSE.findall(cell):
            says = SAYS.search(plain := _plain(clause))
            if says and (day := _day(plain, says.start(), as_of)):
                yield clause.strip(), day


def _day(clause: str, at: int, as_of: date) -> date | None:
    """Return the last day of the date behind a word, else of the last one before it."""
    days = [(found.start(), last_day(found, as_of)) for found in _DATE.finditer(clause)]
    behind = [day for place, day in days if place > at and day]
    before = [day for place, day in days if place < at and day]
    return behind[0] if behind else before[-1] if before else None


def last_day(found: re.Match[str], as_of: date) -> date | None:
    """Return the last day that a written date may mean; None if there is no such day."""
    month, day = found["month"] or found["mm"], found["day"] or found["dd"]
    if found["season"]:
        month = str(3 * int(_SEASONS.get(found["season"], found["season"])))
    elif found["half"]:
        month = "6" if found["half"] == "上" else "12"
    written = found["year"] or found["y"] or found["yy"]
    if written:
        return _made(_year(int(written)), int(month or 12), int(day or 0))
    years = (as_of.year - 1, as_of.year, as_of.year + 1)
    days = filter(None, (_made(year, int(month), int(day or 0)) for year in years))
    return min(days, key=lambda each: abs(each - as_of), default=None)


def _year(written: int) -> int:
    return written if written > ROC_EPOCH else written + ROC_EPOCH


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
