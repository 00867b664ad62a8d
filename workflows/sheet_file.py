"""A sheet's file: a page of Word with one table, whose texts are Word's own lists."""

import io
from collections.abc import Iterable
from typing import TypeAlias

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as Line

from records.numbering import Counting, Level, Scheme
from records.outline import Block, Blocks, List, Paragraph, Table

Cell: TypeAlias = str | Blocks
"""What stands in a cell: a line, or an outline."""

FONT = "Microsoft JhengHei"
WIDTHS = (Cm(4), Cm(10.4), Cm(10.4))
COUNTS = {
    Counting.ARABIC: "decimal",
    Counting.CHINESE: "taiwaneseCountingThousand",
    Counting.UPPER: "upperLetter",
    Counting.LOWER: "lowerLetter",
}
"""How Word calls the counting of a level (ECMA-376 part 1, 17.18.59)."""

STEP = 400
"""Twentieths of a point that each level of a list stands further in."""


def write_table(
    *,
    title: str,
    intro: Iterable[str],
    header: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    scheme: Scheme,
) -> bytes:
    """Return a DOCX: a title, a few lines, and a table whose first row repeats on each page."""
    document = Document()
    _prepare(document, title)
    document.add_heading(title, level=1)
    for line in intro:
        document.add_paragraph(line)
    lists = _Lists(document, scheme)
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeat(table.rows[0])
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            _fill(cell, said, lists)
    for row_ in table.rows:
        for cell, width in zip(row_.cells, WIDTHS, strict=True):
            cell.width = width
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: DocumentFile, title: str) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(12)
    document.core_properties.title = title
    document.core_properties.author = "Hebao"
    document.core_properties.language = "zh-TW"
    document.core_properties.comments = ""


def _repeat(row: _Row) -> None:
    # Word repeats a row that says so, and a reader knows by it that no text stands there.
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))  # noqa: SLF001 - python-docx has no name for it


class _Lists:
    """The document's lists: each counts by the scheme, and from 1."""

    def __init__(self, document: DocumentFile, scheme: Scheme) -> None:
        self.numbering = document.part.numbering_part.element
        taken = [int(each) for each in self.numbering.xpath("./w:abstractNum/@w:abstractNumId")]
        self.counting = max(taken, default=0) + 1
        self._define(
            self.counting,
            [(COUNTS[x.counting], f"{x.before}%{n}{x.after}") for n, x in _levels(scheme)],
        )
        self._define(self.counting + 1, [("bullet", "•") for _ in scheme.levels])

    def _define(self, identity: int, levels: list[tuple[str, str]]) -> None:
        drawn = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{counts}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{STEP * (at + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
            for at, (counts, text) in enumerate(levels)
        )
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
            f'<w:multiLevelType w:val="multilevel"/>{drawn}</w:abstractNum>'
        )
        # The definitions have to stand before the lists that use them.
        first = self.numbering.find(qn("w:num"))
        self.numbering.insert(
            len(self.numbering) if first is None else self.numbering.index(first), made
        )

    def begin(self, *, ordered: bool, level: int) -> int:
        """Return the number of a new list that counts from 1 at a level."""
        number = self.numbering.add_num(self.counting if ordered else self.counting + 1)
        number.add_lvlOverride(level).add_startOverride(1)
        return int(number.numId)

    def put(self, line: Line, number: int, level: int) -> None:
        """Let a paragraph be an item of a list."""
        said = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        line._p.get_or_add_pPr().append(  # noqa: SLF001 - python-docx has no name for it
            parse_xml(f"<w:numPr {nsdecls('w')}>{said}</w:numPr>")
        )


def _levels(scheme: Scheme) -> Iterable[tuple[int, Level]]:
    return enumerate(scheme.levels, start=1)


def _fill(cell: _Cell, said: Cell, lists: _Lists) -> None:
    if isinstance(said, str):
        cell.text = said
        return
    _blocks(cell, said, lists, 0)
    # A cell begins with an empty paragraph, and has to end with one.
    if len(cell.paragraphs) > 1:
        cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001 - python-docx has no name for it


def _blocks(cell: _Cell, blocks: Blocks, lists: _Lists, level: int) -> None:
    for block in blocks:
        _block(cell, block, lists, level)


def _block(cell: _Cell, block: Block, lists: _Lists, level: int) -> None:
    match block:
        case Paragraph(text):
            line = cell.add_paragraph(text)
            if level:
                line.paragraph_format.left_indent = Pt(STEP * level / 20)
        case List(ordered, items):
            number = lists.begin(ordered=ordered, level=level)
            for item in items:
                lists.put(cell.add_paragraph(item.text), number, level)
                _blocks(cell, item.blocks, lists, level + 1)
        case Table(header, rows):
            table = cell.add_table(rows=len(rows) + 1, cols=len(header))
            table.style = "Table Grid"
            for drawn, row in zip(table.rows, (header, *rows), strict=True):
                for inner, text in zip(drawn.cells, row, strict=True):
                    inner.text = text
