"""The desk: what a person has to do in a quarter, and many unchanged texts carried on at once.

我的方案.
"""

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.errors import NotThere, Problem
from records.filing import Filing
from records.place import Place
from records.quarter import TAIPEI_TIME, Quarter
from records.register import Stage
from webapp import guard
from webapp.archive import holding, opened
from webapp.forms.desk import NothingNew
from webapp.tables import UNSENT
from webapp.tally import Count
from webapp.visits import last_visit
from workflows import filing
from workflows.nothing_new import carried, carry_on
from workflows.submission import State
from workflows.tasks import News, Next, Task, TaskList, tasks_of

pages = Blueprint("desk", __name__)

UNSAVED = "您打了字還沒有儲存，請開啟填報頁面，儲存或捨棄之後再勾選。"

Faults = tuple[tuple[str, str], ...]
"""What is wrong: the id of what it is about, and what to do."""


def tasks_here(quarter: Quarter, *, visit: bool = False) -> TaskList:
    """Return the tasks of who asks. ``visit``: they look at them now."""
    here, who = opened(), guard.person()
    now = here.clock()
    holding(quarter)
    seen = last_visit(here.database, guard.account(), quarter, on=now) if visit else now
    return tasks_of(here.archive, quarter, who, now=now, seen=seen)


@pages.get("/<quarter:quarter>/desk")
def show(quarter: Quarter) -> str:
    """Show the desk."""
    return _page(quarter)


def _page(quarter: Quarter, *, faults: Faults = (), chosen: Iterable[Task] = ()) -> str:
    everything = tasks_here(quarter, visit=True)
    group = _group(everything, request.args.get("group", ""))
    found = everything.of_group(group)
    kinds = dict(found.by_next())
    return render_template(
        "desk/show.html",
        title=_title(quarter, everything),
        quarter=quarter,
        record=found.record,
        tasks=found,
        kinds=kinds,
        group=group,
        groups=everything.groups,
        labels={each.id: each.label for each in everything.record.groups},
        count=Count(found.tasks),
        unsaved=_unsaved(quarter),
        ready=sum(task.ready for task in everything.tasks),
        fresh=_fresh(found),
        due=_due(everything),
        shut=_shut(everything),
        faults=faults,
        wrong_at=dict(faults),
        ticked=frozenset(task.key for task in chosen),
        carried=max(0, request.args.get("carried", 0, type=int)),
        withdrawn=max(0, request.args.get("withdrawn", 0, type=int)),
    )


def _unsaved(quarter: Quarter) -> frozenset[str]:
    """Return the keys of the texts that the person was typing and has not saved."""
    columns = UNSENT.c
    mine = (columns.account == guard.account().id, columns.quarter == str(quarter))
    with opened().database.reading() as connection:
        found = connection.execute(UNSENT.select().where(*mine)).all()
    return frozenset(f"{row.project}/{row.owner}" for row in found)


def _title(quarter: Quarter, found: TaskList) -> str:
    cities = {task.writer for task in found.tasks}
    if len(cities) == 1:
        return f"{found.record.city_label(cities.pop())} {quarter.label}填報"
    return f"我的方案：{quarter.label}"


def _group(found: TaskList, asked: str) -> str:
    if asked and asked not in {group.id for group in found.groups}:
        raise NotThere("您的方案裡沒有這個組；請回我的方案，由上方選擇組別。")
    return asked


def _fresh(found: TaskList) -> tuple[tuple[Task, News], ...]:
    """Return the newest of what is new about each text, what asks for something first."""
    pairs = ((task, task.fresh[0]) for task in found.tasks if task.fresh)
    newest = sorted(pairs, key=lambda pair: pair[1].when, reverse=True)
    return tuple(sorted(newest, key=lambda pair: pair[0].kind is Next.DONE))


def _due(found: TaskList) -> Task | None:
    """Return the task that says the deadline of most: the quarter's own."""
    due = found.record.due
    return next((task for task in found.tasks if due and task.due == due), None)


def _shut(found: TaskList) -> str:
    """Return why nothing can be written any more, "" where something can."""
    why = {task.closed for task in found.tasks}
    return why.pop() if len(why) == 1 else ""


# -- 本季無新進度 -------------------------------------------------------------------------------


@pages.get("/<quarter:quarter>/nothing-new")
def choose(quarter: Quarter) -> ResponseReturnValue:
    """Lead to the desk, where projects are chosen."""
    return redirect(url_for("desk.show", quarter=quarter), 303)


@pages.post("/<quarter:quarter>/nothing-new")
def nothing_new(quarter: Quarter) -> ResponseReturnValue:
    """Show what would be carried on; when it is confirmed, save it as drafts."""
    found = tasks_here(quarter)
    chosen = found.chosen(request.form.getlist("place"))
    if not chosen:
        first = next((task for task in found.tasks if task.state is State.MISSING), None)
        spot = f"pick-{first.place.project}-{first.place.owner}" if first else "main"
        return _page(quarter, faults=((spot, "請先勾選本季沒有新進度的方案。"),)), 400
    form = NothingNew(request.form)
    if "confirm" not in request.form or not form.validate():
        asked = "confirm" in request.form
        preview = _preview(quarter, chosen, form if asked else NothingNew(), ())
        return preview, 400 if asked else 200
    here, typed = opened(), _unsaved(quarter)
    outcomes = carry_on(
        here.archive,
        [task.place for task in chosen if task.key not in typed],
        form.said,
        by=guard.person(),
        on=here.clock(),
    )
    wrong = {task.place: UNSAVED for task in chosen if task.key in typed}
    wrong |= {each.place: each.why for each in outcomes if each.became is None}
    if wrong:
        saved = len(chosen) - len(wrong)
        left = tuple(task for task in chosen if task.place in wrong)
        return _preview(quarter, left, form, tuple(wrong.items()), saved=saved), 400
    return redirect(url_for("desk.show", quarter=quarter, carried=len(chosen)), 303)


def _preview(
    quarter: Quarter,
    chosen: tuple[Task, ...],
    form: NothingNew,
    wrong: tuple[tuple[Place, str], ...],
    *,
    saved: int = 0,
) -> str:
    typed = _unsaved(quarter)
    found = tuple((task, *_to_carry(task, typed)) for task in chosen)
    names = {task.place: task for task in chosen}
    faults = [
        (f"place-{place.project}-{place.owner}", f"{names[place].project.name}：{why}")
        for place, why in wrong
    ]
    return render_template(
        "desk/nothing_new.html",
        title="本季無新進度",
        quarter=quarter,
        found=found,
        possible=sum(text is not None for _, text, _ in found),
        form=form,
        faults=(*faults, *form.faults),
        wrong_at=dict(faults),
        labels={each.id: each.label for each in holding(quarter).record.groups},
        saved=saved,
    )


def _to_carry(task: Task, typed: frozenset[str]) -> tuple[Filing | None, str]:
    """Return the text that would be carried on, or why there is none."""
    if task.key in typed:
        return None, UNSAVED
    if task.closed or task.state is not State.MISSING:
        return None, task.closed or "這篇本季已經有文字。"
    try:
        return carried(opened().archive, task.place, ""), ""
    except Problem as problem:
        return None, str(problem)


# -- 撤回 ------------------------------------------------------------------------------------------


@pages.post("/<quarter:quarter>/desk")
def withdraw(quarter: Quarter) -> ResponseReturnValue:
    """Take a sent text back."""
    here = opened()
    chosen = tasks_here(quarter).chosen(request.form.getlist("place"))
    try:
        for task in chosen:
            filing.withdraw(here.archive, task.place, by=guard.person(), on=here.clock())
    except Problem as problem:
        spot = f"task-{task.place.project}-{task.place.owner}"
        return _page(quarter, faults=((spot, f"{task.project.name}：{problem}"),)), 400
    return redirect(url_for("desk.show", quarter=quarter, withdrawn=len(chosen)), 303)


def open_quarter() -> Quarter | None:
    """Return the newest quarter that takes texts today, the newest of all where none does."""
    archive, today = opened().archive, opened().clock().astimezone(TAIPEI_TIME).date()
    quarters = archive.quarters()
    for quarter in reversed(quarters):
        try:
            record = archive.holding(quarter).record
        except Problem:
            continue
        if record.state is Stage.COLLECTING and (record.opens is None or record.opens <= today):
            return quarter
    return quarters[-1] if quarters else None
