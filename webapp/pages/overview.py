"""The overview of a quarter: which text stands where, by group, project and city.

填報概況. The first page: what is missing and what is late can be seen without reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from records.archive import Archive
from records.city import JOINT
from records.errors import BadRecord
from records.holding import Holding
from records.place import Place
from records.project import Group, Project
from records.quarter import Quarter, days_between
from webapp import guard
from webapp.archive import holding, opened
from webapp.pages.desk import open_quarter
from webapp.tally import HANDED_IN, Count
from workflows.status import NOT_ASKED, Cell, board
from workflows.submission import State

pages = Blueprint("overview", __name__)


@dataclass(frozen=True, slots=True)
class Column:
    """Whose texts stand below each other: a city's, or the joint ones."""

    owner: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Line:
    """A project and its cells, one a column."""

    project: Project
    cells: tuple[Cell, ...]


@pages.get("/")
def newest() -> Response | str:
    """Lead a filer to the desk of the open quarter, everybody else to the newest overview."""
    quarters = opened().archive.quarters()
    if quarters and guard.files():
        return redirect(url_for("desk.show", quarter=open_quarter() or quarters[-1]))
    if quarters:
        return redirect(url_for("overview.show", quarter=quarters[-1]))
    return render_template("overview/empty.html", title="還沒有任何一季")


@pages.get("/<quarter:quarter>/")
def show(quarter: Quarter) -> str:
    """Show a quarter."""
    archive, now = opened().archive, opened().clock()
    held = holding(quarter)
    found = board(archive, quarter, now=now)
    columns = tuple(_columns(held, found.cells))
    asked = tuple(cell for cell in found.cells if cell.state != NOT_ASKED)
    faults = (*held.faults, *_pending_faults(archive, quarter, asked))
    return render_template(
        "overview/show.html",
        title=f"{quarter.label}填報概況",
        quarter=quarter,
        record=held.record,
        instructions=held.instructions,
        columns=columns,
        groups=tuple(_groups(held, columns, found.cells)),
        all=Count(asked),
        owners=tuple((c, Count(tuple(x for x in asked if x.city == c.owner))) for c in columns),
        overdue=tuple(_overdue(held, asked)),
        faults_found=faults,
        broken_ones=_broken(held, asked, faults),
        days=_days_left(held, now),
    )


def _columns(held: Holding, cells: Iterable[Cell]) -> Iterable[Column]:
    cities = held.record.cities
    plain = len({city.short for city in cities}) == len(cities)
    for city in cities:
        yield Column(city.id, city.label, city.short if plain else city.label)
    if any(cell.city == JOINT and cell.state != NOT_ASKED for cell in cells):
        yield Column(JOINT, "合併填報", "合併")


def _groups(
    held: Holding, columns: Iterable[Column], cells: Iterable[Cell]
) -> Iterable[tuple[Group, tuple[Line, ...], Count]]:
    by_place = {(cell.project, cell.city): cell for cell in cells}
    for group in held.record.groups:
        lines = tuple(
            Line(project, tuple(by_place[project.project, each.owner] for each in columns))
            for project in held.projects
            if project.group == group.id
        )
        asked = (cell for line in lines for cell in line.cells if cell.state != NOT_ASKED)
        yield group, lines, Count(tuple(asked))


def _overdue(held: Holding, asked: Iterable[Cell]) -> Iterable[tuple[Project, Cell]]:
    """Yield what is late and not handed in yet."""
    projects = {project.project: project for project in held.projects}
    for cell in asked:
        if cell.late and cell.state not in HANDED_IN:
            yield projects[cell.project], cell


def _pending_faults(
    archive: Archive, quarter: Quarter, asked: Iterable[Cell]
) -> Iterable[BadRecord]:
    """Yield why texts that are not merged cannot be read; ordinary git takes anything."""
    for cell in asked:
        if cell.blob and cell.state != State.MERGED:
            try:
                archive.filing(Place(quarter, cell.project, cell.city), cell.blob)
            except BadRecord as bad:
                yield bad


def _broken(
    held: Holding, asked: Iterable[Cell], faults: Iterable[BadRecord]
) -> frozenset[tuple[str, str]]:
    """Return the places whose records are at fault."""
    paths = {fault.path for fault in faults}
    places = ((cell.project, cell.city) for cell in asked)
    return frozenset(each for each in places if held.path(*each) in paths)


def _days_left(held: Holding, now: datetime) -> int | None:
    return days_between(now, held.record.due) if held.record.due else None
