"""ODF annexes: what stands behind the rows, as tables and lines of OpenDocument."""

from collections.abc import Iterator

from workflows.report.around import Annex, Entry
from workflows.report.bookmarks import of_annex
from workflows.report.odt_lists import BULLETS
from workflows.report.odt_rows import (
    Links,
    cell,
    header_row,
    heading,
    paragraph,
    table_row,
    words,
)


def annex(links: Links, said: Annex, *, new_page: bool) -> Iterator[str]:
    """Yield an annex: its heading, a note, and a table or a list."""
    style = "NewPageAnnex" if new_page else "AnnexHeading"
    yield heading(style, 1, links.mark(of_annex(said.id), words(said.title)))
    yield paragraph("AnnexNote", words(said.note))
    if said.header:
        yield from _table(said)
    if said.sentences:
        yield f'<text:list text:style-name="{BULLETS}">'
        for sentence in said.sentences:
            yield f"<text:list-item>{paragraph('AnnexItem', words(sentence))}</text:list-item>"
        yield "</text:list>"


def _table(said: Annex) -> Iterator[str]:
    columns = range(1, len(said.header) + 1)
    yield f'<table:table table:name="{said.title}" table:style-name="Annex">'
    yield from (f'<table:table-column table:style-name="{said.id}.{at}"/>' for at in columns)
    heads = (cell("Annex.Head", paragraph("AnnexHead", each)) for each in said.header)
    yield header_row("".join(heads))
    for entry in said.entries:
        for at, line in enumerate(entry.lines):
            yield table_row("".join(_cells(entry, line, len(said.header), first=at == 0)))
    yield "</table:table>"


def _cells(entry: Entry, line: tuple[str, ...], width: int, *, first: bool) -> Iterator[str]:
    if first:
        rows = len(entry.lines)
        down = f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
        yield cell("Annex.Cell", paragraph("AnnexText", words(entry.name)), down)
    else:
        yield "<table:covered-table-cell/>"
    for at, text in enumerate(line):
        over = width - 1 - at if at == len(line) - 1 else 1
        across = f' table:number-columns-spanned="{over}"' if over > 1 else ""
        yield cell("Annex.Cell", paragraph("AnnexText", words(text)), across)
        yield "<table:covered-table-cell/>" * (over - 1)
