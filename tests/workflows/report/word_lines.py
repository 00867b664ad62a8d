"""What Word shows of a DOCX: numbers counted from numbering.xml by ECMA-376 part 1, 17.9.

Written apart from the writer and from the importer, so that neither can excuse the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents import members
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"


def shown(kind: str, number: int) -> str:
    """Write a count as ST_NumberFormat says."""
    if kind in ("upperLetter", "lowerLetter"):
        rounds, at = divmod(number - 1, 26)
        return chr(ord("A" if kind == "upperLetter" else "a") + at) * (rounds + 1)
    if kind == "taiwaneseCountingThousand":
        tens, ones = divmod(number, 10)
        assert number < 100, number
        return (
            ("" if tens < 2 else DIGITS[tens]) + "十" * (tens > 0) + (DIGITS[ones] if ones else "")
        )
    assert kind == "decimal", kind
    return str(number)


@dataclass
class Counter:
    """Counts the lists of a document."""

    numbering: etree._Element
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, numbered: etree._Element) -> str:
        """Count a paragraph by its numPr, and return its label with what follows it."""
        number, at = _value(numbered, "numId"), int(_value(numbered, "ilvl"))
        [listed] = [n for n in self.numbering.iter(W + "num") if n.get(W + "numId") == number]
        of = _value(listed, "abstractNumId")
        [level] = self.numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{of}']/w:lvl[@w:ilvl='{at}']",
            namespaces={"w": W[1:-1]},
        )
        self.counts[of, at] = self.next(listed, number, of, at, int(_value(level, "start")))
        for deeper in range(at + 1, 9):
            self.counts.pop((of, deeper), None)
        own = listed.find(f"{W}lvlOverride[@{W}ilvl='{at}']/{W}lvl")
        level = level if own is None else own
        kind, text = _value(level, "numFmt"), _value(level, "lvlText")
        if kind == "bullet":
            return "- "
        count = "" if kind == "none" else shown(kind, self.counts[of, at])
        label = text.replace(f"%{at + 1}", count)
        return label + {"tab": " ", "space": " ", "nothing": ""}[_value(level, "suff")]

    def next(self, listed: etree._Element, number: str, of: str, at: int, start: int) -> int:
        override = listed.find(f"{W}lvlOverride[@{W}ilvl='{at}']/{W}startOverride")
        if override is not None and (number, at) not in self.begun:
            self.begun.add((number, at))
            return int(override.get(W + "val", ""))
        return self.counts[of, at] + 1 if (of, at) in self.counts else start


def _value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    assert found is not None, (element.tag, name)
    return found.get(W + "val", "")


@dataclass
class Word:
    """A DOCX that was read."""

    written: bytes

    def __post_init__(self) -> None:
        """Read its parts."""
        parts = members(self.written)
        self.root = etree.fromstring(parts["word/document.xml"])
        self.counter = Counter(etree.fromstring(parts["word/numbering.xml"]))
        self.names = {
            style.get(W + "styleId"): _value(style, "name")
            for style in etree.fromstring(parts["word/styles.xml"]).iter(W + "style")
        }

    def style(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if named is None else self.names[named.get(W + "val")]

    def line(self, paragraph: etree._Element) -> str:
        """Return a paragraph with its label, counted by Word."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        label = "" if numbered is None else self.counter.label(numbered)
        return label + text_of(paragraph)

    def headings(self) -> list[str]:
        """Return the headings of the groups."""
        body = self.root[0]
        return [self.line(p) for p in body.iterfind(W + "p") if self.style(p) == "heading 1"]

    def report(self) -> list[str]:
        """Return the whole report, without contents and annexes, numbers as Word counts them."""
        lines = []
        for block in self.root[0]:
            if block.tag == W + "p":
                if self.style(block) == "附錄標題":
                    break
                if self.style(block) in ("Title", "Subtitle", "heading 1"):
                    lines.append(self.line(block))
            elif block.tag == W + "tbl":
                for row in block.findall(W + "tr")[1:]:
                    name, text = row.findall(W + "tc")
                    lines += [text_of(name), *map(self.line, text.iter(W + "p"))]
        return lines

    def rows(self) -> list[str]:
        """Return the lines of every row's second cell, the cells of a table one by one."""
        return list(self._rows())

    def _rows(self) -> Iterator[str]:
        for table in self.root[0].iterfind(W + "tbl"):
            named = table.find(f"{W}tblPr/{W}tblStyle")
            if named is None or self.names[named.get(W + "val")] != "報告表格":
                continue
            for row in table.findall(W + "tr")[1:]:
                for each in row.findall(W + "tc")[1].iter(W + "p"):
                    if self.style(each) not in ("附註", "表後"):
                        yield self.line(each)


def text_of(element: etree._Element) -> str:
    """Return the text that is typed there."""
    return "".join(each.text or "" for each in element.iter(W + "t"))


def faults(written: bytes) -> list[str]:
    """Return what keeps a document from being edited by hand without touching it up."""
    word = Word(written)
    found = []
    for table in word.root.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            found.append(f"a table without a repeated head: {text_of(rows[0])[:20]}")
    if next(word.root.iter(W + "cantSplit"), None) is not None:
        found.append("a row that may not break")
    for paragraph in word.root.iter(W + "p"):
        listed = word.style(paragraph).startswith(("List Number", "List Bullet"))
        if listed and paragraph.find(f"{W}pPr/{W}numPr") is None:
            found.append(f"a list item that counts in no list: {text_of(paragraph)[:20]}")
    for each in word.counter.numbering.iter(W + "num"):
        starts = each.findall(f"{W}lvlOverride/{W}startOverride")
        plain = each.get(W + "numId") == "1" or each.find(f"{W}lvlOverride/{W}lvl") is not None
        if not plain and len(starts) != 9:
            found.append(f"list {each.get(W + 'numId')} counts on from another")
    return found
