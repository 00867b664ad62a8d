"""Printing an outline into the box, with the markers that the report prints.

>>> from records.outline import Item
>>> print(to_box((List(True, (Item("開工", (Paragraph("1. 另案"),)), Item("驗收"))),)), end="")
1. 開工
  '1. 另案
2. 驗收
"""

from collections.abc import Iterator
from itertools import pairwise

from records.errors import BadRecord
from records.numbering import REPORT, Scheme
from records.outline import Block, Blocks, List, Paragraph, Table, check
from workflows.outline_box.forms import AS_IS, BULLET, STEP, needs_as_is, row


def to_box(blocks: Blocks, scheme: Scheme = REPORT) -> str:
    """Print blocks; ``from_box`` with the same scheme reads the same blocks back.

    Raises BadRecord where ``records.outline.check`` finds a fault.
    """
    if wrong := check(blocks):
        raise BadRecord(wrong)
    return "".join(f"{line}\n" for line in _lines(blocks, scheme, 1))


def _lines(blocks: Blocks, scheme: Scheme, depth: int) -> Iterator[str]:
    indent = " " * STEP * (depth - 1)
    for before, block in pairwise((None, *blocks)):
        if _stands_apart(before, block):
            yield ""
        match block:
            case Paragraph(text):
                yield indent + (AS_IS if needs_as_is(text) else "") + text
            case Table(header, rows):
                yield from (indent + row(cells) for cells in (header, *rows))
            case List(ordered, items):
                for number, item in enumerate(items, 1):
                    marker = scheme.marker(depth, number) if ordered else BULLET
                    yield f"{indent}{marker} {item.text}"
                    yield from _lines(item.blocks, scheme, depth + 1)
            case _:
                pass


def _stands_apart(before: Block | None, block: Block | None) -> bool:
    """Whether an empty line keeps a block from going on with the one before it."""
    match before, block:
        case (List(ordered=True), List(ordered=False)):
            return True
        case (_, Table()):
            return _ends_in_table(before)
        case _:
            return False


def _ends_in_table(block: Block | None) -> bool:
    while isinstance(block, List):
        blocks = block.items[-1].blocks
        block = blocks[-1] if blocks else None
    return isinstance(block, Table)
