"""The outbox: letters that wait to be delivered, each of them once.

寄件匣. A letter is written in the transaction of what it tells of; its key keeps it from being
written twice. Whoever delivers takes a letter for a while before handing it in, so that two who
deliver at once never send the same one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.errors import NotThere
from webapp.database import Database, add_once
from webapp.tables import OUTBOX
from workflows.mail import Letter, MailServer, Outcome, deliver

TAKEN = timedelta(minutes=10)
"""For how long a letter belongs to who has taken it."""

AT_ONCE = 50
"""Letters handed in over one line."""

LONGEST = timedelta(hours=6)
"""The longest wait between two tries; the first is a minute, and each is twice the last."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter in the outbox. ``error``: what the mail server said last."""

    id: int
    letter: Letter
    not_before: datetime
    tries: int
    sent_at: datetime | None
    given_up: datetime | None
    error: str

    @property
    def refused(self) -> bool:
        """Whether the server refused it for good: it waits for a person to look at it."""
        return self.given_up is not None

    @property
    def state(self) -> str:
        """The word on the page."""
        if self.sent_at:
            return "已寄出"
        if self.refused:
            return "無法寄出"
        return "重試中" if self.error else "待寄"


def put(  # noqa: PLR0913 - a letter is all of these
    connection: Any,  # noqa: ANN401 - of SQLAlchemy, whose door is webapp.database
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    on: datetime,
    name: str = "",
) -> bool:
    """Let a letter of plain text wait; tell whether it was not there already."""
    letter = {
        "key": key,
        "to": to,
        "name": name,
        "subject": subject,
        "body": body,
        "not_before": on,
        "tries": 0,
        "sent_at": None,
        "last_error": "",
        "given_up": None,
    }
    return add_once(connection, OUTBOX, letter)


def post(database: Database, letter: Letter, *, on: datetime) -> bool:
    """Let a letter wait; tell whether it was not there already."""
    return bool(put_all(database, [letter], on=on))


def put_all(database: Database, letters: Iterable[Letter], *, on: datetime) -> int:
    """Let letters wait, and return how many were not there already."""
    with database.writing() as connection:
        return sum(
            put(
                connection,
                key=letter.key,
                to=letter.to,
                name=letter.name,
                subject=letter.subject,
                body=letter.body,
                on=on,
            )
            for letter in letters
        )


def newest(database: Database, count: int = 200) -> tuple[Kept, ...]:
    """Return the newest letters, newest first."""
    order = OUTBOX.select().order_by(OUTBOX.c.id.desc()).limit(count)
    with database.reading() as connection:
        return tuple(map(_kept, connection.execute(order)))


def with_keys(database: Database, beginning: str) -> tuple[Kept, ...]:
    """Return the letters whose keys begin so, oldest first: who was reminded when."""
    wanted = OUTBOX.select().where(OUTBOX.c.key.startswith(beginning, autoescape=True))
    with database.reading() as connection:
        return tuple(map(_kept, connection.execute(wanted.order_by(OUTBOX.c.id))))


def again(database: Database, number: int, *, on: datetime) -> None:
    """Try a letter again that was not sent. Raises NotThere."""
    unsent = OUTBOX.update().where(OUTBOX.c.id == number, OUTBOX.c.sent_at.is_(None))
    with database.writing() as connection:
        if not connection.execute(unsent.values(not_before=on, tries=0, given_up=None)).rowcount:
            raise NotThere("沒有這封待寄的信；可能已經寄出，請重新載入寄件匣。")


def send_waiting(database: Database, server: MailServer, *, on: datetime) -> tuple[Outcome, ...]:
    """Deliver what waits, and return what became of each. Safe to run several times at once."""
    told: list[Outcome] = []
    while batch := _take(database, on=on):
        for outcome in deliver(server, [each.letter for each in batch.values()]):
            _note(database, batch[outcome.letter.key], outcome, on=on)
            told.append(outcome)
    return tuple(told)


def _take(database: Database, *, on: datetime) -> dict[str, Kept]:
    """Take letters that are due, so that nobody else does; by key."""
    due = OUTBOX.select().where(
        OUTBOX.c.sent_at.is_(None), OUTBOX.c.given_up.is_(None), OUTBOX.c.not_before <= on
    )
    with database.writing() as connection:
        found = [_kept(row) for row in connection.execute(due.order_by(OUTBOX.c.id).limit(AT_ONCE))]
        # Only those that nobody took since: where several write at once, the second sees fewer.
        taken = [
            each
            for each in found
            if connection.execute(
                OUTBOX.update()
                .where(OUTBOX.c.id == each.id, OUTBOX.c.not_before == each.not_before)
                .values(not_before=on + TAKEN, tries=each.tries + 1)
            ).rowcount
        ]
    return {each.letter.key: each for each in taken}


def _note(database: Database, kept: Kept, outcome: Outcome, *, on: datetime) -> None:
    said: dict[str, Any] = {"last_error": outcome.error}
    if not outcome.error:
        said |= {"sent_at": on}
    elif outcome.again:
        said |= {"not_before": on + min(timedelta(minutes=2**kept.tries), LONGEST)}
    else:
        said |= {"given_up": on}
    with database.writing() as connection:
        connection.execute(OUTBOX.update().where(OUTBOX.c.id == kept.id).values(**said))


def _kept(row: Any) -> Kept:  # noqa: ANN401 - a row of SQLAlchemy has no type of its own
    letter = Letter(row.key, row.to, row.name, row.subject, row.body)
    return Kept(
        row.id, letter, row.not_before, row.tries, row.sent_at, row.given_up, row.last_error
    )
