"""Word annexes: what stands behind the rows, as tables and lines of WordprocessingML."""

from collections.abc import Iterator

from workflows.report.around import Annex, Entry
from workflows.report.bookmarks import of_annex
from workflows.report.docx_rows import Links, cell, in_list, paragraph, run, table, table_row
from workflows.report.docx_template import Template

SHARES = {
    "errata": (8, 22, 35, 35),
    "gaps": (26, 12, 22, 14, 26),
    "sources": (22, 12, 22, 11, 11, 11, 11),
}
"""The widths of an annex's columns, in hundredths of the page."""


def annex(
    template: Template, links: Links, said: Annex, *, bullets: int, new_page: bool
) -> Iterator[str]:
    """Yield an annex: its heading, a note, and a table or sentences in the list ``bullets``."""
    heading = links.mark(of_annex(said.id), run(said.title))
    page_break = "<w:pageBreakBefore/>" if new_page else ""
    yield paragraph(template.style("附錄標題"), heading, page_break)
    yield paragraph(template.style("附錄說明"), run(said.note))
    if said.header:
        yield from _table(template, said)
    for sentence in said.sentences:
        yield paragraph(template.style("附錄項目"), run(sentence), in_list(bullets, 1))


def _table(template: Template, said: Annex) -> Iterator[str]:
    shares = SHARES[said.id]
    widths = tuple(template.width * share // 100 for share in shares[:-1])
    widths += (template.width - sum(widths),)
    head, text = template.style("附錄表頭"), template.style("附錄文字")
    yield table(template.style("附錄表格", "table"), widths, said.title)
    heads = zip(widths, said.header, strict=True)
    yield table_row((cell(w, paragraph(head, run(each))) for w, each in heads), header=True)
    for entry in said.entries:
        for at, line in enumerate(entry.lines):
            yield table_row(_cells(text, widths, entry, line, first=at == 0))
    yield "</w:tbl>"


def _cells(
    style: str, widths: tuple[int, ...], entry: Entry, line: tuple[str, ...], *, first: bool
) -> Iterator[str]:
    merged = ""
    if len(entry.lines) > 1:
        merged = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    yield cell(widths[0], paragraph(style, run(entry.name) if first else ""), merged)
    rest = widths[1:]
    for at, text in enumerate(line):
        span = rest[at:] if at == len(line) - 1 else rest[at : at + 1]
        spanned = f'<w:gridSpan w:val="{len(span)}"/>' if len(span) > 1 else ""
        yield cell(sum(span), paragraph(style, run(text)), spanned)
