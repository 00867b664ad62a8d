"""Reads ODT: paragraphs, lists and tables of an OpenDocument text (ODF 1.2 to 1.4).

Deleted text of tracked changes stands apart in the file and is not read; notes and text boxes
are put after the paragraph that they hang on, and said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.importing.look import BROKEN, Package
from workflows.importing.opendocument_styles import Styles
from workflows.importing.problems import UnreadableFile
from workflows.importing.published import ANNEX, AROUND, MARK
from workflows.importing.source import Doubt, Entry, Line, Row, Source, one_line
from workflows.importing.tables import even
from workflows.markers import Marker, at, counted

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{{{ODF}office:1.0}}", f"{{{ODF}text:1.0}}", f"{{{ODF}table:1.0}}"
DRAW, STYLE = f"{{{ODF}drawing:1.0}}", f"{{{ODF}style:1.0}}"

KINDS = {"1": "arabic", "a": "lower", "A": "upper", "i": "roman", "I": "roman"}
CHINESE = ("一", "壹", "イ")
"""Number formats of ODF are written as their first number; Chinese ones begin so."""

DEEPEST = 24
WIDEST = 64
"""Columns that one cell may stand for."""

Levels = Mapping[int, "Level"]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list style: how it counts, what stands around; a bullet counts nothing."""

    kind: str = ""
    before: str = ""
    after: str = ""
    start: int = 1


def read(package: Package) -> Source:
    """Read an ODT. Raises UnreadableFile."""
    content = package.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableFile(BROKEN)
    styles = [content, *([package.xml("styles.xml")] if package.has("styles.xml") else [])]
    reader = _Reader(
        {k: v for root in reversed(styles) for k, v in _list_styles(root)},
        Styles(styles),
        published=any(
            each.get(TEXT + "name") == MARK for each in body.iter(TEXT + "bookmark-start")
        ),
    )
    entries = tuple(reader.body(body, 0))
    return Source(entries, tuple(reader.doubts))


def _list_styles(root: etree._Element) -> Iterator[tuple[str, Levels]]:
    for style in root.iter(TEXT + "list-style"):
        levels = {}
        for level in style:
            depth = _int(level.get(TEXT + "level"), 1)
            number = level.tag == TEXT + "list-level-style-number"
            levels[depth] = _level(level) if number else Level()
        yield style.get(STYLE + "name", ""), levels


def _level(level: etree._Element) -> Level:
    form = level.get(STYLE + "num-format", "")
    kind = KINDS.get(form) or ("chinese" if form.startswith(CHINESE) else "")
    before, after = level.get(STYLE + "num-prefix", ""), level.get(STYLE + "num-suffix", "")
    return Level(kind, before.strip(), after.strip(), _int(level.get(TEXT + "start-value"), 1))


def _int(written: str | None, otherwise: int) -> int:
    text = (written or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004 - no list counts to a million


@dataclass
class _Reader:
    """Walks a document once; knows how far every list has counted."""

    styles: Mapping[str, Levels]
    looks: Styles
    published: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    ended: dict[str, tuple[str, int]] = field(default_factory=dict)
    last: str = ""
    """The style of the list that was read last."""
    tables: int = 0
    paragraphs: int = 0

    # -- Blocks ------------------------------------------------------------------------------

    def body(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        self.guard(depth)
        for child in element:
            if self.published and self.looks.name(child) == ANNEX:
                break
            if child.tag in (TEXT + "p", TEXT + "h"):
                self.paragraphs += 1
                yield from self.paragraph(child, 0, f"第 {self.paragraphs} 段", depth)
            elif child.tag == TEXT + "list":
                self.paragraphs += 1
                yield from self.list(child, 1, "", f"第 {self.paragraphs} 段", depth)
            elif child.tag == TABLE + "table":
                yield from self.table(child, depth)
            elif child.tag in (TEXT + "section", TEXT + "index-body", TEXT + "soft-page-break"):
                yield from self.body(child, depth + 1)
            elif child.tag == TEXT + "tracked-changes":
                for gone in child.iter(TEXT + "deletion"):
                    text = "".join(map(str, gone.itertext())).strip()
                    self.doubts.append(Doubt("全文", "追蹤修訂刪去的文字沒有匯入。", text))

    def guard(self, depth: int) -> None:
        if depth > DEEPEST:
            raise UnreadableFile(BROKEN)

    def table(self, table: etree._Element, depth: int) -> Iterator[Entry]:
        self.tables += 1
        number = self.tables
        for index, (row, header) in enumerate(_rows(table), 1):
            place = f"表格 {number} 第 {index} 列"
            cells = _cells(row)
            if len(cells) == 1 and cells[0] is not None and _columns(table) == 1:
                yield from self.body(cells[0], depth + 1)
                continue
            read = tuple(self.cell(cell, place, depth + 1) for cell in cells)
            yield Row(read, place, number, header)

    def cell(self, cell: etree._Element | None, place: str, depth: int) -> tuple[Line, ...]:
        lines = [] if cell is None else list(self.lines(cell, 0, "", place, depth))
        listed = any(line.level for line in lines)
        return tuple(line if listed else replace(line, level=None) for line in lines)

    def lines(
        self, element: etree._Element, level: int, style: str, place: str, depth: int
    ) -> Iterator[Line]:
        self.guard(depth)
        for child in element:
            if child.tag in (TEXT + "p", TEXT + "h"):
                yield from self.paragraph(child, level, place, depth)
            elif child.tag == TEXT + "list":
                yield from self.list(child, level + 1, style, place, depth + 1)
            elif child.tag == TABLE + "table":
                yield from self.inner(child, level, place, depth + 1)
            elif child.tag in (TEXT + "section", TEXT + "soft-page-break"):
                yield from self.lines(child, level, style, place, depth + 1)

    def inner(self, table: etree._Element, level: int, place: str, depth: int) -> Iterator[Line]:
        kept = []
        for row, _ in _rows(table):
            cells = _cells(row)
            if len(cells) == 1:
                yield from self.cell(cells[0], place, depth)
            else:
                kept.append([one_line(self.cell(cell, place, depth)) for cell in cells])
        if kept:
            # No table stands in a list of ODF: one that belongs to an item is set in as far.
            level = level or self.looks.level(table, self.last)
            yield Line("", place, level=level, rows=even(kept))

    # -- Lists -------------------------------------------------------------------------------

    def list(
        self, element: etree._Element, level: int, style: str, place: str, depth: int
    ) -> Iterator[Line]:
        self.guard(depth)
        style = self.last = element.get(TEXT + "style-name") or style
        identity = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
        number = self.before(element, style, level)
        said = self.styles.get(style, {}).get(
            level, Level("arabic", "", ".") if not style else Level()
        )
        for child in element:
            if child.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            own = child.find(TEXT + "p") is not None or child.find(TEXT + "h") is not None
            counts = child.tag == TEXT + "list-item" and own
            if counts:
                first = said.start if number is None else number + 1
                number = _int(child.get(TEXT + "start-value"), first)
            lines = list(self.lines(child, level, style, place, depth + 1))
            if counts and lines and lines[0].level in (level, None):
                marker = _marker(said, number or 1)
                lines[0] = replace(
                    lines[0], marker=marker, bullet="" if marker else "•", level=level
                )
            yield from lines
        self.counts[style, level] = number or 0
        self.ended[identity] = (style, number or 0)

    def before(self, element: etree._Element, style: str, level: int) -> int | None:
        """Return the number that a list goes on from; None where it begins anew."""
        named = element.get(TEXT + "continue-list")
        if named in self.ended:
            return self.ended[named][1]
        if element.get(TEXT + "continue-numbering") == "true":
            return self.counts.get((style, level))
        return None

    # -- Paragraphs --------------------------------------------------------------------------

    def paragraph(
        self, element: etree._Element, level: int, place: str, depth: int
    ) -> Iterator[Line]:
        if self.published and self.looks.name(element) in AROUND:
            return
        texts = [""]
        hanging: list[etree._Element] = []
        _gather(element, texts, hanging)
        heading = _int(element.get(TEXT + "outline-level"), 1) if element.tag == TEXT + "h" else 0
        for text in texts:
            if text.strip():
                typed = level == 0 and not self.published and at(text.strip(), 0)[0]
                yield Line(
                    text,
                    place,
                    level=None if typed else level,
                    settled=self.published,
                    heading=heading,
                )
        for each in hanging:
            yield from self.hung(each, level, place, depth)

    def hung(self, each: etree._Element, level: int, place: str, depth: int) -> Iterator[Line]:
        note = each.tag == TEXT + "note"
        sentence = (
            "註腳放在所屬段落之後，請核對。" if note else "文字方塊的文字放在所屬段落之後，請核對。"
        )
        inside = each.find(TEXT + "note-body") if note else each
        if each.tag == DRAW + "image":
            self.doubts.append(Doubt(place, "這裡的圖片沒有匯入。"))
        elif each.tag == OFFICE + "annotation":
            self.doubts.append(
                Doubt(place, "註解沒有匯入。", "".join(map(str, each.itertext())).strip())
            )
        elif inside is not None:
            for line in self.lines(inside, level, "", place, depth + 1):
                self.doubts.append(Doubt(place, sentence, line.text))
                yield line


HANGING = frozenset({TEXT + "note", DRAW + "text-box", DRAW + "image", OFFICE + "annotation"})


def _gather(element: etree._Element, texts: list[str], hanging: list[etree._Element]) -> None:
    """Gather a paragraph's text without recursion; a line break begins a new text."""
    stack: list[etree._Element | str] = [element]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            texts[-1] += each
            continue
        if each is not element and each.tail:
            stack.append(each.tail)
        if each.tag in HANGING:
            hanging.append(each)
        elif each.tag == TEXT + "line-break":
            texts.append("")
        elif each.tag in (TEXT + "s", TEXT + "tab"):
            texts[-1] += " "
        elif isinstance(each.tag, str):
            stack += reversed(list(each))
            texts[-1] += each.text or ""


def _marker(said: Level, number: int) -> Marker | None:
    return counted(said.kind, number, said.before, said.after) if said.kind else None


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child, False
        elif child.tag == TABLE + "table-header-rows":
            for row, _ in _rows(child):
                yield row, True
        elif child.tag in (TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child)


def _cells(row: etree._Element) -> list[etree._Element | None]:
    """Return the cells of a row; None where a cell above reaches down."""
    cells: list[etree._Element | None] = []
    spanned = 0
    for cell in row:
        times = min(_int(cell.get(TABLE + "number-columns-repeated"), 1), WIDEST)
        if cell.tag == TABLE + "table-cell":
            cells += [cell] * (times if not len(cell) else 1)
            spanned = min(_int(cell.get(TABLE + "number-columns-spanned"), 1), WIDEST) - 1
        elif cell.tag == TABLE + "covered-table-cell":
            beside = min(spanned, times)
            spanned -= beside
            cells += [None] * (times - beside)
    return cells


def _columns(table: etree._Element) -> int:
    return sum(
        min(_int(column.get(TABLE + "number-columns-repeated"), 1), WIDEST)
        for column in table.iter(TABLE + "table-column")
        if next(column.iterancestors(TABLE + "table")) is table
    )
