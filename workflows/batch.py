"""A batch: one step for each of many places; a wrong one does not hold back the others.

整批. The steps are taken side by side, so that they share their passes to the disk
(``docs/decisions/0002``); each is a commit of its own.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from records.errors import Problem
from records.place import Place
from workflows.submission import Submission

AT_ONCE = 8
"""Steps that wait for the disk together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a place: ``became`` where the step was taken, else ``why`` it was not."""

    place: Place
    became: Submission | None = None
    why: str = ""


def take_steps(places: Iterable[Place], step: Callable[[Place], Submission]) -> tuple[Outcome, ...]:
    """Take a step at every place, and return what became of each, in order."""

    def taken(place: Place) -> Outcome:
        try:
            return Outcome(place, step(place))
        except Problem as problem:
            return Outcome(place, why=str(problem))

    with ThreadPoolExecutor(AT_ONCE, "batch") as side_by_side:
        return tuple(side_by_side.map(taken, places))
