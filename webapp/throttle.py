"""The throttle: how often somebody may try, counted for all workers together.

A try is counted before the password is looked at, so that many at once are not more than one
after the other. What is counted is a hash: the table tells nobody who tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from records.errors import Problem
from webapp.database import Database, add_once, put
from webapp.tables import THROTTLE

Who: TypeAlias = tuple[str, ...]
"""Who tries what: the words of it, in order."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many tries there are in a while."""

    tries: int
    within: timedelta


WHILE = timedelta(minutes=15)
ONE_FROM_HERE = Rate(5, WHILE)
"""For one e-mail from one address: a stranger elsewhere locks nobody out at once."""
ONE = Rate(30, WHILE)
"""For one e-mail from anywhere."""
FROM_HERE = Rate(60, WHILE)
"""For everybody behind one address; an office has one."""


class TooOften(Problem):
    """Somebody tried too often. ``wait``: after how long it may be tried again."""

    def __init__(self, wait: timedelta) -> None:
        """Say it in minutes."""
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(f"試了太多次，請等 {minutes} 分鐘後再試；忘記密碼請洽系統管理者。")


def attempt(database: Database, rates: Mapping[Who, Rate], *, on: datetime) -> None:
    """Count a try of each of these. Raises TooOften where one of them is used up."""
    with database.writing() as connection:
        for who, rate in sorted(rates.items()):
            name = _name(who)
            # PostgreSQL: the row is there before it is held, else two first tries would both be
            # the first; it is held to the end of this try. SQLite has one writer.
            add_once(connection, THROTTLE, {"id": name, "tries": 0, "began": on})
            held = THROTTLE.select().where(THROTTLE.c.id == name).with_for_update()
            row = connection.execute(held).one()
            fresh = on - row.began >= rate.within
            tries, began = (1, on) if fresh else (row.tries + 1, row.began)
            if tries > rate.tries:
                raise TooOften(began + rate.within - on)
            put(connection, THROTTLE, {"id": name, "tries": tries, "began": began})


def forgive(database: Database, who: Who) -> None:
    """Forget the tries of somebody who did sign in."""
    with database.writing() as connection:
        connection.execute(THROTTLE.delete().where(THROTTLE.c.id == _name(who)))


def forget(database: Database, *, before: datetime) -> None:
    """Delete what was counted before a moment."""
    with database.writing() as connection:
        connection.execute(THROTTLE.delete().where(THROTTLE.c.began < before))


def signing_in(email: str, address: str) -> dict[Who, Rate]:
    """Return what a try to sign in counts against."""
    return {
        ("sign-in", email, address): ONE_FROM_HERE,
        ("sign-in", email): ONE,
        ("sign-in-from", address): FROM_HERE,
    }


def _name(who: Who) -> str:
    return sha256("\n".join(who).encode("utf-8", "replace")).hexdigest()
