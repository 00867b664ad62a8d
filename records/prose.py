"""Prose: the outline dialect of a filing, Markdown in, blocks out, and back.

辦理情形的文字. A text is paragraphs, lists and tables; an item is a sentence with blocks below
it. Markers are never stored, and everything that Markdown would take as structure is escaped:

>>> blocks = (List(ordered=True, items=(Item("1986. x"),)),)
>>> to_markdown(blocks)
'1. 1986\\\\. x\\n'
>>> from_markdown(to_markdown(blocks))[""] == blocks
True

Every numbered item is written ``1.``, so that an inserted item changes one line of a diff.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from records.errors import BadRecord

MAX_DEPTH = 4
"""Levels of lists that print: 1. (1) A. a. (the real report; no scheme names a fifth)."""

MAX_ITEMS = 800
"""Items in one text; the longest real one has 36."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text without a marker."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its sentence, and the blocks below it."""

    text: str
    blocks: "tuple[Block, ...]" = ()


@dataclass(frozen=True, slots=True)
class List:
    """Items in order, numbered or with bullets."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: header cells, then rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | List | Table
Blocks = tuple[Block, ...]
Parts = Mapping[str, Blocks]
"""Blocks by section id; ``""`` holds what stands before the first ``## section`` line."""


# -- Text ------------------------------------------------------------------------------------

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
"""Soft hyphen, zero-width and interlinear marks; Word and web pages leave them behind."""

REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\ufffe\uffff" + INVISIBLE + "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff]"
)
"""Characters that no text holds: control, bidirectional, zero-width, private use, surrogates."""

BLANKS = re.compile("[\t\n\x0b\x0c\r\x85\u00a0\u2028\u2029\u202f]+")


def clean(text: str) -> str:
    r"""Return text as it is stored: NFC, one line, no invisible characters, no blanks at its ends.

    Widths, brackets and 臺/台 stay as they were typed.

    >>> clean("\uf0d8 新北市\u200b：\u00a0完成\x0b驗收 ")
    '新北市： 完成 驗收'
    """
    spaced = BLANKS.sub(" ", text)
    return unicodedata.normalize("NFC", REFUSED.sub("", spaced)).strip()


def fault(text: str) -> str:
    """Say in a sentence why a text cannot be stored as it is; an empty string if it can."""
    if found := REFUSED.search(text):
        return f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除後重新輸入。"
    if not unicodedata.is_normalized("NFC", text):
        return "文字不是標準寫法（Unicode NFC），請重新輸入或由表單儲存。"
    if text != text.strip():
        return "文字前後有空白，請刪除。"
    return ""


# -- Walks -----------------------------------------------------------------------------------


def joined(blocks: Iterable[Block]) -> Blocks:
    """Return blocks in which neighbouring lists of one kind are one list, as they print."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, List):
            if not block.items:
                continue
            if isinstance(last, List) and last.ordered == block.ordered:
                result[-1] = List(last.ordered, last.items + block.items)
                continue
        result.append(block)
    return tuple(result)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of the blocks in the order of print."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield text
            case List(_, items):
                for item in items:
                    yield item.text
                    yield from texts(item.blocks)
            case Table(header, rows):
                yield from header
                for row in rows:
                    yield from row


def depth(blocks: Iterable[Block]) -> int:
    """Return how many lists stand inside each other at the deepest place."""
    lists = (block for block in blocks if isinstance(block, List))
    return max((1 + max(depth(item.blocks) for item in each.items) for each in lists), default=0)


def length(blocks: Iterable[Block]) -> int:
    """Return the number of characters that a reader counts: all but blanks."""
    return sum(len("".join(text.split())) for text in texts(blocks))


def check(blocks: Blocks) -> str:
    """Say in a sentence why blocks cannot be stored; an empty string if they can."""
    if depth(blocks) > MAX_DEPTH:
        return f"清單最多 {MAX_DEPTH} 層，請將較深的項目提高一層或併入上一項。"
    if sum(1 for _ in texts(blocks)) > MAX_ITEMS:
        return f"一篇最多 {MAX_ITEMS} 段，請分篇或精簡。"
    return next(filter(None, map(fault, texts(blocks))), "") or _malformed(blocks)


def _malformed(blocks: Blocks) -> str:
    for before, after in pairwise(blocks):
        if isinstance(before, List) and isinstance(after, List) and before.ordered == after.ordered:
            return "相鄰的兩個清單請併為一個。"
    for block in blocks:
        match block:
            case Paragraph(""):
                return "段落不可空白。"
            case List(_, items):
                if not items or not all(item.text for item in items):
                    return "項目不可空白，請填寫或刪除。"
                if inner := next(filter(None, (_malformed(i.blocks) for i in items)), ""):
                    return inner
            case Table(header, rows):
                if not header or any(len(row) != len(header) for row in rows):
                    return "表格每一列的欄數要相同。"
            case _:
                pass
    return ""


# -- Markdown out ----------------------------------------------------------------------------

INLINE = re.compile(r"([\\`*_\[<&~|])")
AT_START = re.compile(r"^(?:([-+#>=])|([0-9]{1,9})([.)]))")


def escape(text: str) -> str:
    """Return text that Markdown reads back as the same characters, wherever it stands."""
    text = INLINE.sub(r"\\\1", text)
    return AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text, count=1)


def to_markdown(blocks: Blocks) -> str:
    """Write blocks in the one way that the archive holds; empty blocks are an empty string.

    Raises BadRecord where ``check`` finds a fault.
    """
    if wrong := check(blocks):
        raise BadRecord(wrong)
    return "".join(f"{line}\n" for line in _lines(blocks))


def parts_to_markdown(parts: Parts) -> str:
    """Write the parts of a filing, each under its section id; ``""`` goes without one."""
    written = []
    for section, blocks in parts.items():
        heading = f"## {section}\n\n" if section else ""
        written.append(heading + to_markdown(blocks))
    return "\n".join(written)


def _lines(blocks: Blocks) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number:
            yield ""
        match block:
            case Paragraph(text):
                yield escape(text)
            case List(ordered, items):
                marker = "1. " if ordered else "- "
                for item in items:
                    yield marker + escape(item.text)
                    tight = bool(item.blocks) and isinstance(item.blocks[0], List)
                    for line in _lines_below(item.blocks, tight=tight):
                        yield " " * len(marker) + line if line else ""
            case Table(header, rows):
                yield _row(header)
                yield "|" + " --- |" * len(header)
                yield from map(_row, rows)


def _lines_below(blocks: Blocks, *, tight: bool) -> Iterator[str]:
    if blocks and not tight:
        yield ""
    yield from _lines(blocks)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"


# -- Markdown in -----------------------------------------------------------------------------

FOREIGN = {
    "heading_open": "標題（#）",
    "blockquote_open": "引言（>）",
    "code_block": "縮排的程式碼（行首四個空白）",
    "fence": "程式碼（```）",
    "html_block": "HTML 標籤",
    "html_inline": "HTML 標籤",
    "hr": "分隔線（---）",
    "em_open": "強調（*）",
    "strong_open": "粗體（**）",
    "code_inline": "程式碼（`）",
    "link_open": "連結",
    "image": "圖片",
    "hardbreak": "段內換行",
}
"""Structure of Markdown that no filing has, in the words for the person who typed it."""

SECTION = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)

_PARSER = MarkdownIt("commonmark").enable("table")


@dataclass
class _Reader:
    """Walks the parser's tokens once; knows the line it is at."""

    tokens: list[Token]
    first_line: int
    at: int = 0
    items: int = field(default=0)

    def fail(self, token: Token, sentence: str) -> BadRecord:
        line = token.map[0] + self.first_line if token.map else self.first_line
        return BadRecord(sentence, line=line)

    def parts(self) -> dict[str, Blocks]:
        parts: dict[str, Blocks] = {}
        section, opened = "", None
        while True:
            blocks = self.blocks("", 0)
            if blocks or section:
                if section in parts:
                    raise self.fail(opened or self.tokens[0], f"段落「{section}」重複，請合併。")
                parts[section] = blocks
            if self.at >= len(self.tokens):
                return parts
            opened = self.tokens[self.at]
            section = self.tokens[self.at + 1].content
            if opened.tag != "h2" or not SECTION.fullmatch(section):
                raise self.fail(opened, "標題只能是「## 段落代碼」；內文的 # 請寫成 \\#。")
            self.at += 3

    def blocks(self, until: str, depth: int) -> Blocks:
        found: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.type == until:
                self.at += 1
                break
            if token.type == "heading_open" and depth == 0:
                break
            found.append(self.block(token, depth))
        return joined(found)

    def block(self, token: Token, depth: int) -> Block:
        match token.type:
            case "paragraph_open":
                text = self.text(self.tokens[self.at + 1])
                self.at += 3
                return Paragraph(text)
            case "ordered_list_open" | "bullet_list_open":
                if depth == MAX_DEPTH:
                    raise self.fail(token, f"清單最多 {MAX_DEPTH} 層，請將這一項提高一層。")
                self.at += 1
                return self.list(token, depth + 1)
            case "table_open":
                return self.table()
            case other:
                what = FOREIGN.get(other, "這種 Markdown 寫法")
                raise self.fail(token, f"內文不能有{what}；若是一般文字，請在前面加 \\。")

    def list(self, opened: Token, depth: int) -> List:
        items: list[Item] = []
        close = opened.type.replace("open", "close")
        while self.tokens[self.at].type != close:
            token = self.tokens[self.at]
            self.at += 1
            blocks = self.blocks("list_item_close", depth)
            if not blocks or not isinstance(blocks[0], Paragraph):
                raise self.fail(token, "項目要先有一句文字，才能有下一層。")
            self.items += 1
            if self.items > MAX_ITEMS:
                raise self.fail(token, f"一篇最多 {MAX_ITEMS} 項，請精簡。")
            items.append(Item(blocks[0].text, blocks[1:]))
        self.at += 1
        return List(opened.type == "ordered_list_open", tuple(items))

    def table(self) -> Table:
        rows: list[tuple[str, ...]] = []
        cells: list[str] = []
        while self.tokens[self.at].type != "table_close":
            token = self.tokens[self.at]
            if token.type == "inline":
                cells.append(self.text(token))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
            self.at += 1
        self.at += 1
        return Table(rows[0], tuple(rows[1:]))

    def text(self, inline: Token) -> str:
        pieces: list[str] = []
        for child in inline.children or ():
            if child.type == "softbreak":
                pieces.append("\n")
            elif child.type == "text":
                pieces.append(child.content)
            else:
                what = FOREIGN.get(child.type, "這種 Markdown 寫法")
                raise self.fail(inline, f"內文不能有{what}；若是一般文字，請在符號前加 \\。")
        text = _unwrapped("".join(pieces))
        if wrong := fault(text):
            raise self.fail(inline, wrong)
        return text


def _unwrapped(text: str) -> str:
    """Join the lines of a paragraph that somebody wrapped by hand; Chinese needs no blank."""
    return re.sub(
        r"\s*\n\s*(\S)", lambda m: (" " if _latin_around(text, m) else "") + m[1], text
    )


def _latin_around(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()][-1:].isascii() and match[1].isascii()


def from_markdown(text: str, *, first_line: int = 1) -> dict[str, Blocks]:
    """Read the body of a record into parts by section id (``""``: no section line before it).

    ``first_line`` is the line of the file that the text begins on. Raises BadRecord with the
    line for structure that the dialect does not know; never anything else, on any string.
    """
    if found := REFUSED.search(text.replace("\n", "")):
        line = text.count("\n", 0, text.index(found[0])) + first_line
        sentence = f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除。"
        raise BadRecord(sentence, line=line)
    return _Reader(_PARSER.parse(text), first_line).parts()
