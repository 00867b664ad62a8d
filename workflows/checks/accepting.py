"""Accepting: a finding that is no mistake is answered with a reason, which stays in the history.

說明檢查提示. A step on the filing's branch: who, why, of which rule, and the mark of the words that
were asked about. Every later step carries the marks on (``Submission.accepted``), so the tip of the
branch says what is answered; when the words change, their mark is another one and the finding is
back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.branch import Branch, Move
from records.branch import Step as Written
from records.errors import Problem
from records.place import Place
from workflows.checks.finding import Finding, Level
from workflows.checks.rules import BY_ID, RULES
from workflows.filing import TextChanged, desk, move, require_open, reviews
from workflows.people import Act, Person, require
from workflows.submission import NotNow, Step, Submission

TRAILER = "Accepts"
"""One line of JSON: a list of ``rule``, ``mark``, ``words``, ``reason``."""


class ReasonMissing(Problem):
    """A finding was to be accepted without a reason."""


class NotToAccept(Problem):
    """What was to be accepted is an error, or no finding of the text any more."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding, and why it is right as it stands."""

    rule: str
    mark: str
    words: str
    reason: str
    by: str = ""
    on: datetime | None = None

    @classmethod
    def of(cls, finding: Finding, reason: str) -> "Acceptance":
        """Accept a finding for a reason."""
        return cls(finding.rule, finding.mark, finding.words, reason.strip())

    @property
    def key(self) -> str:
        """How a submission names it."""
        return f"{self.rule}:{self.mark}"


def accept(  # noqa: PLR0913 - each by its name
    archive: Archive,
    place: Place,
    accepted: Iterable[Acceptance],
    *,
    blob: str,
    by: Person,
    on: datetime,
) -> Submission:
    """說明: answer findings of the text that the person has seen (``blob``), each with a reason.

    Raises NotAllowed, ReasonMissing, NotToAccept, TextChanged, QuarterClosed, NotNow.
    """
    here = desk(archive, place)
    require(by, Act.ACCEPT, here.project, place.owner)
    answers = tuple(accepted)
    for each in answers:
        _require_sound(each)

    def decide(branch: Branch | None, merged: str) -> Move | None:
        now = Submission.of(place, branch, merged)
        require_open(here, now, on)
        if branch is None:
            raise NotNow(now.state, Step.ACCEPT)
        after = now.after(Step.ACCEPT, by=by.author, on=on, reviewing=reviews(by, here))
        if now.blob != blob:
            raise TextChanged(now)
        new = [each for each in answers if each.key not in now.accepted]
        if not new:
            return None
        said = {TRAILER: _written(new)}
        becomes = after.accepting(each.key for each in new)
        return move(here, becomes, Step.ACCEPT, by=by, on=on, said=said)

    return Submission.of(place, archive.branches.advance(place, decide))


def _require_sound(answer: Acceptance) -> None:
    rule = BY_ID.get(answer.rule)
    if rule is None or rule.level is Level.ERROR:
        raise NotToAccept("這一則是錯誤，不能說明後略過，請改好文字。")
    if not answer.reason.strip():
        raise ReasonMissing(f"「{rule.sentence}」要寫下理由，或改好文字。")


def _written(answers: Iterable[Acceptance]) -> str:
    told = [
        {"rule": each.rule, "mark": each.mark, "words": each.words, "reason": each.reason}
        for each in answers
    ]
    # What ends a line for some readers of a commit is written as its number.
    return json.dumps(told, ensure_ascii=False).translate(_LINE_ENDS)


_LINE_ENDS = {each: f"\\u{each:04x}" for each in (0x7F, 0x85, 0x2028, 0x2029)}


def acceptances(steps: Iterable[Written]) -> Iterator[Acceptance]:
    """Yield what was accepted on a filing, oldest first, with who and when."""
    for step in steps:
        for said in _read(step.trailers.get(TRAILER, "")):
            yield Acceptance(**said, by=step.by.name, on=step.on)


def _read(trailer: str) -> Iterator[dict[str, str]]:
    try:
        told = json.loads(trailer or "[]")
    except ValueError:
        return
    for each in told if isinstance(told, list) else ():
        if isinstance(each, dict) and all(isinstance(each.get(k), str) for k in FIELDS):
            yield {name: each[name] for name in FIELDS}


FIELDS = ("rule", "mark", "words", "reason")


# -- What is left to answer ---------------------------------------------------------------------


def is_accepted(finding: Finding, submission: Submission | None) -> bool:
    """Tell whether a finding was answered, in the words that still stand there."""
    return submission is not None and f"{finding.rule}:{finding.mark}" in submission.accepted


def to_answer(findings: Iterable[Finding], submission: Submission | None) -> tuple[Finding, ...]:
    """Return the findings that sending asks a confirmation or reason for: open ones to warn of."""
    return tuple(
        each for each in findings if each.level is Level.WARN and not is_accepted(each, submission)
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a rule asked in a quarter, and how often the answer was that all is well.

    ``asked`` counts what it asks now and what it was answered before; ``accepted`` the answered.
    """

    rule: str
    asked: int
    accepted: int

    @property
    def share(self) -> float | None:
        """Accepted of asked; None where it never asked. Near 1, the rule is noise."""
        return self.accepted / self.asked if self.asked else None


def rates(findings: Iterable[Finding], found: Mapping[Place, Submission]) -> tuple[Rate, ...]:
    """Return the rate of every rule in a quarter, in the order of the handbook.

    ``findings``: all of the quarter, accepted or not; ``found``: its submissions.
    """
    asked: dict[str, set[tuple[str, str, str]]] = {rule.id: set() for rule in RULES}
    accepted: dict[str, set[tuple[str, str, str]]] = {rule.id: set() for rule in RULES}
    for place, submission in found.items():
        for key in submission.accepted:
            rule, _, mark = key.partition(":")
            accepted.setdefault(rule, set()).add((place.project, place.owner, mark))
    for each in findings:
        asked[each.rule].add((each.project, each.city, each.mark))
    return tuple(
        Rate(rule, len(asked[rule] | accepted[rule]), len(accepted[rule])) for rule in asked
    )
