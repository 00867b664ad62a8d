"""What a quarter holds: its register, projects and merged filings, read at one commit.

一季的紀錄. Values only; ``records.archive`` reads them from Git.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from records.errors import BadRecord
from records.filing import Filing
from records.place import Place
from records.project import Project
from records.register import QuarterRecord

Owned = tuple[str, str]
"""A project id, and who writes: a city id or ``joint``."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a printed text comes from: its record, and who filed and approved it.

    ``commit`` is the commit that brought the text into the quarter; names are as in Git, and
    empty where the text was imported (nobody approved it here).
    """

    path: str
    blob: str
    commit: str = ""
    filed_by: str = ""
    approved_by: str = ""
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """A quarter at one commit.

    ``commit`` is the newest commit that changed the quarter's own records. ``projects`` stand
    in print order: groups as the quarter orders them, then ``order``. ``sources`` are by path,
    of every record of the quarter. ``faults`` are records
    that could not be read; they are in none of the others.
    """

    commit: str
    committed_at: datetime
    record: QuarterRecord
    instructions: str
    projects: tuple[Project, ...]
    filings: Mapping[Owned, Filing]
    backgrounds: Mapping[str, str]
    sources: Mapping[str, Source]
    faults: tuple[BadRecord, ...]

    def project(self, project_id: str) -> Project | None:
        """Return a project of the quarter, or None."""
        return next((p for p in self.projects if p.project == project_id), None)

    def path(self, project_id: str, owner: str) -> str:
        """Return the place of a filing in the archive."""
        return Place(self.record.quarter, project_id, owner).path

    def source(self, project_id: str, owner: str) -> Source | None:
        """Return where a filing comes from, or None where nothing is merged."""
        return self.sources.get(self.path(project_id, owner))
