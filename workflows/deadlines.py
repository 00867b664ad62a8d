"""Deadlines: when a quarter opens and is due, who may be later, and when it closes.

期限、展延、截止. Each change is a signed step on main; nothing of it touches a text. While a
quarter collects, a text may come late and is marked so; with days of grace, it is refused after
them; closed, a quarter takes only what was sent before (to be mended) and what has an exception.
"""

from collections.abc import Callable
from datetime import date, datetime

from records.archive import Archive
from records.branch import Move
from records.errors import Problem
from records.objects import words
from records.quarter import Quarter, roc_date
from records.reading import QUARTER_FILE
from records.register import Allowance, QuarterRecord, Stage
from records.textform import dump
from workflows.filing import QuarterClosed
from workflows.people import Person


class WrongDates(Problem):
    """The dates contradict each other."""


class StrangeException(Problem):
    """An exception for what the quarter does not have."""


def set_dates(  # noqa: PLR0913 - each by its name
    archive: Archive,
    quarter: Quarter,
    *,
    opens: date | None,
    due: datetime | None,
    grace: int,
    by: Person,
    on: datetime,
) -> QuarterRecord:
    """Set when a quarter opens and is due. Raises QuarterClosed (frozen), WrongDates, BadRecord."""
    if opens and due and due.date() < opens:
        raise WrongDates("填報期限早於開始填報日，請改正其中一個。")

    def change(record: QuarterRecord) -> QuarterRecord:
        return record.model_copy(update={"opens": opens, "due": due, "grace": grace})

    sentence = f"期限：{quarter} {roc_date(due.date()) if due else '不設期限'}"
    return _changed(archive, quarter, change, "dates", sentence, by=by, on=on)


def close(archive: Archive, quarter: Quarter, *, by: Person, on: datetime) -> QuarterRecord:
    """截止: take no more first texts. Raises QuarterClosed (frozen)."""
    return _stage(archive, quarter, Stage.CLOSED, "close", by=by, on=on)


def collect(archive: Archive, quarter: Quarter, *, by: Person, on: datetime) -> QuarterRecord:
    """恢復填報: take texts again. Raises QuarterClosed (frozen)."""
    return _stage(archive, quarter, Stage.COLLECTING, "collect", by=by, on=on)


def allow(
    archive: Archive, quarter: Quarter, allowance: Allowance, *, by: Person, on: datetime
) -> QuarterRecord:
    """展延: let a city or a project be later.

    Raises QuarterClosed (frozen), StrangeException, WrongDates.
    """
    holding = archive.holding(quarter)
    owners = {owner for project in holding.projects for owner in project.owners}
    if allowance.project and holding.project(allowance.project) is None:
        raise StrangeException(f"本季沒有方案 {allowance.project}，請由名冊選擇。")
    if allowance.city and allowance.city not in owners:
        raise StrangeException(f"本季沒有 {allowance.city} 的填報，請由名冊選擇縣市。")
    if allowance.until <= on:
        raise WrongDates("展延的期限已經過了，請寫一個以後的時間。")

    def change(record: QuarterRecord) -> QuarterRecord:
        same = (allowance.city, allowance.project)
        others = tuple(e for e in record.exceptions if (e.city, e.project) != same)
        return record.model_copy(update={"exceptions": (*others, allowance)})

    scope = holding.record.city_label(allowance.city) if allowance.city else "各市"
    sentence = f"展延：{quarter} {scope} {allowance.project or '全部方案'}"
    return _changed(archive, quarter, change, "allow", sentence, by=by, on=on, reason=allowance.why)


def _stage(  # noqa: PLR0913 - each by its name
    archive: Archive, quarter: Quarter, stage: Stage, step: str, *, by: Person, on: datetime
) -> QuarterRecord:
    def change(record: QuarterRecord) -> QuarterRecord:
        return record.model_copy(update={"state": stage})

    return _changed(archive, quarter, change, step, f"{stage.label}：{quarter}", by=by, on=on)


def _changed(  # noqa: PLR0913 - each by its name
    archive: Archive,
    quarter: Quarter,
    change: Callable[[QuarterRecord], QuarterRecord],
    step: str,
    sentence: str,
    *,
    by: Person,
    on: datetime,
    reason: str = "",
) -> QuarterRecord:
    """Write the record of a quarter anew, as one step; saying what holds already writes nothing."""
    path = f"{quarter}/{QUARTER_FILE}"
    seen = archive.blob(path)
    holding = archive.holding(quarter)
    record = holding.record
    if record.state is Stage.FROZEN:
        raise QuarterClosed(f"{quarter.label}已定稿，不能再變更期限；更正請提出勘誤。")
    changed = change(record)
    if changed == record:
        return record
    trailers = {
        "Step": step,
        "Quarter": str(quarter),
        "By": by.email,
        "Role": by.role.value,
        "Reason": words(reason) if reason else "",
    }
    move = Move(sentence, by.author, on, trailers)
    archive.record({path: dump(changed, holding.instructions)}, move, seen={path: seen})
    return changed
