"""The queue: what waits for a coordinator, plain texts approved together, and merging.

待審查、納入報告.
"""

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.errors import Problem
from records.place import Place
from records.quarter import Quarter
from webapp import guard
from webapp.archive import holding, opened, previous
from workflows import reviewing
from workflows.checks.check import check
from workflows.checks.gathering import gather
from workflows.filing import submission, submissions
from workflows.people import Act, may
from workflows.queue import Waiting, approve_plain, queue
from workflows.submission import State

pages = Blueprint("queue", __name__)

Faults = tuple[tuple[str, str], ...]
"""What is wrong: the id of what it is about, and what to do."""


def waiting_here(quarter: Quarter) -> tuple[Waiting, ...]:
    """Return what waits for who asks."""
    held, here = holding(quarter), opened()
    return queue(
        here.archive,
        held,
        previous(quarter),
        guard.person(),
        now=here.clock(),
        check=partial(check, context=gather(here.archive, quarter)),
    )


@pages.get("/<quarter:quarter>/queue")
def show(quarter: Quarter) -> str:
    """Show what waits for the person."""
    return _list(quarter, waiting_here(quarter))


@pages.post("/<quarter:quarter>/queue")
def approve_many(quarter: Quarter) -> ResponseReturnValue:
    """Approve the ticked texts that have no change and no finding."""
    found = waiting_here(quarter)
    read = dict(_split(each) for each in request.form.getlist("approve"))
    if not read:
        return _list(quarter, found, faults=(("plain", "請先勾選要核定的文字。"),)), 400
    outcomes = approve_plain(opened().archive, found, read, by=guard.person(), on=opened().clock())
    names = {each.place: each for each in found}
    faults = tuple(
        ("plain", f"{names[each.place].project.name}（{names[each.place].label}）：{each.why}")
        for each in outcomes
        if each.became is None
    )
    done = sum(each.became is not None for each in outcomes)
    gone = len(read) - len(outcomes)
    if gone:
        faults += (("plain", f"有 {gone} 篇已經不在待審查清單，沒有核定。"),)
    if faults:
        return _list(quarter, waiting_here(quarter), faults=faults, done=done), 400
    return redirect(url_for("queue.show", quarter=quarter, approved=done), 303)


def _split(said: str) -> tuple[str, str]:
    key, _, blob = said.partition("@")
    return key, blob


def _list(
    quarter: Quarter, found: tuple[Waiting, ...], *, faults: Faults = (), done: int = 0
) -> str:
    held = holding(quarter)
    group = request.args.get("group", "")
    known = {each.id: each.label for each in held.record.groups}
    shown = tuple(each for each in found if group not in known or each.project.group == group)
    approved = [
        each
        for each in submissions(opened().archive, quarter).values()
        if each.state is State.APPROVED
    ]
    return render_template(
        "queue/show.html",
        title=f"待審查 {len(found)} 件",
        quarter=quarter,
        labels=known,
        group=group if group in known else "",
        waiting=shown,
        plain=tuple(each for each in shown if each.plain),
        faults=faults,
        done=done or request.args.get("approved", 0, type=int),
        to_merge=len(approved),
        merged=request.args.get("merged", 0, type=int),
    )


# -- Merging -----------------------------------------------------------------------


@pages.get("/<quarter:quarter>/merge")
def merging(quarter: Quarter) -> str:
    """Show the approved texts that can become part of the report."""
    return _to_merge(quarter)


@pages.post("/<quarter:quarter>/merge")
def merge(quarter: Quarter) -> ResponseReturnValue:
    """Take the ticked texts into the report, each for itself where not all can go."""
    places = {_key(each): each for each in _approved(quarter)}
    chosen = [places[key] for key in request.form.getlist("merge") if key in places]
    if not chosen:
        return _to_merge(quarter, faults=(("merge", "請先勾選要納入的文字。"),)), 400
    faults: list[tuple[str, str]] = []
    by, on, archive = guard.person(), opened().clock(), opened().archive
    try:
        done = len(reviewing.merge(archive, chosen, by=by, on=on))
    except Problem:
        done = 0
        for place in chosen:
            try:
                done += len(reviewing.merge(archive, [place], by=by, on=on))
            except Problem as problem:
                faults.append(("merge", str(problem)))
    if faults:
        return _to_merge(quarter, faults=tuple(faults), done=done), 400
    return redirect(url_for("queue.show", quarter=quarter, merged=done), 303)


def _approved(quarter: Quarter) -> list[Place]:
    held, who = holding(quarter), guard.person()
    projects = {project.project: project for project in held.projects}
    return [
        place
        for place, found in submissions(opened().archive, quarter).items()
        if found.state is State.APPROVED
        and place.project in projects
        and may(who, Act.MERGE, projects[place.project], place.owner)
    ]


def _key(place: Place) -> str:
    return f"{place.project}/{place.owner}"


def _to_merge(quarter: Quarter, *, faults: Faults = (), done: int = 0) -> str:
    held = holding(quarter)
    projects = {project.project: project for project in held.projects}
    found = [
        (
            place,
            projects[place.project],
            held.record.city_label(place.owner),
            submission(opened().archive, place),
        )
        for place in _approved(quarter)
    ]
    return render_template(
        "queue/merge.html",
        title="納入報告",
        quarter=quarter,
        found=found,
        faults=faults,
        done=done,
    )
