"""My account: who I am here, at whose desk I sit, where I am signed in, my password.

我的帳號.
"""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import accounts, guard, handing, passwords, sessions, throttle
from webapp.archive import opened
from webapp.forms.passwords import AnotherPassword
from webapp.throttle import ONE_FROM_HERE, Rate, Who

pages = Blueprint("mine", __name__)


@pages.get("/me")
def show() -> str:
    """Show my account."""
    return _page(AnotherPassword())


@pages.post("/me/password")
def change_password() -> ResponseReturnValue:
    """Set another password; every session ends but this one, which gets a new name."""
    form, here, me = AnotherPassword(request.form), opened(), guard.account()
    if not form.validate():
        return _page(form), 400
    who: dict[Who, Rate] = {("password", str(me.id)): ONE_FROM_HERE}
    try:
        throttle.attempt(here.database, who, on=here.clock())
    except throttle.TooOften as often:
        form.refuse("present", str(often))
        return _page(form), 429
    present, wanted = str(form.present.data), str(form.password.data)
    if accounts.verify(here.database, me.person.email, present, on=here.clock()) is None:
        form.refuse("present", "目前的密碼不對，請再輸入一次。")
        return _page(form), 400
    try:
        accounts.set_password(here.database, me.id, wanted, on=here.clock(), by=me.label)
    except passwords.WeakPassword as weak:
        form.refuse("password", str(weak))
        return _page(form), 400
    throttle.forgive(here.database, next(iter(who)))
    guard.welcome(me)
    return redirect(url_for("mine.show", done="password"), 303)


@pages.post("/me/sessions/<digest:session>/end")
def end_session(session: str) -> ResponseReturnValue:
    """End one of my sessions."""
    here = opened()
    sessions.end(here.database, session, on=here.clock(), account=guard.account().id)
    return redirect(url_for("mine.show", done="session"), 303)


DONE = {"password": "密碼已變更，其他地方的登入都已結束。", "session": "已結束那一個登入。"}


def _page(form: AnotherPassword) -> str:
    here, me, now = opened(), guard.account(), opened().clock()
    limits = current_app.config["SETTINGS"].limits
    return render_template(
        "mine/show.html",
        title="我的帳號",
        form=form,
        me=me,
        now=now,
        sessions=sessions.of_account(here.database, me.id, limits, on=now),
        handovers=handing.of_account(here.database, me.id),
        done=DONE.get(request.args.get("done", ""), ""),
    )
