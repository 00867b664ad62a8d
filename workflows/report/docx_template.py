"""The Word template: what a report is set in, ours or one that an owner restyled.

Word 範本. ``docx_opening`` takes a template apart, and ``docx`` fills it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from workflows.report.packed import packed

OURS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "relationships.xml",
    "docProps/app.xml": "app.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document-relationships.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/theme/theme1.xml": "theme.xml",
    "word/header1.xml": "header.xml",
    "word/footer1.xml": "footer.xml",
}
"""Our template: the files of the package, and where each is kept."""

DEPTHS = ("", " 2", " 3", " 4")
"""What Word appends to the name of a list style for each depth."""

PARAGRAPHS = (
    *("Title", "Subtitle", "版本", "尚未定稿", "TOC Heading", "toc 1", "toc 2"),
    *("heading 1", "heading 2", "註記", "表頭", "辦理情形", "附註", "沒有方案"),
    *(f"List {kind}{depth}" for kind in ("Number", "Bullet", "Continue") for depth in DEPTHS),
    *("表內文字", "表後", "附錄標題", "附錄說明", "附錄表頭", "附錄文字", "附錄項目"),
)
CHARACTERS = ("Hyperlink", "縣市", "尚缺", "代替文字")
TABLES = ("報告表格", "文內表格", "附錄表格")
NEEDED = {"paragraph": PARAGRAPHS, "character": CHARACTERS, "table": TABLES}
"""The styles that a report is set in, by Word's name of their kind."""

PLACEHOLDERS = TITLE, AS_OF, VERSION = ("«標題»", "«資料時間»", "«版本»")
"""What the head and foot of a template may hold in place of a report's own words."""


@dataclass(frozen=True, slots=True)
class Indent:
    """How far in a list's text begins, and how far its marker hangs out, in twips (1/20 pt)."""

    left: int
    hanging: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart, to be filled for every report.

    ``parts`` are the files of the package. ``document`` is the main one, cut where the report
    goes; ``numbering`` is cut where definitions and where lists are added, whose first free ids
    are ``first_definition`` and ``first_list``. ``furniture`` are heads and feet. ``styles`` are
    ids by kind and name in small letters. ``width`` and ``height`` are those of the text on a
    page, in twips.
    """

    sha256: str
    parts: Mapping[str, bytes]
    document_name: str
    document: tuple[bytes, bytes]
    numbering_name: str
    numbering: tuple[bytes, bytes, bytes]
    first_definition: int
    first_list: int
    furniture: tuple[str, ...]
    styles: Mapping[tuple[str, str], str]
    numbers: tuple[Indent, ...]
    bullets: tuple[Indent, ...]
    width: int
    height: int

    def style(self, name: str, kind: str = "paragraph") -> str:
        """Return the id of a style that every template has."""
        return self.styles[kind, name.lower()]


def our_template() -> bytes:
    """Return the template that the program brings along, as a file for Word."""
    folder = files("workflows.report") / "word_template"
    return packed((name, (folder / kept).read_bytes()) for name, kept in OURS.items())
