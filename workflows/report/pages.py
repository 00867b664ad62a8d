"""Pages: on which page each row will stand, for contents that are filled in beforehand.

Word and LibreOffice count pages when they set a text and renew contents only when told to, so
that a file fresh from here must bring page numbers along. Lines have a fixed height in every
form, and Chinese is set in squares: the count is the real one, or off by one page where
punctuation moved a line.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from workflows.report.document import (
    Blocks,
    Labels,
    List,
    Paragraph,
    Report,
    Row,
    note_of,
    numbered,
)

EM = 240
"""Twips of a Chinese character in the text: 12 points."""

LINE, SMALL_LINE, CONTENTS_LINE = 360, 320, 300
"""Twips of a line of text, of a small table, and of contents."""

CELL = 108
PADDING = 80
"""Twips beside the text of a cell (one side), and above and below it (both)."""

HEAD = LINE + 80 + PADDING
"""The repeated row on top of every page."""

GROUP = 240 + 420 + 100
"""A group's heading with what stands around it."""

FRONT = 120 + 560 + 120 + 420 + 60 + 280 + 60 + 200 + 420 + 80
"""Title, day, version and the heading of the contents."""

NOTICE = 160 + LINE + 160
INDENT = 480
"""Twips that each depth of a list stands further in."""

LOSS = 0.8
"""Of a character, what a line loses on average where punctuation may not begin it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page holds: the width and height of its text, and the report's two columns; twips."""

    width: int
    height: int
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pages:
    """The page of every group's heading, of every row, and of the first annex; from 1."""

    groups: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    annexes: int


def width_of(text: str) -> float:
    """Return how many Chinese characters wide a text is.

    >>> width_of("共 12 場"), width_of("")
    (3.8, 0)
    """
    return sum(_WIDTHS.get(each, 1) for each in text)


_WIDTHS = {
    **{chr(code): 0.5 for code in range(0x21, 0x7F)},
    **dict.fromkeys(" .,:;'|!()[]-/ijlt", 0.3),
    **dict.fromkeys("ABCDEFGHJKLMNOPQRSTUVWXYZ%&mw@", 0.7),
    " ": 0.4,
}
"""Widths in Times New Roman, in Chinese characters; a blank beside Chinese is set wider."""


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a width, in Chinese characters; at least one."""
    return max(1, math.ceil(width_of(text) / max(width - LOSS, 1)))


def pages(report: Report, numbers: Labels, sheet: Sheet) -> Pages:
    """Lay a report out, roughly."""
    at = _Place(sheet.height)
    at.page = 1 + math.ceil(_front(report, numbers, sheet) / sheet.height)
    groups: list[int] = []
    rows: list[tuple[int, ...]] = []
    for group, _, marked in numbered(report, numbers):
        at.move(GROUP, whole=GROUP + HEAD + LINE + PADDING)
        groups.append(at.page)
        at.down += HEAD
        rows.append(tuple(at.row(_height(row, sheet)) for row, _ in marked))
        if not group.rows:
            at.down += LINE - HEAD
    return Pages(tuple(groups), tuple(rows), at.page + 1)


@dataclass(slots=True)
class _Place:
    """Where the next line will stand: the page, and how far down."""

    height: int
    page: int = 1
    down: int = 0

    def move(self, height: int, *, whole: int) -> None:
        """Go down by a height; to a new page where ``whole`` of it does not fit."""
        if self.down + whole > self.height:
            self.page, self.down = self.page + 1, 0
        self.down += height

    def row(self, height: int) -> int:
        """Set a row, which may go on over pages, and return the page that it begins on."""
        if self.down + LINE + PADDING > self.height:
            self.page, self.down = self.page + 1, HEAD
        begins = self.page
        self.down += height
        while self.down > self.height:
            self.page, self.down = self.page + 1, self.down - self.height + HEAD
        return begins


def _front(report: Report, numbers: Labels, sheet: Sheet) -> int:
    width = sheet.width / EM - 6
    names = (row.name for group in report.groups for row in group.rows)
    lines = sum(lines_of(name, width) for name in (*numbers.headings, *names))
    notice = NOTICE if report.open_gaps or report.faults else 0
    return FRONT + notice + lines * CONTENTS_LINE + len(report.groups) * 80


def _height(row: Row, sheet: Sheet) -> int:
    narrow, wide = ((column - 2 * CELL) / EM for column in sheet.columns)
    brackets = sum(lines_of(each, narrow) * SMALL_LINE for each in row.bracketed)
    name = lines_of(row.name, narrow) * LINE + brackets
    note = lines_of(note_of(row), wide) * LINE if row.note else 0
    return max(name, note + sum(_heights(row.blocks, wide))) + PADDING


def _heights(blocks: Blocks, width: float) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield lines_of(block.text, width) * LINE
        elif isinstance(block, List):
            inner = width - INDENT / EM
            for item in block.items:
                yield lines_of(item.line, inner) * LINE
                yield from _heights(item.blocks, inner)
        else:
            cell = width / len(block.header) - 1
            for row in (block.header, *block.rows):
                yield max(lines_of(each, cell) for each in row) * SMALL_LINE + 40
