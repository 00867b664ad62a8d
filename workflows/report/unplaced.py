"""Unplaced: what a quarter holds that has no place in print.

未歸位. Text stays where it was when a section or a city is taken out of a project; it must be
placed before a final report, and no report drops it in silence.
"""

from collections.abc import Iterator

from records.errors import BadRecord
from records.fitting import misplaced
from records.holding import Holding
from records.platform import Theme
from records.project import Project
from records.reading import PROJECT_FILE
from records.register import QuarterRecord


def unplaced(holding: Holding) -> Iterator[BadRecord]:
    """Yield a fault for each merged text that no section prints, and each unknown theme."""
    themes = {theme.id for theme in holding.record.themes}
    projects = {project.project: project for project in holding.projects}
    for project in holding.projects:
        path = f"{holding.record.quarter}/{project.project}/{PROJECT_FILE}"
        for theme in project.themes:
            if theme not in themes:
                yield BadRecord(f"共同議題「{theme}」不在本季議題之內，請更正 themes。", path=path)
    for (project_id, owner), filing in holding.filings.items():
        path = holding.path(project_id, owner)
        for section in misplaced(projects[project_id], filing):
            name = f"段落「{section}」的文字" if section else "段落標題之前的文字"
            yield BadRecord(f"{name}未歸位，沒有印出，請移到現有的段落。", path=path)


def known_themes(record: QuarterRecord, project: Project) -> tuple[Theme, ...]:
    """Return the themes of a project, in its own order, that the quarter knows."""
    known = {theme.id: theme for theme in record.themes}
    return tuple(known[each] for each in project.themes if each in known)
