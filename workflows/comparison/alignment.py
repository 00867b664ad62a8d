"""Alignment: which line of a text is which line of the other, before any word is compared.

Equal lines first, within the same item, then anywhere in order, then out of order; then alike
lines between those; then alike lines out of order. What is left was added or removed, or is a
part of a line that was divided.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.comparison.nodes import Node, Shape
from workflows.comparison.sequences import Effort, matches, rising

ALIKE = 0.35
"""Likeness from which two lines in the same gap are one line that changed."""

ALIKE_ELSEWHERE = 0.6
"""Likeness from which a line that is missing here is the one that appears there."""

WITHIN = 0.75
"""Part of a line that must stand in another one for it to be a piece of that."""

SHORTEST = 6
"""Characters of a line that is looked for out of order; ``無。`` is everywhere."""

WIDEST = 40_000
"""Pairs of lines of a gap that are compared each with each."""

COMMON = 20
"""Lines that may share two words before these say nothing about what is alike."""

LABEL = 12
"""Characters of a label (``用地取得：``) at most."""

TABLES = frozenset({Shape.HEADER, Shape.ROW})


@dataclass(frozen=True, slots=True)
class Links:
    """For each line of the text after, the lines before that it comes from; and what moved.

    ``pairs`` are the links of one line to one. ``moved`` holds numbers of lines after. A line
    before that is in several links was divided.
    """

    pairs: Mapping[int, int]
    before: Mapping[int, tuple[int, ...]]
    moved: frozenset[int]
    chain: tuple[tuple[int, int], ...]


def align(before: Sequence[Node], after: Sequence[Node], effort: Effort) -> Links:
    """Link the lines of two texts; the chain are links (before, after) that kept their order."""
    links = _Links(before, after)
    links.equal_within_items(effort)
    links.equal_in_order(effort)
    links.equal_anywhere()
    links.alike_in_order(effort)
    links.alike_anywhere()
    chain = rising(sorted(links.there.items()))
    moved = links.moved({b for b, _ in chain})
    found: dict[int, tuple[int, ...]] = {a: (b,) for b, a in links.there.items()}
    links.divided(found)
    links.united(found)
    return Links(links.there, found, frozenset(moved), tuple(chain))


class _Links:
    """Links while they are found: ``there`` from before to after, ``here`` back."""

    def __init__(self, before: Sequence[Node], after: Sequence[Node]) -> None:
        self.before, self.after = before, after
        self.there: dict[int, int] = {}
        self.here: dict[int, int] = {}

    def link(self, b: int, a: int) -> None:
        self.there[b], self.here[a] = a, b

    def gaps(self) -> Iterator[tuple[list[Node], list[Node]]]:
        """Yield what is not linked yet, between the links that keep the order."""
        chain = rising(sorted(self.there.items()))
        b = a = 0
        for end, stop in [*chain, (len(self.before), len(self.after))]:
            here = [node for node in self.before[b:end] if node.line not in self.there]
            there = [node for node in self.after[a:stop] if node.line not in self.here]
            if here and there:
                yield here, there
            b, a = end + 1, stop + 1

    # -- Equal -----------------------------------------------------------------------------------

    def equal_within_items(self, effort: Effort) -> None:
        def within(nodes: Sequence[Node]) -> list[Hashable]:
            return [(n.key, nodes[n.parent].key if n.parent >= 0 else ()) for n in nodes]

        for b, a in matches(within(self.before), within(self.after), effort):
            self.link(b, a)

    def equal_in_order(self, effort: Effort) -> None:
        for here, there in list(self.gaps()):
            for b, a in matches([n.key for n in here], [n.key for n in there], effort):
                self.link(here[b].line, there[a].line)

    def equal_anywhere(self) -> None:
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for node in reversed(self.before):
            if node.line not in self.there and _speaks(node):
                waiting[node.key].append(node.line)
        for node in self.after:
            if node.line not in self.here and waiting.get(node.key):
                self.link(waiting[node.key].pop(), node.line)

    # -- Alike -----------------------------------------------------------------------------------

    def alike_in_order(self, effort: Effort) -> None:
        for here, there in list(self.gaps()):
            if len(here) * len(there) <= WIDEST and effort.spend(len(here) * len(there)):
                for b, a in _best(here, there):
                    self.link(b.line, a.line)

    def alike_anywhere(self) -> None:
        """Link a line to the most alike one of those that share something rare with it."""
        index: defaultdict[Hashable, list[Node]] = defaultdict(list)
        for node in self.before:
            if node.line not in self.there and node.size >= SHORTEST:
                for each in node.profile:
                    index[each].append(node)
        for node in self.after:
            if node.line in self.here or node.size < SHORTEST:
                continue
            shared = Counter(
                each.line
                for what in node.profile
                if len(index.get(what, ())) <= COMMON
                for each in index.get(what, ())
                if each.line not in self.there
            )
            likeliest = [
                (likeness(self.before[number], node), -number)
                for number, _ in shared.most_common(COMMON)
            ]
            if likeliest and max(likeliest)[0] >= ALIKE_ELSEWHERE:
                self.link(-max(likeliest)[1], node.line)

    # -- Moved -----------------------------------------------------------------------------------

    def in_order(self, in_chain: set[int]) -> set[int]:
        """Return the lines before that kept their order among those of the same item."""
        siblings: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for b, a in sorted(self.there.items()):
            siblings[self.before[b].parent, self.after[a].parent].append((b, a))
        kept: set[int] = set()
        for links in siblings.values():
            longest = {b for b, _ in rising(links)}
            chained = {b for b, _ in links if b in in_chain}
            kept |= chained if len(chained) >= len(longest) else longest
        return kept

    def moved(self, in_chain: set[int]) -> Iterator[int]:
        """Yield what stands elsewhere: out of order, or in another item, or on another level.

        What stands in an item that moved did not move by itself.
        """
        moved: set[int] = set()
        kept = self.in_order(in_chain)
        for a, b in sorted(self.here.items()):
            home, new_home = self.before[b].parent, self.after[a].parent
            together = self.there.get(home, -1) == new_home
            if together and new_home in moved:
                moved.add(a)
                continue
            strangers = home not in self.there and new_home not in self.here
            same_level = self.before[b].place.depth == self.after[a].place.depth
            if not same_level or not (together or strangers) or b not in kept:
                moved.add(a)
                yield a

    # -- Divided, united -------------------------------------------------------------------------

    def divided(self, found: dict[int, tuple[int, ...]]) -> None:
        """Link a new line beside a changed one that it was a piece of."""
        for a in [a for _, a in sorted(self.there.items(), key=lambda link: link[1])]:
            b = self.here[a]
            if self.before[b].key == self.after[a].key:
                continue
            for step in (1, -1):
                beside = a + step
                while (
                    0 <= beside < len(self.after)
                    and beside not in found
                    and _is_piece(self.after[beside], self.before[b], self.after[a])
                ):
                    found[beside] = (b,)
                    beside += step

    def united(self, found: dict[int, tuple[int, ...]]) -> None:
        """Link a line that is gone, beside a changed one, to the line that took it in."""
        used = set(self.there)
        divided = {b for a, (b, *_) in found.items() if self.here.get(a) != b}
        for b, a in sorted(self.there.items()):
            if self.before[b].key == self.after[a].key or b in divided:
                continue
            for step in (1, -1):
                beside = b + step
                while (
                    0 <= beside < len(self.before)
                    and beside not in used
                    and _is_piece(self.before[beside], self.after[a], self.before[b])
                ):
                    used.add(beside)
                    found[a] = tuple(sorted((*found[a], beside)))
                    beside += step


def _best(here: list[Node], there: list[Node]) -> list[tuple[Node, Node]]:
    """Return the pairs in order whose likeness adds up to most."""
    like = [[likeness(b, a) for a in there] for b in here]
    sums = [[0.0] * (len(there) + 1) for _ in range(len(here) + 1)]
    for b in range(len(here) - 1, -1, -1):
        for a in range(len(there) - 1, -1, -1):
            taken = like[b][a] + sums[b + 1][a + 1] if like[b][a] >= ALIKE else 0.0
            sums[b][a] = max(sums[b + 1][a], sums[b][a + 1], taken)
    pairs = []
    b = a = 0
    while b < len(here) and a < len(there):
        if like[b][a] >= ALIKE and sums[b][a] == like[b][a] + sums[b + 1][a + 1]:
            pairs.append((here[b], there[a]))
            b, a = b + 1, a + 1
        elif sums[b][a] == sums[b + 1][a]:
            b += 1
        else:
            a += 1
    return pairs


# -- Likeness ------------------------------------------------------------------------------------


def likeness(one: Node, other: Node) -> float:
    """Say how alike two lines are, from 0 to 1; the same label speaks for them."""
    if (one.place.shape in TABLES or other.place.shape in TABLES) and (
        one.place.shape != other.place.shape or len(one.cells) != len(other.cells)
    ):
        return 0.0
    here, there = one.profile, other.profile
    both = len(here) + len(there)
    shared = 2 * len(here & there) / both if both else 0.0
    label = _label(one)
    return min(1.0, shared + 0.3 * (bool(label) and label == _label(other)))


def _speaks(node: Node) -> bool:
    """Whether a line is known by its words alone, wherever it stands: a sentence, or a label."""
    return node.size >= SHORTEST or (node.size > 1 and node.cells[0].endswith("："))


def _label(node: Node) -> str:
    if node.place.shape in TABLES:
        return node.cells[0]
    label, colon, _ = node.cells[0][: LABEL + 1].partition("：")
    return label if colon else ""


def _is_piece(piece: Node, whole: Node, rest: Node) -> bool:
    """Whether a line stands in another one, and not in what that one is linked with."""
    if piece.place.shape in TABLES or whole.place.shape in TABLES or piece.size < SHORTEST:
        return False
    said, inside = piece.profile, whole.profile
    if not said:
        return False
    within = len(said & inside) / len(said)
    return within >= WITHIN and len(said & inside - rest.profile) / len(said) >= WITHIN / 2
