"""The basket: texts that a city sends for review together.

整批送審. Each is checked and sent for itself: what is wrong with one does not hold back the
others, and is said beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.errors import BadRecord, Problem
from records.filing import Filing
from records.fitting import misplaced
from records.outline import length
from records.place import Place
from workflows.batch import Outcome, take_steps
from workflows.checks.accepting import Acceptance, accept, is_accepted
from workflows.checks.finding import Finding, Level
from workflows.filing import send
from workflows.people import Person
from workflows.receipts import Number
from workflows.submission import Submission
from workflows.tasks import Task

Check = Callable[[Filing], Iterable[Finding]]
"""Says what a careful reader would ask about a text."""


class NotReady(Problem):
    """Something about the text keeps it from being sent."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A text that could be sent: what was found in it, and what keeps it from being sent."""

    task: Task
    filing: Filing | None
    findings: tuple[Finding, ...]
    hindrances: tuple[str, ...]

    @property
    def sendable(self) -> bool:
        """Whether nothing keeps it from being sent."""
        return not self.hindrances

    @property
    def chosen(self) -> bool:
        """Whether it is sent unless the person says otherwise: not as it was sent back."""
        return self.sendable and not self.task.unwritten

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that should be looked at before; one that is there twice is one."""
        found = {each.mark: each for each in self.findings if each.level is Level.WARN}
        return tuple(found.values())

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended before."""
        return tuple(each for each in self.findings if each.level is Level.ERROR)


def pack(archive: Archive, tasks: Iterable[Task], check: Check) -> tuple[Parcel, ...]:
    """Return what of these could be sent, in their order."""
    return tuple(parcel(archive, task, check) for task in tasks if task.ready)


def parcel(archive: Archive, task: Task, check: Check) -> Parcel:
    """Look over one text as it stands; what was answered with a reason is not asked again."""
    try:
        filing = archive.filing(task.place, task.submission.blob)
    except BadRecord as bad:
        return Parcel(task, None, (), (f"紀錄無法讀取：{bad.sentence}",))
    findings = tuple(each for each in check(filing) if not is_accepted(each, task.submission))
    return Parcel(task, filing, findings, tuple(_hindrances(task, filing, findings)))


def _hindrances(task: Task, filing: Filing, findings: Iterable[Finding]) -> Iterable[str]:
    if task.closed:
        yield task.closed
    if not any(map(length, filing.parts.values())):
        yield "還沒有文字，請先填寫，或選擇「本季無新進度」。"
    if astray := misplaced(task.project, filing):
        names = "、".join(name or "（未分段）" for name in astray)
        yield f"有未歸位的文字（{names}），請先移到方案現有的段落。"
    for finding in findings:
        if finding.level is Level.ERROR:
            yield finding.message


def answer(
    archive: Archive,
    parcel: Parcel,
    reasons: Mapping[str, str],
    *,
    by: Person,
    on: datetime,
) -> None:
    """Answer the doubts about a text with the reasons that were written, by a finding's mark.

    Raises what ``accept`` raises.
    """
    answers = tuple(
        Acceptance.of(each, reasons[each.mark]) for each in parcel.doubts if reasons.get(each.mark)
    )
    if answers:
        blob = parcel.task.submission.blob
        accept(archive, parcel.task.place, answers, blob=blob, by=by, on=on)


def send_off(  # noqa: PLR0913 - each by its name
    archive: Archive,
    parcels: Iterable[Parcel],
    number: Number,
    *,
    by: Person,
    on: datetime,
    note: str = "",
) -> tuple[Outcome, ...]:
    """Send texts for review under one number, and return what became of each, in order.

    ``note``: a word to the coordinators, kept with every one of them. Exactly the text that was
    looked over is sent: who has saved since is told.
    """
    packed = {each.task.place: each for each in parcels}

    def step(place: Place) -> Submission:
        here = packed[place]
        if here.hindrances:
            raise NotReady("；".join(each.rstrip("。") for each in here.hindrances) + "。")
        blob = here.task.submission.blob
        return send(archive, place, blob=blob, by=by, on=on, receipt=str(number), note=note)

    return take_steps(packed, step)
