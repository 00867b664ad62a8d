"""Spoken: days, moments and states in the words and shapes of the pages."""

from datetime import date, datetime, timedelta

from flask import Flask

from records.quarter import TAIPEI_TIME, roc_date
from workflows.status import NOT_ASKED
from workflows.submission import State

WEEKDAYS = "一二三四五六日"

SHORT = {
    State.MISSING: "未填",
    State.DRAFT: "草稿",
    State.SENT: "送審",
    State.RETURNED: "退回",
    State.APPROVED: "核定",
    State.MERGED: "納入",
}
"""A state in two characters, for a cell of the overview."""

STATES = (
    State.MERGED,
    State.APPROVED,
    State.SENT,
    State.RETURNED,
    State.DRAFT,
    State.MISSING,
)
"""The states as pages list them: what is done first."""


def moment(when: datetime | None) -> str:
    """Write a moment as clocks in Taiwan showed it: 115 年 1 月 16 日 17:00."""
    if when is None:
        return ""
    here = when.astimezone(TAIPEI_TIME)
    return f"{roc_date(here.date())} {here:%H:%M}"


def day(when: datetime) -> str:
    """Write the day of a moment, by the calendar of Taiwan."""
    return roc_date(when.astimezone(TAIPEI_TIME).date())


def day_before(when: datetime) -> str:
    """Write the last day that ends before a moment."""
    return day(when - timedelta(microseconds=1))


def deadline(when: datetime) -> str:
    """Write a deadline, which people look up by the day of the week."""
    here = when.astimezone(TAIPEI_TIME)
    return f"{roc_date(here.date())}（{WEEKDAYS[here.weekday()]}）{here:%H:%M}"


def short(state: str) -> str:
    """Return a state's word for a cell."""
    return "—" if state == NOT_ASKED else SHORT[State(state)]


def isoformat(when: date | datetime) -> str:
    """Write a day or moment for programs."""
    return (when.astimezone(TAIPEI_TIME) if isinstance(when, datetime) else when).isoformat()


def teach(app: Flask) -> None:
    """Let an app's templates speak so."""
    app.jinja_env.filters.update(
        roc_date=roc_date,
        moment=moment,
        day=day,
        day_before=day_before,
        deadline=deadline,
        short=short,
        iso=isoformat,
    )
    app.jinja_env.globals.update(STATES=STATES)
