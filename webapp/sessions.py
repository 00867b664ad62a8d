"""Sessions: who is signed in, on which browser, until when.

登入. The browser holds a random secret, the table its hash and nothing else. A session ends when
it is not used for a while, after a working day, at sign-out, and when its account is disabled or
gets another password. Every sign-in starts a new one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from webapp.accounts import Account
from webapp.accounts import read as read_account
from webapp.database import Database
from webapp.tables import ACCOUNTS, SESSIONS

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the table knows when a session was last used."""


@dataclass(frozen=True, slots=True)
class Limits:
    """After how long a session ends that is not used, and that is."""

    idle: timedelta = timedelta(minutes=120)
    longest: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in on a browser."""

    id: str
    account: Account
    created: datetime
    seen: datetime
    browser: str = ""


def digest(secret: str) -> str:
    """Return what the table holds of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_secret() -> str:
    """Return a secret that nobody guesses."""
    return token_urlsafe(32)


def start(database: Database, account: int, *, on: datetime, browser: str = "") -> str:
    """Start a session; return its secret, for the browser alone."""
    secret = new_secret()
    row = {
        "id": digest(secret),
        "account": account,
        "created": on,
        "seen": on,
        "browser": browser[:200],
    }
    with database.writing() as connection:
        connection.execute(SESSIONS.insert().values(row))
    return secret


def find(database: Database, secret: str, limits: Limits, *, on: datetime) -> Session | None:
    """Return the session of a secret, and renew it; None where it has ended."""
    found = _alive(database, [SESSIONS.c.id == digest(secret)], limits, on)
    if not found:
        return None
    session = found[0]
    if on - session.seen >= SEEN_EVERY:
        with database.writing() as connection:
            connection.execute(SESSIONS.update().where(SESSIONS.c.id == session.id).values(seen=on))
    return session


def of_account(
    database: Database, account: int, limits: Limits, *, on: datetime
) -> tuple[Session, ...]:
    """Return an account's sessions, the last used first."""
    found = _alive(database, [SESSIONS.c.account == account], limits, on)
    return tuple(sorted(found, key=lambda each: each.seen, reverse=True))


def end(database: Database, number: str, *, on: datetime, account: int = 0) -> None:
    """End a session (only of this account, if one is named)."""
    wanted = [SESSIONS.c.id == number, SESSIONS.c.ended.is_(None)]
    if account:
        wanted.append(SESSIONS.c.account == account)
    with database.writing() as connection:
        connection.execute(SESSIONS.update().where(*wanted).values(ended=on))


def forget(database: Database, *, before: datetime) -> int:
    """Delete sessions that were last used before a moment; return how many."""
    with database.writing() as connection:
        done = connection.execute(SESSIONS.delete().where(SESSIONS.c.seen < before))
    return int(done.rowcount)


def _alive(
    database: Database, wanted: Iterable[Any], limits: Limits, on: datetime
) -> list[Session]:
    columns = SESSIONS.c
    alive = (
        columns.ended.is_(None),
        columns.seen > on - limits.idle,
        columns.created > on - limits.longest,
    )
    with database.reading() as connection:
        rows = connection.execute(SESSIONS.select().where(*wanted, *alive)).all()
        owners = ACCOUNTS.select().where(
            ACCOUNTS.c.id.in_({row.account for row in rows}), ACCOUNTS.c.disabled.is_(False)
        )
        found = {row.id: read_account(row) for row in connection.execute(owners)} if rows else {}
    return [
        Session(row.id, found[row.account], row.created, row.seen, row.browser)
        for row in rows
        if row.account in found
    ]
