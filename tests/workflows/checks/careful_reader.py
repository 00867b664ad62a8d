"""The independent reader's labels beside the findings on the visible report (``../shared``)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from records.holding import Holding
from records.quarter import Quarter
from workflows.checks.check import check_quarter
from workflows.checks.context import Context
from workflows.checks.finding import Finding
from workflows.checks.manuscript import Manuscript, front, manuscript
from workflows.checks.rules import RULES
from workflows.importing.read import read_report
from workflows.importing.recognise import recognise

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
REPORT = SHARED / "report-114Q4-groups-1-6.txt"
LABELS = SHARED / "oddities-groups-1-6.json"

ANSWERS = {
    "A1": "figures-transfers",
    "A2": "numbers-opposite",
    "A3": "numbers-list",
    "A4": "numbers-city-missing",
    "A5": "lineage-short-city",
    "A6": "numbers-no-period",
    "A7": "numbers-no-period",
    "A8": "across-none",
    "A10": "numbers-money",
    "B1": "dates-quarter-month across-quarter across-name",
    "B2": "dates-told-as-done across-name",
    "B3": "dates-told-as-done",
    "B4": "dates-own-as-of",
    "B5": "across-date",
    "B6": "across-name",
    "B7": "across-name",
    "B8": "across-twice",
    "C1": "lineage-city-missing",
    "C4": "lineage-city-missing",
    "D1": "lineage-unknown",
    "D2": "lineage-spelt",
    "D3": "lineage-taken-over",
    "E1": "stale-old-date",
    "E2": "stale-no-date",
    "E6": "stale-all-done",
    "E7": "stale-ended",
    "F1": "language-brackets",
    "F2": "language-full-stop",
    "F3": "language-lead-in",
    "F4": "language-narrow-mark",
    "F5": "language-bracket-width",
    "G1": "language-tai",
    "G3": "language-variant",
    "G4": "language-one-of-two",
    "G7": "language-one-of-two",
    "G11": "language-one-of-two",
    "H1": "language-confusable",
    "H3": "language-variant",
    "H7": "language-confusable",
    "I1": "privacy-person",
    "I2": "privacy-person",
    "I3": "privacy-person",
}
"""Which rules answer which label. Labels that ask for a person's judgement, for information or for
the quarter before are not here."""

CODE = re.compile(r"(?<![\d/])([1-8])-(\d\d)(?!\d)")


@dataclass(frozen=True)
class Label:
    """What the reader found odd: where (codes such as 2-03), and the words."""

    no: str
    codes: frozenset[str]
    quotes: tuple[str, ...]

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(ANSWERS.get(self.no, "").split())


@cache
def labels() -> tuple[Label, ...]:
    told = json.loads(LABELS.read_text("utf-8"))
    return tuple(
        Label(
            each["no"],
            frozenset(f"{g}-{p}" for g, p in CODE.findall(f"{each['where']} {each['why']}")),
            tuple(map(_squash, each["quotes"])),
        )
        for each in told
    )


@cache
def holding() -> Holding:
    read = recognise(read_report(REPORT), Quarter(114, 4))
    filings = {(each.project, each.city): each for each in read.filings}
    day = datetime(2026, 1, 15, tzinfo=UTC)
    return Holding("c" * 40, day, read.record, "", read.projects, filings, {}, {}, ())


@cache
def context() -> Context:
    return Context.of(holding())


@cache
def findings() -> tuple[Finding, ...]:
    return check_quarter(context())


@cache
def codes() -> dict[str, str]:
    """Return each project's code: the number of its group, and its own in it."""
    groups = [each.id for each in holding().record.groups]
    found, numbers = {}, Counter[str]()
    for project in holding().projects:
        numbers[project.group] += 1
        number = groups.index(project.group) + 1
        found[project.project] = f"{number}-{numbers[project.group]:02}"
    return found


@cache
def _manuscripts(project_id: str) -> tuple[Manuscript, ...]:
    project = context().project(project_id)
    assert project
    filings = context().owned(project).values()
    return (front(project), *(manuscript(project, each) for each in filings))


def passage_of(finding: Finding) -> str:
    """Return the text that a finding stands in; all of the project's for one without an item."""
    texts = [
        passage.text
        for each in _manuscripts(finding.project)
        for passage in each.passages
        if not finding.item
        or (each.owner, passage.section, passage.item)
        == (finding.city, finding.section, finding.item)
    ]
    return _squash("\n".join(texts))


def _squash(text: str) -> str:
    return "".join(text.split()).replace("\\", "")


def told_by(finding: Finding, label: Label) -> bool:
    """Tell whether a label speaks of a finding: of its rule, and of its project or its words."""
    if finding.rule not in label.rules:
        return False
    return codes()[finding.project] in label.codes or _quoted(finding, label)


def _quoted(finding: Finding, label: Label) -> bool:
    words = _squash(finding.words)
    passage = passage_of(finding)
    # The reader quotes one place of several: 其它 is meant wherever it stands.
    return any(quote in passage or (words and words in quote) for quote in label.quotes)


def answered(label: Label, rule: str = "") -> bool:
    """Tell whether some finding (of one rule) answers a label."""
    return any(told_by(each, label) for each in findings() if not rule or each.rule == rule)


@dataclass(frozen=True)
class Score:
    """What a rule did on the visible report."""

    rule: str
    found: int
    confirmed: int
    labels: int
    answered: int

    @property
    def precision(self) -> float | None:
        return self.confirmed / self.found if self.found and self.labels else None

    @property
    def recall(self) -> float | None:
        return self.answered / self.labels if self.labels else None


def scores() -> Iterator[Score]:
    for rule in RULES:
        own = [each for each in findings() if each.rule == rule.id]
        mine = [each for each in labels() if rule.id in each.rules]
        confirmed = sum(any(told_by(each, label) for label in mine) for each in own)
        hit = sum(answered(label, rule.id) for label in mine)
        yield Score(rule.id, len(own), confirmed, len(mine), hit)


def texts() -> int:
    """Return how many texts the report is made of."""
    return len(context().texts)
