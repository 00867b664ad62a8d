"""The queue: the texts that wait for a coordinator, and how much of each there is to read.

待審查. Whose turn it is comes from the state alone; what changed since last quarter is counted
once, so that the list can say it and forty unchanged texts can be approved together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from records.archive import Archive
from records.errors import BadRecord, Problem
from records.filing import Filing
from records.holding import Holding
from records.place import Place
from records.project import Project
from records.quarter import days_between
from workflows.batch import Outcome, take_steps
from workflows.checks.finding import Finding, Level
from workflows.comparison.compare import Part, compare_filings
from workflows.discussion import discussion, unresolved
from workflows.filing import submissions
from workflows.people import Bond, Person, bond
from workflows.reviewing import approve
from workflows.submission import State, Submission

Check = Callable[[Filing], tuple[Finding, ...]]
"""Says what a careful reader would ask about a text."""

ASKING = frozenset({Level.ERROR, Level.WARN})
"""Levels of findings that a person must look at."""


class NotPlain(Problem):
    """The text has a change or a finding: somebody must read it."""


@dataclass(frozen=True)
class Waiting:
    """A text that waits to be reviewed.

    ``before`` is last quarter's text, None where there was none. ``days`` counts since it was
    sent; ``threads`` the comments that nobody has resolved; ``own`` tells that the person who
    asks has written it, and must leave it to somebody else.
    """

    project: Project
    label: str
    submission: Submission
    filing: Filing
    before: Filing | None
    findings: tuple[Finding, ...]
    threads: int
    days: int
    own: bool

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.submission.place

    @property
    def key(self) -> str:
        """The place as a form says it: project/owner."""
        return f"{self.place.project}/{self.place.owner}"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What changed since last quarter."""
        return compare_filings(self.before, self.filing)

    @property
    def inserted(self) -> int:
        """Characters that are new."""
        return sum(part.comparison.inserted for part in self.parts)

    @property
    def deleted(self) -> int:
        """Characters that are gone."""
        return sum(part.comparison.deleted for part in self.parts)

    @property
    def unchanged(self) -> bool:
        """Whether it says what last quarter's text said."""
        if self.before is None or self.before.figures != self.filing.figures:
            return False
        return all(part.comparison.unchanged for part in self.parts)

    @property
    def asking(self) -> tuple[Finding, ...]:
        """The findings that a person must look at."""
        return tuple(each for each in self.findings if each.level in ASKING)

    @property
    def plain(self) -> bool:
        """Whether it may be approved together with others: no change, no finding, no comment."""
        return self.unchanged and not (self.asking or self.threads or self.own)


def queue(  # noqa: PLR0913 - each by its name
    archive: Archive,
    holding: Holding,
    before: Holding | None,
    person: Person,
    *,
    now: datetime,
    check: Check,
) -> tuple[Waiting, ...]:
    """Return the texts that wait for a person, those that have waited longest first."""
    projects = {project.project: project for project in holding.projects}
    found = []
    for place, submission in submissions(archive, holding.record.quarter).items():
        project = projects.get(place.project)
        if submission.state is not State.SENT or project is None:
            continue
        if bond(person, project, place.owner) is not Bond.COORDINATOR:
            continue
        try:
            filing = archive.filing(place, submission.blob)
        except BadRecord:
            continue  # the board says that it cannot be read; nobody can decide on it
        found.append(
            Waiting(
                project,
                holding.record.city_label(place.owner),
                submission,
                filing,
                before.filings.get((place.project, place.owner)) if before else None,
                check(filing),
                unresolved(discussion(archive, place)),
                days_between(submission.since, now) if submission.since else 0,
                _wrote(person, submission),
            )
        )
    order = {project: at for at, project in enumerate(projects)}
    return tuple(sorted(found, key=lambda each: (-each.days, order[each.place.project], each.key)))


def next_after(found: Iterable[Waiting], place: Place) -> Waiting | None:
    """Return the text to read after a place: the next of the list, from its top again."""
    waiting = list(found)
    here = next((at for at, each in enumerate(waiting) if each.place == place), -1)
    others = [each for each in (*waiting[here + 1 :], *waiting[:here]) if each.place != place]
    return others[0] if others else None


def approve_plain(
    archive: Archive,
    found: Iterable[Waiting],
    read: Mapping[str, str],
    *,
    by: Person,
    on: datetime,
) -> tuple[Outcome, ...]:
    """核定 the texts without change or finding that were on the list.

    ``read``: by key, the id of the text that was listed. What has changed since then, or is not
    plain, is not approved and says why.
    """
    listed = {each.place: each for each in found if each.key in read}

    def decide(place: Place) -> Submission:
        waiting = listed[place]
        if not waiting.plain:
            raise NotPlain("這篇有變更、提醒或意見，不能整批核定；請開啟閱讀後決定。")
        return approve(archive, place, blob=read[waiting.key], by=by, on=on)

    return take_steps(listed, decide)


def _wrote(person: Person, submission: Submission) -> bool:
    return person.email.casefold() in {a.email.casefold() for a in submission.filed_by}
