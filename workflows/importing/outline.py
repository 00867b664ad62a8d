"""The outline of a text: which of its numbers are markers, and what stands below what.

A number is a marker only where it counts: from 1 at its depth, and on without a gap. Where a
text could be read in several ways (``辦理(1)甲；(2)乙`` within ``(1)``), the reading wins that
explains most numbers at the beginnings of lines. What is no marker stays text, word for word.

>>> lines = (Line("1. 113 年：12.5 公里 2. 1986. x", "", loose=True),)
>>> [item.text for item in read(lines).blocks[0].items]
['113 年：12.5 公里', '1986. x']
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from records.prose import MAX_DEPTH, Block, Blocks, Item, List, Paragraph, Table
from workflows.importing.candidates import Candidate, Choice, candidates, choose
from workflows.importing.source import Doubt, Line


@dataclass(frozen=True, slots=True)
class Outline:
    """A text as blocks, the markers that it counts by (depth, style), and what was unsure.

    ``pieces`` are the same text in the order of the source, for the comparison.
    """

    blocks: Blocks
    styles: tuple[tuple[int, str], ...]
    doubts: tuple[Doubt, ...]
    pieces: "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the source: an item with its choice of marker, or plain text without one."""

    text: str
    line: Line
    choice: Choice | None = None
    literal: str = ""

    @property
    def words(self) -> str:
        """The text with the marker that did not count, as it stands in the source."""
        return f"{self.literal} {self.text}".strip()


def read(
    lines: Sequence[Line], *, favoured: Sequence[str] = (), house: Sequence[str] = ()
) -> Outline:
    """Read a text. ``favoured`` are beginnings (``臺北市：``) that speak for an item.

    With ``house``, the style of each depth, markers of any other style stay text.
    """
    found = candidates(lines, favoured, house)
    chosen = choose(found, house)
    pieces = tuple(_pieces(lines, found, chosen))
    doubts = tuple(_uncounted(found, chosen, lines))
    styles = tuple(
        (each.depth, each.marker.style) for each in chosen.values() if each.marker is not None
    )
    return Outline(_tree(pieces), styles, doubts, pieces)


def literal(lines: Sequence[Line]) -> Outline:
    """Return a text as plain paragraphs, with every marker as it stands: the last resort."""
    pieces = tuple(
        Piece(line.text, line, literal=line.marker.written if line.marker else "") for line in lines
    )
    blocks = tuple(_table(p.line) if p.line.rows else Paragraph(p.words) for p in pieces)
    return Outline(blocks, (), (), pieces)


# -- Pieces ----------------------------------------------------------------------------------


def _pieces(
    lines: Sequence[Line], found: Sequence[Candidate], chosen: dict[int, Choice]
) -> Iterator[Piece]:
    places: dict[int, list[int]] = {}
    for index in chosen:
        places.setdefault(found[index].line, []).append(index)
    for number, line in enumerate(lines):
        here = [(found[index], chosen[index]) for index in places.get(number, ())]
        at = 0
        choice: Choice | None = None
        literal = line.marker.written if line.marker else ""
        for candidate, taken in here:
            text = line.text[at : candidate.start].strip()
            if text or choice:
                yield Piece(text, line, choice, literal if choice is None else "")
            if candidate.automatic or candidate.start == 0:
                literal = ""
            choice, at = taken, candidate.end
        yield Piece(line.text[at:].strip(), line, choice, literal if choice is None else "")


def _uncounted(
    found: Sequence[Candidate], chosen: dict[int, Choice], lines: Sequence[Line]
) -> Iterator[Doubt]:
    taken = {(found[index].line, found[index].start) for index in chosen}
    for each in found:
        if not each.begins_line or (each.line, each.start) in taken:
            continue
        line = lines[each.line]
        if each.bullet:
            yield Doubt(line.place, f"層次超過 {MAX_DEPTH} 層，這一項併入上一層。", line.text)
        else:
            written = each.markers[0].written
            sentence = f"編號「{written}」接不上前面的編號，照原文留作文字，請核對。"
            yield Doubt(line.place, sentence, line.text)


# -- Tree ------------------------------------------------------------------------------------


@dataclass
class _Entry:
    """An item that is still growing."""

    text: str
    blocks: "list[_Growing]" = field(default_factory=list)


@dataclass
class _Entries:
    """A list that is still growing."""

    ordered: bool
    entries: list[_Entry] = field(default_factory=list)


_Growing = _Entries | Paragraph | Table


def _tree(pieces: Sequence[Piece]) -> Blocks:
    root: list[_Growing] = []
    open_: list[_Entry] = []
    for piece, following in zip(pieces, _following(pieces), strict=True):
        if piece.choice is not None:
            del open_[piece.choice.depth - 1 :]
            entry = _Entry(piece.text)
            _list(open_[-1].blocks if open_ else root, piece.choice).entries.append(entry)
            open_.append(entry)
            continue
        level = _level(piece.line.level, following, len(open_))
        del open_[level:]
        if open_ and not open_[-1].text and not open_[-1].blocks and not piece.line.rows:
            open_[-1].text = piece.words
        else:
            block = _table(piece.line) if piece.line.rows else Paragraph(piece.words)
            (open_[-1].blocks if open_ else root).append(block)
    return tuple(_frozen(root))


def _list(blocks: list[_Growing], choice: Choice) -> _Entries:
    ordered = choice.marker is not None
    last = blocks[-1] if blocks else None
    if isinstance(last, _Entries) and last.ordered == ordered:
        return last
    made = _Entries(ordered)
    blocks.append(made)
    return made


def _following(pieces: Sequence[Piece]) -> list[Choice | None]:
    """Return for each piece the next marker that counts behind it."""
    following: list[Choice | None] = []
    after: Choice | None = None
    for piece in reversed(pieces):
        following.append(after)
        after = piece.choice or after
    return following[::-1]


def _level(said: int | None, following: Choice | None, deepest: int) -> int:
    """Return how many lists a plain piece stands in.

    Where the file says so, that many - unless a list goes on counting behind it, which it can
    do only inside an item. Where it does not: in the item before it; before a list that begins
    anew, in none.
    """
    if said is None:
        return 0 if following is not None and following.anew else deepest
    if following is None or following.anew or following.depth > said + 1:
        return min(said, deepest)
    number = following.marker.number if following.marker else 1
    return min(said, deepest) if number == 1 else max(following.depth, min(said, deepest))


def _frozen(blocks: Iterable[_Growing]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, _Entries):
            items = (Item(e.text, tuple(_frozen(e.blocks))) for e in block.entries)
            yield List(block.ordered, tuple(items))
        else:
            yield block


def _table(line: Line) -> Table:
    return Table(line.rows[0], line.rows[1:])
