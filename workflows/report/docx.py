"""DOCX: the report as a Word document that needs no touching up.

True numbering, repeated heads, contents, page numbers, one bookmark a record; set in the Word
template (``docx_template``). The same records and template give the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC

from workflows.report import around
from workflows.report.bookmarks import REPORT, Address, nowhere, of_annex, of_group, of_record
from workflows.report.document import Labels, Report, numbered
from workflows.report.docx_annexes import annex
from workflows.report.docx_lists import Lists
from workflows.report.docx_opening import opened
from workflows.report.docx_rows import (
    Links,
    Rows,
    in_list,
    paragraph,
    run,
    table,
)
from workflows.report.docx_template import AS_OF, TITLE, VERSION, Template
from workflows.report.markup import escape
from workflows.report.packed import packed
from workflows.report.pages import Pages, Sheet, pages

NAME_COLUMN = 0.26
"""The share of the page that the names of projects take: nine characters a line."""

PAGE_BREAK = "<w:pageBreakBefore/>"


def write(
    report: Report,
    numbers: Labels,
    *,
    template: bytes | None = None,
    address: Address = nowhere,
) -> bytes:
    """Write the report as DOCX.

    ``template`` is a file for Word instead of ours, ``address`` where a record's page is, for
    links. Raises BadTemplate.
    """
    return _Writing(report, numbers, opened(template), address).file()


@dataclass(slots=True)
class _Writing:
    """One report on its way into a template."""

    report: Report
    numbers: Labels
    template: Template
    address: Address
    lists: Lists = field(init=False)
    links: Links = field(init=False)
    rows: Rows = field(init=False)
    sheet: Sheet = field(init=False)
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        report, template = self.report, self.template
        first = round(template.width * NAME_COLUMN)
        self.sheet = Sheet(template.width, template.height, (first, template.width - first))
        self.pages = pages(report, self.numbers, self.sheet)
        self.lists = Lists(template, report.numbering, report.heading)
        self.links = Links(self.address)
        self.rows = Rows(report, template, self.lists, self.links, self.sheet.columns)

    def file(self) -> bytes:
        body = "".join(self.body()).encode()
        before, after = self.template.document
        relations = f"word/_rels/{self.template.document_name.rpartition('/')[2]}.rels"
        changed = {
            self.template.document_name: b"".join((before, body, after)),
            self.template.numbering_name: self.lists.numbering(),
            relations: self.related(self.template.parts[relations]),
            "docProps/core.xml": self.properties(),
            **{name: self.filled(name) for name in self.template.furniture},
        }
        return packed({**self.template.parts, **changed}.items())

    def style(self, name: str) -> str:
        return self.template.style(name)

    def body(self) -> Iterator[str]:
        yield from self.front()
        yield from self.contents()
        at = 0
        for group, heading, rows in numbered(self.report, self.numbers):
            yield self.group_heading(group.id, group.label, heading, first=at == 0)
            at += 1
            if not rows:
                yield paragraph(self.style("沒有方案"), run(around.NO_PROJECTS))
                continue
            yield table(self.template.style("報告表格", "table"), self.sheet.columns, heading)
            yield self.rows.header()
            for row, marks in rows:
                yield self.rows.row(row, marks)
            yield "</w:tbl>"
        for number, each in enumerate(around.annexes(self.report)):
            yield from annex(
                self.template,
                self.links,
                each,
                bullets=self.lists.bullets,
                new_page=number == 0,
            )

    def front(self) -> Iterator[str]:
        report = self.report
        title = self.links.mark(REPORT, run(report.title))
        yield paragraph(self.style("Title"), title)
        yield paragraph(self.style("Subtitle"), run(report.spoken_as_of))
        for name, said in (("版本", around.version(report)), ("尚未定稿", around.notice(report))):
            if said:
                yield paragraph(self.style(name), run(said))

    def group_heading(self, identity: str, label: str, heading: str, *, first: bool) -> str:
        counted = around.counted_heading(self.report.heading) is not None
        more = (PAGE_BREAK if first else "") + (in_list(self.lists.headings, 1) if counted else "")
        inside = self.links.mark(of_group(identity), run(label if counted else heading))
        return paragraph(self.style("heading 1"), inside, more)

    # -- Contents ----------------------------------------------------------------------------

    def contents(self) -> Iterator[str]:
        """Yield the contents: a field that Word renews, filled in with what it will say."""
        yield (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        )
        yield paragraph(self.style("TOC Heading"), run(around.CONTENTS))
        entries = list(self.entries())
        for at, (name, text, mark, page) in enumerate(entries):
            begins = _field_begins(' TOC \\o "1-2" \\h \\z \\u ') if at == 0 else ""
            ends = FIELD_END if at == len(entries) - 1 else ""
            yield paragraph(self.style(name), begins + _entry(text, mark, page) + ends)
        yield "</w:sdtContent></w:sdt>"

    def entries(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield each line of the contents: its style, words, bookmark and page."""
        found = zip(
            numbered(self.report, self.numbers), self.pages.groups, self.pages.rows, strict=True
        )
        for (group, heading, _), page, below in found:
            yield "toc 1", heading, of_group(group.id), page
            for row, at in zip(group.rows, below, strict=True):
                yield "toc 2", row.name, of_record(row.project), at
        for each in around.annexes(self.report):
            yield "toc 1", each.title, of_annex(each.id), self.pages.annexes

    # -- Around the text ---------------------------------------------------------------------

    def filled(self, name: str) -> bytes:
        """Return a head or foot with the report's words in its placeholders."""
        part = self.template.parts[name]
        for placeholder, said in (
            (TITLE, self.report.title),
            (AS_OF, self.report.spoken_as_of),
            (VERSION, around.short_version(self.report)),
        ):
            part = part.replace(placeholder.encode(), escape(said).encode())
        return part

    def related(self, relations: bytes) -> bytes:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        more = "".join(
            f'<Relationship Id="{identity}" Type="{kind}" Target="{escape(where)}"'
            ' TargetMode="External"/>'
            for where, identity in self.links.found.items()
        )
        return relations.replace(b"</Relationships>", f"{more}</Relationships>".encode())

    def properties(self) -> bytes:
        """Return the document's properties; its times are those of the stated commit."""
        report = self.report
        made = f"{report.committed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        time = f'xsi:type="dcterms:W3CDTF">{made}<'
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dcterms:created {time}/dcterms:created>"
            f"<dc:identifier>{escape(report.commit)}</dc:identifier><dc:language>zh-TW</dc:language>"
            f"<dcterms:modified {time}/dcterms:modified>"
            f"<dc:subject>{escape(around.edition(report))}</dc:subject>"
            f"<dc:title>{escape(report.title)}</dc:title></cp:coreProperties>"
        ).encode()


def _field_begins(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _entry(text: str, mark: str, page: int) -> str:
    refers = _field_begins(f" PAGEREF {mark} \\h ")
    return (
        f'<w:hyperlink w:anchor="{mark}" w:history="1">{run(text)}<w:r><w:tab/></w:r>{refers}'
        f"{run(str(page))}{FIELD_END}</w:hyperlink>"
    )
