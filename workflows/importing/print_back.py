"""Print back: what was recognised, printed by the report's own writers, against the source."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from records.city import JOINT
from records.filing import Filing
from records.holding import Holding
from records.numbering import Scheme
from records.outline import Blocks
from records.project import Project, Section
from records.register import QuarterRecord
from workflows.importing.outline import Outline
from workflows.importing.sections import Part
from workflows.importing.source import squash
from workflows.importing.titles import Title
from workflows.report import text
from workflows.report.assemble import assemble
from workflows.report.document import labels


def same(one: str, other: str) -> bool:
    """Say whether two texts have the same words and markers; blanks and widths aside."""
    return squash(one) == squash(other)


def title_line(title: Title) -> str:
    """Return a title as the template prints it."""
    brackets = "".join(f"（{each}）" for each in (*title.remarks, *title.themes))
    note = f"【{title.note}】" if title.note else ""
    return title.name + brackets + note


def as_printed(parts: tuple[Part, ...], record: QuarterRecord) -> str:
    """Return the text of a row as the report prints it from these parts."""
    cities = tuple(dict.fromkeys(o for part in parts for o in part.owners if o != JOINT))
    sections = tuple(
        Section(id=f"n-{n}", by=part.by, heading=part.heading) for n, part in enumerate(parts)
    )
    project = Project(
        project="row", name="row", group=record.groups[0].id, order=1, cities=cities,
        sections=sections,
    )  # fmt: skip
    texts: dict[str, dict[str, Blocks]] = {}
    for section, part in zip(sections, parts, strict=True):
        for owner, blocks in part.texts:
            texts.setdefault(owner, {})[section.id] = blocks
    filings = {
        ("row", owner): Filing(quarter=record.quarter, project="row", city=owner, parts=parts_)
        for owner, parts_ in texts.items()
    }
    day = datetime.combine(record.as_of, time(), UTC)
    holding = Holding("", day, record, "", (project,), filings, {}, {}, ())
    report = assemble(holding)
    row, marks = report.groups[0].rows[0], labels(report).rows[0][0]
    return "\n".join(text.outline(row.blocks, marks))


def as_written(read: Outline, scheme: Scheme) -> str:
    """Return the text of a row as the source prints it, in the report's numbering."""
    return "\n".join(_lines(read, scheme))


def _lines(read: Outline, scheme: Scheme) -> Iterator[str]:
    for piece in read.pieces:
        if piece.line.rows:
            yield from ("\t".join(row) for row in piece.line.rows)
        elif piece.choice is None:
            yield piece.words
        elif piece.choice.marker is None:
            yield f"- {piece.text}"
        else:
            yield f"{scheme.marker(piece.choice.depth, piece.choice.marker.number)} {piece.text}"
