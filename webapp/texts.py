"""Texts: what an owner has written for a project, as the pages show it, and where it stands.

各市的文字. A text on its way is read from its own branch; what people sent there with ordinary
tools may be unreadable, and then its fault is shown instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.city import JOINT
from records.errors import BadRecord
from records.filing import Filing, Progress
from records.fitting import misplaced
from records.holding import Holding, Source
from records.outline import Blocks
from records.place import Place
from records.project import Project, Status
from workflows.filing import submission
from workflows.status import late
from workflows.submission import State, Submission


@dataclass(frozen=True, slots=True)
class Text:
    """One owner's text.

    ``filing`` is the newest readable one, ``merged`` what the report prints, ``fault`` why a
    newer one cannot be read. ``astray`` holds what no section prints (未歸位), by section id.
    """

    place: Place
    label: str
    project: Project
    submission: Submission
    filing: Filing | None
    merged: Filing | None
    source: Source | None
    fault: str
    astray: Mapping[str, Blocks]
    late: bool

    @property
    def owner(self) -> str:
        """Who writes: a city id or ``joint``."""
        return self.place.owner

    @property
    def name(self) -> str:
        """The owner as a heading: 臺北市, 合併填報."""
        return "合併填報" if self.owner == JOINT else self.label

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.submission.state

    @property
    def pending(self) -> bool:
        """Whether there is a text that is not merged."""
        return self.state is not State.MERGED and bool(self.submission.blob)

    @property
    def asked(self) -> bool:
        """Whether the register waits for it."""
        return self.project.status is Status.ACTIVE

    @property
    def printed(self) -> tuple[Filing, Source] | None:
        """The text to show in the place of the merged one, and where it comes from."""
        if not self.pending or self.filing is None or self.fault:
            return None
        return self.filing, Source(self.place.path, self.submission.blob, self.submission.tip)

    @property
    def replaces(self) -> bool:
        """Whether the report still prints another text of it."""
        return self.pending and self.merged is not None and not self.reopened

    @property
    def reopened(self) -> bool:
        """Whether it was taken up again, and still says what the report prints."""
        in_print = self.source.blob if self.source else ""
        return self.pending and self.submission.blob == in_print

    @property
    def progress(self) -> Progress:
        """What it says of the quarter."""
        return self.filing.progress if self.filing else Progress.NEW

    @property
    def filed_by(self) -> str:
        """Who wrote it."""
        if self.submission.filed_by:
            return "、".join(author.name for author in self.submission.filed_by)
        return self.source.filed_by if self.source else ""

    @property
    def approved_by(self) -> str:
        """Who approved it."""
        if self.submission.approved_by:
            return self.submission.approved_by.name
        return self.source.approved_by if self.source and not self.pending else ""

    @property
    def imported(self) -> bool:
        """Whether it came with an earlier report, and nobody filed it here."""
        return self.state is State.MERGED and not self.submission.tip


def texts_of(archive: Archive, held: Holding, project: Project, now: datetime) -> tuple[Text, ...]:
    """Return the texts of a project, in the order of first print."""
    return tuple(text_of(archive, held, project, owner, now) for owner in project.owners)


def text_of(archive: Archive, held: Holding, project: Project, owner: str, now: datetime) -> Text:
    """Return an owner's text of a project."""
    place = Place(held.record.quarter, project.project, owner)
    standing = submission(archive, place)
    merged = held.filings.get((project.project, owner))
    filing, fault = merged, _merged_fault(held, place)
    if standing.state is not State.MERGED and standing.blob:
        filing, fault = _pending(archive, standing)
    shown = filing or merged
    return Text(
        place=place,
        label=held.record.city_label(owner),
        project=project,
        submission=standing,
        filing=shown,
        merged=merged,
        source=held.source(project.project, owner),
        fault=fault,
        astray={name: shown.parts[name] for name in misplaced(project, shown)} if shown else {},
        late=project.status is Status.ACTIVE and late(held.record, standing, now),
    )


def _pending(archive: Archive, standing: Submission) -> tuple[Filing | None, str]:
    try:
        return archive.filing(standing.place, standing.blob), ""
    except BadRecord as bad:
        return None, str(bad)


def _merged_fault(held: Holding, place: Place) -> str:
    return next((str(fault) for fault in held.faults if fault.path == place.path), "")
