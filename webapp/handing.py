"""Handing over: one person's desk given to another, for a while or for good.

代理、職務異動. The deputy acts in his own name with the other's role, city and groups, as long as
it lasts; both the beginning and the end leave a trace.
"""

from dataclasses import replace
from datetime import datetime

from webapp import accounts
from webapp.accounts import Account
from webapp.database import Database
from webapp.tables import ACCOUNTS, HANDOVERS
from workflows.people import Person


def person(database: Database, account: Account, *, on: datetime) -> Person:
    """Return the person of an account, with the desks that are theirs for now."""
    columns = HANDOVERS.c
    lasting = (
        columns.taker == account.id,
        columns.begins <= on,
        columns.ends.is_(None) | (columns.ends > on),
        columns.ended_at.is_(None),
    )
    with database.reading() as connection:
        givers = {row.giver for row in connection.execute(HANDOVERS.select().where(*lasting)).all()}
        if not givers:
            return account.person
        rows = connection.execute(
            ACCOUNTS.select().where(ACCOUNTS.c.id.in_(givers)).order_by(ACCOUNTS.c.id)
        ).all()
    desks = tuple(accounts.read(row).person for row in rows)
    return replace(account.person, standing_in=desks)
