"""Reminders: whom a coordinator reminds of what is still owed, and who was reminded when.

提醒. The letter goes by way of the outbox; its key allows one a person, quarter and day, so the
button may be pressed twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import current_app

from records.city import JOINT
from records.errors import Problem
from records.quarter import TAIPEI_TIME, Quarter
from records.register import Stage
from webapp import guard, handing, outbox
from webapp.archive import holding, opened, platform
from webapp.config import Settings
from webapp.signposts import addresses
from workflows.reminding import OPEN, Day, day, nudge, own
from workflows.status import Cell, board


class NothingToRemind(Problem):
    """A frozen quarter owes nothing any more."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """What became of a click, in numbers.

    ``written``: letters; ``already``: people who were reminded that day before; ``orphaned``:
    texts that nobody with an account writes.
    """

    written: int
    already: int
    orphaned: int


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody was reminded on a day. ``state``: what became of the letter, a word."""

    name: str
    email: str
    on: date
    state: str


def remind(quarter: Quarter, city: str) -> Reminding:
    """Remind everybody who still owes a text, or those who owe one of a city.

    A letter lists all that its reader owes: who sits at two desks gets one. Raises
    NothingToRemind, NotThere.
    """
    if holding(quarter).record.state is Stage.FROZEN:
        raise NothingToRemind(f"{quarter.label}已定稿，不必再提醒。")
    here, today = opened(), _day(quarter)
    wanted = set(_owed(today, city))
    reached: set[Cell] = set()
    letters = []
    for _, person in handing.everybody(here.database, on=here.clock()):
        theirs = own(today, person)
        if not wanted.intersection(theirs):
            continue
        reached |= wanted.intersection(theirs)
        if letter := nudge(today, person, theirs, by=guard.person()):
            letters.append(letter)
    written = outbox.put_all(here.database, letters, on=here.clock())
    return Reminding(written, len(letters) - written, len(wanted - reached))


def reminded(quarter: Quarter) -> tuple[Reminded, ...]:
    """Return who was reminded by hand in a quarter, newest first."""
    kept = outbox.with_keys(opened().database, f"nudge/{quarter}/")
    return tuple(
        Reminded(
            each.letter.name,
            each.letter.to,
            date.fromisoformat(each.letter.key.rpartition("/")[2]),
            each.state,
        )
        for each in reversed(kept)
    )


def _writer(today: Day, cell: Cell) -> str:
    """Return the city whose people write a text: of a joint one, the lead's."""
    return today.projects[cell.project].lead if cell.city == JOINT else cell.city


def _owed(today: Day, city: str) -> Iterable[Cell]:
    for cell in today.board.cells:
        known = cell.state in OPEN and guard.reads(today.projects[cell.project])
        if known and city in {"", _writer(today, cell)}:
            yield cell


def _day(quarter: Quarter) -> Day:
    here = opened()
    settings: Settings = current_app.config["SETTINGS"]
    now = here.clock()
    return day(
        holding(quarter),
        board(here.archive, quarter, now=now),
        today=now.astimezone(TAIPEI_TIME).date(),
        closed=platform().holidays,
        addresses=addresses(settings, quarter),
    )
