"""Reads DOCX: paragraphs and table rows, with the numbers that Word counts by itself.

Tracked changes are read as accepted. What stands beside the text (footnotes, text boxes) is put
after the paragraph that it belongs to, and said; nothing is dropped without a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.importing.look import BROKEN, Package
from workflows.importing.plain import PAGE_NUMBER
from workflows.importing.problems import UnreadableFile
from workflows.importing.published import ANNEX, AROUND, MARK
from workflows.importing.source import Doubt, Entry, Line, Row, Source, one_line, squash
from workflows.importing.tables import even
from workflows.importing.word_levels import Placed, levelled
from workflows.importing.word_lists import Lists, W, indent_of, indent_of_table
from workflows.importing.word_styles import Style, num_of, read_styles
from workflows.importing.word_text import Runs, Words

DEEPEST = 24
"""Tables and controls within each other; more is no document that a person made."""

WRAPPERS = {W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}
REMOVED = {W + name for name in ("del", "moveFrom")}
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def read(package: Package) -> Source:
    """Read a DOCX. Raises UnreadableFile."""
    return _Reader(package).source()


@dataclass
class _Reader:
    """Walks a document once."""

    package: Package
    doubts: list[Doubt] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0

    def __post_init__(self) -> None:
        main = self.package.main_document or "word/document.xml"
        self.folder = main.rpartition("/")[0]
        self.root = self.package.xml(main)
        self.styles = read_styles(self.part("styles"))
        self.lists = Lists.read(self.part("numbering"))
        notes = {kind: self.part(kind) for kind in ("footnotes", "endnotes")}
        self.words = Words(notes, self.doubts)
        marks = self.root.iter(W + "bookmarkStart")
        self.published = any(each.get(W + "name") == MARK for each in marks)

    def part(self, name: str) -> etree._Element | None:
        path = f"{self.folder}/{name}.xml"
        return self.package.xml(path) if self.package.has(path) else None

    def source(self) -> Source:
        body = self.root.find(W + "body")
        if body is None:
            raise UnreadableFile(BROKEN)
        entries = tuple(self.body(body, 0))
        self.beside(entries)
        return Source(entries, tuple(self.doubts))

    # -- Blocks ------------------------------------------------------------------------------

    def children(self, element: etree._Element, depth: int) -> Iterator[tuple[etree._Element, int]]:
        """Yield the paragraphs and tables of an element, looking through what wraps them."""
        if depth > DEEPEST:
            raise UnreadableFile(BROKEN)
        for child in element:
            if child.tag in (W + "p", W + "tbl"):
                yield child, depth
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not self.is_contents(child):
                    yield from self.children(content, depth + 1)
            elif child.tag in WRAPPERS:
                yield from self.children(child, depth + 1)
            elif child.tag == MC + "AlternateContent":
                chosen = next(iter(child), None)
                if chosen is not None:
                    yield from self.children(chosen, depth + 1)
            elif child.tag in REMOVED and (text := "".join(map(str, child.itertext())).strip()):
                self.doubts.append(Doubt("全文", "追蹤修訂刪去的段落沒有匯入。", text))

    def is_contents(self, control: etree._Element) -> bool:
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        found = gallery is not None and "Table of Contents" in gallery.get(W + "val", "")
        if found:
            for paragraph in control.iter(W + "p"):
                self.contents.append("".join(t.text or "" for t in paragraph.iter(W + "t")))
        return found

    def body(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        pending: list[Placed] = []
        for child, inner in self.children(element, depth):
            if self.published and child.tag == W + "p" and self.style(child).name == ANNEX:
                break
            if child.tag == W + "p":
                self.paragraphs += 1
                pending += self.paragraph(child, f"第 {self.paragraphs} 段", inner)
                continue
            yield from levelled(pending)
            pending = []
            yield from self.table(child, inner)
        yield from levelled(pending)

    def table(self, table: etree._Element, depth: int) -> Iterator[Entry]:
        self.tables += 1
        number = self.tables
        for at, row in enumerate(self.rows(table), 1):
            place = f"表格 {number} 第 {at} 列"
            cells = list(_cells(row))
            if len(cells) == 1 and _only_column(table):
                yield from self.body(cells[0], depth + 1)
                continue
            header = row.find(f"{W}trPr/{W}tblHeader") is not None
            read = tuple(tuple(self.cell(cell, place, depth + 1)) for cell in cells)
            yield Row(read, place, number, header)

    def rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in table.iter(W + "tr"):
            if next(row.iterancestors(W + "tbl")) is not table:
                continue
            if row.find(f"{W}trPr/{W}del") is not None:
                text = "".join(t.text or "" for t in row.iter(W + "t", W + "delText"))
                self.doubts.append(Doubt("全文", "追蹤修訂刪去的列沒有匯入。", text))
            else:
                yield row

    def cell(self, cell: etree._Element, place: str, depth: int) -> Iterator[Line]:
        read: list[Placed] = []
        for child, inner in self.children(cell, depth):
            if child.tag == W + "p":
                read += self.paragraph(child, place, inner)
            else:
                far = indent_of_table(child)
                level = 0 if self.published else None
                read += (
                    Placed(replace(line, level=level), indent=far)
                    for line in self.nested(child, place, inner)
                )
        return levelled(read)

    def nested(self, table: etree._Element, place: str, depth: int) -> Iterator[Line]:
        rows = []
        for row in self.rows(table):
            cells = list(_cells(row))
            if len(cells) == 1:
                yield from self.cell(cells[0], place, depth + 1)
            else:
                lines = [tuple(self.cell(cell, place, depth + 1)) for cell in cells]
                rows.append(tuple(map(one_line, lines)))
        if rows:
            yield Line("", place, rows=even(rows))

    # -- Paragraphs --------------------------------------------------------------------------

    def paragraph(self, paragraph: etree._Element, place: str, depth: int) -> Iterator[Placed]:
        style = self.style(paragraph)
        number, ilvl = self.list_of(paragraph, style)
        counted = self.lists.count(number, ilvl) if number else None
        runs = self.words.read(paragraph, place)
        texts = [text for text in runs.lines if text.strip()]
        if style.name.startswith("toc "):
            self.contents += texts
            return
        if self.published and style.name in AROUND:
            return
        level = counted[0] if counted else None
        indent = paragraph.find(f"{W}pPr/{W}ind")
        far = indent_of(indent) if indent is not None else style.indent
        if far is None:
            far = level.indent if level else 0
        for at, text in enumerate(texts):
            line = Line(text, place, heading=_heading(paragraph, style), settled=self.published)
            if at == 0 and counted is not None:
                line = replace(line, marker=counted[1], bullet="•" if counted[0].bullet else "")
                listed = counted[1].style if counted[1] else "•" if counted[0].bullet else ""
                yield Placed(line, ilvl if listed else -1, far, listed)
            else:
                yield Placed(line, -1, far)
        yield from self.beside_paragraph(runs, place, depth)

    def beside_paragraph(self, runs: Runs, place: str, depth: int) -> Iterator[Placed]:
        for note in runs.notes:
            self.doubts.append(Doubt(place, "註腳放在所屬段落之後，請核對。", note))
            yield Placed(Line(note, place))
        for box in runs.boxes:
            for child, inner in self.children(box, depth + 1):
                if child.tag == W + "p":
                    for each in self.paragraph(child, place, inner):
                        sentence = "文字方塊的文字放在所屬段落之後，請核對。"
                        self.doubts.append(Doubt(place, sentence, each.line.text))
                        yield each
                else:
                    yield from map(Placed, self.nested(child, place, inner))

    def style(self, paragraph: etree._Element) -> Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get("" if named is None else named.get(W + "val", ""), Style())

    def list_of(self, paragraph: etree._Element, style: Style) -> tuple[str, int]:
        """Return the list that a paragraph counts in, and its level there; "" for none."""
        said = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = num_of(said)
        if not number:
            named = paragraph.find(f"{W}pPr/{W}pStyle")
            identity = "" if named is None else named.get(W + "val", "")
            number = style.number
            linked = self.lists.level_of_style(number, identity) if number else 0
            level = style.level if level is None and style.level is not None else level
            level = linked if level is None else level
        return ("" if number == "0" else number), level or 0

    # -- What stands beside the text ---------------------------------------------------------

    def beside(self, entries: Sequence[Entry]) -> None:
        if self.published:
            return
        said = squash("".join(_words(entry) for entry in entries))
        for text in self.contents:
            core = text.rstrip("0123456789 \t.…")
            if squash(core) not in said:
                self.doubts.append(Doubt("目錄", "目錄的這一行在報告裡找不到，沒有匯入。", text))
        for name in sorted(self.package.names):
            if name.startswith((f"{self.folder}/header", f"{self.folder}/footer")):
                self.furniture(name, said)
        comments = self.part("comments")
        for comment in [] if comments is None else comments.iterfind(W + "comment"):
            text = "".join(t.text or "" for t in comment.iter(W + "t"))
            self.doubts.append(Doubt("註解", "註解沒有匯入。", text))

    def furniture(self, name: str, said: str) -> None:
        """Mention a page head or foot that says more than the report and a page number."""
        if not name.endswith(".xml"):
            return
        for paragraph in self.package.xml(name).iter(W + "p"):
            text = "".join(t.text or "" for t in paragraph.iter(W + "t")).strip()
            if text and not PAGE_NUMBER.fullmatch(text) and squash(text) not in said:
                self.doubts.append(Doubt("頁首頁尾", "頁首、頁尾沒有匯入。", text))


def _words(entry: Entry) -> str:
    if isinstance(entry, Row):
        return "".join(line.text for cell in entry.cells for line in cell)
    return entry.text


def _only_column(table: etree._Element) -> bool:
    return len(table.findall(f"{W}tblGrid/{W}gridCol")) <= 1


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag == W + "sdt":
            yield from child.iterfind(f"{W}sdtContent/{W}tc")
        elif child.tag in WRAPPERS:
            yield from child.iterfind(W + "tc")


def _heading(paragraph: etree._Element, style: Style) -> int:
    said = paragraph.find(f"{W}pPr/{W}outlineLvl")
    level = style.outline if said is None else int(said.get(W + "val", "9") or 9)
    return level + 1 if level is not None and 0 <= level < 9 else 0  # noqa: PLR2004 - 9 is body text
