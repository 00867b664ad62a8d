"""One-time links: a first password, a forgotten one.

邀請、重設密碼. The link's address is made from the setting ``address`` and never from the Host
header of whoever asked for it.
"""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from webapp import accounts, guard, one_time, outbox, throttle
from webapp.accounts import Account
from webapp.archive import opened
from webapp.config import Settings
from webapp.forms.passwords import Forgotten, NewPassword
from webapp.passwords import WeakPassword
from webapp.throttle import Rate, Who

pages = Blueprint("links", __name__)

OPENED = Rate(60, timedelta(minutes=15))
"""How often links are opened from one address."""

ASKED = Rate(3, timedelta(hours=1))
"""How often a letter is asked for, for one e-mail."""

ASKED_FROM_HERE = Rate(20, timedelta(hours=1))
"""The same, from one address."""


@pages.get("/link/<secret:secret>")
def show(secret: str) -> Response:
    """Ask for a password; the link stays as it is."""
    _count()
    found = one_time.find(opened().database, secret, on=opened().clock())
    return _page(NewPassword(), secret, found)


@pages.post("/link/<secret:secret>")
def redeem(secret: str) -> Response:
    """Set the password, and let its owner in."""
    _count()
    here, form = opened(), NewPassword(request.form)
    found = one_time.find(here.database, secret, on=here.clock())
    if not form.validate():
        return _page(form, secret, found, 400)
    try:
        owner = one_time.redeem(here.database, secret, str(form.password.data), on=here.clock())
    except WeakPassword as weak:
        form.refuse("password", str(weak))
        return _page(form, secret, found, 400)
    guard.welcome(owner)
    return _unkept(make_response(redirect(url_for("overview.newest"), 303)))


@pages.get("/forgotten")
def forgotten() -> str:
    """Ask for an e-mail, where letters can be sent."""
    return _ask(Forgotten())


@pages.post("/forgotten")
def send() -> tuple[str, int]:
    """Send a letter to whoever has an account; say the same to whoever has none."""
    here, form = opened(), Forgotten(request.form)
    if not _settings().mails or not form.validate():
        return _ask(form), 400
    email = str(form.email.data).strip().casefold()
    rates: dict[Who, Rate] = {
        ("forgotten", email): ASKED,
        ("forgotten-from", request.remote_addr or ""): ASKED_FROM_HERE,
    }
    throttle.attempt(here.database, rates, on=here.clock())
    found = accounts.find(here.database, email)
    if found and not found.disabled:
        sent(found, one_time.Kind.RESET, by=found.label)
    return render_template("links/sent.html", title="已經寄出", email=email), 200


def sent(account: Account, kind: one_time.Kind, *, by: str) -> str:
    """Make a link and send it; return its address where no letter can be sent, "" where one is."""
    here, settings = opened(), _settings()
    made = one_time.make(here.database, account, kind, on=here.clock(), by=by)
    path = url_for("links.show", secret=made.secret)
    if not settings.mails:
        return f"{settings.address}{path}"
    outbox.post(here.database, one_time.letter(made, f"{settings.address}{path}"), on=here.clock())
    return ""


def _count() -> None:
    here = opened()
    rates: dict[Who, Rate] = {("link-from", request.remote_addr or ""): OPENED}
    throttle.attempt(here.database, rates, on=here.clock())


def _ask(form: Forgotten) -> str:
    said: dict[str, Any] = {"form": form, "mails": _settings().mails}
    return render_template("links/forgotten.html", title="忘記密碼", **said)


def _page(form: NewPassword, secret: str, found: one_time.Link, status: int = 200) -> Response:
    page = render_template(
        "links/show.html", title="設定密碼", form=form, secret=secret, link=found
    )
    return _unkept(make_response(page, status))


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
