"""Places where a marker may stand, and the choice of those that count.

A candidate is a place in a line where a marker could be meant. ``choose`` walks over all of them
once, keeps the best few readings so far (each a stack of open lists), and returns the reading
that explains most; what it leaves out stays text.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from records.prose import MAX_DEPTH
from workflows.importing.problems import UnreadableFile
from workflows.importing.source import Line
from workflows.markers import BULLET, LINE_START_ONLY, UNSAID, Marker, at

MOST = 4000
"""Candidates in one text; the longest real text has 90. More is no report."""

READINGS = 40
"""Readings kept while walking; real texts need 5."""

COUNTED, LINE, RUN_ON, CLAUSE, LABEL = 12.0, 10.0, 4.0, 3.0, 3.0
"""What explains more: a number that the file counts, one at the beginning of a line, one after
a blank where items run on, one after a clause; and a city's label behind any of them."""

LONE = -0.5
"""A first number within a line says nothing until a second one follows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a marker may stand: ``start`` to ``end`` in the text of a line."""

    line: int
    start: int
    end: int
    markers: tuple[Marker, ...]
    weight: float
    bullet: str = ""
    level: int | None = None
    automatic: bool = False
    after_plain: bool = False
    joined: bool = False

    @property
    def begins_line(self) -> bool:
        """Whether nothing stands before it in its line."""
        return self.weight >= LINE


class Choice(NamedTuple):
    """A marker that counts: its depth from 1; no marker for a bullet; whether it counts anew."""

    depth: int
    marker: Marker | None
    anew: bool = False


# -- Finding ---------------------------------------------------------------------------------

AFTER_BLANK = re.compile(r"(?<=\s)(?=\S)")
AFTER_CLAUSE = re.compile(r"(?<=[：:。；;])(?=\S)|(?<=[：:。；;]\s)(?=\S)")
ORDINAL = re.compile(r"第\s*$")


def candidates(
    lines: Sequence[Line], favoured: Sequence[str] = (), house: Sequence[str] = ()
) -> list[Candidate]:
    """Find every place of a text where a marker may stand, in order; of these styles, if given."""
    found: list[Candidate] = []
    labels = tuple(favoured)
    for number, line in enumerate(lines):
        plain_before = number > 0 and not (
            found and found[-1].line == number - 1 and found[-1].begins_line
        )
        for each in _in_line(line, number, labels, after_plain=plain_before):
            if house and each.markers:
                markers = tuple(m for m in each.markers if m.style in (*house, UNSAID))
                each = replace(each, markers=markers)  # noqa: PLW2901 - the same place, fewer ways
            if not (each.markers or each.bullet):
                continue
            before = found[-1] if found else None
            joined = (
                before is not None
                and before.line == number
                and not line.text[before.end : each.start].strip()
            )
            found.append(replace(each, joined=True) if joined else each)
        if len(found) > MOST:
            raise UnreadableFile(f"{line.place}：一格裡的編號多於 {MOST} 個，不像一份報告。")
    beginning = {each.line for each in found if each.begins_line}
    return [each for each in found if _says(each, lines, beginning)]


def _says(candidate: Candidate, lines: Sequence[Line], beginning: Collection[int]) -> bool:
    """Say whether an item would have any text: behind its marker, or on the next line."""
    if lines[candidate.line].text[candidate.end :]:
        return True
    following = candidate.line + 1
    return candidate.begins_line and following < len(lines) and following not in beginning


def _in_line(
    line: Line, number: int, labels: tuple[str, ...], *, after_plain: bool
) -> Iterator[Candidate]:
    text, begin = line.text, 0
    if line.rows:
        return
    if line.marker:
        bonus = LABEL if text.startswith(labels) else 0
        yield Candidate(
            number, 0, 0, (line.marker,), COUNTED + bonus, level=line.level, automatic=True,
            after_plain=after_plain,
        )  # fmt: skip
    elif line.bullet:
        yield Candidate(number, 0, 0, (), COUNTED, line.bullet, line.level, automatic=True)
    elif not line.settled and (bullet := BULLET.match(text)):
        begin = bullet.end()
        if begin < len(text):
            sign = bullet["sure"] or bullet["blank"]
            yield Candidate(number, 0, begin, (), LINE, sign, line.level)
    if line.settled:
        return
    if not (line.bullet or begin):
        markers, end = at(text, 0)
        if markers:
            bonus = LABEL if text.startswith(labels, end) else 0
            yield Candidate(
                number, 0, end, markers, LINE + bonus, level=line.level, after_plain=after_plain,
                joined=line.marker is not None,
            )  # fmt: skip
    yield from _within(line, number, labels, begin)


def _within(line: Line, number: int, labels: tuple[str, ...], begin: int) -> Iterator[Candidate]:
    weights = {m.start(): CLAUSE for m in AFTER_CLAUSE.finditer(line.text, begin + 1)}
    if labels:
        weights |= {m.start(): CLAUSE for m in _before(labels).finditer(line.text, begin + 1)}
    if line.loose:
        weights |= {m.start(): RUN_ON for m in AFTER_BLANK.finditer(line.text, begin + 1)}
    for start in sorted(weights):
        yield from _soft(line.text, number, labels, start, weights[start])


@cache
def _before(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a marker before a city's label, whatever stands in front of it."""
    either = "|".join(map(re.escape, labels))
    return re.compile(rf"(?<![0-9０-９])(?:[(（]\w{{1,2}}[)）]|\w{{1,2}}[.．、])\s*(?={either})")


def _soft(
    text: str, number: int, labels: tuple[str, ...], start: int, weight: float
) -> Iterator[Candidate]:
    markers, end = at(text, start)
    markers = tuple(m for m in markers if m.style not in LINE_START_ONLY)
    if markers and not ORDINAL.search(text[:start]):
        bonus = LABEL if text.startswith(labels, end) else 0
        yield Candidate(number, start, end, markers, weight + bonus)


# -- Choosing --------------------------------------------------------------------------------


class _Open(NamedTuple):
    """A list that is open: its style, level in the file, last number (0: bullets), sureness."""

    style: str
    level: int | None
    number: int
    sure: bool


_Stack = tuple[_Open, ...]
_Path = tuple["_Path", int, Choice] | None


def choose(found: Sequence[Candidate], house: Sequence[str] = ()) -> dict[int, Choice]:
    """Return the candidates that count, by their place in the sequence.

    With ``house``, the style of each depth, only markers of these styles count.
    """
    readings: dict[tuple[_Stack, bool], tuple[float, _Path]] = {((), False): (0.0, None)}
    for index, candidate in enumerate(found):
        after: dict[tuple[_Stack, bool], tuple[float, _Path]] = {}
        for (stack, took), (score, path) in readings.items():
            _keep(after, (stack, False), score, path)
            if candidate.joined and took:
                continue
            for grown, gain, choice in _moves(stack, candidate):
                if house and not _housed(choice, house):
                    continue
                _keep(after, (grown, True), score + gain, (path, index, choice))
        best = sorted(after.items(), key=lambda each: -each[1][0])[:READINGS]
        readings = dict(best)
    return _walked(max(readings.values(), key=lambda each: each[0])[1])


def _housed(choice: Choice, house: Sequence[str]) -> bool:
    return choice.marker is None or choice.marker.style in (house[choice.depth - 1], UNSAID)


def _keep(
    readings: dict[tuple[_Stack, bool], tuple[float, _Path]],
    key: tuple[_Stack, bool],
    score: float,
    path: _Path,
) -> None:
    if key not in readings or readings[key][0] < score:
        readings[key] = (score, path)


def _walked(path: _Path) -> dict[int, Choice]:
    chosen: dict[int, Choice] = {}
    while path is not None:
        path, index, choice = path
        chosen[index] = choice
    return dict(sorted(chosen.items()))


def _moves(stack: _Stack, candidate: Candidate) -> Iterator[tuple[_Stack, float, Choice]]:
    if candidate.bullet:
        yield from _bulleted(stack, candidate)
    for marker in candidate.markers:
        yield from _numbered(stack, candidate, marker)


def _bulleted(stack: _Stack, candidate: Candidate) -> Iterator[tuple[_Stack, float, Choice]]:
    style = "•" if candidate.level is not None else candidate.bullet
    for depth, each in enumerate(stack, 1):
        if not each.number and each.style == style and _same(each.level, candidate.level):
            yield stack[:depth], candidate.weight, Choice(depth, None)
            return
    below = _above(stack, candidate.level)
    if len(below) < MAX_DEPTH:
        opened = _Open(style, candidate.level, 0, sure=True)
        yield (*below, opened), candidate.weight, Choice(len(below) + 1, None)


def _numbered(
    stack: _Stack, candidate: Candidate, marker: Marker
) -> Iterator[tuple[_Stack, float, Choice]]:
    sure = candidate.begins_line
    for depth, each in enumerate(stack, 1):
        if each.style != marker.style or not _same(each.level, candidate.level):
            continue
        if marker.number == each.number + 1:
            gain = candidate.weight * (1 if each.sure else 2)
            counted = each._replace(number=marker.number, sure=True)
            yield (*stack[: depth - 1], counted), gain, Choice(depth, marker)
        elif (
            marker.number == 1 and sure and candidate.after_plain and _may_restart(depth, candidate)
        ):
            opened = _Open(marker.style, candidate.level, 1, sure)
            gain = candidate.weight - 1
            yield (*stack[: depth - 1], opened), gain, Choice(depth, marker, anew=True)
        return
    below = _above(stack, candidate.level)
    if candidate.level is None:
        while below and not below[-1].number:
            below = below[:-1]
    if marker.number == 1 and len(below) < MAX_DEPTH:
        opened = _Open(marker.style, candidate.level, 1, sure)
        yield (*below, opened), candidate.weight if sure else LONE, Choice(len(below) + 1, marker)


def _may_restart(depth: int, candidate: Candidate) -> bool:
    return depth == 1 or candidate.level is not None


def _same(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _above(stack: _Stack, level: int | None) -> _Stack:
    """Return the part of a stack that a list at a level of the file may stand in."""
    if level is None:
        return stack
    while stack and (inner := stack[-1].level) is not None and inner >= level:
        stack = stack[:-1]
    return stack
