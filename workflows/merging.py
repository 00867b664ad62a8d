"""Merging: two people changed one text; what each of them did alone is taken, item by item.

合併同事的修改. An item that both changed is a conflict that shows both, for a person to choose:

>>> from records.outline import Item, List
>>> base, mine, theirs = (
...     (List(True, (Item(a), Item(b))),)
...     for a, b in (("會勘", "設計"), ("會勘", "設計中"), ("完成會勘", "設計"))
... )
>>> merged = merge(base, mine, theirs)
>>> [str(each) for each in merged.taken], merged.conflicts
(['同事修改了「完成會勘」'], ())
>>> [item.text for item in resolve(merged, {})[0].items]
['完成會勘', '設計中']
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from itertools import takewhile

from records.errors import Problem
from records.outline import Block, Blocks, Item, List, Paragraph, Table, joined
from workflows.comparison.alignment import align
from workflows.comparison.nodes import nodes
from workflows.comparison.sequences import Effort

EXCERPT = 30
"""Characters of a text that its name is made of."""


class Choice(StrEnum):
    """What to do with an item that both changed."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Undecided(Problem):
    """Items that both changed are still without a choice; ``ids`` are their conflicts."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        """Say how many."""
        self.ids = ids
        super().__init__(f"還有 {len(ids)} 項兩人都改過，請逐項選擇要用哪一份。")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the other one did, and is in the merged text: a verb, and the text it is about."""

    verb: str
    text: str

    def __str__(self) -> str:
        """Say it in a sentence."""
        return f"同事{self.verb}「{excerpt(self.text)}」"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item that both changed: as it was, mine, and theirs; empty where one took it out.

    ``id`` is the same wherever the same three meet, and another one when one of them changes.
    """

    id: str
    base: Blocks
    mine: Blocks
    theirs: Blocks


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a table or an item, with what stands below it; ``line`` is its node's."""

    block: Paragraph | Table | Item
    ordered: bool
    below: "tuple[Unit | Open, ...]"
    line: int = -1


@dataclass(frozen=True, slots=True)
class Open:
    """A place in a merged text that a choice fills."""

    conflict: Conflict
    mine: tuple[Unit, ...]
    theirs: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A text of two people, what was taken over from the other one, and what is to be chosen."""

    units: "tuple[Unit | Open, ...]"
    taken: tuple[Taken, ...]
    conflicts: tuple[Conflict, ...]


def merge(base: Blocks, mine: Blocks, theirs: Blocks) -> Merged:
    """Merge two changes of a text; nothing that either wrote is lost, but by a choice."""
    effort = Effort()
    here = align(nodes(base), nodes(mine), effort).pairs
    there = align(nodes(base), nodes(theirs), effort).pairs
    merging = _Merging(here, there)
    units = merging.siblings(_units(base), _units(mine), _units(theirs))
    return Merged(units, tuple(_with_moves(merging.taken)), tuple(_conflicts(units)))


def resolve(merged: Merged, choices: Mapping[str, Choice]) -> Blocks:
    """Return the merged text, with a choice for each conflict by its id; raise Undecided."""
    undecided = tuple(each.id for each in merged.conflicts if each.id not in choices)
    if undecided:
        raise Undecided(undecided)
    return _blocks(_chosen(merged.units, choices))


def excerpt(text: str) -> str:
    """Return a text, or its beginning."""
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


# -- Units ---------------------------------------------------------------------------------------


def _units(blocks: Blocks) -> tuple[Unit, ...]:
    lines = iter(range(sum(1 for _ in nodes(blocks))))
    return tuple(_of_blocks(joined(blocks), lines))


def _of_blocks(blocks: Blocks, lines: Iterator[int]) -> Iterator[Unit]:
    for block in blocks:
        match block:
            case List(ordered, items):
                for item in items:
                    line = next(lines)
                    below = tuple(_of_blocks(joined(item.blocks), lines))
                    yield Unit(Item(item.text), ordered, below, line)
            case Table():
                line = next(lines)
                for _ in block.rows:
                    next(lines)
                yield Unit(block, ordered=False, below=(), line=line)
            case Paragraph():
                yield Unit(block, ordered=False, below=(), line=next(lines))


def _blocks(units: Iterable[Unit]) -> Blocks:
    found: list[Block] = []
    for unit in units:
        match unit.block:
            case Item(text):
                below = _blocks(each for each in unit.below if isinstance(each, Unit))
                found.append(List(unit.ordered, (Item(text, below),)))
            case block:
                found.append(block)
    return joined(found)


def _chosen(units: Iterable[Unit | Open], choices: Mapping[str, Choice]) -> Iterator[Unit]:
    for unit in units:
        if isinstance(unit, Unit):
            yield replace(unit, below=tuple(_chosen(unit.below, choices)))
            continue
        choice = choices[unit.conflict.id]
        if choice is not Choice.MINE:
            yield from _chosen(unit.theirs, choices)
        if choice is not Choice.THEIRS:
            shared = choice is Choice.BOTH
            mine = (_without(each, unit.theirs) if shared else each for each in unit.mine)
            yield from _chosen(mine, choices)


def _without(unit: Unit, theirs: tuple[Unit, ...]) -> Unit:
    """Return an item without what is below both: it is needed once."""
    return replace(unit, below=()) if any(unit.below is each.below for each in theirs) else unit


def _same(one: Unit, other: Unit) -> bool:
    """Whether two units print the same."""
    return _blocks((one,)) == _blocks((other,))


# -- Merging -------------------------------------------------------------------------------------


class _Side:
    """The units of one side at one place: which of them were there, and what is new."""

    def __init__(
        self, base: Sequence[Unit], units: Sequence[Unit], links: Mapping[int, int]
    ) -> None:
        places = {unit.line: unit for unit in units}
        origins = {links.get(unit.line, -1): unit.line for unit in base}
        self.of = {line: places[at] for at, line in origins.items() if at in places}
        self.order = [origins[unit.line] for unit in units if unit.line in origins]
        self.reordered = self.order != sorted(self.order)
        self.new: dict[int, list[Unit]] = {}
        anchor = -1
        for unit in units:
            if unit.line in origins:
                anchor = origins[unit.line]
            else:
                self.new.setdefault(anchor, []).append(unit)


@dataclass
class _Merging:
    """Links from lines of the base to lines of mine and of theirs; what was found so far."""

    here: Mapping[int, int]
    there: Mapping[int, int]
    taken: list[Taken] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def siblings(
        self, base: Sequence[Unit], mine: Sequence[Unit], theirs: Sequence[Unit]
    ) -> tuple[Unit | Open, ...]:
        """Merge what stands at one place of the outline."""
        here, there = _Side(base, mine, self.here), _Side(base, theirs, self.there)
        if there.reordered and not here.reordered:
            self.taken.append(Taken("調整了順序，第一項是", _name(theirs[0])))
        was = {unit.line: unit for unit in base}
        order = [-1, *_order(list(was), here, there)]
        found: list[Unit | Open] = []
        for number, line in enumerate(order):
            if line in was:
                found += self.one(was[line], here.of.get(line), there.of.get(line))
            following = takewhile(
                lambda n: n not in here.of and n not in there.of, order[number + 1 :]
            )
            gone = [was[each] for each in following]
            found += self.new(gone, here.new.get(line, []), there.new.get(line, []))
        return tuple(found)

    def new(self, gone: list[Unit], mine: list[Unit], theirs: list[Unit]) -> Iterator[Unit | Open]:
        """Yield what was put in at one place; where both took something out for it, a conflict."""
        theirs = [each for each in theirs if not any(_same(each, other) for other in mine)]
        if gone and mine and theirs:
            yield self.open(gone, mine, theirs)
            return
        self.taken += (Taken("新增了", _name(each)) for each in theirs)
        yield from theirs
        yield from mine

    def one(self, base: Unit, mine: Unit | None, theirs: Unit | None) -> Iterator[Unit | Open]:
        """Yield what became of a unit of the base."""
        if mine and theirs:
            yield self.both(base, mine, theirs)
        elif mine and not _same(base, mine):
            yield self.open([base], [mine], [])
        elif theirs and not _same(base, theirs):
            yield self.open([base], [], [theirs])
        elif mine:
            self.taken.append(Taken("刪除了", _name(base)))

    def both(self, base: Unit, mine: Unit, theirs: Unit) -> Unit | Open:
        """Return a unit that both still have."""
        if not all(isinstance(each.block, Item) for each in (base, mine, theirs)):
            return self.whole(base, mine, theirs)
        ordered = theirs.ordered if mine.ordered == base.ordered else mine.ordered
        below = self.siblings(_closed(base), _closed(mine), _closed(theirs))
        mine, theirs = (Unit(each.block, ordered, below) for each in (mine, theirs))
        if theirs.block in (mine.block, base.block):
            return mine
        if mine.block != base.block:
            alone = replace(base, below=())
            return self.open([alone], [mine], [theirs], below=())
        self.taken.append(Taken("修改了", _name(theirs)))
        return theirs

    def whole(self, base: Unit, mine: Unit, theirs: Unit) -> Unit | Open:
        """Return a paragraph or a table, or an item that was one: with all that is below it."""
        if _same(mine, theirs) or _same(theirs, base):
            return mine
        if not _same(mine, base):
            return self.open([base], [mine], [theirs])
        self.taken.append(Taken("修改了", _name(theirs)))
        return theirs

    def open(
        self,
        base: Sequence[Unit],
        mine: Sequence[Unit],
        theirs: Sequence[Unit],
        below: tuple[Unit, ...] | None = None,
    ) -> Open:
        """Return a conflict; with ``below``, that is what it shows below the items."""
        shown = [
            _blocks(units if below is None else (replace(each, below=below) for each in units))
            for units in (base, mine, theirs)
        ]
        told = sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self.seen[told] += 1
        again = f"-{self.seen[told]}" if self.seen[told] > 1 else ""
        return Open(Conflict(told + again, *shown), tuple(mine), tuple(theirs))


def _order(base: list[int], here: _Side, there: _Side) -> list[int]:
    """Return the lines of the base in the order of who changed it; mine, if both did."""
    side = here if here.reordered else there
    if not side.reordered:
        return base
    order = list(side.order)
    for number, line in enumerate(base):
        if line not in side.of:
            order.insert(order.index(base[number - 1]) + 1 if number else 0, line)
    return order


def _closed(unit: Unit) -> tuple[Unit, ...]:
    return tuple(each for each in unit.below if isinstance(each, Unit))


def _conflicts(units: Iterable[Unit | Open]) -> Iterator[Conflict]:
    for unit in units:
        if isinstance(unit, Open):
            yield unit.conflict
            for each in unit.mine or unit.theirs:
                yield from _conflicts(each.below)
        else:
            yield from _conflicts(unit.below)


def _name(unit: Unit) -> str:
    match unit.block:
        case Table(header, _):
            return "表格：" + "、".join(filter(None, header))
        case found:
            return found.text


def _with_moves(taken: Sequence[Taken]) -> Iterator[Taken]:
    """Yield what was done; what was taken out at one place and put in at another, moved."""
    gone = Counter(each.text for each in taken if each.verb == "刪除了")
    come = Counter(each.text for each in taken if each.verb == "新增了")
    moves = {"刪除了": gone & come, "新增了": gone & come}
    for each in taken:
        left = moves.get(each.verb, Counter[str]())
        if not left[each.text]:
            yield each
            continue
        left[each.text] -= 1
        if each.verb == "新增了":
            yield Taken("移動了", each.text)
