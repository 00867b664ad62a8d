"""The context of a check: the quarter around a text, and what the platform lays down for it.

檢查所需的背景. Values only: the register, the other texts of the quarter as they stand, the texts
of the quarter before, and the platform's record with its word lists and levels.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from unicodedata import normalize

from records.filing import Filing
from records.holding import Holding, Owned
from records.outline import texts
from records.platform import Platform
from records.project import Project, Status
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.checks.manuscript import Manuscript, manuscript
from workflows.checks.words import WordLists

NOTHING: Mapping[Owned, Filing] = MappingProxyType({})

MERGING = re.compile("[「『]([^「」『』]{2,60})[」』][^。；]{0,20}?併入")
"""A sentence that takes one project into another: 將「甲」合作方案併入此案."""


@dataclass(frozen=True)
class Context:
    """What the rules know besides the text.

    ``texts``: every text of the quarter as it stands now, sent or drafted or merged, by project
    and owner. ``before``: the texts of the quarter before, in the same way. ``earlier``: projects
    of that quarter's register.
    """

    record: QuarterRecord
    projects: tuple[Project, ...]
    texts: Mapping[Owned, Filing] = field(default_factory=lambda: NOTHING)
    before: Mapping[Owned, Filing] = field(default_factory=lambda: NOTHING)
    earlier: tuple[Project, ...] = ()
    platform: Platform = field(default_factory=Platform)

    @classmethod
    def of(
        cls,
        holding: Holding,
        previous: Holding | None = None,
        platform: Platform | None = None,
        texts: Mapping[Owned, Filing] = NOTHING,
    ) -> "Context":
        """Return the context that a quarter gives; ``texts`` stand in the place of merged ones."""
        return cls(
            holding.record,
            holding.projects,
            {**holding.filings, **texts},
            previous.filings if previous else NOTHING,
            previous.projects if previous else (),
            platform or Platform(cities=holding.record.cities),
        )

    @property
    def quarter(self) -> Quarter:
        """The quarter that is reported on."""
        return self.record.quarter

    @property
    def as_of(self) -> date:
        """The day that the report speaks of (資料時間)."""
        return self.record.as_of

    @cached_property
    def words(self) -> WordLists:
        """The word lists as they hold for this platform."""
        return WordLists.of(self.platform.checks.words, self.platform.checks.without)

    def project(self, project_id: str) -> Project | None:
        """Return a project of the quarter, or None."""
        return self._projects.get(project_id)

    @cached_property
    def _projects(self) -> dict[str, Project]:
        return {each.project: each for each in self.projects}

    # -- Texts -------------------------------------------------------------------------------

    def owned(self, project: Project) -> dict[str, Filing]:
        """Return the texts of a project by who writes them."""
        found = {owner: self.texts.get((project.project, owner)) for owner in project.owners}
        return {owner: filing for owner, filing in found.items() if filing is not None}

    def beside(self, own: Manuscript) -> tuple[Manuscript, ...]:
        """Return what the others write on the same project."""
        return tuple(
            self._read(own.project, filing)
            for owner, filing in self.owned(own.project).items()
            if owner != own.owner
        )

    def previous(self, own: Manuscript) -> Manuscript | None:
        """Return what the same owner wrote on the project in the quarter before."""
        filing = self.before.get((own.project.project, own.owner))
        if filing is None:
            return None
        was = next((p for p in self.earlier if p.project == own.project.project), own.project)
        return self._read(was, filing)

    def _read(self, project: Project, filing: Filing) -> Manuscript:
        """Return a text as the rules read it; several rules read the same ones."""
        key = (filing.quarter, project.project, filing.city)
        if key not in self._manuscripts:
            self._manuscripts[key] = manuscript(project, filing, self.record.scheme)
        return self._manuscripts[key]

    @cached_property
    def _manuscripts(self) -> dict[tuple[Quarter, str, str], Manuscript]:
        return {}

    # -- Names -------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, str]:
        """The registered names of projects, present and former, folded, to the project's id.

        What other projects took over (「甲」併入) stands under the project that took it over.
        """
        found: dict[str, str] = {}
        for project in (*self.projects, *self.earlier):
            for name in project.names:
                found.setdefault(folded(name), project.project)
        for project in self.projects:
            for remark in project.remarks:
                if "併入" in remark:
                    for name in re.findall("[「『]([^「」『』]{2,80})[」』]", remark):
                        found.setdefault(folded(name), project.project)
        return found

    @cached_property
    def taken_over(self) -> dict[str, str]:
        """Projects that another one of the quarter takes over, to that other one."""
        found: dict[str, str] = {}
        for project, said in self._merging():
            for name in MERGING.findall(said):
                other = self.names.get(folded(name))
                if other and other != project.project and other in self._projects:
                    found[other] = project.project
        return found

    def _merging(self) -> Iterator[tuple[Project, str]]:
        for project in self.projects:
            for remark in (*project.remarks, project.note):
                yield project, remark
            if project.status is Status.DELISTED:
                continue
            for filing in self.owned(project).values():
                for blocks in filing.parts.values():
                    yield from ((project, text) for text in texts(blocks) if "併入" in text)


def folded(name: str) -> str:
    """Return a name as it is looked up: after NFKC, without blanks, 台 as 臺.

    >>> folded("電子煙 Get Out！") == folded("電子煙Get Out!")
    True
    """
    return "".join(normalize("NFKC", name).casefold().replace("台", "臺").split())
