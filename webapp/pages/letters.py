"""Letters: what the platform has written to whom, and what became of it.

寄件匣. Where no mail server is set, this page is where the letters are read.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import outbox
from webapp.archive import opened
from webapp.config import Settings
from webapp.frame import settings

pages = Blueprint("letters", __name__)


@pages.get("/letters")
def every() -> str:
    """List the newest letters."""
    here: Settings = settings()
    kept = outbox.newest(opened().database)
    return render_template(
        "letters/every.html",
        title="寄件匣",
        letters=kept,
        waiting=sum(not each.sent_at for each in kept),
        refused=sum(each.refused for each in kept),
        delivers=bool(here.mail_host),
    )


@pages.post("/letters/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Try a letter again that was not sent."""
    outbox.again(opened().database, number, on=opened().clock())
    return redirect(url_for("letters.every"), 303)
