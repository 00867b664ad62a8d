"""Series: what a project's declared figures were, quarter by quarter.

數字欄位的歷季變化. Read from the quarters that the archive holds; a quarter in which nobody stated
the figure has a gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from records.archive import Archive
from records.errors import BadRecord
from records.filing import Filing
from records.holding import Owned
from records.project import Figure, Project
from records.quarter import Quarter
from workflows.checks.context import Context
from workflows.checks.figures import asked, values

MOST = 12
"""Quarters that are looked back on: three years."""

LINE = 3
"""Quarters from which on a line says more than its numbers."""


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter of a figure: what each owner stated, and all of them together."""

    quarter: Quarter
    by: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal | None:
        """The sum over the owners; None where nobody stated it."""
        return sum(self.by.values(), Decimal(0)) if self.by else None


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over the quarters, oldest first; ``owners`` in print order."""

    figure: Figure
    owners: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def stated(self) -> tuple[Point, ...]:
        """The quarters in which somebody stated it."""
        return tuple(each for each in self.points if each.by)

    @property
    def drawn(self) -> bool:
        """Whether there are quarters enough for a line."""
        return len(self.stated) >= LINE


def series(archive: Archive, context: Context, project: Project) -> tuple[Series, ...]:
    """Return the series of every figure that a project declares, up to the context's quarter.

    This quarter's numbers count as they stand now, earlier ones as they were taken in.
    """
    told: dict[Quarter, tuple[Project, Mapping[Owned, Filing]]] = {}
    for quarter in [each for each in archive.quarters() if each < context.quarter][1 - MOST :]:
        try:
            holding = archive.holding(quarter)
        except BadRecord:
            continue
        if was := holding.project(project.project):
            told[quarter] = (was, holding.filings)
    told[context.quarter] = (project, context.texts)
    return tuple(_series(figure, project, told) for figure in project.figures)


def _series(
    figure: Figure, project: Project, told: Mapping[Quarter, tuple[Project, Mapping[Owned, Filing]]]
) -> Series:
    points = []
    stating = (owner for owner in project.owners if figure in asked(project, owner))
    owners: dict[str, None] = dict.fromkeys(stating)
    for quarter, (was, filings) in told.items():
        by = {}
        for owner in was.owners:
            filing = filings.get((project.project, owner))
            value = values(was, filing).get(figure.id) if filing else None
            if value is not None:
                by[owner] = value
        owners.update(dict.fromkeys(by))
        points.append(Point(quarter, by))
    return Series(figure, tuple(owners), tuple(points))
