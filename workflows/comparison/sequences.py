"""Sequences: which elements of two sequences are the same, in order, at a bounded cost.

>>> matches("市府已完成", "市府業已完成")
[(0, 0), (1, 1), (2, 3), (3, 4), (4, 5)]

The longest common subsequence, found by bits: one addition of long integers a row (Hyyrö,
"Bit-parallel LCS-length computation revisited", 2004), rows kept every √m and made anew on the
way back. Before that, what only one side has is set aside, and a large gap is divided at runs of
elements that occur once on each side (Cohen's patience).
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import isqrt

Elements = Sequence[Hashable]
Pairs = list[tuple[int, int]]

LARGE = 250_000
"""Pairs of elements beyond which a gap is divided first."""

RUN = 4
"""Elements of a run that divides a gap: shorter ones meet by chance in other sentences."""


@dataclass(slots=True)
class Effort:
    """What one comparison may still cost, in pairs of elements; then gaps stay unmatched.

    Where it ends, everything still becomes a mark, only larger ones: nothing is lost.
    """

    left: int = 1_000_000_000

    def spend(self, pairs: int) -> bool:
        """Take the cost of a gap, if it is still there."""
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def matches(one: Elements, other: Elements, effort: Effort | None = None) -> Pairs:
    """Return the places of the same elements, rising on both sides."""
    effort = effort or Effort()
    found: Pairs = []
    gaps = [(0, len(one), 0, len(other))]
    while gaps:
        a, b, c, d = gaps.pop()
        while a < b and c < d and one[a] == other[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        parts = [(x + a, y + c) for x, y in _anchors(one[a:b], other[c:d])]
        if parts:
            found += parts
            gaps += _between(parts, (a, b, c, d))
        else:
            found += ((x + a, y + c) for x, y in _common(one[a:b], other[c:d], effort))
    return sorted(found)


def _between(anchors: Pairs, gap: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    a, b, c, d = gap
    for x, y in [*anchors, (b, d)]:
        if (a, c) != (x, y):
            yield a, x, c, y
        a, c = x + 1, y + 1


# -- Dividing --------------------------------------------------------------------------------


def _anchors(one: Elements, other: Elements) -> Pairs:
    """Return the longest rising chain of runs that occur once on each side."""
    if len(one) * len(other) <= LARGE:
        return []
    here, there = _once(one), _once(other)
    pairs = sorted((here[run], there[run]) for run in here.keys() & there.keys())
    return rising(pairs)


def _once(elements: Elements) -> dict[tuple[Hashable, ...], int]:
    places: dict[tuple[Hashable, ...], int] = {}
    runs = zip(*(elements[n:] for n in range(RUN)), strict=False)
    for place, run in enumerate(runs):
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def rising(pairs: Pairs) -> Pairs:
    """Return the longest chain that rises on both sides, of pairs that rise on the first."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [there]
        last[at : at + 1] = [number]
    chain: Pairs = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


# -- The longest common subsequence ------------------------------------------------------------


def _common(one: Elements, other: Elements, effort: Effort) -> Pairs:
    shared = set(one) & set(other)
    here = [n for n, each in enumerate(one) if each in shared]
    there = [n for n, each in enumerate(other) if each in shared]
    if not here or not effort.spend(len(here) * len(there)):
        return []
    found = _longest([one[n] for n in here], [other[n] for n in there])
    return [(here[a], there[b]) for a, b in found]


def _longest(one: Elements, other: Elements) -> Pairs:
    masks: dict[Hashable, int] = {}
    for place, element in enumerate(one):
        masks[element] = masks.get(element, 0) | (1 << place)
    full = (1 << len(one)) - 1
    step = isqrt(len(other)) + 1
    kept = [full]
    for first in range(0, len(other), step):
        kept.append(_rows(kept[-1], other[first : first + step], masks, full)[-1])
    return _walk_back(one, other, masks, kept, step)


def _rows(row: int, elements: Elements, masks: dict[Hashable, int], full: int) -> list[int]:
    """Return the rows behind a row: a bit is 0 where the subsequence grows by that element."""
    rows = []
    for element in elements:
        hit = row & masks[element]
        row = ((row + hit) | (row - hit)) & full
        rows.append(row)
    return rows


def _walk_back(
    one: Elements, other: Elements, masks: dict[Hashable, int], kept: list[int], step: int
) -> Pairs:
    found: Pairs = []
    a, b = len(one), len(other)
    for block in range(len(kept) - 2, -1, -1):
        first = block * step
        above = kept[block]
        rows = [above, *_rows(above, other[first : first + step], masks, kept[0])]
        while a and b > first:
            bit = 1 << (a - 1)
            if rows[b - first] & bit:
                a -= 1
                continue
            b -= 1
            if rows[b - first] & bit:
                a -= 1
                found.append((a, b))
    return found[::-1]
