"""A rule: what is asked about, why, and where that comes from; a value that finds its places.

規則. The page of the handbook is made of these values.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, auto

from workflows.checks.context import Context
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a rule points at: a span of a passage, and what is asked about it."""

    passage: Passage
    start: int
    end: int
    message: str
    edit: str | None = None


Find = Callable[[Manuscript, Context], Iterable[Hit]]


class Reads(Flag):
    """What a rule looks through."""

    TEXT = auto()
    """The text of one owner."""

    FRONT = auto()
    """What a project prints of its own, and all of its texts together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    ``sentence``: what it asks about, for the page. ``rationale``: why a reader would ask.
    ``source``: where it comes from.
    """

    id: str
    level: Level
    sentence: str
    rationale: str
    source: str
    find: Find
    reads: Reads = Reads.TEXT

    @property
    def family(self) -> str:
        """The first word of its id: the module that it stands in."""
        return self.id.partition("-")[0]


def each_passage(find: Callable[[Passage, Context], Iterable[Hit]]) -> Find:
    """Return the finder of a rule that reads one passage at a time."""

    def found(text: Manuscript, context: Context) -> Iterable[Hit]:
        for passage in text.passages:
            yield from find(passage, context)

    return found
