"""An outline: the paragraphs, lists and tables that a text is made of.

辦理情形的段落與項目. An item is a sentence with blocks below it; markers are never part of it:

>>> depth((List(ordered=True, items=(Item("開工", (Paragraph("另案辦理。"),)),)),))
1
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from records.wording import fault

MAX_DEPTH = 4
"""Levels of lists that print: 1. (1) A. a. (the real report; no scheme names a fifth)."""

MAX_ITEMS = 800
"""Pieces of one text (paragraphs, items and table cells); the longest real one has 36."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text without a marker."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its sentence, and the blocks below it."""

    text: str
    blocks: "tuple[Block, ...]" = ()


@dataclass(frozen=True, slots=True)
class List:
    """Items in order, numbered or with bullets."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: header cells, then rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | List | Table
Blocks = tuple[Block, ...]
Parts = Mapping[str, Blocks]
"""Blocks by section id; ``""`` holds what stands before the first ``## section`` line."""


def joined(blocks: Iterable[Block]) -> Blocks:
    """Return blocks in which neighbouring lists of one kind are one list, as they print."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, List):
            if not block.items:
                continue
            if isinstance(last, List) and last.ordered == block.ordered:
                result[-1] = List(last.ordered, last.items + block.items)
                continue
        result.append(block)
    return tuple(result)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of the blocks in the order of print."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield text
            case List(_, items):
                for item in items:
                    yield item.text
                    yield from texts(item.blocks)
            case Table(header, rows):
                yield from header
                for row in rows:
                    yield from row


def depth(blocks: Iterable[Block]) -> int:
    """Return how many lists stand inside each other at the deepest place.

    It goes down level by level, so that no depth of input exhausts the stack.
    """
    levels = 0
    level = tuple(blocks)
    while items := [item for each in level if isinstance(each, List) for item in each.items]:
        levels += 1
        level = tuple(block for item in items for block in item.blocks)
    return levels


def length(blocks: Iterable[Block]) -> int:
    """Return the number of characters that a reader counts: all but blanks."""
    return sum(len("".join(text.split())) for text in texts(blocks))


def check(blocks: Blocks) -> str:
    """Say in a sentence why blocks cannot be stored; an empty string if they can."""
    if depth(blocks) > MAX_DEPTH:
        return f"清單最多 {MAX_DEPTH} 層，請將較深的項目提高一層或併入上一項。"
    if sum(1 for _ in texts(blocks)) > MAX_ITEMS:
        return f"一篇最多 {MAX_ITEMS} 段，請分篇或精簡。"
    return next(filter(None, map(fault, texts(blocks))), "") or _malformed(blocks)


def _malformed(blocks: Blocks) -> str:
    for before, after in pairwise(blocks):
        if isinstance(before, List) and isinstance(after, List) and before.ordered == after.ordered:
            return "相鄰的兩個清單請併為一個。"
    return next(filter(None, map(_malformed_block, blocks)), "")


def _malformed_block(block: Block) -> str:
    match block:
        case Paragraph(""):
            return "段落不可空白。"
        case List(_, items):
            if not items or not all(item.text for item in items):
                return "項目不可空白，請填寫或刪除。"
            return next(filter(None, (_malformed(item.blocks) for item in items)), "")
        case Table(header, rows):
            if not header or any(len(row) != len(header) for row in rows):
                return "表格每一列的欄數要相同。"
        case _:
            pass
    return ""
