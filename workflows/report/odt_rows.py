"""ODF rows: the text of a project as paragraphs, lists and small tables of OpenDocument."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.report.around import HEADER
from workflows.report.bookmarks import Address, of_record
from workflows.report.document import (
    COLON,
    Blocks,
    Item,
    Kind,
    List,
    Mark,
    Marks,
    Paragraph,
    Part,
    Report,
    Row,
    Table,
    note_of,
)
from workflows.report.markup import escape
from workflows.report.odt_lists import BULLETS, NUMBERS, Lists

BLANKS = re.compile("^ +| {2,}| +$")
"""Blanks that ODF would take for one or none (6.1.2)."""

KINDS = {Kind.DECIDED: "Decided", Kind.MISSING: "Missing"}
DEEPEST = 4
"""Depths of lists for which there is a style of tables."""


def words(text: str, style: str = "") -> str:
    """Return text, in a character style where one is named."""
    said = BLANKS.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(text))
    said = said.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return f'<text:span text:style-name="{style}">{said}</text:span>' if style else said


def paragraph(style: str, inside: str) -> str:
    """Return a paragraph in a style."""
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def heading(style: str, level: int, inside: str) -> str:
    """Return a heading in a style."""
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{inside}</text:h>'


def cell(style: str, inside: str, more: str = "") -> str:
    """Return a cell; ``more`` are further attributes of it."""
    return (
        f'<table:table-cell table:style-name="{style}"{more} office:value-type="string">'
        f"{inside}</table:table-cell>"
    )


def table_row(cells: str) -> str:
    """Return a row, which may break across pages."""
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def header_row(cells: str) -> str:
    """Return a row that stands on top of every page."""
    return f"<table:table-header-rows>{table_row(cells)}</table:table-header-rows>"


@dataclass(slots=True)
class Links:
    """Addresses outside of the document, and the bookmarks that were set."""

    address: Address
    named: set[str] = field(default_factory=set)

    def to(self, row: Row, owner: str, inside: str) -> str:
        """Return text as a link to a record's page; as it is where it has no address."""
        where = self.address(row, owner)
        if not where:
            return inside
        return (
            f'<text:a xlink:type="simple" xlink:href="{escape(where)}" text:style-name="Link"'
            f' text:visited-style-name="Link">{inside}</text:a>'
        )

    def mark(self, name: str, inside: str) -> str:
        """Return text as a bookmark; as it is where the name was given before."""
        if name in self.named:
            return inside
        self.named.add(name)
        return (
            f'<text:bookmark-start text:name="{name}"/>{inside}'
            f'<text:bookmark-end text:name="{name}"/>'
        )


@dataclass(slots=True)
class Rows:
    """Writes rows."""

    report: Report
    links: Links
    lists: Lists = field(default_factory=Lists)
    tables: int = 0

    def header(self) -> str:
        """Return the row that repeats on every page."""
        return header_row(
            "".join(cell("Report.Head", paragraph("TableHead", each)) for each in HEADER)
        )

    def row(self, row: Row, marks: Marks) -> str:
        """Return a row: the project's name, and its text."""
        text = "".join(self._text(row, marks))
        return table_row(cell("Report.Cell", self._name(row)) + cell("Report.Cell", text))

    def _name(self, row: Row) -> str:
        linked = self.links.to(row, "", words(row.name))
        named = self.links.mark(of_record(row.project), linked)
        remarks = (paragraph("Remark", words(each)) for each in self.report.brackets_of(row))
        return heading("Heading_20_2", 2, named) + "".join(remarks)

    def _text(self, row: Row, marks: Marks) -> Iterator[str]:
        if note := note_of(row):
            yield paragraph("Note", words(note))
        yield from _Text(self, row).blocks(row.blocks, marks)
        if not row.blocks and not row.note:
            yield paragraph("Progress", "")
        elif row.blocks and isinstance(row.blocks[-1], Table):
            yield paragraph("AfterTable", "")


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of one row."""

    rows: Rows
    row: Row

    def blocks(self, blocks: Blocks, marks: Marks) -> Iterator[str]:
        counting = ""
        listed = False
        for block, below in zip(blocks, marks, strict=True):
            if isinstance(block, List):
                goes_on = counting if block.numbered and block.goes_on else ""
                # A second list of an item would count on from the first in some readers.
                yield from self.list(block, below, goes_on, anew=listed and not goes_on)
                listed = True
                counting = self.rows.lists.ended if block.numbered else counting
            elif isinstance(block, Paragraph):
                yield from self.rows.lists.resume()
                said = words(block.text, KINDS.get(block.kind, ""))
                yield paragraph("Progress", self.marked(block.part, said))
            else:
                yield from self.table(block)

    def list(
        self, block: List, marks: tuple[Mark, ...], goes_on: str, *, anew: bool
    ) -> Iterator[str]:
        lists = self.rows.lists
        yield from lists.begin(NUMBERS if block.numbered else BULLETS, goes_on)
        for at, (item, mark) in enumerate(zip(block.items, marks, strict=True)):
            yield from lists.item(anew=anew and at == 0 and block.numbered)
            yield paragraph("Progress", self.line(item))
            if item.blocks:
                yield from self.blocks(item.blocks, mark.below)
        yield from lists.end()

    def line(self, item: Item) -> str:
        said = words(item.text, KINDS.get(item.kind, ""))
        if not item.label:
            return self.marked(item.part, said)
        owner = item.part.owner if item.part else ""
        label = words(item.label, "City")
        linked = self.rows.links.to(self.row, owner, label) if owner else label
        return self.marked(item.part, linked + words(COLON, "City") + said)

    def marked(self, part: Part | None, inside: str) -> str:
        """Return text as the bookmark of its record, where it is the first of it."""
        if part is None or not part.owner:
            return inside
        if all(each.owner != part.owner for each in self.row.sources):
            return inside
        return self.rows.links.mark(of_record(self.row.project, part.owner), inside)

    def table(self, block: Table) -> Iterator[str]:
        lists = self.rows.lists
        depth = min(len(lists.open), DEEPEST)
        yield from lists.interrupt()
        self.rows.tables += 1
        columns = f' table:number-columns-repeated="{len(block.header)}"'
        yield (
            f'<table:table table:name="表{self.rows.tables}" table:style-name="Inner{depth}">'
            f'<table:table-column table:style-name="Inner.Column"{columns}/>'
        )
        heads = (cell("Inner.Head", paragraph("InnerHead", words(each))) for each in block.header)
        yield header_row("".join(heads))
        for cells in block.rows:
            texts = (cell("Inner.Cell", paragraph("InnerText", words(each))) for each in cells)
            yield table_row("".join(texts))
        yield "</table:table>"
