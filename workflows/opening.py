"""Opening a quarter: the register of the last one, carried forward.

開啟新的一季. What stays, what moves with the calendar and what is dropped is shown before it is
written: ``carried`` makes the opening, ``open_carried`` writes exactly that one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from records.archive import Archive
from records.errors import NotThere
from records.holding import Holding
from records.objects import Author
from records.platform import Platform
from records.project import Project, Status
from records.quarter import TAIPEI_TIME, Quarter, roc_date
from records.register import QuarterRecord, Stage
from records.textform import dump
from workflows.quarters import open_quarter, require_new
from workflows.working_days import is_working_day


@dataclass(frozen=True, slots=True)
class Opening:
    """A quarter as it would be opened. ``said``: what differs from the last one, in sentences."""

    last: Quarter
    record: QuarterRecord
    projects: tuple[Project, ...]
    backgrounds: dict[str, str]
    instructions: str
    said: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What tells this opening from any other: who confirms it has seen exactly this one."""
        texts = [dump(p, self.backgrounds.get(p.project, "")) for p in self.projects]
        return sha256(b"\0".join((dump(self.record, self.instructions), *texts))).hexdigest()


def carried(archive: Archive, quarter: Quarter, platform: Platform) -> Opening:
    """Carry the newest earlier quarter's register into a new one.

    Raises QuarterExists; NotThere where no earlier quarter is held (the first one is imported).
    """
    require_new(archive, quarter)
    earlier = [each for each in archive.quarters() if each < quarter]
    if not earlier:
        raise NotThere(f"紀錄庫裡沒有比 {quarter} 早的季別可以承接；第一季請用 hebao import 匯入。")
    last = archive.holding(max(earlier))
    before = archive.holding(max(earlier[:-1])) if earlier[:-1] else None
    return carry(last, before, quarter, platform)


def carry(last: Holding, before: Holding | None, quarter: Quarter, platform: Platform) -> Opening:
    """Return a quarter's opening from the last one's register.

    ``before``: the quarter before the last, to tell which projects were new in the last one.
    """
    record, dates = _record(last.record, quarter, platform)
    projects = []
    said = [*dates, *_skipped(last.record.quarter, quarter)]
    for project in last.projects:
        if project.status is Status.DELISTED:
            said.append(f"「{project.name}」已解除列管，不再列入。")
            continue
        kept, changes = _project(project, new=_was_new(project, before))
        projects.append(kept)
        said += changes
    ids = {project.project for project in projects}
    return Opening(
        last.record.quarter,
        record,
        tuple(projects),
        {name: text for name, text in last.backgrounds.items() if name in ids and text},
        last.instructions,
        tuple(said),
    )


def open_carried(archive: Archive, opening: Opening, *, by: Author, on: datetime) -> str:
    """Write an opening and return its commit. Raises QuarterExists."""
    return open_quarter(
        archive,
        opening.record,
        opening.projects,
        backgrounds=opening.backgrounds,
        instructions=opening.instructions,
        by=by,
        on=on,
    )


def _record(
    last: QuarterRecord, quarter: Quarter, platform: Platform
) -> tuple[QuarterRecord, list[str]]:
    ahead = quarter.last_day - last.quarter.last_day
    opens = last.opens + ahead if last.opens else None
    due, said = _due(last.due, ahead, platform.holidays)
    record = QuarterRecord(
        quarter=quarter,
        title=last.title,
        as_of=last.as_of + ahead,
        opens=opens,
        due=due,
        grace=last.grace,
        state=Stage.COLLECTING,
        groups=last.groups,
        # What the platform decided meanwhile holds from this quarter on.
        cities=platform.cities,
        themes=platform.themes,
        numbering=platform.numbering,
        style=platform.style,
    )
    if last.exceptions:
        said.append(f"上季的展延 {len(last.exceptions)} 件不承接。")
    return record, said


def _due(
    last: datetime | None, ahead: timedelta, closed: Collection[date]
) -> tuple[datetime | None, list[str]]:
    """Return the deadline as far into the year as last time, on a working day."""
    if last is None:
        return None, ["上季沒有填報期限，請補上。"]
    planned = last.astimezone(TAIPEI_TIME) + ahead
    due = planned
    while not is_working_day(due.date(), closed):
        due += timedelta(1)
    if due == planned:
        return due, []
    return due, [f"填報期限 {roc_date(planned.date())}不是上班日，順延至 {roc_date(due.date())}。"]


def _skipped(last: Quarter, quarter: Quarter) -> list[str]:
    if last.next == quarter:
        return []
    return [f"上一季是 {last}，中間的季別沒有紀錄；請確認季別沒有寫錯。"]


def _was_new(project: Project, before: Holding | None) -> bool:
    return before is not None and before.project(project.project) is None


def _project(project: Project, *, new: bool) -> tuple[Project, list[str]]:
    """Return a project as it goes on, and what was dropped of it."""
    changed: dict[str, object] = {"gaps": ()}
    said = []
    if project.note and new:
        changed["note"] = ""
        said.append(f"「{project.name}」上季新增時的註記【{project.note}】不再列印。")
    if project.status is Status.PAUSED:
        said.append(f"「{project.name}」仍為暫緩，本季不催報。")
    return project.model_copy(update=changed), said
