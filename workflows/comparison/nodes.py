"""Nodes: a text as the row of its lines, each with its place: what is aligned first.

>>> from records.outline import Item
>>> for node in nodes((List(True, (Item("甲", (Paragraph("乙"),)),)),)):
...     print(node.place.path, node.cells)
(1,) ('甲',)
(1, 0) ('乙',)
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from records.numbering import Scheme
from records.outline import Blocks, List, Paragraph, Table
from workflows.comparison.tokens import Sort, Token, tokens, without_idle_blanks


class Shape(StrEnum):
    """What a line is."""

    PARAGRAPH = "paragraph"
    NUMBERED = "numbered"
    BULLET = "bullet"
    HEADER = "header"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: below how many items, and by which counts one gets there.

    ``path`` ends with its own count; 0 stands for what does not count (paragraph, bullet, row).
    ``line`` counts all lines of the text, from 0; ``block`` tells its lists and tables apart.
    """

    path: tuple[int, ...]
    shape: Shape
    line: int
    block: int

    @property
    def depth(self) -> int:
        """Levels of items that it stands in, itself included where it is one."""
        return len(self.path) - (self.shape not in ITEMS)

    def marker(self, scheme: Scheme) -> str:
        """The marker that it prints with below no heading; empty for a paragraph or a row."""
        if self.shape is Shape.NUMBERED:
            return scheme.marker(self.depth, self.path[-1])
        return "•" if self.shape is Shape.BULLET else ""


ITEMS = frozenset({Shape.NUMBERED, Shape.BULLET})


@dataclass(frozen=True)
class Node:
    """A paragraph or an item (one cell), or a row of a table (a cell a column).

    ``parent`` is the line of the item that it stands in; -1: none.
    """

    parent: int
    place: Place
    cells: tuple[str, ...]

    @property
    def line(self) -> int:
        """Its place among the lines of its text, from 0."""
        return self.place.line

    @cached_property
    def tokens(self) -> tuple[tuple[Token, ...], ...]:
        """The tokens of each cell."""
        return tuple(map(tokens, self.cells))

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What two lines have in common that say the same: the cells without idle blanks."""
        return tuple(map(without_idle_blanks, self.cells))

    @cached_property
    def profile(self) -> frozenset[Hashable]:
        """What it is made of: its words and pairs of words, any figure for any other."""
        found: set[Hashable] = set()
        for cell in self.tokens:
            said = [
                token.sort if token.is_figure else token.key
                for token in cell
                if token.sort not in {Sort.SIGN, Sort.BLANK}
            ]
            found.update(said)
            found.update(pairwise(said))
        return frozenset(found)

    @property
    def size(self) -> int:
        """Characters, without blanks."""
        return sum(len("".join(cell.split())) for cell in self.cells)


def nodes(blocks: Blocks) -> tuple[Node, ...]:
    """Return the lines of a text in the order of print."""
    walk = _Walk()
    walk.blocks(blocks, (), -1)
    return tuple(walk.found)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Node] = []
        self.lists = 0

    def blocks(self, blocks: Blocks, path: tuple[int, ...], parent: int) -> None:
        for block in blocks:
            self.lists += 1
            match block:
                case Paragraph(text):
                    self.node((text,), (*path, 0), Shape.PARAGRAPH, parent)
                case Table(header, rows):
                    self.node(header, (*path, 0), Shape.HEADER, parent)
                    for row in rows:
                        self.node(row, (*path, 0), Shape.ROW, parent)
                case List():
                    self.items(block, path, parent)

    def items(self, block: List, path: tuple[int, ...], parent: int) -> None:
        shape = Shape.NUMBERED if block.ordered else Shape.BULLET
        mine = self.lists
        for count, item in enumerate(block.items, 1):
            here = (*path, count if block.ordered else 0)
            line = len(self.found)
            self.found.append(Node(parent, Place(here, shape, line, mine), (item.text,)))
            self.blocks(item.blocks, here, line)

    def node(
        self, cells: tuple[str, ...], path: tuple[int, ...], shape: Shape, parent: int
    ) -> None:
        place = Place(path, shape, len(self.found), self.lists)
        self.found.append(Node(parent, place, cells))
