"""What a reader hands over: the lines and rows of a report, each with its place in the file.

A reader knows a file format and nothing about reports; the rest of this room knows reports and
no file format. Between them stands this:

>>> Line("1. 臺北市：", "第 3 行").text
'1. 臺北市：'
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from records.prose import BLANKS, INVISIBLE, REFUSED, clean
from workflows.markers import Marker


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that the import was not sure of: where, what was done, and the words."""

    place: str
    sentence: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of the source.

    ``marker`` is the number that the file counts by itself (it is not in ``text``); ``level``
    the number of lists that the line stands in, where the file has real lists (0: in none;
    None: the file does not say); ``loose`` says that items may run on in it without a break,
    ``settled`` that no number in the text is a marker (a report that we published ourselves).
    ``heading`` is the level of a heading (0: none), ``gap`` whether a blank line stands before,
    ``rows`` the cells of a small table that stands there instead of text.
    """

    text: str
    place: str
    marker: Marker | None = None
    bullet: str = ""
    level: int | None = None
    loose: bool = False
    settled: bool = False
    heading: int = 0
    gap: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the lines of each cell. ``header``: the file says it repeats."""

    cells: tuple[tuple[Line, ...], ...]
    place: str
    table: int = 0
    header: bool = False


Entry = Line | Row


@dataclass(frozen=True, slots=True)
class Source:
    """All that a file says, in order, and what its reader was not sure of."""

    entries: tuple[Entry, ...]
    doubts: tuple[Doubt, ...] = ()


def squash(text: str) -> str:
    """Return the words of a text for comparison: NFKC, without blanks.

    >>> squash("（１） 臺北 市：")
    '(1)臺北市:'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


RUNS = re.compile(" {2,}")
"""Blanks in a row: web pages show one, and so does every form of the report."""


def tidy(source: Source) -> Source:
    """Make every text one that can be stored; say where a character could not be kept.

    Word's own bullets (private-use characters) at the beginning of a line become bullets.
    """
    doubts: list[Doubt] = list(source.doubts)
    entries = [_tidied(entry, doubts) for entry in source.entries]
    return Source(tuple(entries), tuple(doubts))


def _tidied(entry: Entry, doubts: list[Doubt]) -> Entry:
    if isinstance(entry, Row):
        cells = tuple(tuple(_line(line, doubts) for line in cell) for cell in entry.cells)
        return replace(entry, cells=cells)
    return _line(entry, doubts)


def _line(line: Line, doubts: list[Doubt]) -> Line:
    text, bullet = RUNS.sub(" ", BLANKS.sub(" ", line.text)).strip(), line.bullet
    if text and "\ue000" <= text[0] <= "\uf8ff" and not line.marker:
        text, bullet = text[1:], bullet or "•"
    lost = [c for each in (text, *sum(line.rows, ())) for c in _lost(each)]
    if lost:
        codes = "、".join(sorted({f"U+{ord(c):04X}" for c in lost}))
        doubts.append(
            Doubt(line.place, f"有不能保存的字元（{codes}），已略去，請核對。", clean(text))
        )
    rows = tuple(tuple(clean(RUNS.sub(" ", cell)) for cell in row) for row in line.rows)
    return replace(line, text=clean(text), bullet=bullet, rows=rows)


def _lost(text: str) -> Iterable[str]:
    spaced = BLANKS.sub(" ", text)
    return (c for c in REFUSED.findall(spaced) if c not in INVISIBLE)


def one_line(lines: Iterable[Line]) -> str:
    """Return the text of a cell's lines as one string, such as a name set over several lines."""
    joined = ""
    for line in lines:
        latin = joined[-1:].isascii() and line.text[:1].isascii()
        joined += (" " if joined and latin else "") + line.text
    return joined.strip()
