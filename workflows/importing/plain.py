"""Reads plain text: what scanning programs make of a report, and what we print ourselves.

Two shapes. Text that was recognised from pages has its rows with tabs, a header row on each
page, and often tags of lists (``<ol>``) without their ends; items run on within a row. Any other
text has one item a line.
"""

import html
import re

from workflows.importing.headers import is_header
from workflows.importing.source import Doubt, Entry, Line, Row, Source
from workflows.importing.tables import even
from workflows.markers import BULLET, at

BLOCK = re.compile(
    r"(?i)<\s*(/?)\s*(p|ol|ul|li|br|div|table|thead|tbody|tr|td|th|h[1-6]|section|blockquote)"
    r"\b[^<>]{0,400}>"
)
INLINE = re.compile(r"(?i)</?(?:b|strong|i|em|u|span|a|sup|sub|font|mark|small)\b[^<>]{0,400}>")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
GROUP = re.compile(r"\s*[(（][一二三四五六七八九十]{1,3}[)）]")
SENTENCE_END = re.compile(r"(?<=[。；！？])\s+")

FIRST_LINES = 6
"""Lines of a report's front; a table that begins there is no table inside a text."""

PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*\d+\s*頁(?:\s*[,，/]?\s*共\s*\d+\s*頁)?|-\s*\d{1,3}\s*-|\d{1,3}\s*/\s*\d{1,3}|\d{1,3})\s*"
)
"""A line that is nothing but a page number; only pages have such lines."""


def read(text: str) -> Source:
    """Take a text apart into lines and rows."""
    lines = text.replace("\f", "\n").split("\n")
    if any(_heads_a_table(lines, number) for number in range(len(lines))):
        return _pages(lines)
    return _lines(lines)


def _heads_a_table(lines: list[str], number: int) -> bool:
    before = lines[number - 1].strip() if number else ""
    first = not before or GROUP.match(before) is not None or number < FIRST_LINES
    return first and "\t" in lines[number] and is_header(lines[number].split("\t"))


def _lines(lines: list[str]) -> Source:
    entries: list[Entry] = []
    gap, rows, indent = False, list[tuple[str, ...]](), 0
    speaks = _indented(lines)
    for number, line in enumerate([*lines, ""], 1):
        if "\t" in line.strip(" "):
            indent = indent if rows else _depth(line)
            rows.append(tuple(cell.strip() for cell in line.strip(" ").split("\t")))
            continue
        if rows:
            level = indent if speaks else None
            entries.append(Line("", f"第 {number - 1} 行", level=level, rows=even(rows)))
            rows = []
        if line.strip():
            marked = bool(at(line.strip(), 0)[0])
            level = _depth(line) + (BULLET.match(line.strip()) is not None)
            said = level if speaks and not marked else None
            entries.append(Line(line.strip(), f"第 {number} 行", level=said, gap=gap))
        gap = not line.strip()
    return Source(tuple(entries))


def _depth(line: str) -> int:
    """Return how many lists a line stands in by its indent, as our own text has it."""
    return (len(line) - len(line.lstrip(" "))) // 2


def _indented(lines: list[str]) -> bool:
    """Say whether the indents of a text tell its levels: none is odd, and (1) has one."""
    indents = [len(line) - len(line.lstrip(" \t\u3000")) for line in lines if line.strip()]
    wide = any(line.startswith(("\t", "\u3000")) for line in lines)
    flat = any(line.startswith(("(1)", "（1）", "A.", "(二)", "（二）")) for line in lines)
    odd = any(indent % 2 for indent in indents)
    return not (wide or odd or (flat and not any(indents)))


def _pages(lines: list[str]) -> Source:
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    columns = 2
    for number, line in enumerate(lines, 1):
        place = f"第 {number} 行"
        if "\t" in line:
            cells = line.strip(" \r\n").split("\t")
            if is_header(cells):
                columns = len(cells)
            cells = [*cells[: columns - 1], " ".join(cells[columns - 1 :])]
            entries.append(Row(tuple(_cell(cell, place, doubts) for cell in cells), place))
        elif line.strip() and not PAGE_NUMBER.fullmatch(line):
            entries += _cell(line, place, doubts)
    return Source(tuple(entries), tuple(doubts))


def _cell(raw: str, place: str, doubts: list[Doubt]) -> tuple[Line, ...]:
    """Take a cell apart at its tags; what stands in a bullet list without signs gets them."""
    text = ESCAPED.sub(r"\1", raw)
    if text != raw:
        doubts.append(Doubt(place, "原文的反斜線（\\）視為轉檔留下的記號，已略去。", raw.strip()))
    pieces: list[Line] = []
    begin, bullets = 0, False
    for tag in [*BLOCK.finditer(text), None]:
        piece = text[begin : tag.start() if tag else len(text)]
        pieces += _piece(_untagged(piece), place, doubts, bullets=bullets)
        if tag:
            begin = tag.end()
            bullets = (tag[2].lower() == "ul" and not tag[1]) or (
                bullets and tag[2].lower() == "li"
            )
    return tuple(pieces)


def _piece(text: str, place: str, doubts: list[Doubt], *, bullets: bool) -> list[Line]:
    if not text:
        return []
    if not bullets:
        return [Line(text, place, loose=True)]
    entries = SENTENCE_END.split(text)
    signs = next((n for n, each in enumerate(entries) if at(each, 0)[0]), len(entries))
    if signs > 1:
        listed = " ".join(entries[:signs])
        doubts.append(Doubt(place, "這個清單沒有項目符號，依句號後的空白分項，請核對。", listed))
    behind = " ".join(entries[signs:])
    return [
        *(Line(entry, place, bullet="•", loose=True) for entry in entries[:signs]),
        *([Line(behind, place, loose=True)] if behind else []),
    ]


def _untagged(text: str) -> str:
    return html.unescape(INLINE.sub("", text)).strip()
