"""Unsent: what somebody is typing, kept on the server until it is saved.

還沒儲存的文字. It takes anything and checks nothing but its size; it belongs to one account and
one place, and is gone with the save.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from records.errors import Problem
from records.place import Place
from webapp.database import Database, put
from webapp.tables import UNSENT

MAX_UNSENT = 1_000_000
"""Characters of one form; every text that can be saved has fewer."""

Fields = tuple[tuple[str, str], ...]

UNTYPED = frozenset({"csrf_token", "again", "base", "then", "take", "blob", "met"})
"""Fields of the form that nobody types."""


Sent = MultiDict[str, str]


class TooMuch(Problem):
    """More than is kept of one form."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What was typed: the fields with their names, the text it began from, and when."""

    fields: Fields
    base: str
    saved_at: datetime


def typed(sent: Sent) -> Fields:
    """Return what people typed of what a form sent."""
    return tuple((n, v) for n, v in sent.items(multi=True) if n not in UNTYPED)


def keep(  # noqa: PLR0913 - each by its name
    database: Database,
    account: int,
    place: Place,
    fields: Iterable[tuple[str, str]],
    *,
    base: str,
    on: datetime,
) -> None:
    """Keep what somebody has typed, over what was kept before. Raises TooMuch."""
    text = tuple(fields)
    if sum(len(name) + len(value) for name, value in text) > MAX_UNSENT:
        raise TooMuch(
            f"這一頁的文字超過 {MAX_UNSENT:,} 字，沒有自動儲存；請刪減，或先存到自己的檔案。"
        )
    row = {**_key(account, place), "text": text, "base": base[:40], "saved_at": on}
    with database.writing() as connection:
        put(connection, UNSENT, row)


def kept(database: Database, account: int, place: Place) -> Unsent | None:
    """Return what somebody has typed at a place and not saved, None for nothing."""
    with database.reading() as connection:
        row = connection.execute(UNSENT.select().where(*_at(account, place))).first()
    if row is None:
        return None
    return Unsent(tuple((str(n), str(v)) for n, v in row.text), row.base, row.saved_at)


def drop(database: Database, account: int, place: Place) -> None:
    """Forget it: it is saved, or the person does not want it."""
    with database.writing() as connection:
        connection.execute(UNSENT.delete().where(*_at(account, place)))


def _key(account: int, place: Place) -> dict[str, object]:
    return {
        "account": account,
        "quarter": str(place.quarter),
        "project": place.project,
        "owner": place.owner,
    }


def _at(account: int, place: Place) -> list[Any]:
    return [UNSENT.c[name] == value for name, value in _key(account, place).items()]
