"""Nothing new: last quarter's text stands for this one, and a reason says why.

本季無新進度. It becomes a draft like any other, is checked, sent and approved like any other.
"""

from collections.abc import Iterable
from datetime import datetime

from records.archive import Archive
from records.errors import BadRecord, Problem
from records.filing import Filing, Progress
from records.fitting import misplaced
from records.place import Place
from records.schema import MAX_LINE
from records.wording import clean
from workflows.batch import Outcome, take_steps
from workflows.filing import desk, save
from workflows.people import Person
from workflows.submission import Submission


class NothingToCarry(Problem):
    """No earlier quarter has a text at this place that could stand for this one."""


class WrittenAlready(Problem):
    """This quarter has a text here, and it is not overwritten."""


class NoSoundReason(Problem):
    """The reason is missing or too long."""


def sound_reason(typed: str) -> str:
    """Return a reason as one clean line. Raises NoSoundReason."""
    reason = clean(typed)
    if not reason:
        raise NoSoundReason("請寫明本季無新進度的理由，例如：尚未到下一個查核點。")
    if len(reason) > MAX_LINE:
        raise NoSoundReason(f"理由有 {len(reason)} 個字，最多 {MAX_LINE} 個字，請精簡。")
    return reason


def last_text(archive: Archive, place: Place) -> Filing | None:
    """Return the newest merged text of an earlier quarter at a place, None where none stands.

    Raises BadRecord.
    """
    for quarter in reversed(archive.quarters()):
        before = Place(quarter, place.project, place.owner)
        if quarter < place.quarter and (blob := archive.blob(before.path)):
            return archive.filing(before, blob)
    return None


def carried(archive: Archive, place: Place, reason: str) -> Filing:
    """Return last quarter's text as this quarter's. Raises NothingToCarry, NotThere, NotAsked.

    A text that was carried before says since when it stands, not since last quarter.
    """
    here = desk(archive, place)
    last = _readable(archive, place)
    if last is None or not any(last.parts.values()):
        raise NothingToCarry("先前沒有納入的文字可以沿用，請開啟填報頁面填寫。")
    figures = {figure.id for figure in here.project.figures}
    filing = Filing(
        quarter=place.quarter,
        project=place.project,
        city=place.owner,
        progress=Progress.NONE,
        reason=reason,
        carried_from=last.carried_from or last.quarter,
        figures={name: said for name, said in last.figures.items() if name in figures},
        parts=last.parts,
    )
    if misplaced(here.project, filing):
        raise NothingToCarry("方案的段落和上次不同，請開啟填報頁面，把文字放進現有的段落。")
    return filing


def _readable(archive: Archive, place: Place) -> Filing | None:
    try:
        return last_text(archive, place)
    except BadRecord as bad:
        raise NothingToCarry("先前的文字無法讀取，請開啟填報頁面填寫，並通知系統管理者。") from bad


def carry_on(
    archive: Archive, places: Iterable[Place], reason: str, *, by: Person, on: datetime
) -> tuple[Outcome, ...]:
    """Save 本季無新進度 as a draft at every place where nothing is written yet.

    Raises NoSoundReason before anything is written; what is wrong with one place stands in its
    outcome.
    """
    why = sound_reason(reason)

    def step(place: Place) -> Submission:
        if archive.branches.at(place) or archive.blob(place.path):
            raise WrittenAlready("這篇本季已經有文字，沒有變更；請開啟填報頁面修改。")
        return save(archive, carried(archive, place, why), base="", by=by, on=on)

    return take_steps(places, step)
