"""Freezing: what still keeps a quarter from being frozen, asked of all rooms that know.

定稿前. Gaps that nobody decided on, records that cannot be read, and what the checks find at level
error in the texts that are merged.
"""

from dataclasses import dataclass

from records.archive import Archive
from records.quarter import Quarter
from workflows.checks.check import check_quarter
from workflows.checks.finding import Level
from workflows.checks.gathering import gather
from workflows.report import publish


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What has to be done first, a sentence each."""

    gaps: tuple[str, ...]
    faults: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.gaps, *self.faults, *self.errors)


def obstacles(archive: Archive, quarter: Quarter) -> Obstacles:
    """Return what keeps a quarter from being frozen. Raises NotThere, BadRecord."""
    report = publish.tree(archive.holding(quarter))
    return Obstacles(
        tuple(f"{gap.place}：{gap.state}" for gap in report.open_gaps),
        tuple(map(str, report.faults)),
        open_errors(archive, quarter),
    )


def open_errors(archive: Archive, quarter: Quarter) -> tuple[str, ...]:
    """Return what the checks find at level error in what is merged, with the project's name."""
    context = gather(archive, quarter, at=archive.commit())
    names = {each.project: each.name for each in context.projects}
    return tuple(
        f"{names.get(each.project, each.project)}：{each.message}"
        for each in check_quarter(context)
        if each.level is Level.ERROR
    )
