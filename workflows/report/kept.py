"""Kept rows: what was made of each row, for the next report in which the row stands unchanged.

The rows of a report are made one by one, each of its own records; one new filing changes one.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from records.quarter import Quarter

MAX_KEPT = 20_000
"""Things kept; a row has six, and the largest quarters have a thousand rows of 80 kB of HTML."""

Made = TypeVar("Made")


class Kept:
    """Things made of rows, each beside all that it was made of; they are never changed.

    Whoever publishes again and again has one and hands it in. Safe to share between threads:
    what is lost in a race is made twice.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._things: dict[tuple[str, Quarter, str], tuple[tuple[object, ...], object]] = {}

    def get(
        self,
        what: str,
        row: tuple[Quarter, str],
        made_of: tuple[object, ...],
        make: Callable[[], Made],
    ) -> Made:
        """Return a thing of a row (its quarter and project), made anew of anything new.

        What ``make`` returns follows from ``made_of`` alone. Values that are the same object
        are equal at once, so that what was kept costs next to nothing to find.
        """
        things = self._things
        known = things.get((what, *row))
        if known and known[0] == made_of:
            return cast("Made", known[1])
        made = make()
        if len(things) >= MAX_KEPT:
            self._things = things = {}
        things[what, *row] = (made_of, made)
        return made
