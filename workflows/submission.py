"""A submission: a filing on its way to the report; STEPS is its whole life.

送審案. Its state is the fold of the steps on its branch (``docs/decisions/0004``): every step
writes the folded state into its trailers, so the tip alone says it, and ``Submission.of`` reads
it back.

>>> STEPS[State.RETURNED, Step.SEND].label
'已送審'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from records.branch import Branch
from records.errors import Problem
from records.objects import Author, people, spoken, words
from records.place import Place
from workflows.people import Act


class State(StrEnum):
    """Where a filing is."""

    MISSING = "missing"
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The word on the page."""
        return LABELS[self]


LABELS = {
    State.MISSING: "未填報",
    State.DRAFT: "草稿",
    State.SENT: "已送審",
    State.RETURNED: "退回補正",
    State.APPROVED: "已核定",
    State.MERGED: "已納入",
}


class Step(StrEnum):
    """What happens to a filing; the acts of people, and what the platform finds."""

    SAVE = "save"
    SEND = "send"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    COMMENT = "comment"
    SEND_BACK = "send-back"
    APPROVE = "approve"
    LAPSE = "lapse"
    MERGE = "merge"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        """The word on the page, and in the history."""
        return "核定失效" if self is Step.LAPSE else Act(self.value).label


STEPS: dict[tuple[State, Step], State] = {
    (State.MISSING, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.ACCEPT): State.DRAFT,
    (State.DRAFT, Step.COMMENT): State.DRAFT,
    (State.DRAFT, Step.SEND): State.SENT,
    (State.SENT, Step.SAVE): State.DRAFT,
    (State.SENT, Step.WITHDRAW): State.DRAFT,
    (State.SENT, Step.ACCEPT): State.SENT,
    (State.SENT, Step.COMMENT): State.SENT,
    (State.SENT, Step.SEND_BACK): State.RETURNED,
    (State.SENT, Step.APPROVE): State.APPROVED,
    (State.RETURNED, Step.SAVE): State.RETURNED,
    (State.RETURNED, Step.ACCEPT): State.RETURNED,
    (State.RETURNED, Step.COMMENT): State.RETURNED,
    (State.RETURNED, Step.SEND): State.SENT,
    (State.APPROVED, Step.SAVE): State.DRAFT,
    (State.APPROVED, Step.COMMENT): State.APPROVED,
    (State.APPROVED, Step.SEND_BACK): State.RETURNED,
    (State.APPROVED, Step.LAPSE): State.RETURNED,
    (State.APPROVED, Step.MERGE): State.MERGED,
    (State.MERGED, Step.COMMENT): State.MERGED,
    (State.MERGED, Step.REOPEN): State.DRAFT,
}
"""From a state, by a step, to a state. What is not here cannot happen.

A returned text stays returned while it is mended: what the coordinator asked for stays in sight.
"""

REVIEWING = frozenset({Step.COMMENT, Step.SEND_BACK, Step.APPROVE})
"""Steps of a coordinator after which a text cannot be withdrawn any more."""


class NotNow(Problem):
    """The step cannot be taken in the state that the filing is in."""

    def __init__(self, state: State, step: Step) -> None:
        """Say the state in the words of the page."""
        self.state, self.step = state, step
        super().__init__(f"這篇文字現在是「{state.label}」，不能{step.label}；請重新載入頁面。")


class TooLateToWithdraw(NotNow):
    """A coordinator has begun to review."""

    def __init__(self) -> None:
        """Say what to do instead."""
        Problem.__init__(self, "彙整窗口已經開始審查，不能撤回；如需修改，請直接儲存新的文字。")
        self.state, self.step = State.SENT, Step.WITHDRAW


class OwnText(Problem):
    """Nobody decides on a text that he wrote himself (四眼原則)."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A filing on its way.

    ``blob``: its text, '' for none. ``base``: the commit of main that it started from.
    ``filed_by``: everybody who wrote in it. ``reviewed``: a coordinator took a step since it
    was sent. ``reason``: of the last sending back, lapse or reopening. ``pushed``: commits of
    ordinary git since the last step. ``accepted``: the findings of the checks that somebody gave
    a reason for, each as ``rule:mark``.
    """

    place: Place
    state: State = State.MISSING
    tip: str = ""
    blob: str = ""
    base: str = ""
    since: datetime | None = None
    by: Author | None = None
    filed_by: tuple[Author, ...] = ()
    sent_by: Author | None = None
    first_sent: datetime | None = None
    approved_by: Author | None = None
    reviewed: bool = False
    reason: str = ""
    pushed: int = 0
    accepted: tuple[str, ...] = ()

    @classmethod
    def of(cls, place: Place, branch: Branch | None, merged: str = "") -> "Submission":
        """Read a submission from its branch.

        ``merged``: the id of main's text at its path; where nobody has a branch, that text came
        by import and is merged.
        """
        if branch is None:
            return cls(place, State.MERGED if merged else State.MISSING, blob=merged)
        said = branch.trailers
        folded = cls(
            place=place,
            state=_state(said, merged),
            tip=branch.tip,
            blob=said.get("Blob", ""),
            base=branch.base,
            since=_moment(said.get("Since", "")),
            by=branch.author,
            filed_by=people(said.get("Filed-By", "")),
            sent_by=_one(said.get("Sent-By", "")),
            first_sent=_moment(said.get("First-Sent", "")),
            approved_by=_one(said.get("Approved-By", "")),
            reviewed=said.get("Reviewed") == "yes",
            reason=spoken(said.get("State-Reason", "")),
            accepted=tuple(said.get("Accepted", "").split()),
        )
        for commit in branch.pushed:
            folded = folded.pushed_over(commit.author, commit.written_at)
        return replace(folded, blob=branch.blob)

    def pushed_over(self, by: Author, on: datetime) -> "Submission":
        """Return what a commit pushed with ordinary git makes of it: a draft to be looked at."""
        return replace(self._written(by, on, pushed_to(self.state)), pushed=self.pushed + 1)

    def accepting(self, findings: Iterable[str]) -> "Submission":
        """Return it with findings accepted, each as ``rule:mark``."""
        return replace(self, accepted=tuple(dict.fromkeys((*self.accepted, *findings))))

    def after(
        self, step: Step, *, by: Author, on: datetime, reason: str = "", reviewing: bool = False
    ) -> "Submission":
        """Return what a step makes of it. Raises NotNow, OwnText.

        ``reviewing``: the person acts as a coordinator.
        """
        state = STEPS.get((self.state, step))
        if state is None:
            raise NotNow(self.state, step)
        if step is Step.SAVE:
            return replace(self._written(by, on, state), pushed=0)
        if step is Step.WITHDRAW and self.reviewed:
            raise TooLateToWithdraw
        if step in {Step.APPROVE, Step.SEND_BACK} and self._wrote(by):
            raise OwnText("這篇文字是您自己填報的，請由另一位彙整窗口決定。")
        return replace(
            self,
            state=state,
            since=self.since if state is self.state else on,
            by=by,
            sent_by=by if step is Step.SEND else self.sent_by,
            first_sent=self.first_sent or (on if step is Step.SEND else None),
            approved_by=_approver(self, step, by),
            reviewed=step is not Step.SEND and (self.reviewed or (reviewing and step in REVIEWING)),
            reason=reason if step in {Step.SEND_BACK, Step.LAPSE, Step.REOPEN} else self.reason,
            pushed=0,
        )

    def _written(self, by: Author, on: datetime, state: State) -> "Submission":
        authors = self.filed_by if self._wrote(by) else (*self.filed_by, by)
        since = self.since if state is self.state and self.since else on
        return replace(self, state=state, since=since, by=by, filed_by=authors, approved_by=None)

    def _wrote(self, person: Author) -> bool:
        return person.email.casefold() in {author.email.casefold() for author in self.filed_by}

    def trailers(self) -> dict[str, str]:
        """Return the folded state as the trailers of its newest step."""
        return {
            "State": self.state.value,
            "Since": self.since.isoformat() if self.since else "",
            "Filed-By": ", ".join(map(str, self.filed_by)),
            "Sent-By": str(self.sent_by or ""),
            "First-Sent": self.first_sent.isoformat() if self.first_sent else "",
            "Approved-By": str(self.approved_by or ""),
            "Reviewed": "yes" if self.reviewed else "",
            "State-Reason": words(self.reason) if self.reason else "",
            "Accepted": " ".join(self.accepted),
            "Base": self.base,
        }


def pushed_to(state: State) -> State:
    """Return what a commit pushed with ordinary git makes of a state: nobody has looked at it."""
    return state if state is State.RETURNED else State.DRAFT


def _approver(before: Submission, step: Step, by: Author) -> Author | None:
    if step is Step.APPROVE:
        return by
    return before.approved_by if step in {Step.COMMENT, Step.MERGE} else None


def _state(said: Mapping[str, str], merged: str) -> State:
    try:
        return State(said["State"])
    except (KeyError, ValueError):
        return State.MERGED if merged else State.MISSING


def _moment(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _one(said: str) -> Author | None:
    return next(iter(people(said)), None)
