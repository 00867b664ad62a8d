"""A redline: what was taken out of a sentence and what was put in, so that it reads.

>>> drawn(redline("共334則及381件。", "共90則及96件。"))
'共〔刪334〕〔增90〕則及〔刪381〕〔增96〕件。'
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.comparison.sequences import Effort, matches
from workflows.comparison.tokens import Sort, Token, tokens


class Mark(StrEnum):
    """What became of a run of text."""

    KEEP = "keep"
    DEL = "del"
    INS = "ins"


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one mark."""

    mark: Mark
    text: str


Runs = tuple[Run, ...]

SIGNS = {Mark.DEL: "〔刪{}〕", Mark.INS: "〔增{}〕", Mark.KEEP: "{}"}

LEAST_KEPT = 0.3
"""Below this part of the longer text, what stayed between changes is chance, not sense."""

FARTHEST = 200
"""Tokens that a mark is shifted at most, in search of a better place."""

_STOPS = frozenset("，。；：、！？,;!?")
_OPENING = frozenset("（(「『【《〈[")


@dataclass(slots=True)
class Hunk:
    """A change: tokens a to b of the text before became tokens c to d of the text after."""

    a: int
    b: int
    c: int
    d: int

    @property
    def size(self) -> int:
        """Tokens of the longer side."""
        return max(self.b - self.a, self.d - self.c)


def drawn(runs: Iterable[Run]) -> str:
    """Write runs in one line, with 〔刪〕 and 〔增〕 around what changed."""
    return "".join(SIGNS[run.mark].format(run.text) for run in runs)


def redline(before: str, after: str, effort: Effort | None = None) -> Runs:
    """Compare two sentences.

    The kept and inserted runs are ``after``; the kept and deleted ones are ``before`` but for
    blanks that say nothing (``tokens``), which are kept as they stand in ``after``.
    """
    return compared(tokens(before), tokens(after), effort or Effort())


def compared(before: Sequence[Token], after: Sequence[Token], effort: Effort) -> Runs:
    """Compare two sentences that are taken apart already."""
    return tuple(runs_of(before, after, changes(before, after, effort)))


def changes(before: Sequence[Token], after: Sequence[Token], effort: Effort) -> list[Hunk]:
    """Return the changes in order, without crumbs between them."""
    here, there = [token.key for token in before], [token.key for token in after]
    hunks = _hunks(matches(here, there, effort), len(here), len(there))
    hunks = _shifted(hunks, here, there)
    hunks = _without_crumbs(hunks, before)
    kept = len(there) - sum(hunk.d - hunk.c for hunk in hunks)
    if len(hunks) > 1 and kept < LEAST_KEPT * max(len(here), len(there)):
        return [Hunk(hunks[0].a, hunks[-1].b, hunks[0].c, hunks[-1].d)]
    return hunks


def runs_of(
    before: Sequence[Token], after: Sequence[Token], hunks: Iterable[Hunk]
) -> Iterator[Run]:
    """Draw changes as runs; of a change, what was taken out stands first.

    A blank that says nothing stands in no mark: in what was put in, it is kept before it.
    """
    at = 0
    for hunk in hunks:
        out, put = _text(before[hunk.a : hunk.b]), _text(after[hunk.c : hunk.d])
        lead = after[hunk.c].lead if hunk.c < hunk.d else ""
        yield from _run(Mark.KEEP, _text(after[at : hunk.c]) + lead)
        yield from _run(Mark.DEL, out[len(before[hunk.a].lead) :] if out else "")
        yield from _run(Mark.INS, put[len(lead) :])
        at = hunk.d
    yield from _run(Mark.KEEP, _text(after[at:]))


def _text(found: Sequence[Token]) -> str:
    return "".join(token.text for token in found)


def _run(mark: Mark, text: str) -> Iterator[Run]:
    if text:
        yield Run(mark, text)


def _hunks(pairs: list[tuple[int, int]], here: int, there: int) -> list[Hunk]:
    hunks: list[Hunk] = []
    a = c = 0
    for b, d in [*pairs, (here, there)]:
        if a < b or c < d:
            hunks.append(Hunk(a, b, c, d))
        a, c = b + 1, d + 1
    return hunks


# -- Places of marks -----------------------------------------------------------------------------


def _shifted(hunks: list[Hunk], here: Sequence[str], there: Sequence[str]) -> list[Hunk]:
    """Shift what was only put in, or only taken out, to where a reader would put the mark.

    ``甲方完成、〔增乙方完成、〕`` and ``甲方〔增完成、乙方〕完成、`` are the same change.
    """
    done: list[Hunk] = []
    for number, hunk in enumerate(hunks):
        after = hunks[number + 1] if number + 1 < len(hunks) else None
        before = done[-1] if done else None
        shift = 0
        if hunk.a == hunk.b:
            room = _Room(before.d if before else None, after.c if after else None)
            shift = room.best(there, hunk.c, hunk.d)
        elif hunk.c == hunk.d:
            room = _Room(before.b if before else None, after.a if after else None)
            shift = room.best(here, hunk.a, hunk.b)
        moved = Hunk(hunk.a + shift, hunk.b + shift, hunk.c + shift, hunk.d + shift)
        if done and (done[-1].b, done[-1].d) == (moved.a, moved.c):
            done[-1] = Hunk(done[-1].a, moved.b, done[-1].c, moved.d)
        else:
            done.append(moved)
    return done


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the changes beside a change end and begin; None where there is none."""

    before: int | None
    after: int | None

    def best(self, keys: Sequence[str], start: int, end: int) -> int:
        """Return by how much to shift keys[start:end]: best of all is to meet another change."""
        if start == self.before or end == self.after:
            return 0
        best, score = 0, _score(keys, start, end)
        for shift in self.shifts(keys, start, end):
            if start + shift == self.before or end + shift == self.after:
                return shift
            if (found := _score(keys, start + shift, end + shift)) > score:
                best, score = shift, found
        return best

    def shifts(self, keys: Sequence[str], start: int, end: int) -> Iterator[int]:
        for step in range(1, min(FARTHEST, start - (self.before or 0)) + 1):
            if keys[start - step] != keys[end - step]:
                break
            yield -step
        ceiling = len(keys) if self.after is None else self.after
        for step in range(1, min(FARTHEST, ceiling - end) + 1):
            if keys[start + step - 1] != keys[end + step - 1]:
                break
            yield step


def _score(keys: Sequence[str], start: int, end: int) -> int:
    """Say how well a mark stands that begins at start and ends before end."""
    whole = start == 0 or keys[start - 1] in _STOPS
    ends = end == len(keys) or keys[end - 1] in _STOPS
    opens = keys[start] in _STOPS and (end == len(keys) or keys[end] in _STOPS)
    paired = keys[start] in _OPENING
    return 4 * (whole and ends) + 3 * opens + 2 * paired + whole + ends


# -- Crumbs --------------------------------------------------------------------------------------


def _without_crumbs(hunks: list[Hunk], before: Sequence[Token]) -> list[Hunk]:
    done: list[Hunk] = []
    for hunk in hunks:
        done.append(hunk)
        while len(done) > 1 and _is_crumb(done[-2], done[-1], before):
            last = done.pop()
            done[-1] = Hunk(done[-1].a, last.b, done[-1].c, last.d)
    return done


def _is_crumb(first: Hunk, second: Hunk, before: Sequence[Token]) -> bool:
    """Whether what stayed between two changes is too short to be read as kept.

    It is where it is shorter than both; a stop counts twice, as sentences are read by them. A
    character between two changed words is one, but not between two figures.
    """
    island = before[first.b : second.a]
    weight = len(island) + sum(token.key in _STOPS for token in island)
    least = min(first.size, second.size)
    if any(token.is_figure or token.sort is Sort.WORD for token in island):
        weight += 1
    if _is_figure(first, before) or _is_figure(second, before):
        return weight < least
    return weight < least or weight == least == 1


def _is_figure(hunk: Hunk, before: Sequence[Token]) -> bool:
    return any(token.is_figure for token in before[hunk.a : hunk.b])
