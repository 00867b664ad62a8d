"""Read a report from a file: find out its kind, and let that kind's reader take it apart."""

from collections.abc import Callable
from pathlib import Path

from workflows.importing import look, markdown, opendocument, plain, web, word
from workflows.importing.look import Kind
from workflows.importing.source import Doubt, Source

PACKED: dict[Kind, Callable[[look.Package], Source]] = {
    Kind.DOCX: word.read,
    Kind.ODT: opendocument.read,
}
WRITTEN: dict[Kind, Callable[[str], Source]] = {
    Kind.TEXT: plain.read,
    Kind.HTML: web.read,
    Kind.MARKDOWN: markdown.read,
}
"""Who reads which kind."""


def read_report(path: Path) -> Source:
    """Read a report. Raises UnreadableFile."""
    raw = look.content(path)
    return read_bytes(raw, path.suffix)


def read_bytes(raw: bytes, suffix: str) -> Source:
    """Read a report's bytes; the suffix helps where the look does not tell.

    Raises UnreadableFile.
    """
    kind = look.kind(raw, suffix)
    if kind in PACKED:
        return PACKED[kind](look.Package(raw))
    text, guessed = look.decode(raw)
    source = WRITTEN[kind](text)
    if guessed:
        doubt = Doubt("全文", "檔案不是 UTF-8，以 Big5 讀取，請核對罕用字。")
        return Source(source.entries, (doubt, *source.doubts))
    return source
