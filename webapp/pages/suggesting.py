"""Suggesting: what others say of a text, and what its owner makes of it with one click.

意見與建議. Adopting and declining come from the form and bring along what is typed there, so that
nothing of it is lost.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from records.errors import NotThere
from records.outline import texts
from records.quarter import Quarter
from webapp import unsent
from webapp.forms.suggesting import Remark, Wording
from webapp.visit import Visit, address_of, visiting
from workflows import reviewing, suggesting
from workflows.composing import text_of
from workflows.filing import TextChanged
from workflows.people import Act
from workflows.reviewing import NothingSaid
from workflows.submission import NotNow
from workflows.suggesting import NoSuchPiece, NothingProposed, Spot

pages = Blueprint("suggesting", __name__)
AT = "/<quarter:quarter>/<project:project>/<owner:owner>"


@pages.get(f"{AT}/suggest")
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Show the pieces of a text; or, with one of them chosen, ask for the wording."""
    visit = visiting(quarter, project, owner)
    spot = request.args.get("spot", "")
    if not spot:
        return _page(visit, None, None)
    instead = _standing(visit, Spot.of(spot))
    return _page(visit, Wording(data={"wording": instead, "instead": instead, "spot": spot}), spot)


@pages.post(f"{AT}/suggest")
def suggest(quarter: Quarter, project: str, owner: str) -> Response | tuple[str, int] | str:
    """Propose a wording."""
    visit, form = visiting(quarter, project, owner), Wording(request.form)
    said = str(form.spot.data)
    if not form.validate():
        return _page(visit, form, said), 422
    try:
        suggesting.suggest(
            visit.archive,
            visit.place,
            str(form.wording.data),
            spot=Spot.of(said),
            instead=str(form.instead.data),
            why=str(form.why.data),
            by=visit.person,
            on=visit.now,
        )
    except (NothingProposed, NoSuchPiece, NotNow) as problem:
        form.wording.errors = [str(problem)]
        return _page(visit, form, said), 422
    return redirect(_address(visit, "suggested"), 303)


@pages.post(f"{AT}/comment")
def comment(quarter: Quarter, project: str, owner: str) -> Response | tuple[str, int] | str:
    """Say something on a text."""
    visit, form = visiting(quarter, project, owner), Remark(request.form)
    if form.validate():
        try:
            words = str(form.words.data)
            reviewing.comment(visit.archive, visit.place, words, by=visit.person, on=visit.now)
        except (NotNow, NothingSaid) as problem:
            form.words.errors = [str(problem)]
        else:
            return redirect(_address(visit, "commented"), 303)
    return _page(visit, None, None, remark=form), 422


@pages.post(f"{AT}/suggestions/<commit:suggestion>/adopt")
def adopt(quarter: Quarter, project: str, owner: str, suggestion: str) -> Response:
    """Put a suggested wording into the text."""
    visit = visiting(quarter, project, owner)
    _keep_words(visit)
    blob = request.form.get("blob", "")
    try:
        suggesting.adopt(
            visit.archive, visit.place, suggestion, blob=blob, by=visit.person, on=visit.now
        )
    except NoSuchPiece:
        return redirect(_address(visit, "moved-on"), 303)
    except TextChanged:
        return redirect(_address(visit, "newer"), 303)
    return redirect(_address(visit, "adopted"), 303)


@pages.post(f"{AT}/suggestions/<commit:suggestion>/decline")
def decline(quarter: Quarter, project: str, owner: str, suggestion: str) -> Response:
    """Leave the text as it is."""
    visit = visiting(quarter, project, owner)
    _keep_words(visit)
    suggesting.decline(visit.archive, visit.place, suggestion, by=visit.person, on=visit.now)
    return redirect(_address(visit, "declined"), 303)


def _keep_words(visit: Visit) -> None:
    """Keep what the form brought along; it stands there again on the next page."""
    base = request.form.get("base", "")
    if "base" in request.form:
        fields = unsent.typed(request.form)
        unsent.keep(visit.database, visit.account, visit.place, fields, base=base, on=visit.now)


def _address(visit: Visit, done: str) -> str:
    return address_of(visit.place, done=done)


def _standing(visit: Visit, spot: Spot) -> str:
    """Return what stands at a spot now. Raises NotThere."""
    text = visit.text.filing
    if spot.figure:
        return text.figures.get(spot.figure, "") if text else ""
    section = next((s for s in visit.project.sections if s.id == spot.section), None)
    if section is None or not visit.text.submission.blob:
        raise NotThere("這一段不屬於這篇文字；請重新選擇要建議的段落。")
    pieces = list(texts(text_of(visit.project, text, section)))
    if spot.piece > len(pieces):
        raise NotThere("文字已經改過，這一項不在了；請重新選擇要建議的項目。")
    return pieces[spot.piece - 1] if spot.piece else ""


def _page(
    visit: Visit,
    form: Wording | None,
    spot: str | None,
    *,
    remark: Remark | None = None,
    **more: Any,  # noqa: ANN401 - for the template
) -> str:
    asked = form or remark
    own = visit.project.written_by(visit.place.owner)
    return render_template(
        "suggesting/show.html",
        title="建議修改文字" if remark is None else "意見",
        wrong=bool(asked and asked.faults),
        quarter=visit.place.quarter,
        visit=visit,
        form=form,
        remark=remark,
        spot=spot,
        sections=[
            (each, tuple(texts(text_of(visit.project, visit.text.filing, each)))) for each in own
        ],
        comments=visit.may(Act.COMMENT),
        **more,
    )
