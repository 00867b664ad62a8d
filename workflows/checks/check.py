"""Check: one call for the form, the sending, the board, the command line and the CI of records.

檢查. Nothing here blocks a draft, and no rule raises: a text that no record can hold is asked about
like any other.
"""

from collections.abc import Iterable
from itertools import islice

from records.filing import Filing
from records.project import Project
from workflows.checks.clauses import sentence_at
from workflows.checks.context import Context
from workflows.checks.finding import Finding, Level, mark_of
from workflows.checks.manuscript import Manuscript, front, manuscript
from workflows.checks.rule import Hit, Reads, Rule
from workflows.checks.rules import RULES

MOST = 50
"""Findings of one rule in one text; who has fifty of a kind does not need the rest to see why."""

LONGEST = 60
"""Characters of the words that a finding repeats."""


def check(filing: Filing, context: Context) -> tuple[Finding, ...]:
    """Return what a careful reader would ask about a text, in the order of the text.

    A text of a project that the register does not hold has no findings: it cannot be filed.
    """
    project = context.project(filing.project)
    if project is None:
        return ()
    return _found(manuscript(project, filing, context.record.scheme), context, Reads.TEXT)


def check_project(project: Project, context: Context) -> tuple[Finding, ...]:
    """Return what would be asked about a project's own words, and about all its texts together."""
    return _found(front(project), context, Reads.FRONT)


def check_quarter(context: Context) -> tuple[Finding, ...]:
    """Return every finding of a quarter, in print order: each project, then its owners' texts."""
    return tuple(
        finding
        for project in context.projects
        for finding in (
            *check_project(project, context),
            *(each for f in context.owned(project).values() for each in check(f, context)),
        )
    )


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the heaviest first, those of one level in the order that they had."""
    return sorted(findings, key=lambda each: each.level.weight)


def level_of(rule: Rule, context: Context) -> Level | None:
    """Return the level that a rule has on this platform; None where it is switched off.

    What cannot be stored stays an error whatever the platform says.
    """
    said = context.platform.checks.levels.get(rule.id)
    if said is None or rule.level is Level.ERROR:
        return rule.level
    return None if said == "off" else Level(said)


def _found(text: Manuscript, context: Context, reads: Reads) -> tuple[Finding, ...]:
    order = {each.item + "\x1f" + each.section: at for at, each in enumerate(text.passages)}
    found = [
        _finding(rule, level, hit, text, context)
        for rule in RULES
        if reads in rule.reads and (level := level_of(rule, context)) is not None
        for hit in islice(rule.find(text, context), MOST)
    ]
    found.sort(key=lambda each: (order.get(each.item + "\x1f" + each.section, -1), each.span))
    return tuple(dict.fromkeys(found))


def _finding(rule: Rule, level: Level, hit: Hit, text: Manuscript, context: Context) -> Finding:
    passage = hit.passage
    words = passage.text[hit.start : hit.end]
    start, end = sentence_at(passage.text, hit.start)
    around = passage.text[min(start, hit.start) : max(end, hit.end)]
    return Finding(
        quarter=context.quarter,
        project=text.project.project,
        city=text.owner,
        section=passage.section,
        item=passage.item,
        printed=passage.printed,
        span=(hit.start, hit.end) if passage.item else (0, 0),
        words=words if len(words) <= LONGEST else words[: LONGEST - 1] + "…",
        rule=rule.id,
        level=level,
        message=hit.message,
        edit=hit.edit,
        mark=mark_of(rule.id, passage.section, words, around),
    )
