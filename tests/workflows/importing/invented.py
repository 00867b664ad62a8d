"""Invented reports and the files that hold them, for the tests of importing."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from records.canonical import to_markdown
from records.city import City
from records.holding import Holding
from records.platform import Platform
from records.quarter import Quarter
from workflows.importing.read import read_bytes
from workflows.importing.recognise import Imported, recognise
from workflows.importing.source import squash

QUARTER = Quarter(114, 4)
TITLE = "「甲乙丙合作交流平臺」合作方案辦理情形"
AS_OF = "資料時間：114 年 12 月 31 日"

Rows = Sequence[tuple[str, str]]
"""Names of projects and their texts, a line an item."""

ISLANDS = Platform(
    name="離島合作平臺",
    title="離島合作方案辦理情形",
    cities=(
        City(id="penghu", label="澎湖縣"),
        City(id="kinmen", label="金門縣"),
        City(id="lienchiang", label="連江縣"),
        City(id="taitung", label="臺東縣"),
        City(id="pingtung", label="屏東縣"),
    ),
)
"""Another platform: five counties, none of them ours."""


def plain(*groups: tuple[str, Rows], title: str = TITLE, as_of: str = AS_OF) -> str:
    """Return a report as plain text, as we print it: a blank line before groups and names."""
    lines = [title, as_of]
    for number, (label, rows) in enumerate(groups):
        lines += ["", f"({'一二三四五六七八九'[number]}) {label}"]
        for name, text in rows:
            lines += ["", name, *text.strip("\n").split("\n")]
    return "\n".join(lines) + "\n"


def one(text: str, name: str = "河濱自行車道串聯") -> str:
    """Return a report of one project."""
    return plain(("交通組", [(name, text)]))


def imported(
    text: str | bytes, suffix: str = ".txt", *, platform: Platform | None = None
) -> Imported:
    """Return what a report becomes."""
    raw = text.encode() if isinstance(text, str) else text
    return recognise(read_bytes(raw, suffix), QUARTER, platform=platform)


def lines(*each: str) -> str:
    """Return lines as one text."""
    return "\n".join(each)


def said(text: str) -> str:
    """Return the words and markers of a text, without its bullets: every sign is one."""
    return re.sub("[-–*•]", "", squash(text))


def held(records: Imported) -> Holding:
    """Return the records as the compiler sees them."""
    filings = {(each.project, each.city): each for each in records.filings}
    day = datetime(2026, 1, 15, tzinfo=UTC)
    return Holding("c" * 40, day, records.record, "", records.projects, filings, {}, {}, ())


def shown(records: Imported) -> str:
    """Return the projects' sections and texts as lines that a person can compare."""
    return "\n".join(_shown(records))


def _shown(records: Imported) -> Iterator[str]:
    filings = {(each.project, each.city): each for each in records.filings}
    for project in records.projects:
        if project.note:
            yield f"【{project.note}】"
        for section in project.sections:
            by = "joint" if section.joint else " ".join(section.owners)
            yield f"# {section.id}: {by}" + (f" | {section.heading}" if section.heading else "")
            for owner in section.owners:
                filing = filings.get((project.project, owner))
                part = filing.part(section.id, only=len(project.sections) == 1) if filing else ()
                yield from (f"{owner}> {line}" for line in to_markdown(part).splitlines())
    for doubt in records.doubts:
        yield f"? {doubt.place}：{doubt.sentence}"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, **parts: str) -> bytes:
    """Return a DOCX whose body is given as WordprocessingML; ``parts`` are further parts."""
    return zipped(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": part for name, part in parts.items()},
        }
    )


def p(text: str, *, number: str = "", level: int = 0, style: str = "", left: int = -1) -> str:
    """Return a Word paragraph, in a list where ``number`` names one."""
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    indent = f'<w:ind w:left="{left}"/>' if left >= 0 else ""
    run = text if text.startswith("<w:") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{listed}{indent}</w:pPr>{run}</w:p>"


def tr(*cells: str, header: bool = False) -> str:
    """Return a Word row; a cell is text, or paragraphs."""
    said = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    inside = (cell if cell.startswith("<w:") else p(cell) for cell in cells)
    return f"<w:tr>{said}{''.join(f'<w:tc>{cell}</w:tc>' for cell in inside)}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a Word table of two columns."""
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f"<w:tbl>{grid}{''.join(rows)}</w:tbl>"


HEADER = tr("方案名稱", "最新辦理情形", header=True)


def front(title: str = TITLE, as_of: str = AS_OF, group: str = "(一) 交通組") -> str:
    """Return the paragraphs before the first table of a Word report."""
    return p(title) + p(as_of) + p(group)


def word_report(*cells: str, name: str = "河濱自行車道串聯", **parts: str) -> bytes:
    """Return a Word report of one project, whose text is the paragraphs given."""
    return word(front() + tbl(HEADER, tr(name, "".join(cells))), **parts)


def level(at: int, form: str, template: str, left: int = 0) -> str:
    """Return one level of a Word list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{template}"/><w:pPr><w:ind w:left="{left}"/></w:pPr></w:lvl>'
    )


def numbering(*lists: str, nums: str = "") -> str:
    """Return numbering.xml: the list that is given first has number 1, and so on."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>'
        for at, levels in enumerate(lists, 1)
    )
    usual = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
        for at in range(1, len(lists) + 1)
    )
    return f"<w:numbering {W}>{abstract}{usual}{nums}</w:numbering>"


HOUSE_LIST = "".join(
    (
        level(0, "decimal", "%1.", 480),
        level(1, "decimal", "(%2)", 960),
        level(2, "upperLetter", "%3.", 1440),
        level(3, "lowerLetter", "%4.", 1920),
    )
)
"""The levels of the report's own numbering as one Word list."""

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{ODF}{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)


def open_document(body: str, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an ODT whose body is given as ODF text."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def odt_report(cell: str, name: str = "河濱自行車道串聯", styles: str = "") -> bytes:
    """Return an ODT report of one project, whose text is given as ODF."""

    def row(*cells: str) -> str:
        inside = "".join(f"<table:table-cell>{each}</table:table-cell>" for each in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    def par(text: str) -> str:
        return f"<text:p>{text}</text:p>"

    head = row(par("方案名稱"), par("最新辦理情形"))
    return open_document(
        par(TITLE)
        + par(AS_OF)
        + par("(一) 交通組")
        + '<table:table><table:table-column table:number-columns-repeated="2"/>'
        + f"<table:table-header-rows>{head}</table:table-header-rows>"
        + row(par(name), cell)
        + "</table:table>",
        styles,
    )


LIST_STYLE = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" '
    'style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="A" style:num-suffix="."/>'
    '</text:list-style><text:list-style style:name="B1">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
)
