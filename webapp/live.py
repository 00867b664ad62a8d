"""Live: what follows the boxes while somebody types: findings, the change, and the print.

即時檢查. It reads what stands in the form now and writes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from records.errors import BadRecord, NotThere
from records.filing import Filing
from records.holding import Owned
from records.platform import Platform
from webapp.archive import holding
from webapp.forms.filing import TEXT, FilingForm
from webapp.frame import PLATFORM_FILE
from webapp.redline import counted, redline
from webapp.visit import Visit
from workflows.checks.check import by_weight, check
from workflows.checks.context import Context
from workflows.checks.finding import Finding
from workflows.comparison.compare import compare
from workflows.composing import text_of


@dataclass(frozen=True, slots=True)
class Remark:
    """What a careful reader would ask. ``kind`` is a Level's word; ``field`` the box it is about.

    ``printed`` is the marker of the item, ``words`` what is asked about; both may be empty.
    """

    kind: str
    level: str
    sentence: str
    field: str = ""
    printed: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """What stands below the form; ``printed`` is None while a box cannot be kept.

    ``changes``: what each section becomes against the text of an earlier quarter: its heading,
    the counts in words, and the lines.
    """

    findings: tuple[Remark, ...]
    changes: tuple[tuple[str, str, Markup], ...]
    printed: tuple[tuple[str, Markup], ...] | None


def live(visit: Visit, form: FilingForm, text: Filing | None) -> Live:
    """Return what a form says, seen by a careful reader."""
    faults = tuple(_faults(form))
    if text is None:
        return Live(faults, (), None)
    found = (_remark(each) for each in by_weight(check(text, _context(visit, text))))
    pieces = (
        (passage.heading, piece.html)
        for passage in visit.passages(text)
        for piece in passage.pieces
        if piece.owner == visit.place.owner
    )
    return Live((*faults, *found), tuple(_changes(visit, text)), tuple(pieces))


def _changes(visit: Visit, text: Filing) -> Iterator[tuple[str, str, Markup]]:
    scheme = visit.held.record.scheme
    for section in visit.project.written_by(visit.place.owner):
        before, after = (text_of(visit.project, each, section) for each in (visit.last, text))
        found = compare(before, after)
        yield section.heading, counted(found), redline(found, scheme)


def _faults(form: FilingForm) -> Iterator[Remark]:
    for _, box in form.sections:
        for fault in box.box_faults:
            yield Remark("error", "錯誤", str(fault), box.id)


def _remark(found: Finding) -> Remark:
    field = TEXT + found.section if found.section else ""
    level = found.level
    return Remark(level.value, level.label, found.message, field, found.printed, found.words)


def _context(visit: Visit, text: Filing) -> Context:
    quarter = visit.place.quarter
    try:
        previous = holding(quarter.previous)
    except (BadRecord, NotThere):
        previous = None
    return Context.of(visit.held, previous, _platform(visit), _texts(visit, text))


def _platform(visit: Visit) -> Platform | None:
    try:
        return visit.archive.load(Platform, PLATFORM_FILE)
    except (BadRecord, NotThere):
        return None


def _texts(visit: Visit, text: Filing) -> Mapping[Owned, Filing]:
    project = visit.project.project
    standing = {(project, owner): each.filing for owner, each in visit.texts.items() if each.filing}
    return {**standing, (project, visit.place.owner): text}
