"""Visits: when somebody last looked at a desk, so that it can say what is new.

A visit ends when nothing was looked at for a while: what was new stays new until then.
"""

from datetime import datetime, timedelta

from records.quarter import Quarter
from webapp.accounts import Account
from webapp.database import Database, put
from webapp.tables import VISITS

PAUSE = timedelta(minutes=30)
"""After so long without a look, the next one is another visit."""


def last_visit(
    database: Database, account: Account, quarter: Quarter, *, on: datetime
) -> datetime | None:
    """Return when the visit before this one ended, None at the first; and note this look."""
    columns = VISITS.c
    mine = (columns.account == account.id, columns.quarter == str(quarter))
    with database.writing() as connection:
        row = connection.execute(VISITS.select().where(*mine)).first()
        before: datetime | None = row.before if row else None
        if row and on - row.at > PAUSE:
            before = row.at
        new = {"account": account.id, "quarter": str(quarter), "at": on, "before": before}
        put(connection, VISITS, new)
    return before
