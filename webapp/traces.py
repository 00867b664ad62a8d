"""Traces: who changed an account or handed a desk on, and when.

異動紀錄. Written with the change itself, in one transaction; nothing here is changed or deleted.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.database import Database
from webapp.tables import TRACES


@dataclass(frozen=True, slots=True)
class Trace:
    """One change. ``by``: name and e-mail of who made it; ``act``: in two to four characters."""

    at: datetime
    by: str
    act: str
    words: str


def leave(  # noqa: PLR0913 - each by its name
    connection: Any,  # noqa: ANN401 - a connection of SQLAlchemy
    account: int,
    act: str,
    words: str = "",
    *,
    by: str,
    on: datetime,
) -> None:
    """Leave a trace beside the change that the connection makes."""
    row = {"at": on, "by": by, "act": act, "account": account, "words": words}
    connection.execute(TRACES.insert().values(row))


def of_account(database: Database, account: int) -> tuple[Trace, ...]:
    """Return what happened to an account, the newest first."""
    wanted = TRACES.select().where(TRACES.c.account == account).order_by(TRACES.c.id.desc())
    with database.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(Trace(row.at, row.by, row.act, row.words) for row in rows)
