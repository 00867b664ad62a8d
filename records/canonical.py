r"""Canonical Markdown: the one way in which the archive writes prose, and its quick reader.

紀錄的標準寫法. Everything that Markdown would take as structure is escaped, and every numbered
item is written ``1.``, so that an inserted item changes one line of a diff:

>>> to_markdown((List(ordered=True, items=(Item("1986. x"),)),))
'1. 1986\\. x\n'

``read_canonical`` reads what ``to_markdown`` writes (but for tables) ten times faster than a
Markdown parser does. It answers None for every text of which it is not certain that a parser
would read the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from records.errors import BadRecord, TooLarge
from records.outline import MAX_DEPTH, MAX_ITEMS, Blocks, Item, List, Paragraph, Parts, Table, check

MAX_BODY = 60_000
"""Characters of Markdown in a filing; the longest real one has 3,500."""

MAX_LINES = 4_000
"""Lines of Markdown in a filing. Both limits bound what an adversary's text can cost."""

SECTION = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)

INLINE = re.compile(r"([\\`*_\[<&~|])")
AT_START = re.compile(r"^(?:([-+#>=:])|([0-9]{1,9})([.)]))")


# -- Out -------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """Return text that Markdown reads back as the same characters, wherever it stands."""
    text = INLINE.sub(r"\\\1", text)
    return AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text, count=1)


def to_markdown(blocks: Blocks) -> str:
    """Write blocks in the one way that the archive holds; empty blocks are an empty string.

    Raises BadRecord where ``check`` finds a fault, TooLarge beyond MAX_BODY or MAX_LINES.
    """
    if wrong := check(blocks):
        raise BadRecord(wrong)
    return within("".join(f"{line}\n" for line in _lines(blocks)))


def parts_to_markdown(parts: Parts) -> str:
    """Write the parts of a filing, each under its section id; ``""`` goes first, without one.

    Raises as ``to_markdown`` does, and BadRecord for a section id that is none.
    """
    written = [to_markdown(parts[""])] if parts.get("") else []
    for section, blocks in parts.items():
        if section and not SECTION.fullmatch(section):
            raise BadRecord(f"「{section[:40]}」不是段落代碼，請用小寫英文字母、數字與連字號。")
        if section:
            written.append(f"## {section}\n" + (f"\n{to_markdown(blocks)}" if blocks else ""))
    return within("\n".join(written))


def within(markdown: str) -> str:
    """Return the text of a filing; raise TooLarge where it is beyond the limits."""
    if len(markdown) > MAX_BODY:
        raise TooLarge(f"文字太長，一篇最多 {MAX_BODY:,} 字，請分篇或精簡。")
    if markdown.count("\n") > MAX_LINES:
        raise TooLarge(f"行數太多，一篇最多 {MAX_LINES:,} 行，請分篇或精簡。")
    return markdown


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
                    for line in _lines_below(item.blocks):
                        yield " " * len(marker) + line if line else ""
            case Table(header, rows):
                yield _row(header)
                yield "|" + " --- |" * len(header)
                yield from map(_row, rows)


def _lines_below(blocks: Blocks) -> Iterator[str]:
    if blocks and not isinstance(blocks[0], List):
        yield ""
    yield from _lines(blocks)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"


# -- In --------------------------------------------------------------------------------------

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_LINE = re.compile(
    r"( *)(1\. |- )?"  # indentation and marker, as written above
    r"(?![-+#>=: ]|[0-9]+[.)])"  # nothing that may begin a block
    rf"((?:[^\\`*_\[<&~|]|\\{_PUNCTUATION})+)"  # no bare character that may mean something
)
_HEADING = re.compile(f"## ({SECTION.pattern})", re.ASCII)
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")


@dataclass(slots=True)
class _Growing:
    """What stands at one indentation: the blocks found so far, lists still open to items."""

    indent: int
    blocks: "list[Paragraph | _GrowingList]" = field(default_factory=list)

    def done(self) -> Blocks:
        return tuple(
            block
            if isinstance(block, Paragraph)
            else List(block.ordered, tuple(Item(text, below.done()) for text, below in block.items))
            for block in self.blocks
        )


@dataclass(slots=True)
class _GrowingList:
    ordered: bool
    items: list[tuple[str, _Growing]] = field(default_factory=list)


def read_canonical(text: str) -> dict[str, Blocks] | None:
    """Read parts by section id from text without refused characters; None if not certain."""
    if not unicodedata.is_normalized("NFC", text):
        return None
    parts: dict[str, Blocks] = {}
    section, part, spaced = "", _Part(), True
    for line in text.split("\n"):
        if not line:
            spaced = True
        elif spaced and (heading := _HEADING.fullmatch(line)):
            if section or part.pieces:
                parts[section] = part.root.done()
            section, part = heading[1], _Part()
            if section in parts:
                return None
        elif not part.take(line, spaced=spaced):
            return None
        else:
            spaced = False
    if section or part.pieces:
        parts[section] = part.root.done()
    return parts


class _Part:
    """One part while its lines come in."""

    def __init__(self) -> None:
        self.root = _Growing(0)
        self.open = [self.root]
        self.pieces = 0

    def take(self, line: str, *, spaced: bool) -> bool:
        """Put a line where it belongs; False where a parser should decide."""
        match = _LINE.fullmatch(line)
        if match is None:
            return False
        indent, marker, text = len(match[1]), match[2], match[3]
        if "\\" in text:
            text = _ESCAPED.sub(r"\1", text)
        while self.open[-1].indent > indent:
            self.open.pop()
        self.pieces += 1
        if self.open[-1].indent != indent or text != text.strip() or self.pieces > MAX_ITEMS:
            return False
        if marker:
            return self._item(text, ordered=marker != "- ")
        self.open[-1].blocks.append(Paragraph(text))
        return spaced

    def _item(self, text: str, *, ordered: bool) -> bool:
        if len(self.open) > MAX_DEPTH:
            return False
        above = self.open[-1]
        last = above.blocks[-1] if above.blocks else None
        if not isinstance(last, _GrowingList) or last.ordered != ordered:
            last = _GrowingList(ordered)
            above.blocks.append(last)
        below = _Growing(above.indent + len("1. " if ordered else "- "))
        last.items.append((text, below))
        self.open.append(below)
        return True
