"""Reads HTML: pages that a word processor saved, and the report as we publish it.

What is visible is read; what a published report sets around its rows (contents, versions,
sources) is no part of the report, and is left out only there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.importing.look import BROKEN
from workflows.importing.problems import UnreadableFile
from workflows.importing.source import Doubt, Entry, Line, Row, Source, one_line
from workflows.importing.tables import even
from workflows.markers import UNSAID, Marker, at, counted

UNSEEN = frozenset({"head", "style", "script", "template", "noscript", "nav", "title", "option"})
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "center",
        "pre",
        "address",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "body",
        "html",
        "form",
        "fieldset",
        "ul",
        "ol",
        "menu",
        "li",
        "table",
    ]
)
AROUND = frozenset({"annex", "version", "notice", "empty", "report-skip"})
"""Classes of a published report for what it sets around the rows."""

KINDS = {
    "1": "arabic", "a": "lower", "A": "upper", "i": "roman", "I": "roman",
    "decimal": "arabic", "lower-alpha": "lower", "lower-latin": "lower", "upper-alpha": "upper",
    "upper-latin": "upper", "lower-roman": "roman", "upper-roman": "roman",
    "cjk-ideographic": "chinese", "trad-chinese-informal": "chinese", "cjk-heavenly-stem": "stem",
}  # fmt: skip
STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all")
WIDEST = 64
"""Columns and rows that one cell may span."""


def read(text: str) -> Source:
    """Read an HTML page. Raises UnreadableFile."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(BROKEN) from None
    if root is None:
        raise UnreadableFile(BROKEN)
    reader = _Reader()
    return Source(tuple(reader.body(root)), tuple(reader.doubts))


@dataclass
class _Run:
    """Text that is still growing into a line."""

    text: str = ""
    marker: Marker | None = None
    bullet: str = ""
    level: int = 0
    heading: int = 0
    begins: bool = False
    """Whether it is the first line of its list item."""


@dataclass
class _Reader:
    """Walks a page once."""

    doubts: list[Doubt] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    published: bool = False

    def body(self, root: etree._Element) -> Iterator[Entry]:
        self.published = any(
            "report" in each.get("class", "").split() and each.get("data-commit") is not None
            for each in root.iter("article")
        )
        yield from self.flow(root, 0, "")

    def place(self) -> str:
        self.paragraphs += 1
        return f"第 {self.paragraphs} 段"

    def flow(self, element: etree._Element, level: int, place: str) -> Iterator[Entry]:
        """Yield the lines and, outside of cells, the rows that an element shows."""
        run = _Run(level=level)
        yield from self.into(element, run, place)
        yield from self.line(run, place)

    def line(self, run: _Run, place: str) -> Iterator[Line]:
        text = re.sub(r"[ \t\n\r\f]+", " ", run.text).strip()
        if text:
            made = Line(
                text, place or self.place(), run.marker, run.bullet, run.level, heading=run.heading
            )
            typed = made.marker is None and not made.bullet and at(text, 0)[0]
            yield replace(made, level=None) if typed and not run.begins else made
            run.marker, run.bullet, run.begins = None, "", False
        run.text = ""

    def into(self, element: etree._Element, run: _Run, place: str) -> Iterator[Entry]:
        run.text += element.text or ""
        for child in element:
            yield from self.child(child, run, place)
            run.text += child.tail or ""

    def child(self, child: etree._Element, run: _Run, place: str) -> Iterator[Entry]:
        tag = str(child.tag).lower()
        if self.unseen(child, tag):
            return
        if tag == "br":
            yield from self.line(run, place)
        elif tag == "table":
            yield from self.line(run, place)
            yield from self.table(child, run.level, place)
        elif tag in ("ol", "ul", "menu"):
            yield from self.line(run, place)
            yield from self.list(child, run.level + 1, place)
        elif tag in BLOCKS:
            yield from self.line(run, place)
            run.heading = int(tag[1]) if re.fullmatch("h[1-6]", tag) else run.heading
            yield from self.into(child, run, place)
            yield from self.line(run, place)
            run.heading = 0
        else:
            if tag in ("img", "svg", "object", "video"):
                alt = child.get("alt", "")
                self.doubts.append(Doubt(place or "全文", "這裡的圖片沒有匯入。", alt))
            yield from self.into(child, run, place)

    def unseen(self, child: etree._Element, tag: str) -> bool:
        classes = set(child.get("class", "").split())
        hidden = child.get("hidden") is not None or HIDDEN.search(child.get("style", ""))
        if hidden and tag not in UNSEEN and (text := "".join(map(str, child.itertext())).strip()):
            self.doubts.append(Doubt("全文", "網頁裡隱藏的文字沒有匯入。", text))
        around = AROUND | {"marker"}
        return bool(hidden) or tag in UNSEEN or (self.published and bool(classes & around))

    # -- Lists -------------------------------------------------------------------------------

    def list(self, element: etree._Element, level: int, place: str) -> Iterator[Entry]:
        ordered = str(element.tag).lower() == "ol"
        number = _int(element.get("start"), 1) - 1
        for child in element:
            if str(child.tag).lower() != "li":
                yield from self.child(child, _Run(level=level), place)
                continue
            number = _int(child.get("value"), number + 1)
            run = _Run(level=level, begins=True)
            shown = _shown(child) if self.published else ""
            if shown:
                run.marker = next(iter(at(shown, 0)[0]), None)
            elif ordered and not _unmarked(element):
                run.marker = _marker(element, number)
            elif not (ordered and _typed(child)):
                run.bullet = "•"
            yield from self.into(child, run, place)
            yield from self.line(run, place)

    # -- Tables ------------------------------------------------------------------------------

    def table(self, table: etree._Element, level: int, place: str) -> Iterator[Entry]:
        rows = list(_grid(table))
        if place:
            yield from self.inner(rows, level, place)
            return
        self.tables += 1
        number = self.tables
        for index, cells in enumerate(rows, 1):
            where = f"表格 {number} 第 {index} 列"
            if len(cells) == 1 and cells[0] is not None and len(max(rows, key=len)) == 1:
                yield from self.flow(cells[0], 0, "")
                continue
            read = tuple(self.cell(cell, where) for cell in cells)
            yield Row(read, where, number)

    def cell(self, cell: etree._Element | None, place: str) -> tuple[Line, ...]:
        if cell is None:
            return ()
        lines = [e for e in self.flow(cell, 0, place) if isinstance(e, Line)]
        listed = any(line.level for line in lines)
        return tuple(line if listed else replace(line, level=None) for line in lines)

    def inner(
        self, rows: Sequence[Sequence[etree._Element | None]], level: int, place: str
    ) -> Iterator[Line]:
        kept = []
        for cells in rows:
            if len(cells) == 1:
                yield from self.cell(cells[0], place)
            else:
                kept.append([one_line(self.cell(cell, place)) for cell in cells])
        if kept:
            yield Line("", place, level=level, rows=even(kept))


def _grid(table: etree._Element) -> Iterator[list[etree._Element | None]]:
    """Yield the cells of each row; where a cell above reaches down, there is none."""
    reaching: dict[int, int] = {}
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        cells: list[etree._Element | None] = []
        for cell in row.iterchildren("td", "th"):
            while reaching.get(len(cells), 0) > 0:
                reaching[len(cells)] -= 1
                cells.append(None)
            down = min(max(_int(cell.get("rowspan"), 1), 1), WIDEST)
            if down > 1:
                reaching[len(cells)] = down - 1
            cells.append(cell)
        yield cells


def _int(written: str | None, otherwise: int) -> int:
    text = (written or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def _said(element: etree._Element) -> str:
    match = STYLE.search(element.get("style", ""))
    return match[1] if match else element.get("type", "")


def _unmarked(element: etree._Element) -> bool:
    return _said(element) == "none" or element.get("role") == "list"


def _shown(child: etree._Element) -> str:
    """Return the marker that a published report sets in front of an item."""
    first = next(iter(child), None)
    return str(first.text or "") if first is not None and first.get("class") == "marker" else ""


def _typed(child: etree._Element) -> bool:
    text = "".join(map(str, child.itertext())).lstrip()
    return bool(at(text[:12], 0)[0])


def _marker(element: etree._Element, number: int) -> Marker:
    said = _said(element)
    if not said or said not in KINDS or number < 1:
        return Marker(UNSAID, number, f"{number}.")
    return counted(KINDS[said], number, "", "、" if KINDS[said] in ("chinese", "stem") else ".")
