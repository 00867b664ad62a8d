"""Selection: a part of a quarter's report, by city, group, theme or project.

節錄. Of one kind anything named is taken, and where several kinds are named a project must fit
each. Rows stand whole, with the numbers that they have in the whole report: who quotes an extract
quotes the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from records.errors import NotThere
from records.holding import Holding
from records.project import Project
from records.register import QuarterRecord

SEPARATOR = "、"


class NothingSelected(NotThere):
    """No project of the quarter is in the selection."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of cities, groups, themes and projects; an empty kind leaves everything in."""

    cities: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is named at all."""
        return any(getattr(self, kind.name) for kind in fields(self))

    def takes(self, project: Project) -> bool:
        """Tell whether a project is in it."""
        return (
            _meets(self.cities, (*project.cities, *project.owners))
            and _meets(self.groups, (project.group,))
            and _meets(self.themes, project.themes)
            and _meets(self.projects, (project.project,))
        )

    def chosen(self, holding: Holding) -> frozenset[str]:
        """Return the projects of a quarter that are in it.

        Raises NotThere for an id that the quarter does not know, NothingSelected.
        """
        self.label(holding)
        found = frozenset(each.project for each in holding.projects if self.takes(each))
        if not found:
            raise NothingSelected("這個範圍裡沒有任何合作方案，請改選縣市、組別或共同議題。")
        return found

    def label(self, holding: Holding) -> str:
        """Say what is in it, as a title does: 臺北市；交通組. Raises NotThere."""
        return "；".join(SEPARATOR.join(each) for each in self._labels(holding) if each)

    def _labels(self, holding: Holding) -> Iterator[list[str]]:
        record = holding.record
        known = _known(record, holding.projects)
        for kind, name in (
            (self.cities, "縣市"), (self.groups, "組別"),
            (self.themes, "共同議題"), (self.projects, "合作方案"),
        ):  # fmt: skip
            yield [_found(known[name], each, name, record) for each in kind]


def _meets(wanted: tuple[str, ...], here: tuple[str, ...]) -> bool:
    return not wanted or not set(wanted).isdisjoint(here)


def _known(record: QuarterRecord, projects: tuple[Project, ...]) -> dict[str, dict[str, str]]:
    return {
        "縣市": {each.id: each.label for each in record.cities},
        "組別": {each.id: each.label for each in record.groups},
        "共同議題": {each.id: each.label for each in record.themes},
        "合作方案": {each.project: each.name for each in projects},
    }


def _found(known: dict[str, str], wanted: str, kind: str, record: QuarterRecord) -> str:
    if wanted in known:
        return known[wanted]
    choices = SEPARATOR.join(list(known)[:20]) or "沒有任何一個"
    raise NotThere(
        f"{record.quarter.label}沒有代碼為「{wanted[:40]}」的{kind}，請改用：{choices}。"
    )
