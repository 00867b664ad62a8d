"""Contacts: whom to call about each project, and the page where a city keeps its own.

承辦窗口.
"""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.errors import NotThere, Problem
from records.quarter import Quarter
from records.register import Stage
from records.schema import COMMIT
from records.wording import clean
from webapp import guard
from webapp.archive import holding, opened
from webapp.pages.desk import Faults
from webapp.pages.projects import kept_by
from webapp.visit import project_of
from workflows.contacts import (
    ContactsChanged,
    Listed,
    UnsoundContact,
    change_contacts,
    contacts_of,
    read_contacts,
)
from workflows.people import Act, may

pages = Blueprint("contacts", __name__)

SPARE = 2
"""Empty rows below those that are there."""

Row = tuple[str, str, str]
"""Agency, role and phone, as they were typed."""


@pages.get("/<quarter:quarter>/contacts")
def every(quarter: Quarter) -> str:
    """List the contacts of all projects."""
    held, who = holding(quarter), guard.person()
    readable = tuple(p for p in held.projects if may(who, Act.READ, p, next(iter(p.owners))))
    return render_template(
        "contacts/every.html",
        title="承辦窗口",
        quarter=quarter,
        record=held.record,
        groups=tuple(
            (group, tuple(p for p in readable if p.group == group.id))
            for group in held.record.groups
        ),
        changeable={project.project: kept_by(who, project) for project in readable},
        frozen=held.record.state is Stage.FROZEN,
    )


@pages.get("/<quarter:quarter>/<project:project>/contacts/<owner:owner>")
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Show the contacts of a city, to be changed."""
    here = _listed(quarter, project, owner)
    rows = [(each.agency, each.role, each.phone) for each in here.contacts]
    return _page(here, rows)


@pages.post("/<quarter:quarter>/<project:project>/contacts/<owner:owner>")
def change(quarter: Quarter, project: str, owner: str) -> ResponseReturnValue:
    """Write the contacts of a city."""
    here = _listed(quarter, project, owner)
    said = (map(clean, request.form.getlist(name)) for name in ("agency", "role", "phone"))
    rows = list(zip(*said, strict=False))
    try:
        seen = _seen(here, request.form.get("seen", ""))
        contacts = read_contacts(rows)
        change_contacts(opened().archive, seen, contacts, by=guard.person(), on=opened().clock())
    except UnsoundContact as unsound:
        spot = f"{unsound.field}-{unsound.row + 1}"
        return _page(here, rows, faults=((spot, f"第 {unsound.row + 1} 列：{unsound}"),)), 400
    except ContactsChanged as changed:
        return _page(here, rows, faults=(("theirs", str(changed)),), theirs=True), 400
    except Problem as problem:
        return _page(here, rows, faults=(("main", str(problem)),)), 400
    return redirect(
        url_for("projects.show", quarter=quarter, project=project, _anchor="contacts"), 303
    )


def _listed(quarter: Quarter, project: str, city: str) -> Listed:
    """Return a city's contacts. Raises NotThere where there is none of the kind."""
    found = project_of(holding(quarter), project)
    if city not in found.cities:
        raise NotThere(f"「{found.name}」沒有這個縣市參與；請由方案頁面選擇縣市。")
    return contacts_of(opened().archive, quarter, project, city)


def _seen(here: Listed, blob: str) -> Listed:
    """Return what the person began from. Raises ContactsChanged for what never stood there."""
    if blob == here.blob:
        return here
    if not re.fullmatch(COMMIT, blob):
        raise ContactsChanged
    quarter, project = here.quarter.quarter, here.project.project
    try:
        return contacts_of(opened().archive, quarter, project, here.city, blob=blob)
    except Problem:
        raise ContactsChanged from None


def _page(here: Listed, rows: list[Row], *, faults: Faults = (), theirs: bool = False) -> str:
    return render_template(
        "contacts/show.html",
        title=f"承辦窗口：{here.quarter.city_label(here.city)}",
        quarter=here.quarter.quarter,
        record=here.quarter,
        project=here.project,
        city=here.city,
        seen=here.blob,
        rows=[*rows, *[("", "", "")] * SPARE],
        faults=faults,
        wrong_at=dict(faults),
        theirs=here.contacts if theirs else None,
        frozen=here.quarter.state is Stage.FROZEN,
    )
