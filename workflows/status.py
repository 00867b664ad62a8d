"""Status: who has filed what in a quarter, one cell a project and owner.

填報狀況. Read in one pass: the register and merged texts at main, and the tips of all branches.
"""

from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.city import JOINT
from records.place import Place
from records.project import Project, Status
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.filing import submissions
from workflows.submission import State, Submission

NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of one text: ``state`` is a State's word, or ``not-asked``; ``blob`` its text."""

    project: str
    group: str
    city: str
    state: str
    since: datetime | None = None
    by: str = ""
    late: bool = False
    blob: str = ""

    @property
    def label(self) -> str:
        """The word on the page."""
        return "不需填報" if self.state == NOT_ASKED else State(self.state).label


@dataclass(frozen=True, slots=True)
class Board:
    """A quarter's cells: projects in print order, cities in the quarter's order, then joint."""

    record: QuarterRecord
    commit: str
    cells: tuple[Cell, ...]

    def counted(self) -> dict[str, int]:
        """Return how many texts stand in each state, in the order of a filing's life."""
        return {
            state.value: sum(cell.state == state.value for cell in self.cells) for state in State
        }


def board(archive: Archive, quarter: Quarter, *, now: datetime) -> Board:
    """Return the state of every text of a quarter. Raises NotThere, BadRecord."""
    holding = archive.holding(quarter)
    found = submissions(archive, quarter)
    owners = [*(city.id for city in holding.record.cities), JOINT]
    cells = [
        _cell(
            holding.record, project, owner, found.get(Place(quarter, project.project, owner)), now
        )
        for project in holding.projects
        for owner in owners
    ]
    return Board(holding.record, holding.commit, tuple(cells))


def _cell(
    record: QuarterRecord, project: Project, owner: str, found: Submission | None, now: datetime
) -> Cell:
    asked = owner in project.owners and project.status is Status.ACTIVE
    if found is None or (not asked and found.state is State.MISSING):
        return Cell(project.project, project.group, owner, NOT_ASKED)
    return Cell(
        project.project,
        project.group,
        owner,
        found.state.value,
        found.since,
        found.by.name if found.by else "",
        asked and late(record, found, now),
        found.blob,
    )


def late(record: QuarterRecord, found: Submission, now: datetime) -> bool:
    """Tell whether the first sending came after the due date (with exceptions), or is overdue.

    What was imported is never late.
    """
    due = record.due_for(found.place.project, found.place.owner)
    if due is None or (found.state is State.MERGED and found.first_sent is None):
        return False
    return (found.first_sent or now) > due
