"""Likeness: where the words of a file are not those of a report's tree, row by row.

比對文字. Blanks, widths of characters, markers and what stands on every page count for nothing;
every other character does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.importing.source import squash
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

MARKERS = re.compile(
    r"(?:\d+\.|\(\d+\)|[A-Za-z]{1,3}\.|[一二三四五六七八九十百零]+、|"
    r"\([一二三四五六七八九十百零]+\)|\d+、|[-*•·‧])+"
)
"""What a form may print before an item; some forms print nothing there."""

ANNEXES = re.compile("勘誤|缺漏|不能印出的紀錄|出處")
"""The headings of what may follow the rows."""

NEAR = 600
"""How far on a text is looked for (in characters) before it counts as missing."""
SHOWN = 60
"""Characters of a difference that are shown."""


@dataclass(slots=True)
class Difference:
    """A row that a file tells otherwise: what of the report it lacks, and what it has instead."""

    project: str
    name: str
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a file's words stand to a report: the rows that differ, of how many."""

    rows: int
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether every row is there, word for word, and nothing between them."""
        return not self.differences

    @property
    def alike(self) -> bool:
        """Whether it is the report at all, however much of it was changed."""
        return len(self.differences) * 2 <= self.rows or self.rows == 1


@dataclass(frozen=True, slots=True)
class _Piece:
    row: Row | None
    text: str
    squashed: str
    title: bool = False
    before: str = ""


def compare(lines: list[str], report: Report, numbers: Labels) -> Likeness:
    """Compare the lines of a file with a report's rows."""
    pieces = list(_pieces(report, numbers))
    text = _bare(lines, report)
    walk = _Walk(text, _start(text, pieces))
    for piece in pieces:
        walk.step(piece)
    walk.end()
    rows = sum(len(group.rows) for group in report.groups)
    return Likeness(rows, tuple(walk.found.values()))


def _pieces(report: Report, numbers: Labels) -> Iterator[_Piece]:
    for group, heading, rows in numbered(report, numbers):
        # A form whose numbers count by themselves has the label alone.
        before = squash(heading.partition(group.label)[0])
        yield _Piece(None, heading, squash(group.label), title=True, before=before)
        for row, _marks in rows:
            title = report.title_of(row)
            yield _Piece(row, title, squash(title), title=True)
            for line in filter(None, (note_of(row), *_lines(row.blocks))):
                yield _Piece(row, line, squash(line))


def _lines(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                yield item.line
                yield from _lines(item.blocks)
        elif isinstance(block, Paragraph):
            yield block.text
        else:
            yield from block.header
            for row in block.rows:
                yield from row


def _bare(lines: list[str], report: Report) -> str:
    """Return the squashed text of a file without what stands on every page of it."""
    text = "".join(map(squash, lines))
    title, dated = squash(report.title), squash(report.spoken_as_of)
    label = re.escape(squash(report.quarter.label))
    foot = rf"{label}(?:,第\d+版定稿)?(?:,版本[0-9a-f]{{10}})?第\d+頁,共\d+頁"
    head = rf"{re.escape(title)}{re.escape(dated)}(?:\(尚未定稿\))?"
    for furniture in (head, foot, "方案名稱最新辦理情形"):
        text = re.sub(furniture, "", text)
    return text


def _start(text: str, pieces: list[_Piece]) -> int:
    """Return where the rows begin: past a table of contents, which has the same names."""
    heading = next(iter(pieces), None)
    if heading is None:
        return 0
    starts = [found.start() for found in re.finditer(re.escape(heading.squashed), text)]

    def fitting(start: int) -> tuple[int, int]:
        window = text[start : start + NEAR + sum(len(each.squashed) for each in pieces[:8])]
        return sum(each.squashed in window for each in pieces[:8]), start

    return max(starts, key=fitting, default=0)


class _Walk:
    """Going through a text with the pieces that it should have."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at
        self.found: dict[str, Difference] = {}
        self.row: Row | None = None

    def step(self, piece: _Piece) -> None:
        """Look for a piece after the one before, and at what stands between them."""
        at = self.text.find(piece.squashed, self.at, self.at + NEAR + len(piece.squashed))
        if at < 0 and piece.title:
            at = self.text.find(piece.squashed, self.at)
        if at < 0:
            self.row = piece.row or self.row
            self._of(piece.row).missing.append(piece.text[:SHOWN])
            return
        between = self.text[self.at : at].removesuffix(piece.before)
        if MARKERS.sub("", between):
            self._of(self.row).extra.append(between[:SHOWN])
        self.row = piece.row or self.row
        self.at = at + len(piece.squashed)

    def end(self) -> None:
        """Look at what stands after the last row, up to the annexes."""
        rest = ANNEXES.split(self.text[self.at :], maxsplit=1)[0]
        if MARKERS.sub("", rest):
            self._of(self.row).extra.append(rest[:SHOWN])

    def _of(self, row: Row | None) -> Difference:
        project, name = (row.project, row.name) if row else ("", "組別標題")
        return self.found.setdefault(project, Difference(project, name))
