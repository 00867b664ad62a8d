r"""Reading what people typed into the box.

>>> from_box("一、開工\n二、驗收")
(List(ordered=True, items=(Item(text='開工', blocks=()), Item(text='驗收', blocks=()))),)
>>> from_box("1. 開工\n2.\n")
Traceback (most recent call last):
    ...
workflows.outline_box.reading.FaultyBox: 第 2 行：項目不可空白，請填寫或刪除。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from records.canonical import MAX_BODY
from records.errors import BadRecord, Problem
from records.numbering import REPORT, Scheme
from records.outline import MAX_DEPTH, MAX_ITEMS, Block, Blocks, Item, List, Paragraph, Table
from records.prose import to_markdown
from records.wording import REFUSED, clean
from workflows.markers import style_of
from workflows.outline_box.forms import BAR, BULLET, STEP, Line, cells, is_rule, line

MAX_TYPED = 4 * MAX_BODY
"""Characters of a box that are read at all; no outline that can be stored prints longer."""

WIDE = 3
"""Columns of a pasted table in which a row may begin with a number and a point."""

_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile("[\x0b\x0c\x85\u00a0\u2028\u2029\u202f]")
_LEFT_BEHIND = re.compile("[\u00ad\u034f\u180e\u200b\u200c\u200d\u2060-\u2064\ufeff]")
"""Invisible marks that Word and web pages leave in what is pasted: nothing that anybody typed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be kept, in a sentence; ``line`` counts from 1 (0: the whole text)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        """Say where, then what."""
        return f"第 {self.line} 行：{self.sentence}" if self.line else self.sentence


class FaultyBox(Problem):
    """A typed outline that cannot be kept; ``faults`` lists every reason, line by line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Tell the first fault, and how many there are."""
        self.faults = faults
        more = f"（另有 {len(faults) - 1} 處要改）" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}")


def from_box(text: str, scheme: Scheme = REPORT) -> Blocks:
    """Read an outline, in time linear in its length; markers are not kept.

    Raises FaultyBox, and nothing else on any string, where ``records.prose`` could not keep it.
    """
    if len(text) > MAX_TYPED:
        raise FaultyBox((Fault(0, f"文字太長，一篇最多 {MAX_BODY:,} 字，請分篇或精簡。"),))
    reader = _Reader(scheme)
    for number, written in enumerate(_ENDS.split(text), 1):
        reader.take(number, written)
    if reader.faults:
        raise FaultyBox(tuple(reader.faults))
    blocks = tuple(_frozen(reader.root))
    try:
        to_markdown(blocks)
    except BadRecord as beyond:
        raise FaultyBox((Fault(0, beyond.sentence),)) from beyond
    return blocks


# -- Growing -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """An item that is still open: where and how its marker stands, and what is below it."""

    column: int
    kind: str
    number: int
    text: str
    blocks: "list[_Growing]" = field(default_factory=list)


@dataclass(slots=True)
class _Entries:
    ordered: bool
    entries: list[_Entry]


@dataclass(slots=True)
class _Rows:
    rows: list[tuple[str, ...]]
    pasted: bool


_Growing = _Entries | _Rows | Paragraph


def _frozen(blocks: list[_Growing]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case _Entries(ordered, entries):
                items = (Item(each.text, tuple(_frozen(each.blocks))) for each in entries)
                yield List(ordered, tuple(items))
            case _Rows(rows=rows):
                yield Table(rows[0], tuple(rows[1:]))
            case Paragraph():
                yield block


class _Reader:
    """Takes one line after the other; knows the items that are open."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.styles = [style_of(level) for level in scheme.levels]
        self.root: list[_Growing] = []
        self.open: list[_Entry] = []
        self.table: _Rows | None = None
        self.after_blank = True
        self.pieces = 0
        self.at = 0
        self.faults: list[Fault] = []

    def take(self, number: int, written: str) -> None:
        """Put a line where it belongs."""
        self.at = number
        read = line(_LEFT_BEHIND.sub("", _BLANKS.sub(" ", written)))
        if not (read.text.strip() or read.kind):
            self.after_blank, self.table = True, None
            return
        if found := REFUSED.search(read.text.replace("\t", " ")):
            self.fault(f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除後重新輸入。")
        read = read if read.kind else self.counted_on(read)
        if self.pasted(read, written):
            self.pasted_row(written)
        elif read.kind == BAR:
            if not (self.table and len(self.table.rows) == 1 and is_rule(read.text)):
                self.row(cells(read.text), read.column)
        elif read.kind in ("", "'"):
            self.plain(read)
        else:
            self.item(read, clean(read.text))
        self.after_blank = False

    def fault(self, sentence: str) -> None:
        self.faults.append(Fault(self.at, sentence))

    def piece(self, count: int = 1) -> None:
        """Count what an outline may hold 800 of."""
        if self.pieces <= MAX_ITEMS < self.pieces + count:
            self.fault(f"從這一行起超過 {MAX_ITEMS} 段，請分篇或精簡。")
        self.pieces += count

    def counted_on(self, read: Line) -> Line:
        """Read a count beyond 99, Z or 九十九: a marker only where it is the next one."""
        for depth in range(len(self.open), 0, -1):
            last = self.open[depth - 1]
            marker = self.scheme.marker(depth, last.number + 1)
            rest = read.text.removeprefix(marker)
            if last.kind == self.styles[depth - 1] and rest != read.text and not rest[:1].strip():
                return Line(read.column, last.kind, last.number + 1, rest)
        return read

    # -- Items ---------------------------------------------------------------------------------

    def item(self, read: Line, text: str) -> None:
        self.table = None
        depth = self.depth_of_bullet(read) if read.kind == BULLET else self.depth_of_number(read)
        if depth > MAX_DEPTH:
            self.fault(f"清單最多 {MAX_DEPTH} 層，請將這一項提高一層或併入上一項。")
            depth = MAX_DEPTH
        if not text:
            self.fault("項目不可空白，請填寫或刪除。")
        self.piece()
        del self.open[depth - 1 :]
        blocks = self.open[-1].blocks if self.open else self.root
        entry = _Entry(read.column, read.kind, read.number, text)
        ordered = read.kind != BULLET
        last = blocks[-1] if blocks else None
        if isinstance(last, _Entries) and last.ordered == ordered:
            last.entries.append(entry)
        else:
            blocks.append(_Entries(ordered, [entry]))
        self.open.append(entry)

    def depth_of_number(self, read: Line) -> int:
        """Where the printed form says it, there; else by what stands open: see the document."""
        if read.kind in self.styles:
            depth = self.styles.index(read.kind) + 1
            is_there = self.open[depth - 1].kind if depth <= len(self.open) else ""
            if (
                read.column == STEP * (depth - 1)
                and depth <= len(self.open) + 1
                and is_there in ("", BULLET, read.kind)
            ):
                return depth
        alike = [n for n, each in enumerate(self.open, 1) if each.kind == read.kind]
        beside = [n for n in alike if abs(self.open[n - 1].column - read.column) < STEP]
        if beside:
            return beside[-1]
        counts_on = alike and 1 < read.number == self.open[alike[-1] - 1].number + 1
        if alike and (counts_on or not self.deeper(read)):
            return alike[-1]
        return self.below(read)

    def depth_of_bullet(self, read: Line) -> int:
        for depth in range(len(self.open), 0, -1):
            each = self.open[depth - 1]
            if abs(each.column - read.column) < STEP:
                return depth if each.kind == BULLET or self.after_blank else depth + 1
        return self.below(read)

    def deeper(self, read: Line) -> bool:
        return bool(self.open) and read.column >= self.open[-1].column + STEP

    def below(self, read: Line) -> int:
        """Return the depth below the last open item that does not begin further right."""
        for depth in range(len(self.open), 0, -1):
            if self.open[depth - 1].column < read.column + STEP:
                return depth + 1
        return 1

    # -- Paragraphs and tables -----------------------------------------------------------------

    def plain(self, read: Line) -> None:
        self.table = None
        text = clean(read.text)
        if not text:
            self.fault("段落不可空白，請填寫或刪除這一行。")
        self.piece()
        self.blocks_at(read.column).append(Paragraph(text))

    def pasted(self, read: Line, written: str) -> bool:
        r"""Whether a line is a row from Excel: tabs within it, or as many as in the rows above.

        Below a header of three cells ``1.\t臺北市\t3`` is a row; below one of two it is an item.
        """
        if self.table and self.table.pasted and "\t" in written:
            columns = len(self.table.rows[0])
            if written.count("\t") + 1 == columns and (columns >= WIDE or not read.number):
                return True
        return not read.kind and "\t" in read.text.rstrip()

    def pasted_row(self, written: str) -> None:
        """Add a row from Excel; without a table to go on with, one below the item above it."""
        column = 0 if self.after_blank or not self.open else self.open[-1].column + STEP
        self.row(tuple(written.strip(" \u3000").split("\t")), column, pasted=True)

    def row(self, found: tuple[str, ...], column: int, *, pasted: bool = False) -> None:
        found = tuple(map(clean, found))
        self.piece(len(found))
        if self.table is None:
            self.table = _Rows([], pasted)
            self.blocks_at(column).append(self.table)
        elif len(found) != len(self.table.rows[0]):
            self.fault(
                f"這一列有 {len(found)} 格，表頭有 {len(self.table.rows[0])} 格，"
                "表格每一列的格數要相同。"
            )
        self.table.rows.append(found)

    def blocks_at(self, column: int) -> list[_Growing]:
        """Close the items that do not reach over a column; return what the rest holds."""
        while self.open and self.open[-1].column + STEP > column:
            self.open.pop()
        return self.open[-1].blocks if self.open else self.root
