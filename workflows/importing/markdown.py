"""Reads Markdown: headings, lists, pipe tables; as we publish it, and as others write it.

Only as much of CommonMark as a report has: wrapped lines are joined, emphasis and links lose
their signs, and escaped characters are what they were. A published report's anchors, version and
list of gaps are no part of the report.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workflows.importing.headers import is_header
from workflows.importing.source import Entry, Line, Row, Source
from workflows.importing.tables import even
from workflows.markers import UNSAID, Marker, at

FRONT = re.compile(r"\A---\n(.*?\n)?---\n", re.DOTALL)
PUBLISHED = re.compile(r"^commit: ", re.MULTILINE)
VERSION = re.compile(r"版本：`[0-9a-f]*`")
ANCHOR = re.compile(r"<a(?:\s[^<>]*)?></a>")
TAG = re.compile(
    r"</?(?:span|b|strong|i|em|u|a|sup|sub|font|mark|small|code|p|div)\b[^<>]*>", re.IGNORECASE
)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
HELD = 0xF0000
"""Escaped characters wait in a private plane while the signs around them are taken off."""

LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*")
RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})")
ITEM = re.compile(r"(?:(?P<number>[0-9]{1,9})[.)]|(?P<bullet>[-+*]))(?:\s+|$)")
DELIMITER = re.compile(r"[\s|:+=-]+")


def read(text: str) -> Source:
    """Read a Markdown file."""
    front = FRONT.match(text)
    published = bool(front and front[1] and PUBLISHED.search(front[1]))
    body = text[front.end() :] if front else text
    skipped = text[: front.end()].count("\n") if front else 0
    reader = _Reader(skipped, published)
    held = ESCAPE.sub(lambda m: chr(HELD + ord(m[1])), COMMENT.sub(_blank, body))
    for line in held.split("\n"):
        if not reader.line(line):
            break
    reader.flush()
    return Source(tuple(reader.entries))


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _plain(text: str) -> str:
    """Take the signs off a text, and give it back what was escaped."""
    text = LINK.sub(r"\1", TAG.sub("", ANCHOR.sub("", text)))
    text = html.unescape(EMPHASIS.sub("", text))
    return "".join(chr(ord(c) - HELD) if HELD <= ord(c) < HELD + 128 else c for c in text).strip()


@dataclass
class _Reader:
    """Takes one line after the other; knows the lists that are open, by where their text begins."""

    number: int
    published: bool
    entries: list[Entry] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    growing: Line | None = None
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    tables: int = 0

    def line(self, line: str) -> bool:
        """Take a line; return False where a published report's rows end."""
        self.number += 1
        indent = len(line) - len(line.lstrip(" "))
        text = line[indent:]
        if text.startswith("|"):
            self.rows.append((f"第 {self.number} 行", text.strip().strip("|").split("|")))
            return True
        self.table()
        if self.published and RULE.fullmatch(line):
            return False
        if (
            not ANCHOR.sub("", text).strip()
            or RULE.fullmatch(line)
            or (self.published and VERSION.fullmatch(text))
        ):
            self.flush()
        elif heading := HEADING.fullmatch(line):
            self.flush()
            self.offsets = []
            self.put(_plain(heading[2]), heading=len(heading[1]))
            self.flush()
        else:
            self.text(text, indent)
        return True

    def text(self, text: str, indent: int) -> None:
        item = ITEM.match(text)
        typed = not self.published and at(_plain(text[:12]), 0)[0] and not item
        if self.growing and not item and not typed:
            self.go_on(text)
            return
        self.flush()
        while self.offsets and indent < self.offsets[-1]:
            self.offsets.pop()
        if not item:
            said = None if typed else len(self.offsets)
            self.put(text, level=said)
            return
        self.offsets.append(indent + item.end() if item.end() < len(text) else indent + 2)
        number = item["number"]
        marker = Marker(UNSAID, int(number), f"{number}.") if number else None
        self.put(text[item.end() :], len(self.offsets), marker=marker, bullet=item["bullet"] or "")

    def go_on(self, text: str) -> None:
        """Join a wrapped line; Chinese needs no blank between."""
        before = self.growing
        if before is None:
            return
        if before.text.endswith(("  ", "\\")):
            self.flush()
            self.put(text, level=before.level)
            return
        latin = before.text[-1:].isascii() and text[:1].isascii()
        self.growing = replace(before, text=before.text + (" " if latin else "") + text)

    def put(
        self,
        text: str,
        level: int | None = None,
        *,
        marker: Marker | None = None,
        bullet: str = "",
        heading: int = 0,
    ) -> None:
        place = f"第 {self.number} 行"
        self.growing = Line(
            text, place, marker, bullet, level, settled=self.published, heading=heading
        )

    def flush(self) -> None:
        """Finish the line that is growing."""
        self.table()
        line, self.growing = self.growing, None
        if line is None:
            return
        for at_, piece in enumerate(BREAK.split(line.text)):
            if text := _plain(piece.rstrip("\\") if piece.endswith("\\") else piece):
                first = at_ == 0
                self.entries.append(replace(line, text=text, marker=line.marker if first else None))

    def table(self) -> None:
        """Finish the table that is growing: rows of the report, or a small one in a text."""
        rows, self.rows = self.rows, []
        if not rows:
            return
        self.flush()
        kept = [(place, cells) for place, cells in rows if not DELIMITER.fullmatch("|".join(cells))]
        if not kept:
            return
        if is_header([_plain(cell) for cell in kept[0][1]]) or (len(kept) > 1 and not self.entries):
            self.tables += 1
            self.entries += [
                Row(tuple(tuple(_cell(cell, place)) for cell in cells), place, self.tables)
                for place, cells in kept
            ]
        else:
            level = len(self.offsets)
            texts = even([[_plain(cell) for cell in cells] for _, cells in kept])
            self.entries.append(Line("", kept[0][0], level=level, rows=texts))


def _cell(cell: str, place: str) -> Iterator[Line]:
    for piece in BREAK.split(cell):
        if text := _plain(piece):
            yield Line(text, place, loose=True)
