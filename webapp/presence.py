"""Presence: who else is writing at a place right now. It informs, and locks nothing.

正在編輯.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from records.place import Place
from webapp.database import Database, put
from webapp.tables import ACCOUNTS, PRESENCE

LASTS = timedelta(minutes=2)
"""How long somebody counts as being there after the last word; the page says it every 30 s."""


def tell(database: Database, account: int, place: Place, *, on: datetime) -> None:
    """Say that somebody is writing at a place."""
    row = {
        "account": account,
        "quarter": str(place.quarter),
        "project": place.project,
        "owner": place.owner,
        "seen_at": on,
    }
    with database.writing() as connection:
        put(connection, PRESENCE, row)


def others(database: Database, account: int, place: Place, *, on: datetime) -> tuple[str, ...]:
    """Return the names of everybody else who is writing there."""
    here = PRESENCE.c
    wanted = (
        ACCOUNTS.select()
        .join(PRESENCE, ACCOUNTS.c.id == here.account)
        .where(
            here.quarter == str(place.quarter),
            here.project == place.project,
            here.owner == place.owner,
            here.account != account,
            here.seen_at > on - LASTS,
        )
        .order_by(ACCOUNTS.c.name)
    )
    with database.reading() as connection:
        return tuple(row.name for row in connection.execute(wanted))


def sentence(names: Sequence[str]) -> str:
    """Say who is writing there, and that nothing is lost by it; '' for nobody."""
    if not names:
        return ""
    who = "、".join(names)
    return (
        f"{who}也正在編輯這一篇。您可以照常填寫；兩人都儲存時，不同的項目會合併，"
        "同一項會並列兩份讓您選，不會蓋掉任何一份。"
    )


def leave(database: Database, account: int, place: Place) -> None:
    """Say that somebody has left a place."""
    here = PRESENCE.c
    with database.writing() as connection:
        connection.execute(
            PRESENCE.delete().where(
                here.account == account,
                here.quarter == str(place.quarter),
                here.project == place.project,
                here.owner == place.owner,
            )
        )
