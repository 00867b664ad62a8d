"""The paper around the boxes: last quarter's text in pieces to take over, and what others wrote.

填報表的版面. The whole project in the order of print: the owner's own sections with their boxes,
those of others to read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from records.filing import Filing
from records.numbering import Scheme
from records.outline import Block, Blocks, Item, List, Paragraph, Table, length
from records.project import Section
from webapp.boxes import OutlineField
from webapp.excerpt import Passage
from webapp.forms.filing import FilingForm
from webapp.texts import Text
from workflows.composing import text_of
from workflows.outline_box.writing import to_box

BULLET = "•"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text as the box writes it; ``rows`` are the cells of a table instead."""

    depth: int
    marker: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """What can be taken over at once: a paragraph, a table, or an item with what is below it."""

    number: int
    lines: tuple[Line, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier quarter said in a section. ``length`` counts as a reader counts."""

    portions: tuple[Portion, ...]
    typed: str
    length: int


@dataclass(frozen=True, slots=True)
class Other:
    """What somebody else writes in a section, as it prints."""

    text: Text
    html: Markup


@dataclass(frozen=True, slots=True)
class Pane:
    """A section on the paper: its heading as it prints, the owner's box (None: not theirs)."""

    section: Section
    heading: str
    box: OutlineField | None
    earlier: Earlier | None
    others: tuple[Other, ...]

    @property
    def length(self) -> int | None:
        """Characters of the box as a reader counts them; None while it cannot be kept."""
        if self.box is None or self.box.blocks is None:
            return None
        return length(self.box.blocks)


def panes(
    form: FilingForm, last: Filing | None, passages: tuple[Passage, ...], texts: Mapping[str, Text]
) -> tuple[Pane, ...]:
    """Return the sections of a project in print order, with their boxes where they are own."""
    here, boxes = form.here, {section.id: box for section, box in form.sections}
    printed = {section.id: found for section, found in zip(here.project.sections, passages)}  # noqa: B905 - a project that is not reported on has no passages
    made = []
    for section in here.project.sections:
        passage = printed.get(section.id)
        mine = section.id in boxes
        made.append(
            Pane(
                section,
                passage.heading if passage else section.heading,
                boxes.get(section.id),
                earlier(text_of(here.project, last, section), here.quarter.scheme)
                if mine and last
                else None,
                tuple(_others(passage, texts, here.place.owner)) if passage else (),
            )
        )
    return tuple(made)


def _others(passage: Passage, texts: Mapping[str, Text], owner: str) -> Iterator[Other]:
    for piece in passage.pieces:
        if piece.owner != owner:
            yield Other(texts[piece.owner], piece.html)


def earlier(blocks: Blocks, scheme: Scheme) -> Earlier:
    """Part a text into what can be taken over piece by piece."""
    cut = tuple(_portions(blocks, scheme))
    return Earlier(cut, to_box(blocks, scheme), length(blocks))


def _portions(blocks: Blocks, scheme: Scheme) -> Iterator[Portion]:
    number = 0
    for block in blocks:
        for count, alone in _parted(block):
            number += 1
            lines = tuple(_lines(alone, scheme, 1, count))
            yield Portion(number, lines, to_box((alone,), scheme))


def _parted(block: Block) -> Iterator[tuple[int, Block]]:
    if isinstance(block, List):
        for count, item in enumerate(block.items, start=1):
            yield count, List(block.ordered, (item,))
    else:
        yield 1, block


def lines(blocks: Blocks, scheme: Scheme, depth: int = 1) -> Iterator[Line]:
    """Yield the lines of a text, each with its marker."""
    for block in blocks:
        yield from _lines(block, scheme, depth, 1)


def _lines(block: Block, scheme: Scheme, depth: int, first: int) -> Iterator[Line]:
    match block:
        case Paragraph(text):
            yield Line(depth - 1, "", text)
        case Table(header, rows):
            yield Line(depth - 1, "", "", (header, *rows))
        case List(ordered, items):
            for number, item in enumerate(items, start=first):
                marker = scheme.marker(depth, number) if ordered else BULLET
                yield from _item(item, marker, scheme, depth)


def _item(item: Item, marker: str, scheme: Scheme, depth: int) -> Iterator[Line]:
    yield Line(depth, marker, item.text)
    yield from lines(item.blocks, scheme, depth + 1)


def taken(found: Earlier, wanted: str) -> str:
    """Return what a person asked to take over: ``all``, or a portion's number; '' for neither."""
    if wanted == "all":
        return found.typed
    return next((each.typed for each in found.portions if str(each.number) == wanted), "")


def appended(typed: str, more: str) -> str:
    r"""Put an outline behind what is typed; blanks at its end make room for it.

    >>> appended("1. 甲\n\n", "1. 乙\n")
    '1. 甲\n1. 乙\n'
    """
    before = typed.rstrip()
    return f"{before}\n{more}" if before else more
