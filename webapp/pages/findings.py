"""The findings of a quarter: what the checks ask about, the heaviest first, and how rules do.

檢查提示. The address says what is shown: ``?rule=``, ``?city=``, ``?group=``, ``?level=``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from records.city import JOINT
from records.place import Place
from records.project import Project
from records.quarter import Quarter
from webapp import guard
from webapp.archive import holding, opened
from workflows.checks.accepting import Acceptance, Rate, acceptances, is_accepted, rates
from workflows.checks.check import by_weight, check_quarter
from workflows.checks.context import Context
from workflows.checks.finding import Finding, Level
from workflows.checks.gathering import gather
from workflows.checks.rules import BY_ID
from workflows.filing import submissions
from workflows.people import Act, Office, Person, holds, may
from workflows.submission import Submission

pages = Blueprint("findings", __name__)

MOST = 300
"""Findings on one page; who has more picks a rule, a city or a group."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for; '' is all."""

    rule: str = ""
    city: str = ""
    group: str = ""
    level: str = ""

    def takes(self, finding: Finding, project: Project) -> bool:
        """Tell whether a finding is asked for. ``project`` as city: of the project itself."""
        return (
            self.rule in ("", finding.rule)
            and self.city in ("", finding.city or "project")
            and self.group in ("", project.group)
            and self.level in ("", finding.level.value)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A finding and the project that it is about."""

    finding: Finding
    project: Project


@pages.get("/<quarter:quarter>/findings")
def show(quarter: Quarter) -> str:
    """Show the open findings of a quarter, and for coordinators how the rules do."""
    held, who = holding(quarter), guard.person()
    context = gather(opened().archive, quarter)
    found = submissions(opened().archive, quarter)
    every = check_quarter(context)
    mine = [each for each in every if _readable(who, context, each)]
    lines = _lines(mine, context, found)
    chosen = _chosen(context, lines)
    wanted = [line for line in lines if chosen.takes(line.finding, line.project)]
    return render_template(
        "findings/show.html",
        title="檢查提示",
        quarter=quarter,
        record=held.record,
        chosen=chosen,
        levels=tuple(_by_level(wanted[:MOST])),
        listed=min(len(wanted), MOST),
        wanted=len(wanted),
        total=len(lines),
        asked=tuple(dict.fromkeys(line.finding.rule for line in lines)),
        rules=BY_ID,
        rates=_rates(who, every, found),
        answered=tuple(_answered(who, context, found)),
    )


def _readable(who: Person, context: Context, finding: Finding) -> bool:
    project = context.project(finding.project)
    if project is None:
        return False
    owner = finding.city or next(iter(project.owners))
    return may(who, Act.READ, project, owner)


def _lines(
    findings: Iterable[Finding], context: Context, found: dict[Place, Submission]
) -> list[Line]:
    """Return the open findings, the heaviest first, in print order."""
    lines = []
    for each in by_weight(findings):
        project = context.project(each.project)
        place = Place(each.quarter, each.project, each.city) if each.city else None
        if project and not is_accepted(each, found.get(place) if place else None):
            lines.append(Line(each, project))
    return lines


def _chosen(context: Context, lines: list[Line]) -> Chosen:
    """Read the address; what nobody knows is taken for all."""
    rules = {line.finding.rule for line in lines}
    cities = {*(city.id for city in context.record.cities), JOINT, "project"}
    groups = {group.id for group in context.record.groups}
    return Chosen(
        rule=_known("rule", rules),
        city=_known("city", cities),
        group=_known("group", groups),
        level=_known("level", {level.value for level in Level}),
    )


def _known(name: str, known: set[str]) -> str:
    said = request.args.get(name, "")
    return said if said in known else ""


def _by_level(lines: list[Line]) -> Iterable[tuple[Level, list[Line]]]:
    for level in Level:
        of = [line for line in lines if line.finding.level is level]
        if of:
            yield level, of


def _rates(
    who: Person, every: Iterable[Finding], found: dict[Place, Submission]
) -> tuple[Rate, ...]:
    """Return how the rules do, for who may change them; the busiest first."""
    if not holds(who, Office.COORDINATE):
        return ()
    asked = [rate for rate in rates(every, found) if rate.asked]
    return tuple(sorted(asked, key=lambda rate: -rate.asked))


def _answered(
    who: Person, context: Context, found: dict[Place, Submission]
) -> Iterable[tuple[Place, Project, Acceptance]]:
    """Yield what was accepted, with who and why, of the texts that a person may read."""
    for place, submission in found.items():
        project = context.project(place.project)
        if project is None or not submission.accepted:
            continue
        if not may(who, Act.READ, project, place.owner):
            continue
        for each in acceptances(opened().archive.branches.steps(place)):
            yield place, project, each
