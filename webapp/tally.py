"""Tally: how many texts stand in each state, and how many have still to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from webapp.spoken import STATES
from workflows.submission import State

HANDED_IN = frozenset({State.SENT, State.APPROVED, State.MERGED})
"""What a city has done its part in."""


class Counted(Protocol):
    """A text that is counted."""

    @property
    def state(self) -> str:
        """A State, or its word."""

    @property
    def late(self) -> bool:
        """Whether it was sent after the deadline, or not yet."""


@dataclass(frozen=True, slots=True)
class Count:
    """How far the texts are of one owner, one group, or all."""

    cells: Sequence[Counted]

    @property
    def total(self) -> int:
        """Texts that are asked for."""
        return len(self.cells)

    @property
    def handed_in(self) -> int:
        """Texts that are sent, approved or merged."""
        return sum(cell.state in HANDED_IN for cell in self.cells)

    @property
    def waiting(self) -> int:
        """Texts that somebody has still to send."""
        return self.total - self.handed_in

    @property
    def late(self) -> int:
        """Texts that were sent after the deadline, or not yet."""
        return sum(cell.late for cell in self.cells)

    @property
    def on_time(self) -> int:
        """Texts that were sent by their deadline."""
        return sum(cell.state in HANDED_IN and not cell.late for cell in self.cells)

    @property
    def by_state(self) -> tuple[tuple[State, int], ...]:
        """How many texts stand in each state, what is done first."""
        found = ((state, sum(c.state == state for c in self.cells)) for state in STATES)
        return tuple((state, count) for state, count in found if count)

    @property
    def words(self) -> str:
        """The counts in words."""
        return "、".join(f"{state.label} {count}" for state, count in self.by_state) or "無"
