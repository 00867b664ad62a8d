"""The end of a quarter: what keeps it from being frozen, its editions, and their errata.

定稿與勘誤. Freezing and accepting make every form of the report, in a process of its own; the page
waits for it.
"""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import Problem
from records.quarter import Quarter
from records.register import Stage
from webapp import child, guard
from webapp.archive import holding, opened
from webapp.forms.editions import Erratum, Freeze
from workflows import editions as issues
from workflows import errata
from workflows.freezing import obstacles

pages = Blueprint("editions", __name__)

LONGEST = 600.0
"""Seconds that somebody waits for all forms of a report."""


@pages.get("/<quarter:quarter>/report/editions")
def show(quarter: Quarter) -> Response:
    """Show how far a quarter is from its edition, or its editions."""
    return _page(quarter)


@pages.post("/<quarter:quarter>/report/editions")
def act(quarter: Quarter) -> Response:
    """Freeze, propose or accept, as the button says that was pressed."""
    acts = {"freeze": _freeze, "propose": _propose, "accept": _accept}
    chosen = acts.get(request.form.get("act", ""))
    return chosen(quarter) if chosen else _page(quarter, 400)


def _freeze(quarter: Quarter) -> Response:
    """Freeze the quarter, and issue its first edition."""
    form = Freeze(request.form)
    if not form.validate():
        return _page(quarter, 400, freezing=form)
    return _done(quarter, _verb("freeze", quarter), freezing=form)


def _propose(quarter: Quarter) -> Response:
    """Propose a correction."""
    form = Erratum(request.form)
    if not issues.issued(opened().archive, quarter):
        return _page(quarter, 409, trouble="這一季還沒有定稿，請直接更正辦理情形，不需要勘誤。")
    if not form.validate():
        return _page(quarter, 400, correcting=form)
    here, by = opened(), guard.person().author
    try:
        errata.propose(here.archive, quarter, (form.correction,), by=by, on=here.clock())
    except Problem as problem:
        return _page(quarter, 409, correcting=form, trouble=str(problem))
    return make_response(redirect(_address(quarter), 303))


def _accept(quarter: Quarter) -> Response:
    """Accept what another coordinator proposed, as it was on the page."""
    found = errata.proposal(opened().archive, quarter)
    blob = found.blob if found and found.blob == request.form.get("text") else ""
    if not blob:
        return _page(quarter, 409, trouble="沒有等待核定的勘誤，或內容已經改變，請再看一次。")
    if found and found.by.email.casefold() == guard.person().email.casefold():
        return _page(quarter, 409, trouble=errata.OWN)
    return _done(quarter, _verb("accept", quarter, "--text", blob))


def _verb(name: str, quarter: Quarter, *words: str) -> str:
    by = guard.person().author
    archive = str(opened().archive.repository.path)
    named = ("--by", f"{by.name} <{by.email}>")
    return child.run("quarter", name, archive, str(quarter), *words, *named, seconds=LONGEST)


def _done(quarter: Quarter, trouble: str, **said: Any) -> Response:  # noqa: ANN401 - of a page
    if trouble:
        return _page(quarter, 409, trouble=trouble, **said)
    return make_response(redirect(_address(quarter), 303))


def _address(quarter: Quarter) -> str:
    return url_for("editions.show", quarter=quarter)


def _page(
    quarter: Quarter,
    status: int = 200,
    *,
    freezing: Freeze | None = None,
    correcting: Erratum | None = None,
    trouble: str = "",
) -> Response:
    here, record = opened().archive, holding(quarter).record
    frozen = record.state is Stage.FROZEN
    shown = render_template(
        "editions/show.html",
        title=f"{quarter.label}定稿與勘誤",
        quarter=quarter,
        record=record,
        frozen=frozen,
        issued=issues.issued(here, quarter)[::-1],
        obstacles=None if frozen else obstacles(here, quarter),
        proposal=errata.proposal(here, quarter) if frozen else None,
        me=guard.person(),
        freezing=freezing or Freeze(),
        correcting=correcting or Erratum(),
        trouble=trouble,
    )
    return make_response(shown, status)
