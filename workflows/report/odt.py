"""ODT: the report as an OpenDocument text (ODF 1.3), written natively.

CNS 15251 makes ODF the form of government documents. True numbering, repeated heads, contents,
page numbers, one bookmark a record. The same records give the same bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from importlib.resources import files

from workflows.report import around
from workflows.report.bookmarks import REPORT, Address, nowhere, of_annex, of_group, of_record
from workflows.report.document import Group, Labels, Report, numbered
from workflows.report.markup import escape
from workflows.report.odt_annexes import annex
from workflows.report.odt_lists import GROUPS, list_styles
from workflows.report.odt_rows import Links, Rows, heading, paragraph, words
from workflows.report.packed import packed
from workflows.report.pages import Pages, Sheet, pages

MIMETYPE = "application/vnd.oasis.opendocument.text"
SHEET = Sheet(width=9638, height=14400, columns=(2506, 7132))
"""The page of our styles: A4 with 2 cm at each side, in twips."""

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
ENDS = "</office:text></office:body></office:document-content>\n"


def write(report: Report, numbers: Labels, *, address: Address = nowhere) -> bytes:
    """Write the report as ODT; ``address`` is where a record's page is, for links."""
    return _Writing(report, numbers, address).file()


@cache
def _part(name: str) -> str:
    return (files("workflows.report") / "odt_template" / name).read_text("utf-8")


@dataclass(slots=True)
class _Writing:
    """One report on its way into a file."""

    report: Report
    numbers: Labels
    address: Address
    links: Links = field(init=False)
    rows: Rows = field(init=False)
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.links = Links(self.address)
        self.rows = Rows(self.report, self.links)
        self.pages = pages(self.report, self.numbers, SHEET)

    def file(self) -> bytes:
        content = "".join((_part("content-begins.xml"), *self.body(), ENDS))
        written = {
            "mimetype": MIMETYPE,
            "content.xml": content,
            "styles.xml": self.styles(),
            "meta.xml": self.properties(),
            "META-INF/manifest.xml": MANIFEST,
        }
        # The mimetype stands first and plain, so that the kind shows in the file's first bytes.
        return packed(
            ((name, text.encode()) for name, text in written.items()), stored=("mimetype",)
        )

    def body(self) -> Iterator[str]:
        yield from self.front()
        yield from self.contents()
        for at, (group, printed, rows) in enumerate(numbered(self.report, self.numbers)):
            style = "Heading_20_1" if at else "NewPageHeading"
            yield self.group_heading(style, group, printed, at)
            if not rows:
                yield paragraph("NoProjects", around.NO_PROJECTS)
                continue
            yield (
                f'<table:table table:name="{escape(group.id)}" table:style-name="Report">'
                '<table:table-column table:style-name="Report.A"/>'
                '<table:table-column table:style-name="Report.B"/>'
            )
            yield self.rows.header()
            for row, marks in rows:
                yield self.rows.row(row, marks)
            yield "</table:table>"
        for number, each in enumerate(around.annexes(self.report)):
            yield from annex(self.links, each, new_page=number == 0)

    def front(self) -> Iterator[str]:
        report = self.report
        yield paragraph("FirstTitle", self.links.mark(REPORT, words(report.title)))
        yield paragraph("Subtitle", words(report.spoken_as_of))
        for style, said in (
            ("Version", around.version(report)),
            ("Notice", around.notice(report)),
        ):
            if said:
                yield paragraph(style, words(said))

    def group_heading(self, style: str, group: Group, printed: str, at: int) -> str:
        counted = around.counted_heading(self.report.heading) is not None
        inside = words(group.label if counted else printed)
        said = heading(style, 1, self.links.mark(of_group(group.id), inside))
        if not counted:
            return said
        goes_on = f' text:continue-list="groups{at}"' if at else ""
        return (
            f'<text:list xml:id="groups{at + 1}" text:style-name="{GROUPS}"{goes_on}>'
            f"<text:list-item>{said}</text:list-item></text:list>"
        )

    # -- Contents ----------------------------------------------------------------------------

    def contents(self) -> Iterator[str]:
        """Yield the contents, filled in with what an update will say."""
        yield CONTENTS_BEGIN
        found = zip(
            numbered(self.report, self.numbers), self.pages.groups, self.pages.rows, strict=True
        )
        for (group, printed, _), page, below in found:
            yield _entry(1, printed, of_group(group.id), page)
            for row, at in zip(group.rows, below, strict=True):
                yield _entry(2, row.name, of_record(row.project), at)
        for each in around.annexes(self.report):
            yield _entry(1, each.title, of_annex(each.id), self.pages.annexes)
        yield "</text:index-body></text:table-of-content>"

    # -- Around the text ---------------------------------------------------------------------

    def styles(self) -> str:
        """Return the styles, with the report's numbering and its own words in head and foot."""
        report = self.report
        said = {
            "«清單»": list_styles(report.numbering, around.counted_heading(report.heading)),
            "«標題»": words(report.title),
            "«資料時間»": words(report.spoken_as_of),
            "«版本»": words(around.short_version(report)),
            "«頁數»": str(self.pages.annexes),
        }
        return re.sub("«[^»]+»", lambda found: said[found[0]], _part("styles.xml"))

    def properties(self) -> str:
        """Return the document's properties; its times are those of the stated commit."""
        report = self.report
        made = f"{report.committed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return (
            f'{XML}<office:document-meta xmlns:office="{ODF}office:1.0" xmlns:meta="{ODF}meta:1.0"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
            "<meta:generator>Hebao</meta:generator>"
            f"<dc:title>{escape(report.title)}</dc:title>"
            f"<dc:subject>{escape(around.edition(report))}</dc:subject>"
            "<dc:language>zh-TW</dc:language>"
            f"<meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
            f'<meta:user-defined meta:name="commit">{escape(report.commit)}</meta:user-defined>'
            "</office:meta></office:document-meta>\n"
        )


MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="{ODF}manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"'
    ' manifest:version="1.3"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>\n"
)

_LINES = "".join(
    f'<text:table-of-content-entry-template text:outline-level="{level}"'
    f' text:style-name="Contents_20_{level}"><text:index-entry-link-start/>'
    "<text:index-entry-chapter/><text:index-entry-text/>"
    '<text:index-entry-tab-stop style:type="right" style:leader-char="."/>'
    "<text:index-entry-page-number/><text:index-entry-link-end/>"
    "</text:table-of-content-entry-template>"
    for level in (1, 2)
)
CONTENTS_BEGIN = (
    f'<text:table-of-content text:style-name="Contents" text:name="{around.CONTENTS}">'
    '<text:table-of-content-source text:outline-level="2">'
    '<text:index-title-template text:style-name="Contents_20_Heading">'
    f"{around.CONTENTS}</text:index-title-template>{_LINES}</text:table-of-content-source>"
    f'<text:index-body><text:index-title text:style-name="Contents" text:name="{around.CONTENTS}1">'
    f"{paragraph('Contents_20_Heading', around.CONTENTS)}</text:index-title>"
)


def _entry(level: int, text: str, mark: str, page: int) -> str:
    return paragraph(
        f"Contents_20_{level}",
        f'<text:a xlink:type="simple" xlink:href="#{mark}" text:style-name="Link"'
        f' text:visited-style-name="Link">{words(text)}<text:tab/>{page}</text:a>',
    )
