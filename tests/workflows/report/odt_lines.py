"""What a reader shows of an ODT: numbers counted from its lists by ODF 1.3 part 3, 5.3.

Written apart from the writer and from the importer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents import members
from lxml import etree
from word_lines import shown

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT = f"{{{ODF}office:1.0}}", f"{{{ODF}text:1.0}}"
TABLE, STYLE = f"{{{ODF}table:1.0}}", f"{{{ODF}style:1.0}}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
KINDS = {"1": "decimal", "A": "upperLetter", "a": "lowerLetter"}


@dataclass
class Odt:
    """An ODT that was read."""

    written: bytes
    ended: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read its parts."""
        parts = members(self.written)
        self.text = etree.fromstring(parts["content.xml"]).find(f"{OFFICE}body/{OFFICE}text")
        styles = etree.fromstring(parts["styles.xml"])
        self.levels = {
            (style.get(STYLE + "name"), int(level.get(TEXT + "level", ""))): level
            for style in styles.iter(TEXT + "list-style")
            for level in style
        }

    def headings(self) -> list[str]:
        """Return the headings of the groups."""
        assert self.text is not None
        return [
            line
            for each in self.text.iterfind(TEXT + "list")
            if each.find(f".//{TEXT}h") is not None
            for line in self.list(each, 1)
        ]

    def report(self) -> list[str]:
        """Return the whole report, without contents and annexes, numbers as a reader counts."""
        assert self.text is not None
        lines = []
        for block in self.text:
            if block.tag == TEXT + "p" and block.get(TEXT + "style-name") != "Version":
                lines.append(text_of(block))
            elif block.tag == TEXT + "list" and block.find(f".//{TEXT}h") is not None:
                lines += self.list(block, 1)
            elif block.get(TABLE + "style-name") == "Report":
                for row in block.iterfind(TABLE + "table-row"):
                    name, text = row.findall(TABLE + "table-cell")
                    lines.append("".join(map(text_of, name)))
                    lines += self.lines(text, 0, notes=True)
            elif block.tag == TEXT + "h":
                break
        return lines

    def rows(self) -> list[str]:
        """Return the lines of every row's second cell, the cells of a table one by one."""
        assert self.text is not None
        tables = self.text.iterfind(f"{TABLE}table[@{TABLE}style-name='Report']")
        cells = (
            row.findall(TABLE + "table-cell")[1]
            for table in tables
            for row in table.iterfind(TABLE + "table-row")
        )
        return [line for cell in cells for line in self.lines(cell, 0)]

    def lines(self, element: etree._Element, depth: int, *, notes: bool = False) -> Iterator[str]:
        """Yield the lines of a cell or an item; the project's note only where it is asked for."""
        unread = ("AfterTable",) if notes else ("Note", "AfterTable")
        for child in element:
            if child.tag in (TEXT + "p", TEXT + "h"):
                if child.get(TEXT + "style-name") not in unread:
                    yield text_of(child)
            elif child.tag == TEXT + "list":
                yield from self.list(child, depth + 1)
            elif child.tag == TABLE + "table":
                yield from ("".join(map(text_of, c)) for c in child.iter(TABLE + "table-cell"))

    def list(self, element: etree._Element, depth: int) -> Iterator[str]:
        level = self.levels[element.get(TEXT + "style-name"), depth]
        count = self.ended.get(element.get(TEXT + "continue-list", ""), 0)
        for child in element:
            lines = list(self.lines(child, depth))
            if child.tag == TEXT + "list-item":
                count = int(child.get(TEXT + "start-value", count + 1))
                lines[0] = label(level, count) + lines[0]
            yield from lines
        self.ended[element.get(ID, "")] = count


def label(level: etree._Element, number: int) -> str:
    """Return the label of a count, with the blank that follows it."""
    if level.tag == TEXT + "list-level-style-bullet":
        return "- "
    form = level.get(STYLE + "num-format", "")
    kind = KINDS.get(form, "taiwaneseCountingThousand")
    around = level.get(STYLE + "num-prefix", ""), level.get(STYLE + "num-suffix", "")
    [place] = level.iter(STYLE + "list-level-label-alignment")
    count = shown(kind, number)
    if kind.endswith("Letter") and number > 26:
        # style:num-letter-sync is false where it is not said: AA, AB (19.502).
        before, at = divmod(number - 1, 26)
        count = shown(kind, before) + shown(kind, at + 1)
    blank = "" if place.get(TEXT + "label-followed-by") == "nothing" else " "
    return count.join(around) + blank


def text_of(element: etree._Element) -> str:
    """Return the text of a paragraph, with the blanks that ODF counts."""
    said = element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            said += " " * int(child.get(TEXT + "c", "1"))
        said += text_of(child) + (child.tail or "")
    return said


def faults(written: bytes) -> list[str]:
    """Return what keeps a document from being edited by hand without touching it up."""
    root = etree.fromstring(members(written)["content.xml"])
    return [
        f"a table without a repeated head: {table.get(TABLE + 'name')}"
        for table in root.iter(TABLE + "table")
        if table.find(TABLE + "table-header-rows") is None
    ]
