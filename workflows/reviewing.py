"""Reviewing: comment, send back, approve, merge, reopen.

審查. A decision holds for exactly the text that was on the page: it carries that text's id, and
a newer text is an answer to the person, never approved unseen.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from records.archive import Archive
from records.branch import Branch, Move
from records.errors import Problem
from records.fitting import misplaced
from records.objects import words
from records.place import Place
from records.register import Stage
from workflows.filing import Desk, QuarterClosed, TextChanged, desk, move, reviews
from workflows.people import Act, Person, require
from workflows.submission import NotNow, State, Step, Submission


class NoReason(Problem):
    """The step needs a reason."""


class NothingSaid(Problem):
    """A comment without words."""


class BaseChanged(Problem):
    """The report's text at this place is not the one that the filing started from.

    ``place``, and the ids of the two texts: ``started_from`` and ``now``.
    """

    def __init__(self, place: Place, started_from: str, now: str) -> None:
        """Keep what the page shows side by side."""
        self.place, self.started_from, self.now = place, started_from, now
        super().__init__(
            f"{place.path} 在報告裡的文字已變更；核定失效並退回，請對照兩份文字後再送審。"
        )


class DoesNotFit(Problem):
    """Parts of the text belong to no section of the project (未歸位)."""


def comment(  # noqa: PLR0913 - each by its name
    archive: Archive,
    place: Place,
    text: str,
    *,
    by: Person,
    on: datetime,
    anchor: str = "",
    phrase: str = "",
    thread: str = "",
    resolves: bool | None = None,
) -> Submission:
    """審查意見: say something on a submission, an item or a phrase of it.

    ``anchor`` says where the item stood, ``phrase`` which words are meant. ``thread``: the commit
    of the comment that this one answers; ``resolves`` closes that thread, or opens it again, and
    may go without words. Raises NotAllowed, NothingSaid, NotNow.
    """
    here = desk(archive, place)
    require(by, Act.COMMENT, here.project, place.owner)
    if not text.strip() and (resolves is None or not thread):
        raise NothingSaid("審查意見是空白的，請寫下意見再送出。")
    said = {
        "Words": words(text) if text.strip() else "",
        "Anchor": words(anchor) if anchor else "",
        "Phrase": words(phrase) if phrase else "",
        "Thread": thread,
        "Resolved": "" if resolves is None else ("yes" if resolves else "no"),
    }

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        if branch is None:
            raise NotNow(now.state, Step.COMMENT)
        after = now.after(Step.COMMENT, by=by.author, on=on, reviewing=reviews(by, here))
        return move(here, after, Step.COMMENT, by=by, on=on, said=said)

    return Submission.of(place, archive.branches.advance(place, decide))


def send_back(  # noqa: PLR0913 - each by its name
    archive: Archive, place: Place, reason: str, *, blob: str, by: Person, on: datetime
) -> Submission:
    """退回補正: ask the city for changes; its text stays as it is.

    Raises NotAllowed, NoReason, TextChanged, OwnText, NotNow.
    """
    if not reason.strip():
        raise NoReason("退回補正要寫理由，讓填報人知道要改什麼。")
    return _decide(archive, place, Step.SEND_BACK, blob=blob, by=by, on=on, reason=reason)


def approve(archive: Archive, place: Place, *, blob: str, by: Person, on: datetime) -> Submission:
    """核定: accept exactly the text that was read.

    Raises NotAllowed, TextChanged, OwnText, NotNow.
    """
    return _decide(archive, place, Step.APPROVE, blob=blob, by=by, on=on)


def _decide(  # noqa: PLR0913 - each by its name
    archive: Archive,
    place: Place,
    step: Step,
    *,
    blob: str,
    by: Person,
    on: datetime,
    reason: str = "",
) -> Submission:
    here = desk(archive, place)
    require(by, Act(step.value), here.project, place.owner)

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        if now.state in {State.SENT, State.APPROVED} and now.blob != blob:
            raise TextChanged(now)
        after = now.after(step, by=by.author, on=on, reason=reason, reviewing=True)
        return move(here, after, step, by=by, on=on, reason=reason)

    return Submission.of(place, archive.branches.advance(place, decide))


def merge(
    archive: Archive, places: Iterable[Place], *, by: Person, on: datetime
) -> list[Submission]:
    """納入: take approved texts into the quarter, all of them or none.

    Where main's text is not the one that a filing started from, its approval lapses and it goes
    back to the city. Raises NotAllowed, NotNow, BaseChanged, DoesNotFit, QuarterClosed.
    """
    desks = {place: desk(archive, place) for place in places}
    for place, here in desks.items():
        require(by, Act.MERGE, here.project, place.owner)
        if here.quarter.state is Stage.FROZEN:
            raise QuarterClosed(f"{here.quarter.quarter.label}已定稿，不能再納入；更正請提出勘誤。")

    def decide(branch: Branch, at_start: str, now: str) -> Move:
        here = desks[branch.place]
        before = Submission.of(branch.place, branch, now)
        after = before.after(Step.MERGE, by=by.author, on=on)
        if at_start != now:
            raise BaseChanged(branch.place, at_start, now)
        _require_fit(archive, here, before)
        return move(here, after, Step.MERGE, by=by, on=on)

    try:
        merged = archive.branches.merge(desks, decide)
    except BaseChanged as changed:
        _lapse(archive, desks[changed.place], changed, by=by, on=on)
        raise
    return [Submission.of(branch.place, branch, branch.blob) for branch in merged]


def _require_fit(archive: Archive, here: Desk, approved: Submission) -> None:
    filing = archive.filing(here.place, approved.blob)
    if astray := misplaced(here.project, filing):
        names = "、".join(name or "（未分段）" for name in astray)
        raise DoesNotFit(f"{here.label} 有未歸位的文字（{names}），請先移到方案現有的段落。")


def _lapse(archive: Archive, here: Desk, changed: BaseChanged, *, by: Person, on: datetime) -> None:
    def decide(branch: Branch | None, merged: str) -> Move | None:
        now = Submission.of(here.place, branch, merged)
        if now.state is not State.APPROVED or merged != changed.now:
            return None
        after = now.after(Step.LAPSE, by=by.author, on=on, reason=str(changed))
        # It starts anew from the report as it is now: the city decides with both texts in sight.
        after = replace(after, base="")
        return move(here, after, Step.LAPSE, by=by, on=on, reason=str(changed))

    archive.branches.advance(here.place, decide)


def reopen(archive: Archive, place: Place, reason: str, *, by: Person, on: datetime) -> Submission:
    """重新開放: let a merged text be changed again; the report keeps it until the next merge.

    Raises NotAllowed, NoReason, NotNow, QuarterClosed.
    """
    here = desk(archive, place)
    require(by, Act.REOPEN, here.project, place.owner)
    if not reason.strip():
        raise NoReason("重新開放要寫理由，留在歷程裡。")
    if here.quarter.state is Stage.FROZEN:
        raise QuarterClosed(f"{here.quarter.quarter.label}已定稿，不能重新開放；更正請提出勘誤。")

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        after = now.after(Step.REOPEN, by=by.author, on=on, reason=reason)
        return move(here, after, Step.REOPEN, by=by, on=on, reason=reason)

    return Submission.of(place, archive.branches.reopen(place, decide))
