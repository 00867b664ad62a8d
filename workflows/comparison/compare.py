"""Comparing two texts, or two filings part by part.

>>> from records.outline import Item, List, Paragraph
>>> before = (List(True, (Item("開工"), Item("驗收 3 件"))),)
>>> after = (List(True, (Item("會勘"), Item("開工"), Item("驗收 5 件"))),)
>>> for entry in compare(before, after).entries:
...     print(entry.change.label, drawn(entry.runs))
新增 〔增會勘〕
未變 開工
修改 驗收 〔刪3〕〔增5〕 件
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from records.filing import Filing
from records.outline import Blocks
from workflows.comparison.alignment import Links, align
from workflows.comparison.nodes import Node, Place, Shape, nodes
from workflows.comparison.redline import Mark, Run, Runs, compared, drawn
from workflows.comparison.sequences import Effort
from workflows.comparison.tokens import Token

__all__ = [
    "Change",
    "Comparison",
    "Entry",
    "Mark",
    "Part",
    "Run",
    "compare",
    "compare_filings",
    "drawn",
]


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_CHANGED = "moved-changed"
    DIVIDED = "divided"
    UNITED = "united"

    @property
    def label(self) -> str:
        """The word on the page."""
        return _LABELS[self]


_LABELS = {
    Change.SAME: "未變",
    Change.CHANGED: "修改",
    Change.ADDED: "新增",
    Change.REMOVED: "刪除",
    Change.MOVED: "移動",
    Change.MOVED_CHANGED: "移動並修改",
    Change.DIVIDED: "拆開",
    Change.UNITED: "合併",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a comparison, in the order of the text after.

    ``cells`` holds runs: one cell for a paragraph or an item, one a column for a row of a table.
    ``before`` are the places that it comes from (none: added; two or more: united), ``after`` the
    one that it has (None: removed). Lines that were divided follow each other, and what all of
    them keep and delete together is the line before.
    """

    change: Change
    cells: tuple[Runs, ...]
    before: tuple[Place, ...]
    after: Place | None

    @property
    def place(self) -> Place:
        """Where it is drawn: its place after, or the one it was removed from."""
        return self.after or self.before[0]

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return self.change.label + ("、改標號" if self.reshaped else "")

    @property
    def runs(self) -> Runs:
        """The runs of all cells."""
        return tuple(run for cell in self.cells for run in cell)

    @property
    def renumbered(self) -> bool:
        """Whether only its count is another one; that is no change."""
        return bool(self.before and self.after) and self.before[0].path != self.place.path

    @property
    def reshaped(self) -> bool:
        """Whether a number became a bullet, an item a paragraph, or the reverse."""
        return bool(self.before and self.after) and self.before[0].shape is not self.place.shape


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text against another."""

    entries: tuple[Entry, ...]

    @property
    def inserted(self) -> int:
        """Characters put in, without blanks."""
        return self.size(Mark.INS)

    @property
    def deleted(self) -> int:
        """Characters taken out, without blanks."""
        return self.size(Mark.DEL)

    @property
    def kept(self) -> int:
        """Characters that stayed, without blanks."""
        return self.size(Mark.KEEP)

    @property
    def share(self) -> float:
        """The part that changed, from 0 (nothing) to 1 (everything)."""
        changed = self.inserted + self.deleted
        whole = changed + 2 * self.kept
        return changed / whole if whole else 0.0

    @property
    def unchanged(self) -> bool:
        """Whether nothing at all changed, but for counts."""
        return all(e.change is Change.SAME and not e.reshaped for e in self.entries)

    def size(self, mark: Mark) -> int:
        """Count the characters of all runs with a mark, without blanks."""
        return sum(
            len("".join(run.text.split()))
            for entry in self.entries
            for run in entry.runs
            if run.mark is mark
        )

    def count(self, change: Change) -> int:
        """Count the lines of which something became."""
        return sum(entry.change is change for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Part:
    """The comparison of one part of a filing; ``section`` is its id, or empty."""

    section: str
    comparison: Comparison


def compare(before: Blocks, after: Blocks, effort: Effort | None = None) -> Comparison:
    """Compare two texts, at a cost that ``effort`` bounds."""
    effort = effort or Effort()
    here, there = nodes(before), nodes(after)
    return Comparison(tuple(_Drawing(here, there, align(here, there, effort), effort).entries()))


def compare_filings(before: Filing | None, after: Filing) -> tuple[Part, ...]:
    """Compare the parts of two filings: those of the one after in order, then those gone.

    Without a filing before, everything was added.
    """
    parts = before.parts if before else {}
    effort = Effort()
    sections = [*after.parts, *(section for section in parts if section not in after.parts)]
    return tuple(
        Part(section, compare(parts.get(section, ()), after.parts.get(section, ()), effort))
        for section in sections
    )


# -- Drawing -------------------------------------------------------------------------------------


class _Drawing:
    def __init__(
        self, before: Sequence[Node], after: Sequence[Node], links: Links, effort: Effort
    ) -> None:
        self.before, self.after, self.links, self.effort = before, after, links, effort
        self.used = {b for found in links.before.values() for b in found}
        self.pieces: dict[int, list[int]] = {}
        for a, found in sorted(links.before.items()):
            self.pieces.setdefault(found[0], []).append(a)

    def entries(self) -> Iterator[Entry]:
        """Yield every line; what was removed stands before what was put in its place."""
        b = a = 0
        for end, stop in [*self.links.chain, (len(self.before), len(self.after))]:
            gone = [node for node in self.before[b:end] if node.line not in self.used]
            yield from self.gap(gone, list(self.after[a:stop]))
            if stop < len(self.after):
                yield from self.entry(stop)
            b, a = end + 1, stop + 1

    def gap(self, gone: list[Node], come: list[Node]) -> Iterator[Entry]:
        """Yield what stands between two lines that stayed, what is deeper first.

        So a line that was put in below the item above does not seem to stand below one removed.
        """
        while gone or come:
            deepest = max(_level(some[0]) for some in (gone, come) if some)
            while gone and _level(gone[0]) >= deepest:
                yield self.removed(gone.pop(0).line)
            while come and _level(come[0]) >= deepest:
                yield from self.entry(come.pop(0).line)

    def removed(self, number: int) -> Entry:
        node = self.before[number]
        return Entry(Change.REMOVED, _whole(Mark.DEL, node), (node.place,), None)

    def entry(self, number: int) -> Iterator[Entry]:
        node = self.after[number]
        sources = self.links.before.get(number, ())
        if not sources:
            yield Entry(Change.ADDED, _whole(Mark.INS, node), (), node.place)
        elif len(pieces := self.pieces[sources[0]]) > 1:
            if number == pieces[0]:
                yield from self.divided(self.before[sources[0]], [self.after[n] for n in pieces])
        elif len(sources) > 1:
            gone = [self.before[n] for n in sources]
            runs = compared(_tokens(gone), node.tokens[0], self.effort)
            yield Entry(Change.UNITED, (runs,), tuple(n.place for n in gone), node.place)
        else:
            yield self.linked(self.before[sources[0]], node, moved=number in self.links.moved)

    def linked(self, before: Node, after: Node, *, moved: bool) -> Entry:
        if before.key == after.key:
            cells = _whole(Mark.KEEP, after)
            change = Change.MOVED if moved else Change.SAME
        else:
            pairs = zip(before.tokens, after.tokens, strict=True)
            cells = tuple(compared(here, there, self.effort) for here, there in pairs)
            change = Change.MOVED_CHANGED if moved else Change.CHANGED
        return Entry(change, cells, (before.place,), after.place)

    def divided(self, before: Node, after: list[Node]) -> Iterator[Entry]:
        runs = list(compared(before.tokens[0], _tokens(after), self.effort))
        for node in after:
            mine = tuple(_taken(runs, len(node.cells[0]), last=node is after[-1]))
            yield Entry(Change.DIVIDED, (mine,), (before.place,), node.place)


def _level(node: Node) -> int:
    """Return how deep a line stands; a row goes on with its table, as if it stood below."""
    return len(node.place.path) + (node.place.shape is Shape.ROW)


def _whole(mark: Mark, node: Node) -> tuple[Runs, ...]:
    return tuple((Run(mark, cell),) if cell else () for cell in node.cells)


def _tokens(found: Iterable[Node]) -> list[Token]:
    return [token for node in found for token in node.tokens[0]]


def _taken(runs: list[Run], length: int, *, last: bool) -> Iterator[Run]:
    """Take the runs of so many characters of the text after off the front."""
    while runs and (length or last or runs[0].mark is Mark.DEL):
        run = runs.pop(0)
        if run.mark is not Mark.DEL and len(run.text) > length:
            runs.insert(0, Run(run.mark, run.text[length:]))
            run = Run(run.mark, run.text[:length])
        if run.mark is not Mark.DEL:
            length -= len(run.text)
        yield run
