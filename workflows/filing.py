"""Filing: write a text for one city (or the joint one), send it for review, take it back.

填報. A save carries the id of the text that it was based on: nobody overwrites what he has not
seen. Saving what is there already makes no commit.
"""

from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.branch import Branch, Move
from records.city import JOINT
from records.errors import NotThere, Problem
from records.filing import Filing
from records.objects import words
from records.place import Place
from records.project import Project, Status
from records.prose import length
from records.quarter import Quarter
from records.register import QuarterRecord, Stage
from records.textform import dump
from workflows.people import Act, Bond, Person, bond, require
from workflows.submission import NotNow, State, Step, Submission


class TextChanged(Problem):
    """Somebody else has written meanwhile. ``theirs``: the submission with the newer text."""

    def __init__(self, theirs: Submission) -> None:
        """Name who was faster."""
        self.theirs = theirs
        who = theirs.by.name if theirs.by else "其他人"
        super().__init__(f"{who}在您編輯的時候改過這篇文字；請對照兩份，選擇要留下的內容後再儲存。")


class QuarterClosed(Problem):
    """The quarter takes no texts (any more)."""


class NotAsked(Problem):
    """The register does not ask this owner for a text."""


class NothingToSend(Problem):
    """The filing holds no text."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A place with the quarter and the project that it belongs to, as they are on main now."""

    place: Place
    quarter: QuarterRecord
    project: Project

    @property
    def label(self) -> str:
        """The place in words: 臺北市 114Q4 我的減碳存摺 2.0."""
        owner = (
            "合併填報" if self.place.owner == JOINT else self.quarter.city_label(self.place.owner)
        )
        return f"{owner} {self.place.quarter} {self.project.name}"


def desk(archive: Archive, place: Place) -> Desk:
    """Find the quarter and project of a place. Raises NotThere, NotAsked."""
    try:
        quarter = archive.load(QuarterRecord, f"{place.quarter}/quarter.md")
        project = archive.load(Project, f"{place.quarter}/{place.project}/project.md")
    except NotThere:
        raise NotThere(
            f"{place.quarter} 的方案名冊裡沒有 {place.project}，請由名冊選擇。"
        ) from None
    if place.owner not in project.owners:
        raise NotAsked(f"「{project.name}」本季不需要 {place.owner} 填報；請由名冊選擇縣市。")
    return Desk(place, quarter, project)


def submission(archive: Archive, place: Place) -> Submission:
    """Return where a filing is now."""
    return Submission.of(place, archive.branches.at(place), archive.blob(place.path))


def submissions(archive: Archive, quarter: Quarter) -> dict[Place, Submission]:
    """Return where every filing of a quarter is that the register asks for, or that exists."""
    branches = archive.branches.of_quarter(quarter)
    holding = archive.holding(quarter)
    places = {
        Place(quarter, project.project, owner)
        for project in holding.projects
        for owner in project.owners
    }
    found = {}
    for place in sorted(places | set(branches)):
        source = holding.source(place.project, place.owner)
        found[place] = Submission.of(place, branches.get(place), source.blob if source else "")
    return found


def save(archive: Archive, filing: Filing, *, base: str, by: Person, on: datetime) -> Submission:
    """儲存: keep a text as a draft.

    ``base``: the id of the text that the person began from ('' for none). A text that was sent
    or approved becomes a draft again. Raises NotAllowed, QuarterClosed, NotAsked, TextChanged,
    NotNow; BadRecord for a text that no record can hold.
    """
    place = Place(filing.quarter, filing.project, filing.city)
    here = desk(archive, place)
    require(by, Act.SAVE, here.project, place.owner)
    text = dump(filing)

    def decide(branch: Branch | None, merged: str) -> Move | None:
        now = Submission.of(place, branch, merged)
        require_open(here, now, on)
        if now.blob != base:
            raise TextChanged(now)
        if now.state is State.MERGED:
            raise NotNow(now.state, Step.SAVE)
        if now.blob and archive.text(now.blob) == text:
            return None
        saved = now.after(Step.SAVE, by=by.author, on=on)
        return move(here, saved, Step.SAVE, by=by, on=on, text=text)

    return Submission.of(place, archive.branches.advance(place, decide), base)


def send(  # noqa: PLR0913 - each by its name
    archive: Archive,
    place: Place,
    *,
    blob: str,
    by: Person,
    on: datetime,
    receipt: str = "",
    note: str = "",
) -> Submission:
    """送審: hand the text that the person has seen (``blob``) to the coordinators.

    ``receipt``: the number of the receipt that it is written on. ``note``: what the coordinators
    should know. Raises NotAllowed, QuarterClosed, TextChanged, NothingToSend, NotNow, BadRecord.
    """
    here = desk(archive, place)
    require(by, Act.SEND, here.project, place.owner)
    said = {"Receipt": receipt, "Words": words(note) if note else ""}

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        require_open(here, now, on)
        sent = now.after(Step.SEND, by=by.author, on=on)
        if now.blob != blob:
            raise TextChanged(now)
        filing = archive.filing(place, now.blob)
        if not any(map(length, filing.parts.values())):
            raise NothingToSend("這篇還沒有文字，請先填寫，或選擇「本季無新進度」沿用上季文字。")
        return move(here, sent, Step.SEND, by=by, on=on, said=said)

    return Submission.of(place, archive.branches.advance(place, decide))


def withdraw(archive: Archive, place: Place, *, by: Person, on: datetime) -> Submission:
    """撤回: take a sent text back, until a coordinator's first step.

    Raises NotAllowed, NotNow, TooLateToWithdraw.
    """
    here = desk(archive, place)
    require(by, Act.WITHDRAW, here.project, place.owner)

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        taken = now.after(Step.WITHDRAW, by=by.author, on=on)
        return move(here, taken, Step.WITHDRAW, by=by, on=on)

    return Submission.of(place, archive.branches.advance(place, decide))


def move(  # noqa: PLR0913 - a step is all of these, each by its name
    here: Desk,
    becomes: Submission,
    step: Step,
    *,
    by: Person,
    on: datetime,
    reason: str = "",
    said: dict[str, str] | None = None,
    text: bytes | None = None,
) -> Move:
    """Write a step down: its sentence and its trailers."""
    trailers = {
        "Step": step.value,
        "By": by.email,
        "Role": by.role.value,
        "Reason": words(reason) if reason else "",
        **becomes.trailers(),
        **(said or {}),
    }
    return Move(f"{step.label}：{here.label}", by.author, on, trailers, text)


def require_open(here: Desk, now: Submission, on: datetime) -> None:
    """Raise QuarterClosed where the quarter takes no text of this filing.

    A closed quarter, or one whose days of grace are over, takes what was sent before, to be mended
    and sent again until the freeze, and what has an exception that still runs.
    """
    quarter = here.quarter
    name = quarter.quarter.label
    if quarter.state is Stage.FROZEN:
        raise QuarterClosed(f"{name}已定稿，不能再填報；更正請提出勘誤。")
    if quarter.opens and on.date() < quarter.opens:
        raise QuarterClosed(f"{name}自 {quarter.opens:%Y-%m-%d} 起開放填報，請屆時再儲存。")
    until = quarter.excepted_until(here.place.project, here.place.owner)
    late = until is None or on > until
    if quarter.closed(on) and now.first_sent is None and late:
        raise QuarterClosed(f"{name}已截止填報；如需補報，請洽彙整窗口同意展延。")
    if here.project.status is Status.DELISTED:
        raise QuarterClosed(f"「{here.project.name}」已解除列管，本季不必填報。")


def reviews(person: Person, here: Desk) -> bool:
    """Tell whether a person acts as a coordinator on a filing."""
    return bond(person, here.project, here.place.owner) is Bond.COORDINATOR
