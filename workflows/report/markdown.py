"""Markdown: the report as nested lists, with what is behind each row in attributes.

CommonMark, escaped as the records are. Front matter states the commit; an ``<a>`` before each
heading holds its anchor and provenance, and a ``<span>`` marks what is not a project's name or
text: ``remark``, ``note``, ``decided``, ``missing``. After a thematic break stand the gaps and
faults, if there are any.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from markupsafe import escape as attribute

from records.canonical import escape
from records.quarter import TAIPEI_TIME
from records.textform import put_together
from workflows.report.document import (
    Block,
    Blocks,
    Item,
    Kind,
    Labels,
    List,
    Mark,
    Marks,
    Paragraph,
    Report,
    Row,
    Table,
    note_of,
    numbered,
)

CLOSING = re.compile(r"#+$")
"""Hashes at the end of a heading would close it."""


def write(report: Report, numbers: Labels) -> bytes:
    """Write the report as Markdown with front matter."""
    body = "".join(f"{line}\n" for line in _report(report, numbers))
    return put_together(_front(report), body)


def _front(report: Report) -> Mapping[str, str]:
    # Nothing that a person typed: a reader that knows no front matter takes it for Markdown.
    front = {
        "quarter": str(report.quarter),
        "as_of": report.as_of.isoformat(),
        "commit": report.commit,
        "committed_at": report.committed.isoformat(),
        "numbering": report.numbering.id,
    }
    return front | ({"edition": str(report.edition)} if report.edition else {})


def _report(report: Report, numbers: Labels) -> Iterator[str]:
    yield from _heading(1, report.title)
    yield ""
    yield escape(report.spoken_as_of)
    if report.signatures:
        yield ""
        yield f"版本：`{report.commit}`"
    for group, heading, rows in numbered(report, numbers):
        yield ""
        yield _anchor(id=f"group_{group.id}")
        yield ""
        yield from _heading(2, heading)
        for row, marks in rows:
            yield ""
            yield from _row(report, row, marks)
    if report.errata:
        yield from _errata(report)
    if report.gaps or report.faults:
        yield from _gaps(report)


def _errata(report: Report) -> Iterator[str]:
    yield from ("", "---", "", _anchor(id="page_errata"), "", "## 勘誤", "")
    yield _cells(("編號", "何處", "更正前", "更正後"))
    yield "|" + " --- |" * 4
    for each in report.errata:
        yield _cells((str(each.number), each.what, each.before, each.after))


def _gaps(report: Report) -> Iterator[str]:
    yield from ("", "---", "", _anchor(id="page_gaps"), "", "## 缺漏", "")
    for gap in report.gaps:
        yield f"- {escape(f'{gap.place}：{gap.state}')}"
    for fault in report.faults:
        yield f"- {escape(str(fault))}"


def _row(report: Report, row: Row, marks: Marks) -> Iterator[str]:
    yield from _sources(row)
    yield ""
    brackets = (_span("remark", each) for each in report.brackets_of(row))
    yield from _heading(3, row.name, "".join(brackets))
    if note := note_of(row):
        yield ""
        yield _span("note", note)
    if row.blocks:
        yield ""
        yield from _blocks(row.blocks, marks)


def _sources(row: Row) -> Iterator[str]:
    record = row.record
    known = {"path": record.path, "blob": record.blob, "commit": record.commit} if record else {}
    yield _anchor(id=row.project, status=row.status.value, **known)
    for each in row.sources:
        source = each.source
        yield _anchor(
            owner=each.owner,
            path=source.path,
            blob=source.blob,
            commit=source.commit,
            filed_by=source.filed_by,
            approved_by=source.approved_by,
            merged_at=source.merged_at.astimezone(TAIPEI_TIME).isoformat()
            if source.merged_at
            else "",
        )


def _anchor(**facts: str) -> str:
    names = {name: name if name == "id" else f"data-{name.replace('_', '-')}" for name in facts}
    said = "".join(f' {names[name]}="{attribute(value)}"' for name, value in facts.items() if value)
    return f"<a{said}></a>"


def _heading(level: int, text: str, rest: str = "") -> Iterator[str]:
    written = CLOSING.sub(lambda found: "\\#" * len(found[0]), escape(text))
    yield f"{'#' * level} {written}{rest}"


def _span(name: str, text: str) -> str:
    return f'<span class="{name}">{escape(text)}</span>'


def _blocks(blocks: Blocks, marks: Marks) -> Iterator[str]:
    for at, (block, below) in enumerate(zip(blocks, marks, strict=True)):
        if at:
            yield ""
        yield from _block(block, below)


def _block(block: Block, marks: tuple[Mark, ...]) -> Iterator[str]:
    match block:
        case Paragraph(text, kind):
            yield _span(kind, text) if kind in (Kind.DECIDED, Kind.MISSING) else escape(text)
        case List(_, items):
            for item, mark in zip(items, marks, strict=True):
                yield from _item(item, mark)
        case Table(header, rows):
            yield _cells(header)
            yield "|" + " --- |" * len(header)
            yield from map(_cells, rows)


def _item(item: Item, mark: Mark) -> Iterator[str]:
    marker = f"{mark.number}. " if mark.number else "- "
    yield marker + _line(item)
    if item.blocks and not isinstance(item.blocks[0], List):
        yield ""
    for line in _blocks(item.blocks, mark.below):
        yield " " * len(marker) + line if line else ""


def _line(item: Item) -> str:
    if item.kind in (Kind.DECIDED, Kind.MISSING):
        return escape(item.line.removesuffix(item.text)) + _span(item.kind, item.text)
    return escape(item.line)


def _cells(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"


def _here(moment: datetime | None) -> str:
    return moment.astimezone(TAIPEI_TIME).isoformat() if moment else ""
