"""Findings written as text, JSON, and annotations of a forge's pull request."""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from records.canonical import escape
from records.city import JOINT
from records.place import ITSELF, Place
from workflows.checks.context import Context
from workflows.checks.finding import Finding, Level
from workflows.checks.manuscript import manuscript

Lines = Mapping[str, str]
"""The files that findings stand in: path to text. What is not there has no line numbers."""


def path(finding: Finding) -> str:
    """Return the record that a finding stands in."""
    owner = finding.city or ITSELF
    if owner == ITSELF:
        return f"{finding.quarter}/{finding.project}/{ITSELF}.md"
    return Place(finding.quarter, finding.project, owner).path


def place(finding: Finding, context: Context) -> str:
    """Return where a finding stands, in words: 臺北市　我的減碳存摺 2.0."""
    project = context.project(finding.project)
    name = project.name if project else finding.project
    if not finding.city:
        return name
    label = context.record.city_label(finding.city)
    return f"{label}填報　{name}" if finding.city == JOINT else f"{label}　{name}"


def as_text(findings: tuple[Finding, ...], context: Context, files: Lines) -> str:
    """Write for people: a heading for each record, a line for each finding, and how many."""
    del files
    lines = []
    for where, of in groupby(findings, key=path):
        group = list(of)
        lines.append(f"{place(group[0], context)}（{where}）")
        for each in group:
            item = " ".join(filter(None, (each.section, each.printed or each.item)))
            words = "" if not each.words or each.words in each.message else f"「{each.words}」"
            edit = f"（建議：{each.edit or '刪除'}）" if each.edit is not None else ""
            lines.append(
                f"  {each.level.label}　{item or '全篇'}　{words}{each.message}{edit}[{each.rule}]"
            )
    told = {level: sum(f.level is level for f in findings) for level in Level}
    counted = "、".join(f"{level.label} {count}" for level, count in told.items() if count)
    lines.append(f"共 {len(findings)} 則：{counted}。" if findings else "沒有提示。")
    return "\n".join(lines) + "\n"


def as_json(findings: tuple[Finding, ...], context: Context, files: Lines) -> str:
    """Write for programs: a list, as docs/cli.md says."""
    del context, files
    told = [finding.plain() for finding in findings]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


FORGE = {Level.ERROR: "error", Level.WARN: "warning", Level.HINT: "notice", Level.FIX: "notice"}
"""The words of a workflow command for our levels (GitHub Actions, workflow commands)."""


def as_annotations(findings: tuple[Finding, ...], context: Context, files: Lines) -> str:
    """Write workflow commands, which a forge shows at the line of the pull request."""
    lines = []
    for where, of in groupby(findings, key=path):
        numbers = _line_numbers(where, context, files)
        for each in of:
            line = numbers.get((each.section, each.item))
            said = {"file": where, **({"line": str(line)} if line else {}), "title": each.rule}
            properties = ",".join(f"{name}={_property(value)}" for name, value in said.items())
            words = "" if not each.words or each.words in each.message else f"「{each.words}」"
            lines.append(f"::{FORGE[each.level]} {properties}::{_escaped(words + each.message)}")
    return "".join(f"{line}\n" for line in lines)


def _line_numbers(where: str, context: Context, files: Lines) -> dict[tuple[str, str], int]:
    """Return the line that each item of a filing stands on, from 1.

    Items stand in the file in the order in which they are read; each is looked for behind the
    one before it.
    """
    _, project_id, name = where.split("/")
    project = context.project(project_id)
    filing = context.texts.get((project_id, name.removesuffix(".md")))
    if project is None or filing is None:
        return {}
    lines = files.get(where, "").split("\n")
    found, at = {}, 0
    for passage in manuscript(project, filing, context.record.scheme).passages:
        wanted = escape(passage.text)
        number = next((n for n in range(at, len(lines)) if wanted in lines[n]), None)
        if number is not None:
            found[passage.section, passage.item] = number + 1
            at = number if passage.cell else number + 1
    return found


def _escaped(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _escaped(words).replace(":", "%3A").replace(",", "%2C")


WRITERS: dict[str, Callable[[tuple[Finding, ...], Context, Lines], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_annotations,
}
"""The forms of ``hebao check``."""


def files_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the records that findings stand in, each once."""
    return tuple(dict.fromkeys(map(path, findings)))
