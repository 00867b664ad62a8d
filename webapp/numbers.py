"""Numbers: the next number of a receipt, taken so that nobody else gets it.

回執編號. The table only keeps two people from the same number; Git says which are taken, so a
lost or restored table never hands one out again.
"""

from datetime import datetime

from records.archive import Archive
from records.errors import Problem
from records.quarter import Quarter
from webapp.accounts import Account
from webapp.database import Database, add_once
from webapp.outbox import put
from webapp.tables import RECEIPTS
from workflows.receipts import Number, highest

TRIES = 20


class NoNumber(Problem):
    """Others kept taking the number."""


def take(  # noqa: PLR0913 - each by its name
    database: Database,
    archive: Archive,
    quarter: Quarter,
    city: str,
    *,
    account: Account,
    on: datetime,
) -> Number:
    """Return a number that is nobody else's. Raises NoNumber."""
    before = highest(archive, quarter, city)
    columns = RECEIPTS.c
    for _ in range(TRIES):
        with database.writing() as connection:
            taken = connection.execute(
                RECEIPTS.select().where(
                    columns.quarter == str(quarter),
                    columns.number.startswith(f"{quarter}-{city}-", autoescape=True),
                )
            ).all()
            known = (Number.parse(row.number) for row in taken)
            counts = [number.count for number in known if number.city == city]
            number = Number(quarter, city, max([before, *counts]) + 1)
            row = {
                "number": str(number),
                "account": account.id,
                "quarter": str(quarter),
                "at": on,
                "sent": [],
            }
            if add_once(connection, RECEIPTS, row):
                return number
    raise NoNumber("同時有太多人在送審，沒有取得回執編號，還沒有送出；請再按一次。")


def give_back(database: Database, number: Number) -> None:
    """Free a number under which nothing was sent."""
    with database.writing() as connection:
        connection.execute(RECEIPTS.delete().where(RECEIPTS.c.number == str(number)))


def note_down(
    database: Database, number: Number, sent: list[str], *, letter: dict[str, str], on: datetime
) -> None:
    """Write down what was sent under a number, and let the letter about it wait."""
    with database.writing() as connection:
        connection.execute(
            RECEIPTS.update().where(RECEIPTS.c.number == str(number)).values(sent=sent)
        )
        put(connection, key=f"receipt:{number}", on=on, **letter)
