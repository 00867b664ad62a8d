"""A quarter's life: its dates, who may be later, closing it, and opening the next one.

期限、展延、截止、開啟新的一季. A change holds for what was on the page: where somebody else has
changed the quarter meanwhile, it is shown as it is now, and what was typed stays.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.city import JOINT
from records.errors import Problem
from records.quarter import Quarter
from records.reading import QUARTER_FILE
from records.register import Stage
from webapp import guard
from webapp.archive import holding, opened, platform
from webapp.forms.quarters import Dates, Later, Next, dates_of
from workflows import deadlines
from workflows.opening import Opening, carried, open_carried

pages = Blueprint("quarters", __name__)

MEANWHILE = "這一季的期限剛才由別人改過，還沒有寫入；請看過目前的內容，再送出一次。"


@pages.get("/<quarter:quarter>/life")
def life(quarter: Quarter) -> str:
    """Show a quarter's dates, stage and exceptions."""
    return _life(quarter)


@pages.post("/<quarter:quarter>/life")
def act(quarter: Quarter) -> ResponseReturnValue:
    """Set the dates, allow an exception, close or collect, as the button says."""
    acts = {"dates": _set_dates, "allow": _allow, "close": _close, "collect": _collect}
    chosen = acts.get(request.form.get("act", ""))
    if chosen is None:
        return _life(quarter), 400
    if request.form.get("seen") != _seen(quarter):
        return _life(quarter, dates=_typed_dates(), later=_typed_later(), trouble=MEANWHILE), 409
    return chosen(quarter)


def _set_dates(quarter: Quarter) -> ResponseReturnValue:
    form = Dates(request.form)
    if not form.validate():
        return _life(quarter, dates=form), 400
    try:
        deadlines.set_dates(
            opened().archive,
            quarter,
            opens=form.opens.day,
            due=form.moment,
            grace=form.grace.data or 0,
            by=guard.person(),
            on=opened().clock(),
        )
    except Problem as problem:
        form.refuse("due", str(problem))
        return _life(quarter, dates=form), 400
    return _done(quarter, "dates")


def _allow(quarter: Quarter) -> ResponseReturnValue:
    form = Later(request.form)
    _offer(form, quarter)
    if not form.validate():
        return _life(quarter, later=form), 400
    by, on = guard.person(), opened().clock()
    try:
        deadlines.allow(opened().archive, quarter, form.allowance, by=by, on=on)
    except Problem as problem:
        form.refuse("day", str(problem))
        return _life(quarter, later=form), 400
    return _done(quarter, "allow")


def _close(quarter: Quarter) -> ResponseReturnValue:
    return _stage(quarter, "close")


def _collect(quarter: Quarter) -> ResponseReturnValue:
    return _stage(quarter, "collect")


def _stage(quarter: Quarter, step: str) -> ResponseReturnValue:
    change = deadlines.close if step == "close" else deadlines.collect
    try:
        change(opened().archive, quarter, by=guard.person(), on=opened().clock())
    except Problem as problem:
        return _life(quarter, trouble=str(problem)), 409
    return _done(quarter, step)


def _done(quarter: Quarter, step: str) -> ResponseReturnValue:
    return redirect(url_for("quarters.life", quarter=quarter, done=step), 303)


def _seen(quarter: Quarter) -> str:
    return opened().archive.blob(f"{quarter}/{QUARTER_FILE}")


def _typed_dates() -> Dates | None:
    return Dates(request.form) if request.form.get("act") == "dates" else None


def _typed_later() -> Later | None:
    return Later(request.form) if request.form.get("act") == "allow" else None


def _cities(quarter: Quarter) -> dict[str, str]:
    return {each.id: each.label for each in holding(quarter).record.cities} | {JOINT: "合併填報"}


def _offer(form: Later, quarter: Quarter) -> None:
    known = {p.project: p.name for p in holding(quarter).projects if guard.reads(p)}
    form.offer(_cities(quarter), known)


def _life(
    quarter: Quarter,
    *,
    dates: Dates | None = None,
    later: Later | None = None,
    trouble: str = "",
) -> str:
    held = holding(quarter)
    later = later or Later(data={"by": guard.person().name})
    _offer(later, quarter)
    return render_template(
        "quarters/life.html",
        title=f"{quarter.label}期限與展延",
        quarter=quarter,
        record=held.record,
        frozen=held.record.state is Stage.FROZEN,
        closed=held.record.closed(opened().clock()),
        exceptions=[
            (each, _cities(quarter).get(each.city, "各市"), _project_name(quarter, each.project))
            for each in held.record.exceptions
            if _tellable(quarter, each.project)
        ],
        seen=_seen(quarter),
        dates=dates or dates_of(held.record),
        later=later,
        trouble=trouble,
        done=request.args.get("done", ""),
        newest=quarter == opened().archive.quarters()[-1],
    )


def _project_name(quarter: Quarter, project: str) -> str:
    found = holding(quarter).project(project) if project else None
    return found.name if found else project or "全部方案"


def _tellable(quarter: Quarter, project: str) -> bool:
    """Tell whether who asks may know of an exception: not of a project outside his groups."""
    found = holding(quarter).project(project) if project else None
    return found is None or guard.reads(found)


# -- Opening the next ----------------------------------------------------------------------------


@pages.get("/quarters/open")
def preview() -> ResponseReturnValue:
    """Ask for the code of the next quarter, and show what would be carried and dropped."""
    if "code" not in request.args:
        quarters = opened().archive.quarters()
        return _opening(Next(data={"code": str(quarters[-1].next) if quarters else ""}))
    form = Next(request.args)
    found = _carried(form)
    return _opening(form, found), 200 if found else 400


@pages.post("/quarters/open")
def open_next() -> ResponseReturnValue:
    """Open exactly the quarter that was shown."""
    form = Next(request.form)
    found = _carried(form)
    if found is None:
        return _opening(form), 400
    if found.mark != request.form.get("mark"):
        trouble = "名冊在預覽之後有變更，還沒有開啟；請再看一次以下的內容。"
        return _opening(form, found, trouble=trouble), 409
    try:
        by, on = guard.person().author, opened().clock()
        open_carried(opened().archive, found, by=by, on=on)
    except Problem as problem:
        return _opening(form, found, trouble=str(problem)), 409
    return redirect(url_for("quarters.life", quarter=found.record.quarter, done="open"), 303)


def _carried(form: Next) -> Opening | None:
    """Return the opening that a form asks for; None, and a word at the field, where none can be."""
    if not form.validate():
        return None
    try:
        code = Quarter.parse(str(form.code.data).strip().upper())
        return carried(opened().archive, code, platform())
    except Problem as problem:
        form.refuse("code", str(problem))
        return None


def _opening(form: Next, found: Opening | None = None, *, trouble: str = "") -> str:
    return render_template(
        "quarters/open.html",
        title="開啟新的一季",
        form=form,
        found=found,
        groups={each.id: each.label for each in found.record.groups} if found else {},
        trouble=trouble,
    )
