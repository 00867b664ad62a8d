"""Word rows: the text of a project as paragraphs, lists and small tables of WordprocessingML.

Pieces are text and are joined once: a report of a thousand projects has a million of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
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
from workflows.report.docx_lists import Lists
from workflows.report.docx_template import DEPTHS, Template
from workflows.report.markup import escape

AMBIGUOUS = re.compile("[\u00a1-\u2e7f]")
"""Signs that Word sets in the Latin font unless it is told: “ ” … — ℃ ①."""

HINT = '<w:rFonts w:hint="eastAsia"/>'
CELL = 108
"""The margin on each side of a cell of the report, in twips, for what stands inside of it."""

KINDS = {Kind.DECIDED: "代替文字", Kind.MISSING: "尚缺"}


def run(text: str, style: str = "") -> str:
    """Return a run of text, in a character style where one is named by its id."""
    said = f'<w:rStyle w:val="{style}"/>' if style else ""
    if AMBIGUOUS.search(text):
        said += HINT
    said = f"<w:rPr>{said}</w:rPr>" if said else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, inside: str, more: str = "") -> str:
    """Return a paragraph in a style, by its id; ``more`` are further properties of it."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inside}</w:p>'


def in_list(number: int, depth: int) -> str:
    """Return the property that a paragraph counts in a list, at a depth from 1."""
    return f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{number}"/></w:numPr>'


def table(style: str, widths: tuple[int, ...], title: str = "", indent: int = 0) -> str:
    """Return the beginning of a table of fixed columns; the caller closes it."""
    far = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
    caption = f'<w:tblCaption w:val="{escape(title)}"/>' if title else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{far}<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def table_row(cells: Iterable[str], *, header: bool = False) -> str:
    """Return a row, which may break across pages; a header stands on top of every page."""
    said = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{said}{''.join(cells)}</w:tr>"


def cell(width: int, inside: str, more: str = "") -> str:
    """Return a cell; ``more`` are further properties of it."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


@dataclass(slots=True)
class Links:
    """Addresses, each with its relationship; bookmarks, each with its id."""

    address: Address
    found: dict[str, str] = field(default_factory=dict)
    bookmarks: int = 0
    named: set[str] = field(default_factory=set)

    def to(self, row: Row, owner: str, inside: str) -> str:
        """Return runs as a link to a record's page; as they are where it has no address."""
        where = self.address(row, owner)
        if not where:
            return inside
        identity = self.found.setdefault(where, f"page{len(self.found) + 1}")
        return (
            '<w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships" r:id="{identity}" w:history="1">{inside}</w:hyperlink>'
        )

    def mark(self, name: str, inside: str) -> str:
        """Return runs as a bookmark; as they are where the name was given before."""
        if name in self.named:
            return inside
        self.named.add(name)
        self.bookmarks += 1
        return (
            f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>{inside}'
            f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        )


@dataclass(slots=True)
class Rows:
    """Writes rows; ``columns`` are the widths of the report's two, in twips."""

    report: Report
    template: Template
    lists: Lists
    links: Links
    columns: tuple[int, int]
    ids: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up, once, what every paragraph asks for."""
        style = self.template.style
        self.ids = {
            **{name: style(name) for name in ("heading 2", "註記", "表頭", "辦理情形", "附註")},
            **{name: style(name) for name in ("表內文字", "表後")},
            **{name: style(name, "character") for name in ("縣市", *KINDS.values())},
            **{
                f"{kind}{depth}": style(f"List {kind}{name}")
                for kind in ("Number", "Bullet", "Continue")
                for depth, name in enumerate(DEPTHS, 1)
            },
        }

    def header(self) -> str:
        """Return the row that repeats on every page."""
        cells = (
            cell(width, paragraph(self.ids["表頭"], run(head)))
            for width, head in zip(self.columns, HEADER, strict=True)
        )
        return table_row(cells, header=True)

    def row(self, row: Row, marks: Marks) -> str:
        """Return a row: the project's name, and its text."""
        first, second = self.columns
        text = "".join(self._text(row, marks))
        return table_row((cell(first, self._name(row)), cell(second, text)))

    def _name(self, row: Row) -> str:
        linked = self.links.to(row, "", run(row.name))
        named = self.links.mark(of_record(row.project), linked)
        remarks = (paragraph(self.ids["註記"], run(b)) for b in self.report.brackets_of(row))
        return paragraph(self.ids["heading 2"], named) + "".join(remarks)

    def _text(self, row: Row, marks: Marks) -> Iterator[str]:
        if note := note_of(row):
            yield paragraph(self.ids["附註"], run(note))
        yield from _Text(self, row).blocks(row.blocks, marks, 0, 0)
        if not row.blocks and not row.note:
            yield paragraph(self.ids["辦理情形"], "")
        elif row.blocks and isinstance(row.blocks[-1], Table):
            yield paragraph(self.ids["表後"], "")


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of one row."""

    rows: Rows
    row: Row

    def blocks(self, blocks: Blocks, marks: Marks, depth: int, within: int) -> Iterator[str]:
        """Yield blocks that stand in ``depth`` lists; ``within`` is the list around, 0 for none.

        The first numbered list of a numbered item counts in the same list one level deeper, so
        that whoever edits it in Word can move items in and out.
        """
        counting = 0
        for block, below in zip(blocks, marks, strict=True):
            if isinstance(block, List):
                if block.numbered:
                    if not (counting and block.goes_on):
                        counting = self.rows.lists.new() if counting or not within else within
                    yield from self.items(block, below, depth + 1, counting)
                else:
                    yield from self.items(block, below, depth + 1, 0)
            elif isinstance(block, Paragraph):
                yield self.plain(block, depth)
            else:
                yield from self.table(block, depth)

    def items(self, block: List, marks: tuple[Mark, ...], depth: int, number: int) -> Iterator[str]:
        kind = f"{'Number' if number else 'Bullet'}{min(depth, len(DEPTHS))}"
        style = self.rows.ids[kind]
        lists = self.rows.lists
        for item, mark in zip(block.items, marks, strict=True):
            here = number or lists.bullets
            if number and not lists.counts_alike(depth, mark.number):
                here = lists.marked(mark.text, depth)
            yield paragraph(style, self.line(item), in_list(here, depth))
            if item.blocks:
                yield from self.blocks(item.blocks, mark.below, depth, number)

    def line(self, item: Item) -> str:
        said = run(item.text, self.rows.ids.get(KINDS.get(item.kind, ""), ""))
        if not item.label:
            return self.marked(item.part, said)
        owner = item.part.owner if item.part else ""
        label = run(item.label, self.rows.ids["縣市"])
        linked = self.rows.links.to(self.row, owner, label) if owner else label
        text = run(COLON, self.rows.ids["縣市"]) + (said if item.text else "")
        return self.marked(item.part, linked + text)

    def plain(self, block: Paragraph, depth: int) -> str:
        name = f"Continue{min(depth, len(DEPTHS))}" if depth else "辦理情形"
        said = run(block.text, self.rows.ids.get(KINDS.get(block.kind, ""), ""))
        return paragraph(self.rows.ids[name], self.marked(block.part, said))

    def marked(self, part: Part | None, inside: str) -> str:
        """Return runs as the bookmark of their record, where they are the first of it."""
        if part is None or not part.owner:
            return inside
        if all(each.owner != part.owner for each in self.row.sources):
            return inside
        return self.rows.links.mark(of_record(self.row.project, part.owner), inside)

    def table(self, block: Table, depth: int) -> Iterator[str]:
        numbers = self.rows.template.numbers
        indent = numbers[min(depth, len(numbers)) - 1].left if depth else 0
        width = self.rows.columns[1] - 2 * CELL - indent
        widths = even_widths(width, len(block.header))
        style = self.rows.template.style("文內表格", "table")
        yield table(style, widths, indent=indent)
        for at, cells in enumerate((block.header, *block.rows)):
            more = "" if at else "<w:keepNext/>"
            yield table_row(
                (
                    cell(each, paragraph(self.rows.ids["表內文字"], run(text), more))
                    for each, text in zip(widths, cells, strict=True)
                ),
                header=at == 0,
            )
        yield "</w:tbl>"


def even_widths(width: int, columns: int) -> tuple[int, ...]:
    """Part a width into equal columns; the last takes what is left over.

    >>> even_widths(100, 3)
    (33, 33, 34)
    """
    each = width // columns
    return (*(each for _ in range(columns - 1)), width - each * (columns - 1))
