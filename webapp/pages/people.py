"""Accounts, for administrators: add, invite, change, disable; hand a desk over.

帳號. Every change leaves a trace that says who made it.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from records.errors import Problem
from records.quarter import TAIPEI_TIME
from webapp import accounts, guard, handing, one_time, traces
from webapp.accounts import Account
from webapp.archive import groups, opened, platform
from webapp.forms.people import Handing, Identity, NewAccount
from webapp.pages.links import sent
from workflows.people import Person

pages = Blueprint("people", __name__)


@pages.get("/people")
def index() -> str:
    """Show all accounts."""
    here = opened()
    return render_template(
        "people/index.html",
        title="帳號",
        accounts=accounts.everybody(here.database),
        handovers=[h for h in handing.everything(here.database) if not h.over(here.clock())],
        groups={each.id: each.label for each in groups()},
        now=here.clock(),
    )


@pages.get("/people/new")
def new() -> str:
    """Ask for whom."""
    return _new(_offering(NewAccount(), ()))


@pages.post("/people/new")
def add() -> ResponseReturnValue:
    """Add an account, and invite its owner."""
    form, here = _offering(NewAccount(request.form), ()), opened()
    if not form.validate():
        return _new(form), 400
    person = form.person(str(form.email.data))
    try:
        made = accounts.add(here.database, person, on=here.clock(), by=guard.account().label)
    except accounts.EmailTaken as taken:
        form.refuse("email", str(taken))
        return _new(form), 400
    except accounts.BadAccount as bad:
        form.refuse(bad.field, str(bad))
        return _new(form), 400
    return _sent(made, one_time.Kind.INVITATION)


@pages.get("/people/<int:number>")
def show(number: int) -> str:
    """Show an account, and what happened to it."""
    found = accounts.account(opened().database, number)
    return _page(found, _offering(Identity(data=_said(found.person)), found.person.groups))


@pages.post("/people/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Change an account."""
    here = opened()
    found = accounts.account(here.database, number)
    form = _offering(Identity(request.form), found.person.groups)
    if not form.validate():
        return _page(found, form), 400
    person = form.person(found.person.email)
    try:
        accounts.change(here.database, number, person, on=here.clock(), by=guard.account().label)
    except accounts.BadAccount as bad:
        form.refuse(bad.field, str(bad))
        return _page(found, form), 400
    except accounts.LastAdministrator as last:
        form.refuse("role", str(last))
        return _page(found, form), 400
    return redirect(url_for("people.show", number=number, done="change"), 303)


@pages.post("/people/<int:number>/disable")
def disable(number: int) -> ResponseReturnValue:
    """Close an account."""
    here, found = opened(), accounts.account(opened().database, number)
    try:
        accounts.disable(here.database, number, on=here.clock(), by=guard.account().label)
    except accounts.LastAdministrator as last:
        form = _offering(Identity(data=_said(found.person)), found.person.groups)
        return _page(found, form, refused=str(last)), 400
    return redirect(url_for("people.show", number=number, done="disable"), 303)


@pages.post("/people/<int:number>/enable")
def enable(number: int) -> ResponseReturnValue:
    """Open a closed account again."""
    here, found = opened(), accounts.account(opened().database, number)
    accounts.enable(here.database, found.id, on=here.clock(), by=guard.account().label)
    return redirect(url_for("people.show", number=number, done="enable"), 303)


@pages.post("/people/<int:number>/link")
def link(number: int) -> ResponseReturnValue:
    """Send a link to set a password by."""
    found = accounts.account(opened().database, number)
    if found.disabled:
        form = _offering(Identity(data=_said(found.person)), found.person.groups)
        return _page(found, form, refused="這個帳號已經停用，請先啟用再寄連結。"), 400
    return _sent(found, one_time.Kind.RESET if found.password else one_time.Kind.INVITATION)


@pages.get("/people/<int:number>/handover")
def handover(number: int) -> str:
    """Ask to whom a desk is handed."""
    found = accounts.account(opened().database, number)
    today = opened().clock().astimezone(TAIPEI_TIME).date()
    return _handover(found, _taking(Handing(data={"begins": today}), found))


@pages.post("/people/<int:number>/handover")
def hand_over(number: int) -> ResponseReturnValue:
    """Hand a desk over."""
    here, found = opened(), accounts.account(opened().database, number)
    form = _taking(Handing(request.form), found)
    if not form.validate():
        return _handover(found, form), 400
    deputy = str(form.kind.data) == handing.Kind.DEPUTY.value
    wish = handing.Wish(
        handing.Kind(str(form.kind.data)),
        found,
        accounts.account(here.database, int(form.taker.data)),
        _morning(form.begins.day or date.max),
        _morning(form.ends.day) + timedelta(days=1) if deputy and form.ends.day else None,
        str(form.reason.data),
    )
    try:
        handing.hand_over(here.database, wish, by=guard.account(), on=here.clock())
    except handing.CannotHandOver as cannot:
        form.refuse(cannot.field, str(cannot))
        return _handover(found, form), 400
    return redirect(url_for("people.show", number=number, done="handover"), 303)


@pages.post("/people/handovers/<int:number>/end")
def end(number: int) -> ResponseReturnValue:
    """End a handover before its time."""
    here = opened()
    ended = handing.end(here.database, number, by=guard.account(), on=here.clock())
    return redirect(url_for("people.show", number=ended.giver.id, done="end"), 303)


DONE = {
    "change": "已修改。",
    "disable": "已停用，所有的登入都已結束。",
    "enable": "已啟用。",
    "handover": "已登記交接。",
    "end": "已結束交接。",
}


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), TAIPEI_TIME)


def _said(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "role": person.role.value,
        "city": person.city,
        "groups": sorted(person.groups),
    }


def _offering(form: Any, kept: Any) -> Any:  # noqa: ANN401 - either form, and ids of groups
    try:
        cities = platform().cities
    except Problem:
        cities = ()
    form.offer(cities, groups(), sorted(kept))
    return form


def _taking(form: Handing, giver: Account) -> Handing:
    form.offer(accounts.everybody(opened().database), giver)
    return form


def _new(form: NewAccount) -> str:
    return render_template("people/new.html", title="新增帳號", form=form)


def _handover(found: Account, form: Handing) -> str:
    title = f"交接：{found.person.name}"
    return render_template("people/handover.html", title=title, form=form, account=found)


def _page(found: Account, form: Identity, *, refused: str = "") -> str:
    here = opened()
    return render_template(
        "people/show.html",
        title=found.person.name,
        account=found,
        form=form,
        now=here.clock(),
        desks=handing.person(here.database, found, on=here.clock()).standing_in,
        handovers=handing.of_account(here.database, found.id),
        traces=traces.of_account(here.database, found.id),
        refused=refused,
        done=DONE.get(request.args.get("done", ""), ""),
    )


def _sent(account: Account, kind: one_time.Kind) -> str:
    address = sent(account, kind, by=guard.account().label)
    title = f"{kind.label}：{account.person.name}"
    said = {"account": account, "address": address, "kind": kind}
    return render_template("people/link.html", title=title, **said)
