"""Choosing: which texts of the board are shown, as its address says.

篩選. What an address says that is none of the choices is left out; a link carries the rest on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.city import JOINT
from records.register import QuarterRecord
from workflows.status import NOT_ASKED, Cell
from workflows.submission import State


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see; "" for all. ``late``: only what is late."""

    group: str = ""
    city: str = ""
    state: str = ""
    late: bool = False

    @property
    def said(self) -> dict[str, str]:
        """The choice as an address says it, without what is left open."""
        named = {"group": self.group, "city": self.city, "state": self.state}
        return {name: value for name, value in named.items() if value} | (
            {"late": "1"} if self.late else {}
        )

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.said)

    def shows(self, cell: Cell) -> bool:
        """Tell whether a text is wanted."""
        return (
            cell.state != NOT_ASKED
            and self.group in {"", cell.group}
            and self.city in {"", cell.city}
            and self.state in {"", cell.state}
            and (cell.late or not self.late)
        )

    def of(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        """Return the texts that are wanted."""
        return tuple(filter(self.shows, cells))


def choice(args: Mapping[str, str], record: QuarterRecord) -> Choice:
    """Read a choice from an address.

    >>> Choice(late=True).said
    {'late': '1'}
    """
    return Choice(
        _one_of(args, "group", {each.id for each in record.groups}),
        _one_of(args, "city", {*(each.id for each in record.cities), JOINT}),
        _one_of(args, "state", {state.value for state in State}),
        args.get("late") == "1",
    )


def _one_of(args: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    said = args.get(name, "")
    return said if said in known else ""
