"""The words of a Word paragraph: text as accepted, line breaks, and what hangs on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows.importing.source import Doubt
from workflows.importing.word_lists import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

LETTERS = {W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": ""}
REMOVED = frozenset(W + name for name in ("del", "moveFrom"))
ADDED = frozenset(W + name for name in ("ins", "moveTo"))
SILENT = frozenset(
    W + name
    for name in (
        "pPr",
        "rPr",
        "instrText",
        "delText",
        "delInstrText",
        "commentReference",
        "rt",
        "sdtPr",
    )
)
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
PICTURES = frozenset(W + name for name in ("drawing", "pict", "object"))


@dataclass
class Runs:
    """A paragraph read: its lines, its notes, and the text boxes anchored in it."""

    lines: list[str] = field(default_factory=lambda: [""])
    notes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Put text behind what stands there."""
        self.lines[-1] += text


class Words:
    """Reads paragraphs; knows the document's notes and where to say what it was not sure of."""

    def __init__(self, notes: Mapping[str, etree._Element | None], doubts: list[Doubt]) -> None:
        """Keep the notes by kind and id."""
        self.doubts = doubts
        self.notes = {
            (kind, note.get(W + "id", "")): "".join(
                t.text or "" for t in note.iter(W + "t")
            ).strip()
            for kind, root in notes.items()
            if root is not None
            for note in root
        }

    def read(self, paragraph: etree._Element, place: str) -> Runs:
        """Read a paragraph."""
        runs = Runs()
        seen: set[str] = set()
        hidden: list[str] = []
        for child in _visible(paragraph, seen, hidden):
            self._one(child, runs, place, seen)
        if any(hidden):
            self.doubts.append(Doubt(place, "隱藏的文字沒有匯入。", "".join(hidden)))
        if seen & {"changes"}:
            text = "".join(runs.lines)
            self.doubts.append(Doubt(place, "這一段有追蹤修訂，取接受修訂後的文字。", text))
        return runs

    def _one(self, element: etree._Element, runs: Runs, place: str, seen: set[str]) -> None:
        tag = element.tag
        if tag in (W + "t", M + "t"):
            runs.say(element.text or "")
        elif tag in LETTERS:
            runs.say(LETTERS[tag])
        elif (
            tag == W + "cr"
            or (tag == W + "br" and element.get(W + "type") is None)
            or (tag == W + "br" and element.get(W + "type") == "textWrapping")
        ):
            runs.lines.append("")
        elif tag == W + "sym":
            runs.say(_symbol(element))
        elif tag in NOTES:
            note = self.notes.get((NOTES[tag], element.get(W + "id", "")), "")
            runs.notes += [note] if note else []
        elif tag == W + "txbxContent":
            runs.boxes.append(element)
        elif tag in PICTURES and "picture" not in seen:
            seen.add("picture")
            if not any(True for _ in element.iter(W + "txbxContent")):
                self.doubts.append(Doubt(place, "這裡的圖片或物件沒有匯入。", "".join(runs.lines)))


def _visible(
    element: etree._Element, seen: set[str], hidden: list[str]
) -> Iterator[etree._Element]:
    """Walk what a reader of the accepted text sees, each thing once, without recursion."""
    stack = list(reversed(element))
    while stack:
        each = stack.pop()
        if each.tag in SILENT or not isinstance(each.tag, str):
            continue
        if each.tag in REMOVED:
            seen.add("changes")
            continue
        if each.tag == W + "r" and _hidden(each):
            hidden.append("".join(t.text or "" for t in each.iter(W + "t")))
            continue
        if each.tag in ADDED:
            seen.add("changes")
        yield each
        if each.tag == MC + "AlternateContent":
            stack += [next(iter(each))] if len(each) else []
        elif each.tag != W + "txbxContent":
            stack += list(reversed(each))


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val", "1") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(element.get(W + "char", ""), 16))
    except (ValueError, OverflowError):
        return ""
