"""Open data: the report as JSON, with a published schema.

開放資料. Everything that prints, with its numbers, and everything behind it. The schema (JSON
Schema 2020-12) is ``opendata.schema.json`` beside this module; ``docs/open-data.md`` tells the
reader's side of it.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from typing import Any, TypeAlias, cast

from records.edition import Erratum
from records.errors import BadRecord
from records.holding import Source
from records.quarter import TAIPEI_TIME
from workflows.report.document import (
    Block,
    Blocks,
    Item,
    Kind,
    Labels,
    List,
    Mark,
    Marks,
    Missing,
    Paragraph,
    Part,
    Provenance,
    Report,
    Row,
    Table,
    numbered,
)

VERSION = 1
"""Of the schema; a change that a reader of the old one would stumble over raises it."""

Json: TypeAlias = dict[str, Any]


def write(report: Report, numbers: Labels) -> bytes:
    """Write the report as UTF-8 JSON, a project a line, so that two reports compare by lines."""
    facts = plain(report, numbers)
    groups = map(_group_written, facts.pop("groups"))
    written = [f"{_written(name)}: {_written(fact)}" for name, fact in facts.items()]
    written.append(f'"groups": [\n{_lines(groups)}]')
    return f"{{\n{_lines(written)}}}\n".encode()


def _group_written(group: Json) -> str:
    facts = {name: fact for name, fact in group.items() if name != "projects"}
    projects = _lines(map(_written, group["projects"]))
    return f'{_written(facts)[:-1]}, "projects": [\n{projects}]}}'


def _lines(written: Iterable[str]) -> str:
    lines = ",\n".join(written)
    return f"{lines}\n" if lines else ""


def _written(fact: object) -> str:
    return json.dumps(fact, ensure_ascii=False)


def schema() -> Json:
    """Return the JSON Schema of what ``write`` writes."""
    written = files("workflows.report").joinpath("opendata.schema.json").read_text("utf-8")
    return cast("Json", json.loads(written))


def plain(report: Report, numbers: Labels) -> Json:
    """Return the report as plain maps and lists."""
    return {
        "format": "hebao-report",
        "version": VERSION,
        "title": report.title,
        "quarter": str(report.quarter),
        "quarter_label": report.quarter.label,
        "as_of": report.as_of.isoformat(),
        "as_of_label": report.spoken_as_of,
        "edition": report.edition or None,
        "commit": report.commit,
        "committed_at": report.committed.isoformat(),
        "numbering": {"id": report.numbering.id, "label": report.numbering.label},
        "groups": list(_groups(report, numbers)),
        "gaps": list(map(_gap, report.gaps)),
        "faults": list(map(_fault, report.faults)),
        **({"extract": report.extract} if report.extract else {}),
        **({"errata": list(map(_erratum, report.errata))} if report.errata else {}),
    }


def _groups(report: Report, numbers: Labels) -> Iterator[Json]:
    walk = zip(numbers.groups, numbered(report, numbers), strict=True)
    for numeral, (group, heading, rows) in walk:
        yield {
            "id": group.id,
            "number": numeral,
            "label": group.label,
            "heading": heading,
            "projects": [_row(report, row, marks) for row, marks in rows],
        }


def _row(report: Report, row: Row, marks: Marks) -> Json:
    return {
        "id": row.project,
        "name": row.name,
        "title": report.title_of(row),
        "remarks": list(row.remarks),
        "themes": [{"id": theme.id, "label": theme.label} for theme in row.themes],
        "note": row.note,
        "status": row.status.value,
        "record": _record(row.record),
        "sources": list(map(_source, row.sources)),
        "blocks": _blocks(row.blocks, marks),
    }


def _record(source: Source | None) -> Json | None:
    if source is None:
        return None
    return {"path": source.path, "blob": source.blob, "commit": source.commit}


def _source(each: Provenance) -> Json:
    source = each.source
    return {
        "owner": each.owner,
        "label": each.label,
        "path": source.path,
        "blob": source.blob,
        "commit": source.commit,
        "filed_by": source.filed_by,
        "approved_by": source.approved_by,
        "merged_at": source.merged_at.astimezone(TAIPEI_TIME).isoformat()
        if source.merged_at
        else None,
        "progress": each.progress,
        "carried_from": str(each.carried_from) if each.carried_from else None,
    }


def _blocks(blocks: Blocks, marks: Marks) -> list[Json]:
    return [_block(block, below) for block, below in zip(blocks, marks, strict=True)]


def _block(block: Block, marks: tuple[Mark, ...]) -> Json:
    match block:
        case Paragraph(text, kind, part):
            return {"type": "paragraph", "text": text, **_said(kind, part)}
        case List(numbered, items):
            written = [_item(item, mark) for item, mark in zip(items, marks, strict=True)]
            return {"type": "list", "numbered": numbered, "items": written}
        case Table(header, rows, part):
            cells = [list(row) for row in rows]
            return {"type": "table", "header": list(header), "rows": cells, **_said(None, part)}


def _item(item: Item, mark: Mark) -> Json:
    number = {"number": mark.number, "marker": mark.text} if mark.number else {}
    label = {"label": item.label} if item.label else {}
    below = {"blocks": _blocks(item.blocks, mark.below)} if item.blocks else {}
    return {**number, **label, "text": item.text, **_said(item.kind, item.part), **below}


def _said(kind: Kind | None, part: Part | None) -> Json:
    said: Json = {} if kind in (None, Kind.TEXT) else {"kind": kind.value}
    if part:
        said["section"] = part.section
        if part.owner:
            said["owner"] = part.owner
    return said


def _gap(gap: Missing) -> Json:
    return {
        "project": gap.project,
        "section": gap.section,
        "heading": gap.heading,
        "owner": gap.owner,
        "label": gap.label,
        "decision": gap.decision.value if gap.decision else None,
        "why": gap.why,
        "unreadable": gap.unreadable,
    }


def _erratum(each: Erratum) -> Json:
    return {"number": each.number, "what": each.what, "before": each.before, "after": each.after}


def _fault(fault: BadRecord) -> Json:
    return {"path": fault.path, "line": fault.line, "sentence": fault.sentence}


def _here(moment: datetime | None) -> str | None:
    return moment.astimezone(TAIPEI_TIME).isoformat() if moment else None
