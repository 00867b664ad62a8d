"""How a test opens the pages over an archive of its own, at what time, for whom."""

from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

import worlds
from flask import Flask
from flask.testing import FlaskClient
from visitors import post

from webapp import accounts, guard
from webapp.archive import Opened
from workflows.people import Person

Start = Callable[..., Flask]
"""Called with the archive, the time (``now``) and settings; returns the app."""

MING = worlds.FILERS["taipei"]
"""Who has a password on the site."""

PASSWORD = f"a long phrase {token_hex(4)}"


class Hand:
    """The hand of the clock, which a test moves."""

    def __init__(self) -> None:
        """Begin when the world is looked at."""
        self.now = worlds.LATER

    def move(self, **by: float) -> None:
        """Let time go by."""
        self.now += timedelta(**by)


def here(app: Flask) -> Opened:
    """Return what the pages of an app share."""
    opened: Opened = app.extensions["hebao"]
    return opened


def number(app: Flask, person: Person = MING) -> int:
    """Return the number of somebody's account."""
    return accounts.named(here(app).database, person.email).id


def sign_in(client: FlaskClient, **said: str) -> str:
    """Sign in with the password (or what is said); return the session's secret, "" for none."""
    post(client, "/sign-in", **{"email": MING.email, "password": PASSWORD, **said})
    cookie = client.get_cookie(guard.SESSION)
    return cookie.value if cookie else ""
