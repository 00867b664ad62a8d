"""Tasks: what a person has to do in a quarter, in the order of what to do next.

待辦. One read of the archive: the register and merged texts at main, and the tips of the branches.
Days are days of the calendar; working days are for letters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain

from records.archive import Archive
from records.branch import Branch
from records.branch import Step as Written
from records.city import JOINT
from records.errors import NotThere
from records.holding import Holding
from records.place import Place
from records.project import Group, Project, Status
from records.quarter import Quarter, days_between
from records.register import QuarterRecord
from workflows.filing import Desk, QuarterClosed, require_open
from workflows.people import Bond, Person, bond
from workflows.status import late
from workflows.submission import State, Step, Submission

SOON = 3
"""Days before its deadline from which a text comes before what is merely not begun."""

FAR = datetime.max.replace(tzinfo=UTC)


class Next(StrEnum):
    """What is next for a text, in the order in which people should do it."""

    MEND = "mend"
    HURRY = "hurry"
    BEGIN = "begin"
    FINISH = "finish"
    WAIT = "wait"
    DONE = "done"

    @property
    def label(self) -> str:
        """The words on the page."""
        return {
            "mend": "退回補正",
            "hurry": "快到期或已逾期",
            "begin": "還沒填",
            "finish": "草稿",
            "wait": "等待審查",
            "done": "已完成",
        }[self.value]


STANDS: dict[State, Next] = {
    State.RETURNED: Next.MEND,
    State.MISSING: Next.BEGIN,
    State.DRAFT: Next.FINISH,
    State.SENT: Next.WAIT,
    State.APPROVED: Next.DONE,
    State.MERGED: Next.DONE,
}
"""What is next in a state, unless the deadline is near."""

TOLD = frozenset({Step.COMMENT, Step.SEND_BACK, Step.APPROVE, Step.LAPSE, Step.MERGE, Step.REOPEN})
"""What a person is told of: comments and decisions."""


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else has done to a text. ``step`` is None where it was pushed.

    ``fresh``: it happened since the person last looked.
    """

    step: Step | None
    who: str
    when: datetime
    words: str
    fresh: bool

    @property
    def label(self) -> str:
        """The words on the page."""
        return self.step.label if self.step else "以其他工具修改"


@dataclass(frozen=True, slots=True)
class Task:
    """A text, and what its writer should know before opening it.

    ``at`` counts in print order. ``owner`` is its label (新北市, 合併), ``days`` are left until
    ``due`` (negative: over), ``closed`` says why nothing can be written. ``news`` came since the
    person's own last step, newest first.
    """

    at: int
    project: Project
    owner: str
    submission: Submission
    kind: Next
    due: datetime | None
    days: int | None
    late: bool
    closed: str
    news: tuple[News, ...] = ()

    @property
    def place(self) -> Place:
        """Where the text stands."""
        return self.submission.place

    @property
    def key(self) -> str:
        """Its name in a form: bridge/taipei."""
        return f"{self.place.project}/{self.place.owner}"

    @property
    def writer(self) -> str:
        """The city that files it."""
        return self.project.lead if self.joint else self.place.owner

    @property
    def state(self) -> State:
        """Where it is."""
        return self.submission.state

    @property
    def joint(self) -> bool:
        """Whether it is the text of all cities."""
        return self.place.owner == JOINT

    @property
    def mended(self) -> bool:
        """Whether somebody has written in it since it was sent back."""
        stands = self.submission
        return self.state is State.RETURNED and stands.by in stands.filed_by

    @property
    def unwritten(self) -> bool:
        """Whether its writer has still to sit down to it."""
        waits = self.state is State.MISSING or (self.state is State.RETURNED and not self.mended)
        return waits and not self.closed

    @property
    def fresh(self) -> tuple[News, ...]:
        """What happened since the person last looked."""
        return tuple(each for each in self.news if each.fresh)

    @property
    def ready(self) -> bool:
        """Whether there is a text that could be sent."""
        return self.state in {State.DRAFT, State.RETURNED} and bool(self.submission.blob)

    @property
    def withdrawable(self) -> bool:
        """Whether it may still be taken back."""
        return self.state is State.SENT and not self.submission.reviewed


@dataclass(frozen=True, slots=True)
class TaskList:
    """A person's quarter. ``joint`` are joint texts of other cities that are on their way."""

    record: QuarterRecord
    tasks: tuple[Task, ...]
    joint: tuple[Task, ...] = ()

    def at(self, place: Place) -> Task | None:
        """Return the task of a place, None where the person does not write there."""
        return next((task for task in self.tasks if task.place == place), None)

    def chosen(self, keys: Iterable[str]) -> tuple[Task, ...]:
        """Return the tasks that a form names, in the order of the desk.

        Raises NotThere where the person does not write one of them.
        """
        wanted = set(keys)
        found = tuple(task for task in self.tasks if task.key in wanted)
        if len(found) < len(wanted):
            raise NotThere("選取的方案裡有不是您填報的，沒有變更；請回我的方案重新勾選。")
        return found

    def of_group(self, group: str) -> "TaskList":
        """Return what belongs to one working group; everything for ''."""
        if not group:
            return self
        mine, others = (
            tuple(task for task in tasks if task.project.group == group)
            for tasks in (self.tasks, self.joint)
        )
        return TaskList(self.record, mine, others)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The working groups that something of this belongs to, in print order."""
        here = {task.project.group for task in chain(self.tasks, self.joint)}
        return tuple(group for group in self.record.groups if group.id in here)

    def by_next(self) -> Iterator[tuple[Next, tuple[Task, ...]]]:
        """Yield what there is of each kind, in order."""
        for each in Next:
            if found := tuple(task for task in self.tasks if task.kind is each):
                yield each, found


def tasks_of(
    archive: Archive,
    quarter: Quarter,
    person: Person,
    *,
    now: datetime,
    seen: datetime | None = None,
) -> TaskList:
    """Return what a person has to do in a quarter. Raises NotThere, BadRecord.

    ``seen``: when the person last looked at the list.
    """
    look = _Look(archive, archive.holding(quarter), person, now, seen)
    cities = {desk.city for desk in person.desks if desk.city}
    branches = archive.branches.of_quarter(quarter, sorted({*cities, JOINT}))
    mine, others = [], []
    for at, project in enumerate(look.holding.projects):
        for owner in project.owners:
            branch = branches.get(Place(quarter, project.project, owner))
            how = bond(person, project, owner)
            if how is Bond.OWNER and (project.status is Status.ACTIVE or branch):
                mine.append(look.task(at, project, owner, branch))
            elif how is Bond.PARTICIPANT and owner == JOINT and branch:
                others.append(look.task(at, project, owner, branch))
    on_their_way = (task for task in others if task.state is not State.MERGED)
    return TaskList(look.holding.record, tuple(sorted(mine, key=_urgency)), tuple(on_their_way))


def _urgency(task: Task) -> tuple[int, bool, datetime, int]:
    """Sort by what is next; what is written already comes behind what is not."""
    return tuple(Next).index(task.kind), not task.unwritten, task.due or FAR, task.at


@dataclass(frozen=True, slots=True)
class _Look:
    """Somebody looks at a quarter at a moment."""

    archive: Archive
    holding: Holding
    person: Person
    now: datetime
    seen: datetime | None

    def task(self, at: int, project: Project, owner: str, branch: Branch | None) -> Task:
        record = self.holding.record
        place = Place(record.quarter, project.project, owner)
        source = self.holding.source(place.project, owner)
        stands = Submission.of(place, branch, source.blob if source else "")
        due = record.due_for(place.project, owner)
        days = None if due is None else days_between(self.now, due)
        closed = _closed(Desk(place, record, project), stands, self.now)
        return Task(
            at=at,
            project=project,
            owner=record.city_label(owner),
            submission=stands,
            kind=_next(stands, days, closed=closed),
            due=due,
            days=days,
            late=project.status is Status.ACTIVE and late(record, stands, self.now),
            closed=closed,
            news=tuple(self.news(branch, stands)) if branch else (),
        )

    def news(self, branch: Branch, stands: Submission) -> Iterator[News]:
        """Yield what others have done since the person's own last step.

        At the first look of all, only what still asks for something is new.
        """
        first = STANDS[stands.state] is not Next.DONE
        for step in self.archive.branches.newest_steps(branch):
            if step.by.email.casefold() == self.person.email.casefold():
                return
            kind = _kind(step)
            if kind is None or kind in TOLD:
                fresh = first if self.seen is None else step.on > self.seen
                said = step.words if kind else step.subject
                yield News(kind, step.by.name, step.on, said, fresh)


def _next(stands: Submission, days: int | None, *, closed: str) -> Next:
    near = days is not None and days <= SOON and not closed
    hurry = near and stands.state in {State.MISSING, State.DRAFT}
    return Next.HURRY if hurry else STANDS[stands.state]


def _closed(here: Desk, stands: Submission, now: datetime) -> str:
    try:
        require_open(here, stands, now)
    except QuarterClosed as closed:
        return str(closed)
    return ""


def _kind(step: Written) -> Step | None:
    said = step.trailers.get("Step")
    return Step(said) if said else None


def next_after(tasks: Iterable[Task], place: Place) -> Place | None:
    """Return where to write next, None where nothing is left to be written.

    What comes behind the place on the desk is next, as the desk stood before it was written:
    who passes a text over is not led back to it at once. Drafts are not offered again; they wait
    to be sent together.
    """
    found = tuple(tasks)
    left = [task for task in found if task.unwritten and task.place != place]
    here = next((task for task in found if task.place == place), None)
    behind = (task for task in left if here is None or _before(task) > _before(here))
    first = next(chain(behind, left), None)
    return first.place if first else None


def _before(task: Task) -> tuple[int, datetime, int]:
    """Sort as the desk stood before a text was written or sent."""
    written = task.kind in {Next.FINISH, Next.WAIT, Next.DONE}
    kind = Next.BEGIN if written else task.kind
    return tuple(Next).index(kind), task.due or FAR, task.at
