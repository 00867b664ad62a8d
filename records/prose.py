r"""Prose: the outline dialect of a filing, Markdown in, blocks out, and back.

辦理情形的文字. A text is paragraphs, lists and tables; an item is a sentence with blocks below
it. Markers are never stored, and everything that Markdown would take as structure is escaped:

>>> blocks = (List(ordered=True, items=(Item("1986. x"),)),)
>>> from_markdown(to_markdown(blocks))[""] == blocks
True

People edit records by hand, too: whatever CommonMark allows for the same structure is read, and
whatever the dialect has no word for is refused with its line, never dropped.
"""

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from records.canonical import (
    MAX_BODY,
    MAX_LINES,
    SECTION,
    escape,
    parts_to_markdown,
    read_canonical,
    to_markdown,
)
from records.errors import BadRecord, TooLarge
from records.outline import (
    MAX_DEPTH,
    MAX_ITEMS,
    Block,
    Blocks,
    Item,
    List,
    Paragraph,
    Parts,
    Table,
    check,
    depth,
    joined,
    length,
    texts,
)
from records.wording import BLANKS, INVISIBLE, REFUSED, clean, fault, refused_in

__all__ = [
    "BLANKS",
    "INVISIBLE",
    "MAX_BODY",
    "MAX_DEPTH",
    "MAX_ITEMS",
    "MAX_LINES",
    "REFUSED",
    "SECTION",
    "Block",
    "Blocks",
    "Item",
    "List",
    "Paragraph",
    "Parts",
    "Table",
    "check",
    "clean",
    "depth",
    "escape",
    "fault",
    "from_markdown",
    "joined",
    "length",
    "parts_to_markdown",
    "texts",
    "to_markdown",
]

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

_PARSER = MarkdownIt("commonmark").enable("table").disable("reference")
"""Without link definitions: a line ``[a]: b`` would leave no token, and so vanish."""


def from_markdown(text: str, *, first_line: int = 1) -> dict[str, Blocks]:
    """Read the body of a record into parts by section id (``""``: no section line before it).

    ``first_line`` is the line of the file that the text begins on. Raises BadRecord with the
    line for structure that the dialect does not know, TooLarge beyond MAX_BODY characters or
    MAX_LINES lines; never anything else, on any string. What it returns passes ``check``.
    """
    if len(text) > MAX_BODY:
        raise TooLarge(f"內文太長，一篇最多 {MAX_BODY:,} 字，請分篇或精簡。", line=first_line)
    if text.count("\n") > MAX_LINES:
        raise TooLarge(f"內文行數太多，一篇最多 {MAX_LINES:,} 行。", line=first_line + MAX_LINES)
    if found := refused_in(text):
        sentence, line = found
        raise BadRecord(sentence, line=line + first_line)
    quickly = read_canonical(text)
    return quickly if quickly is not None else parse(text, first_line)


def parse(text: str, first_line: int = 1) -> dict[str, Blocks]:
    """Read a body with the Markdown parser, whatever form it has; see ``from_markdown``."""
    return _Reader(_PARSER.parse(text), text.split("\n"), first_line).parts()


@dataclass
class _Reader:
    """Walks the parser's tokens once; knows the line it is at."""

    tokens: list[Token]
    source: list[str]
    first_line: int
    at: int = 0
    pieces: int = 0

    def fail(self, token: Token, sentence: str) -> BadRecord:
        line = token.map[0] + self.first_line if token.map else self.first_line
        return BadRecord(sentence, line=line)

    def parts(self) -> dict[str, Blocks]:
        blocks = self.blocks("", 0)
        parts = {"": blocks} if blocks else {}
        while self.at < len(self.tokens):
            opened = self.tokens[self.at]
            section = self.tokens[self.at + 1].content
            if opened.markup != "##" or not SECTION.fullmatch(section):
                raise self.fail(opened, "標題只能是「## 段落代碼」；內文的 # 請寫成 \\#。")
            if section in parts:
                raise self.fail(opened, f"段落「{section}」重複，請合併。")
            self.at += 3
            self.pieces = 0
            parts[section] = self.blocks("", 0)
        return parts

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
                if not text:
                    raise self.fail(token, "段落不可空白，請刪除這一行。")
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
            # The number is not kept: were it a year at the start of a line, it would be lost.
            if token.info not in ("", "1", str(len(items) + 1)):
                raise self.fail(
                    token,
                    f"清單的編號要從 1. 起連續，或每項都寫 1.；若「{token.info}{token.markup}」"
                    f"是一般文字，請寫成「{token.info}\\{token.markup}」。",
                )
            self.at += 1
            blocks = self.blocks("list_item_close", depth)
            if not blocks or not isinstance(blocks[0], Paragraph):
                raise self.fail(token, "項目要先有一句文字，才能有下一層。")
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
            elif token.type == "tr_open":
                self.count_cells(token, len(rows[0]) if rows else 0)
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
            self.at += 1
        self.at += 1
        return Table(rows[0], tuple(rows[1:]))

    def count_cells(self, row: Token, columns: int) -> None:
        """Refuse a row with more cells than the header: the parser drops them unseen."""
        if not (columns and row.map):
            return
        cells = escapedSplit(self.source[row.map[0]].strip())
        if len(cells) - (cells[:1] == [""]) - (cells[1:][-1:] == [""]) > columns:
            raise self.fail(row, f"這一列的欄數比表頭（{columns} 欄）多，請補表頭或併欄。")

    def text(self, inline: Token) -> str:
        self.pieces += 1
        if self.pieces > MAX_ITEMS:
            raise self.fail(inline, f"一篇最多 {MAX_ITEMS} 段，請分篇或精簡。")
        pieces: list[str] = []
        for child in inline.children or ():
            if child.type == "softbreak":
                pieces.append("\n")
            elif child.type == "text" and "\n" not in child.content:
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
    whole, *others = text.split("\n")
    for line in map(str.strip, others):
        whole = whole.rstrip()
        whole += f" {line}" if whole[-1:].isascii() and line[:1].isascii() else line
    return whole
