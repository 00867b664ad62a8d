"""Unplaced: what a quarter holds that has no place in print.

未歸位. Text stays where it was when a section or a city is taken out of a project; it must be
placed before a final report, and no report drops it in silence.
"""

from collections.abc import Iterator, Mapping

from records.errors import BadRecord
from records.filing import Filing
from records.fitting import misplaced
from records.platform import Theme
from records.project import Project
from records.reading import PROJECT_FILE
from records.register import QuarterRecord


def unplaced(
    record: QuarterRecord, project: Project, filings: Mapping[str, Filing]
) -> Iterator[BadRecord]:
    """Yield a fault for each merged text that no section prints, and each unknown theme.

    ``filings``: what was merged of the project, by owner.
    """
    folder = f"{record.quarter}/{project.project}"
    known = {theme.id for theme in record.themes}
    for theme in project.themes:
        if theme not in known:
            sentence = f"共同議題「{theme}」不在本季議題之內，請更正 themes。"
            yield BadRecord(sentence, path=f"{folder}/{PROJECT_FILE}")
    for owner, filing in filings.items():
        for section in misplaced(project, filing):
            name = f"段落「{section}」的文字" if section else "段落標題之前的文字"
            sentence = f"{name}未歸位，沒有印出，請移到現有的段落。"
            yield BadRecord(sentence, path=f"{folder}/{owner}.md")


def known_themes(record: QuarterRecord, project: Project) -> tuple[Theme, ...]:
    """Return the themes of a project, in its own order, that the quarter knows."""
    known = {theme.id: theme for theme in record.themes}
    return tuple(known[each] for each in project.themes if each in known)
