"""PDF: the report on paper, tagged, with its fonts inside; it needs nothing of a machine.

How it looks stands in ``report.typ``; here the tree becomes what fills it: plain lists, markers
included. Rows lead to their lines in the list of sources at the end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, TypeAlias

from workflows.report import around
from workflows.report.document import (
    Block,
    Blocks,
    Item,
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
from workflows.report.typefaces import Typefaces, typefaces
from workflows.report.typeset import SETTER, Unprintable, spelled, template, typeset

TEMPLATE = "report.typ"
NAMED = 10
"""How many places of a character a refusal names."""

Filled: TypeAlias = list[Any]
"""What fills a template: plain lists and texts, as ``report.typ`` tells of them."""


class NoSuchGlyph(Unprintable):
    """Some text of the report has a character that no font of it can show."""

    def __init__(self, characters: str, places: tuple[str, ...]) -> None:
        """Name the characters and where they stand."""
        super().__init__(characters)
        self.places = places
        named = "、".join(places[:NAMED]) + ("等" if len(places) > NAMED else "")
        sentence = (
            f"字型裡沒有{spelled(characters)}，PDF 印不出來：見{named}。"
            "請改用其他字，或先以 HTML、Markdown 產製。"
        )
        self.args = (sentence,)


def write(report: Report, numbers: Labels) -> bytes:
    """Write the report as PDF/A-2a and PDF/UA-1. Raises NoSuchGlyph, FontMissing."""
    return typeset_for(report, TEMPLATE, plain(report, numbers))


def typeset_for(report: Report, name: str, filled: Mapping[str, Any]) -> bytes:
    """Set a template of a report. Raises NoSuchGlyph, which names projects, and FontMissing."""
    try:
        return typeset(
            template(name), filled, faces_of(report), report.committed_at, title=report.title
        )
    except Unprintable as refused:
        characters = refused.characters
        raise NoSuchGlyph(characters, tuple(_places(report, set(characters)))) from refused


def made_with(report: Report) -> dict[str, str]:
    """Return what else decides how a report looks: SHA-256 of fonts and template, versions.

    Raises FontMissing.
    """
    return {
        **faces_of(report).sha256,
        TEMPLATE: sha256(template(TEMPLATE)).hexdigest(),
        "typst": SETTER,
    }


def faces_of(report: Report) -> Typefaces:
    """Return the fonts of a report. Raises FontMissing."""
    return typefaces(report.face)


def spoken_of(report: Report) -> dict[str, Any]:
    """Return what every template says of a report, whatever it prints of it."""
    faces = faces_of(report)
    return {
        "faces": {"text": faces.text, "heading": faces.heading},
        "title": report.title,
        "about": f"{report.quarter.label}，{report.spoken_as_of}",
        "keywords": [str(report.quarter), report.commit],
        "as_of": report.spoken_as_of,
        "dated": report.spoken_as_of + ("" if whole(report) else "（尚未定稿）"),
        "version": around.version(report),
        "edition": around.short_version(report) or around.edition(report),
        "notice": around.notice(report),
    }


def plain(report: Report, numbers: Labels) -> dict[str, Any]:
    """Return what fills the template."""
    return {
        **spoken_of(report),
        "heads": around.HEADER,
        "groups": [
            {
                "id": group.id,
                "heading": heading,
                "rows": [_row(report, row, marks) for row, marks in rows],
            }
            for group, heading, rows in numbered(report, numbers)
        ],
        "errata": [
            [str(each.number), each.what, each.before, each.after] for each in report.errata
        ],
        "gaps": [
            [gap.project, gap.name, gap.label, gap.heading, gap.state, gap.why]
            for gap in report.gaps
        ],
        "faults": [str(fault) for fault in report.faults],
        "sources": list(_sources(report)) if report.signatures else [],
    }


def _rows_of(report: Report) -> Iterator[Row]:
    for group in report.groups:
        yield from group.rows


def whole(report: Report) -> bool:
    """Whether nothing is left to be decided or repaired."""
    return not report.open_gaps and not report.faults


def _row(report: Report, row: Row, marks: Marks) -> dict[str, Any]:
    return {
        "id": row.project,
        "name": row.name,
        "source": f"source_{row.project}" if report.signatures else "",
        "brackets": report.brackets_of(row),
        "note": note_of(row),
        "blocks": _blocks(row.blocks, marks),
    }


def _blocks(blocks: Blocks, marks: Marks) -> Filled:
    return [_block(block, below) for block, below in zip(blocks, marks, strict=True)]


def _block(block: Block, marks: tuple[Mark, ...]) -> Filled:
    match block:
        case Paragraph(text, kind):
            return ["p", kind, text]
        case List(_, items):
            first = marks[0].number if marks else 0
            return ["l", first, list(map(_item, items, marks))]
        case Table(header, rows):
            return ["t", header, rows]


def _item(item: Item, mark: Mark) -> Filled:
    return [mark.text, item.label, item.kind, item.text, _blocks(item.blocks, mark.below)]


def _sources(report: Report) -> Iterator[Filled]:
    """Yield the lines of the list of sources: project, name, and six cells.

    The first line of a project leads to its row and is led to from there; a link for each of
    its texts would cost half of the time and memory that a report of 22 cities takes.
    """
    for row in _rows_of(report):
        lines = [around.origin(each) for each in row.sources] or [
            (around.NO_TEXTS, "", "", "", "", "")
        ]
        for at, line in enumerate(lines):
            yield ["" if at else row.project, row.name, *line]


# -- What cannot be shown ------------------------------------------------------------------------


def _places(report: Report, characters: set[str]) -> Iterator[str]:
    """Yield where characters stand: projects by their names, and what else is in print."""
    for row in _rows_of(report):
        if characters & set(repr(row)):
            yield f"「{_shown(row.name, characters)}」"
    around = replace(report, groups=())
    labels = "".join(group.label for group in report.groups)
    if characters & set(repr(around) + labels):
        yield "標題、組別或附錄"


def _shown(name: str, characters: set[str]) -> str:
    return "".join("□" if each in characters else each for each in name)
