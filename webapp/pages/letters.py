"""Letters: what the platform has written to whom, and what became of it.

寄件匣. Where no mail server is set, this page is where the letters are read.
"""

from collections.abc import Iterable

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import guard, outbox
from webapp.archive import opened
from webapp.config import Settings
from webapp.outbox import Kept
from workflows.people import Office, holds

pages = Blueprint("letters", __name__)


OPEN = ("digest/", "nudge/", "receipt/", "sent-back/")
"""How the keys of letters begin that every coordinator may read."""


@pages.get("/letters")
def every() -> str:
    """List the newest letters."""
    settings: Settings = current_app.config["SETTINGS"]
    kept = _readable(outbox.newest(opened().database))
    return render_template(
        "letters/every.html",
        title="寄件匣",
        letters=kept,
        waiting=sum(not each.sent_at for each in kept),
        refused=sum(each.refused for each in kept),
        delivers=bool(settings.mail_host),
    )


def _readable(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """Leave out what only administrators may read: a letter may hold a link that signs in."""
    if holds(guard.person(), Office.ADMINISTER):
        return tuple(kept)
    return tuple(each for each in kept if each.letter.key.startswith(OPEN))


@pages.post("/letters/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Try a letter again that was not sent."""
    outbox.again(opened().database, number, on=opened().clock())
    return redirect(url_for("letters.every"), 303)
