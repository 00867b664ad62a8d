"""Writing: the form of a text, its saving, and what the form asks for while somebody types.

填報. Everything stands below the address of the text. What is wrong is said at its field, and the
words stay in the boxes whatever happens.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from records.errors import BadRecord
from records.filing import Filing
from records.place import Place
from records.quarter import Quarter
from webapp import presence, unsent
from webapp.forms.filing import CHOICES, TEXT, FilingForm
from webapp.history import comments
from webapp.kept import AGAIN
from webapp.live import live
from webapp.paper import appended, earlier, panes, taken
from webapp.typed import differences
from webapp.unsent import Fields, TooMuch, Unsent
from webapp.visit import Visit, address_of, visiting
from workflows import filing
from workflows.composing import BadEntry, composed, text_of
from workflows.filing import QuarterClosed, TextChanged
from workflows.merging import Choice, Undecided
from workflows.reconciling import FIGURE, PROGRESS, REASON, Reconciled, reconcile, settle
from workflows.submission import NotNow, Submission
from workflows.suggesting import suggestions
from workflows.tasks import next_after, tasks_of

pages = Blueprint("writing", __name__)
AT = "/<quarter:quarter>/<project:project>/<owner:owner>"


def show(visit: Visit) -> str:
    """Show the form: what was typed and not saved, else the text as it stands."""
    kept = unsent.kept(visit.database, visit.account, visit.place)
    presence.tell(visit.database, visit.account, visit.place, on=visit.now)
    form = _typed(visit, kept.fields) if kept else _blank(visit)
    if kept and _adds_nothing(visit, form, kept.base):
        unsent.drop(visit.database, visit.account, visit.place)
        form, kept = _blank(visit), None
    return _page(visit, form, base=kept.base if kept else visit.submission.blob, kept=kept)


def _adds_nothing(visit: Visit, form: FilingForm, base: str) -> bool:
    """Tell whether a form says only what it began from, or what stands there by now."""
    began, now = visit.filing(base), visit.filing(visit.submission.blob)
    same_as_now = now is not None and _says(visit, form) == now
    return same_as_now or (began is not None and _says(visit, form, base) == began)


def _blank(visit: Visit) -> FilingForm:
    form = FilingForm.of(visit.here)()
    form.show(visit.filing(visit.submission.blob))
    return form


def _typed(visit: Visit, fields: Any) -> FilingForm:  # noqa: ANN401 - pairs, or a MultiDict
    return FilingForm.of(visit.here)(MultiDict(fields))


def _says(visit: Visit, form: FilingForm, base: str | None = None) -> Filing | None:
    """Return the filing that a form makes, None where it cannot be kept."""
    before = visit.filing(visit.submission.blob if base is None else base)
    try:
        return composed(visit.here, before, form.entry(), last=visit.last) if form.sound else None
    except BadEntry:
        return None


def _page(  # noqa: PLR0913 - each by its name
    visit: Visit,
    form: FilingForm,
    *,
    base: str,
    kept: Unsent | None = None,
    unsaved: bool = False,
    refused: str = "",
    **more: Any,  # noqa: ANN401 - for the template
) -> str:
    said = _says(visit, form, base)
    proposed = suggestions(visit.archive, visit.place)
    names = presence.others(visit.database, visit.account, visit.place, on=visit.now)
    return render_template(
        "filings/form.html",
        title=visit.project.name,
        wrong=bool(form.faults or refused),
        quarter=visit.place.quarter,
        visit=visit,
        form=form,
        base=base,
        kept=kept,
        unsaved=unsaved,
        refused=refused,
        last=visit.last,
        panes=panes(form, visit.last, visit.passages(said), visit.texts),
        live=live(visit, form, said),
        presence=presence.sentence(names),
        suggestions=proposed,
        comments=comments(visit.archive, visit.place, {each.commit for each in proposed}),
        following=_next_place(visit),
        done=request.args.get("done", ""),
        **more,
    )


def _next_place(visit: Visit) -> Place | None:
    found = tasks_of(visit.archive, visit.place.quarter, visit.person, now=visit.now)
    return next_after(found.tasks, visit.place)


# -- Saving ------------------------------------------------------------------------------------


@pages.post(AT)
def save(quarter: Quarter, project: str, owner: str) -> Response | tuple[str, int] | str:
    """Save what was typed; or show it again with what was asked for."""
    visit = visiting(quarter, project, owner)
    form, base = _typed(visit, request.form), request.form.get("base", "")
    if AGAIN in request.form or "then" not in request.form:
        return _again(visit, form, base)
    if not form.validate():
        return _refused(visit, form, base)
    try:
        text = composed(visit.here, visit.filing(base), form.entry(), last=visit.last)
        if "theirs" in request.form:
            return _together(visit, text, base, visit.submission)
        return _alone(visit, text, base)
    except BadEntry as wrong:
        form.refuse_entry(wrong)
        return _refused(visit, form, base)
    except (TextChanged, QuarterClosed, NotNow, BadRecord) as problem:
        return _refused(visit, form, base, str(problem), 409)


def _alone(visit: Visit, text: Filing, base: str) -> Response | tuple[str, int]:
    """Save a text; where somebody was faster, bring both together."""
    try:
        saved = _save(visit, text, base)
    except TextChanged as changed:
        return _together(visit, text, base, changed.theirs)
    return _saved(visit, saved, base)


def _together(
    visit: Visit, text: Filing, base: str, newest: Submission
) -> Response | tuple[str, int]:
    """Bring a text and a newer one together: saved where nobody must choose, else asked."""
    theirs = visit.filing(newest.blob)
    if theirs is None:
        raise TextChanged(newest)
    found = reconcile(visit.filing(base), text, theirs)
    seen = request.form.get("theirs") == newest.blob
    chosen = _choices(found) if seen else {}
    try:
        saved = _save(visit, settle(found, chosen), newest.blob)
    except Undecided as undecided:
        ids = undecided.ids if seen else ()
        return _ask(visit, found, base, newest, chosen=chosen, undecided=ids)
    return _saved(visit, saved, base, merged=True)


def _choices(found: Reconciled) -> dict[str, Choice]:
    said = ((each.id, request.form.get(f"choice/{each.id}", "")) for each in found.clashes)
    return {name: Choice(value) for name, value in said if value in set(Choice)}


def _ask(  # noqa: PLR0913 - each by its name
    visit: Visit,
    found: Reconciled,
    base: str,
    newest: Submission,
    *,
    chosen: Mapping[str, Choice],
    undecided: tuple[str, ...],
) -> tuple[str, int]:
    """Show what both changed, side by side; nothing is saved yet."""
    figures = {f"{FIGURE}{each.id}": f"：{each.label}" for each in visit.project.figures}
    page = render_template(
        "filings/together.html",
        title="兩人同時修改",
        quarter=visit.place.quarter,
        visit=visit,
        base=base,
        theirs=newest.blob,
        who=newest.by.name if newest.by else "同事",
        then=request.form.get("then", "stay"),
        typed=[
            each
            for each in unsent.typed(request.form)
            if each[0] != "theirs" and not each[0].startswith("choice/")
        ],
        progress={each.value: label for each, label in CHOICES.items()},
        taken=found.taken,
        clashes=found.clashes,
        chosen={name: each.value for name, each in chosen.items()},
        undecided=undecided,
        names={PROGRESS: "：本季進度", REASON: "：理由", **figures},
    )
    return page, 409


def _save(visit: Visit, text: Filing, base: str) -> Submission:
    return filing.save(visit.archive, text, base=base, by=visit.person, on=visit.now)


def _again(visit: Visit, form: FilingForm, base: str) -> str:
    """Show the words again, with what was to be taken over from last quarter; nothing is saved."""
    section, _, wanted = request.form.get("take", "").partition(":")
    for each, box in form.sections:
        if each.id == section and visit.last:
            scheme = visit.here.quarter.scheme
            found = earlier(text_of(visit.project, visit.last, each), scheme)
            box.type_in(appended(box.data or "", taken(found, wanted)))
    rest = (each for each in unsent.typed(request.form) if not each[0].startswith(TEXT))
    _keep(visit, (*rest, *((box.name, box.data or "") for _, box in form.sections)), base)
    return _page(visit, form, base=base, unsaved=True)


def _refused(
    visit: Visit, form: FilingForm, base: str, refused: str = "", status: int = 422
) -> tuple[str, int]:
    return _page(visit, form, base=base, unsaved=True, refused=refused), status


def _saved(visit: Visit, saved: Submission, base: str, *, merged: bool = False) -> Response:
    unsent.drop(visit.database, visit.account, visit.place)
    done = "merged" if merged else "unchanged" if saved.blob == base else "saved"
    following = _next_place(visit) if request.form.get("then") == "next" else None
    place = following or visit.place
    if following:
        presence.leave(visit.database, visit.account, visit.place)
        done = f"{done}-before"
    return redirect(address_of(place, done=done), 303)


@pages.post(f"{AT}/withdraw")
def withdraw(quarter: Quarter, project: str, owner: str) -> Response:
    """Take a sent text back."""
    visit = visiting(quarter, project, owner)
    filing.withdraw(visit.archive, visit.place, by=visit.person, on=visit.now)
    return redirect(address_of(visit.place, done="withdrawn"), 303)


# -- While somebody types ------------------------------------------------------------------------


@pages.post(f"{AT}/preview")
def preview(quarter: Quarter, project: str, owner: str) -> str:
    """Draw what follows the boxes: findings, the change since last quarter, and the print."""
    visit = visiting(quarter, project, owner)
    form = _typed(visit, request.form)
    said = _says(visit, form, request.form.get("base", ""))
    return render_template(
        "filings/live.html", visit=visit, quarter=quarter, live=live(visit, form, said)
    )


@pages.post(f"{AT}/presence")
def present(quarter: Quarter, project: str, owner: str) -> Response:
    """Hear that somebody is still here, and tell who else is."""
    visit = visiting(quarter, project, owner)
    presence.tell(visit.database, visit.account, visit.place, on=visit.now)
    names = presence.others(visit.database, visit.account, visit.place, on=visit.now)
    if not names:
        return Response(status=204)
    return jsonify(sentence=presence.sentence(names))


@pages.post(f"{AT}/unsent")
def keep(quarter: Quarter, project: str, owner: str) -> Response:
    """Keep what is typed, whatever it is, until it is saved."""
    visit = visiting(quarter, project, owner)
    try:
        _keep(visit, unsent.typed(request.form), request.form.get("base", ""))
    except TooMuch as much:
        return make_response(jsonify(sentence=str(much)), 413)
    if visit.closed:
        return make_response(jsonify(sentence=f"{visit.closed}輸入的文字已經保留。"), 409)
    return Response(status=204)


def _keep(visit: Visit, fields: Fields, base: str) -> None:
    unsent.keep(visit.database, visit.account, visit.place, fields, base=base, on=visit.now)


@pages.get(f"{AT}/unsent")
def unsent_words(quarter: Quarter, project: str, owner: str) -> Response | str:
    """Show how what was typed differs from what is saved."""
    visit = visiting(quarter, project, owner)
    kept = unsent.kept(visit.database, visit.account, visit.place)
    if kept is None:
        return redirect(address_of(visit.place), 303)
    return render_template(
        "filings/unsent.html",
        title="還沒儲存的文字",
        quarter=quarter,
        visit=visit,
        kept=kept,
        differences=tuple(differences(_blank(visit), _typed(visit, kept.fields))),
    )


@pages.post(f"{AT}/unsent/discard")
def discard(quarter: Quarter, project: str, owner: str) -> Response:
    """Forget what was typed and not saved."""
    visit = visiting(quarter, project, owner)
    unsent.drop(visit.database, visit.account, visit.place)
    return redirect(address_of(visit.place, done="discarded"), 303)
