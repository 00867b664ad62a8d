"""The overview of a quarter: which text stands where, by group, project and city.

填報概況. The first page: what is missing and what is late can be seen without reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from records.archive import Archive
from records.city import JOINT
from records.errors import BadRecord
from records.holding import Holding
from records.place import Place
from records.project import Group, Project
from records.quarter import Quarter, days_between
from webapp import guard, reminders
from webapp.archive import holding, opened
from webapp.choosing import Choice, choice
from webapp.pages.desk import open_quarter
from webapp.reminders import NothingToRemind, Reminded
from webapp.tally import HANDED_IN, Count
from workflows.people import Act, Office, holds, may
from workflows.status import NOT_ASKED, Cell, board
from workflows.submission import State

pages = Blueprint("overview", __name__)

TOLD = ("written", "already", "orphaned")
"""What the address says after somebody was reminded, in numbers."""


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
    return _page(quarter)


@pages.post("/<quarter:quarter>/")
def remind(quarter: Quarter) -> ResponseReturnValue:
    """Remind who still owes a text, of one city or of all."""
    known = {city.id for city in holding(quarter).record.cities}
    city = request.form.get("city")
    if city is None or city not in {"", *known}:
        return _page(quarter, trouble="請選擇要提醒的縣市，或提醒各市。"), 400
    try:
        told = reminders.remind(quarter, city)
    except NothingToRemind as problem:
        return _page(quarter, trouble=str(problem)), 409
    back = url_for(
        "overview.show",
        quarter=quarter,
        written=told.written,
        already=told.already,
        orphaned=told.orphaned,
    )
    return redirect(back, 303)


def _reminded(quarter: Quarter) -> tuple[Reminded, ...]:
    """Return who was reminded when, for coordinators."""
    return reminders.reminded(quarter) if holds(guard.person(), Office.COORDINATE) else ()


def _page(quarter: Quarter, *, trouble: str = "") -> str:
    archive, now = opened().archive, opened().clock()
    held = holding(quarter)
    # Everybody reads all cities of his groups, and of the others nothing is told.
    hidden = frozenset(each.project for each in held.projects if not guard.reads(each))
    cells = [c for c in board(archive, quarter, now=now).cells if c.project not in hidden]
    chosen = choice(request.args, held.record)
    columns = tuple(_columns(held, cells))
    picked = tuple(each for each in columns if chosen.city in {"", each.owner})
    asked = tuple(cell for cell in cells if cell.state != NOT_ASKED)
    merged = (fault for fault in held.faults if not hidden & set(fault.path.split("/")))
    faults = (*merged, *_pending_faults(archive, quarter, asked))
    return render_template(
        "overview/show.html",
        title=f"{quarter.label}填報概況",
        quarter=quarter,
        record=held.record,
        instructions=held.instructions,
        columns=columns,
        picked=picked,
        chosen=chosen,
        matching=frozenset((c.project, c.city) for c in chosen.of(cells)),
        to_review=frozenset(_to_review(held, asked)),
        groups=tuple(_groups(held, picked, cells, chosen)),
        parts=tuple(_parts(held, columns, asked)),
        all=Count(asked),
        owners=tuple((c, Count(tuple(x for x in asked if x.city == c.owner))) for c in columns),
        overdue=tuple(_overdue(held, asked)),
        faults_found=faults,
        broken_ones=_broken(held, asked, faults),
        days=_days_left(held, now),
        trouble=trouble,
        told={name: request.args.get(name, type=int) for name in TOLD},
        reminded=_reminded(quarter),
    )


def _columns(held: Holding, cells: Iterable[Cell]) -> Iterable[Column]:
    cities = held.record.cities
    plain = len({city.short for city in cities}) == len(cities)
    for city in cities:
        yield Column(city.id, city.label, city.short if plain else city.label)
    if any(cell.city == JOINT and cell.state != NOT_ASKED for cell in cells):
        yield Column(JOINT, "合併填報", "合併")


def _parts(
    held: Holding, columns: Iterable[Column], asked: Iterable[Cell]
) -> Iterable[tuple[str, Count]]:
    """Yield what is expected and filed, a city and then a group at a time."""
    cells = tuple(asked)
    for column in columns:
        yield column.label, Count(tuple(c for c in cells if c.city == column.owner))
    for group in held.record.groups:
        inside = tuple(c for c in cells if c.group == group.id)
        if inside:
            yield group.label, Count(inside)


def _to_review(held: Holding, asked: Iterable[Cell]) -> Iterable[tuple[str, str]]:
    """Yield the places of texts that wait for who asks."""
    projects, who = {project.project: project for project in held.projects}, guard.person()
    for cell in asked:
        if cell.state == State.SENT and may(who, Act.APPROVE, projects[cell.project], cell.city):
            yield cell.project, cell.city


def _groups(
    held: Holding, columns: Iterable[Column], cells: Iterable[Cell], chosen: Choice
) -> Iterable[tuple[Group, tuple[Line, ...], Count]]:
    by_place = {(cell.project, cell.city): cell for cell in cells}
    for group in held.record.groups:
        inside = [project for project in held.projects if project.group == group.id]
        lines = tuple(
            Line(project, tuple(by_place[project.project, each.owner] for each in columns))
            for project in inside
            if guard.reads(project)
        )
        if inside and not lines:
            continue
        asked = tuple(
            cell for cell in by_place.values() if cell.group == group.id and cell.state != NOT_ASKED
        )
        if chosen.narrow:
            lines = tuple(line for line in lines if chosen.of(line.cells))
        if lines or not chosen.narrow:
            yield group, lines, Count(asked)


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
