"""Which kind of file it is, by its look and its suffix, and how much of it may be unpacked.

Whatever is wrong with the file is said in one sentence; nothing of a suspicious file is read
further than it takes to say so.
"""

import io
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from lxml import etree

from workflows.importing.problems import UnreadableFile

MIB = 1024 * 1024

MAX_FILE = 64 * MIB
"""A file's size; a real report of eight groups has 60 KB as text, 2 MB with pictures."""

MAX_TEXT = 8 * MIB
"""A text form's size."""

MAX_MEMBERS = 2000
"""Files within a DOCX or ODT; Word writes about 15 and one for each picture."""

MAX_UNPACKED = 128 * MIB
"""What a DOCX or ODT may hold once unpacked."""

MAX_RATIO = 250
"""How many times smaller than its content a packed part may be; Word's own reach about 40."""

SMALL = MIB
"""Parts up to this size may have any ratio."""


class Kind(StrEnum):
    """The forms that a report comes in."""

    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


SUFFIXES = {
    ".docx": Kind.DOCX, ".docm": Kind.DOCX, ".odt": Kind.ODT,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT, ".text": Kind.TEXT, "": Kind.TEXT,
}  # fmt: skip

ACCEPTED = "請提供 Word（.docx）、ODF（.odt）、HTML、Markdown 或純文字（.txt）檔"

FOREIGN = (
    (b"%PDF-", "PDF 檔不能匯入，請提供產生它的 Word（.docx）或 ODF（.odt）檔。"),
    (b"{\\rtf", "RTF 檔不能匯入，請用 Word 或 LibreOffice 另存為 .docx 或 .odt。"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
    (b"\x89PNG", f"這是圖片，{ACCEPTED}。"),
    (b"\xff\xd8\xff", f"這是圖片，{ACCEPTED}。"),
    (b"GIF8", f"這是圖片，{ACCEPTED}。"),
    (b"7z\xbc\xaf\x27\x1c", f"這是壓縮檔，請解開後再匯入；{ACCEPTED}。"),
    (b"Rar!", f"這是壓縮檔，請解開後再匯入；{ACCEPTED}。"),
    (b"\x1f\x8b", f"這是壓縮檔，請解開後再匯入；{ACCEPTED}。"),
)

LOCKED = "檔案有密碼保護，請先用原來的程式開啟、取消密碼並另存，再匯入一次。"
OLD_WORD = "這是舊版 Office 檔（.doc 等），請用 Word 或 LibreOffice 另存為 .docx 或 .odt 再匯入。"
BROKEN = "檔案已損壞或不完整，請用原來的程式開啟、另存新檔，再匯入一次。"
BOMB = "檔案解開後大得不合理，不予匯入；請用原來的程式另存新檔，再匯入一次。"


def content(path: Path) -> bytes:
    """Return a file's bytes. Raises UnreadableFile."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnreadableFile(f"檔案超過 {MAX_FILE // MIB} MB，請刪去圖片或分成幾個檔案再匯入。")
        return path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(f"「{path.name}」是資料夾，請指定一個檔案。") from None
    except FileNotFoundError:
        raise UnreadableFile(f"找不到檔案「{path.name}」，請檢查路徑。") from None
    except (OSError, ValueError):
        raise UnreadableFile(f"檔案「{path.name}」讀不到，請檢查路徑與權限。") from None


def kind(raw: bytes, suffix: str) -> Kind:
    """Say which form a file is: what it looks like goes before what it is called."""
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableFile("檔案是空的，請檢查是否選對檔案。")
    for head, sentence in FOREIGN:
        if raw.startswith(head):
            raise UnreadableFile(sentence or _compound(raw))
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(raw)
    named = SUFFIXES.get(suffix.lower())
    if named is None:
        raise UnreadableFile(f"不認得「{suffix}」這種檔案，{ACCEPTED}。")
    if named in (Kind.DOCX, Kind.ODT):
        raise UnreadableFile(BROKEN)
    if named is Kind.TEXT and raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        (b"<!doctype html", b"<html", b"<table", b"<body")
    ):
        return Kind.HTML
    if len(raw) > MAX_TEXT:
        raise UnreadableFile(f"文字檔超過 {MAX_TEXT // MIB} MB，不像一份報告，請檢查是否選對檔案。")
    return named


def _compound(raw: bytes) -> str:
    locked = "EncryptedPackage".encode("utf-16-le") in raw
    return LOCKED if locked else OLD_WORD


def _packed(raw: bytes) -> Kind:
    parts = Package(raw)
    if "word/document.xml" in parts.names or parts.main_document:
        return Kind.DOCX
    if "content.xml" in parts.names:
        manifest = (
            parts.read("META-INF/manifest.xml") if parts.has("META-INF/manifest.xml") else b""
        )
        if b"encryption-data" in manifest:
            raise UnreadableFile(LOCKED)
        if b"opendocument.text" in (parts.read("mimetype") if parts.has("mimetype") else manifest):
            return Kind.ODT
    raise UnreadableFile(f"這個壓縮檔裡不是 Word 或 ODF 的文件，{ACCEPTED}。")


class Package:
    """The parts of a DOCX or ODT, within limits. Every way of failing is an UnreadableFile."""

    def __init__(self, raw: bytes) -> None:
        """Open it, and refuse what unpacks beyond reason."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise UnreadableFile(BROKEN) from None
        members = self._zip.infolist()
        self.names = {member.filename for member in members}
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise UnreadableFile(BOMB)
        if any(m.file_size > max(SMALL, MAX_RATIO * m.compress_size) for m in members):
            raise UnreadableFile(BOMB)
        if any(m.flag_bits & 1 for m in members):
            raise UnreadableFile(LOCKED)

    def has(self, name: str) -> bool:
        """Say whether a part is there."""
        return name in self.names

    @property
    def main_document(self) -> str:
        """The part that a DOCX names as its document; empty where it names none."""
        if not self.has("_rels/.rels"):
            return ""
        for relation in self.xml("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                return target if target.startswith("word/") and self.has(target) else ""
        return ""

    def read(self, name: str) -> bytes:
        """Return a part's bytes, whatever size the file claims for it."""
        try:
            with self._zip.open(name) as part:
                raw = part.read(MAX_UNPACKED + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            KeyError,
            RuntimeError,
            ValueError,
        ):
            raise UnreadableFile(BROKEN) from None
        if len(raw) > MAX_UNPACKED:
            raise UnreadableFile(BOMB)
        return raw

    def xml(self, name: str) -> etree._Element:
        """Return a part's root element; entities and document types are refused."""
        return parse(self.read(name))


STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
"""Word's "Strict Open XML" says the same under other names (ISO/IEC 29500-1)."""


def parse(raw: bytes) -> etree._Element:
    """Parse XML of a stranger: no entities, no network, no deep or huge trees."""
    for strict, usual in STRICT.items():
        raw = raw.replace(strict, usual)
    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
        raise UnreadableFile(BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(BROKEN) from None


BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
BINARY = frozenset(map(chr, (*range(9), *range(0xE, 0x20)))) - {"\x0b"}


def decode(raw: bytes) -> tuple[str, bool]:
    """Return a text file's text, and whether its encoding had to be guessed (Big5)."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return _checked(_decoded(raw[len(mark) :], encoding)), False
    for encoding, guessed in (("utf-8", False), ("cp950", True), ("big5hkscs", True)):
        if (text := _decoded(raw, encoding)) is not None:
            return _checked(text), guessed
    return _checked(None), False


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None) -> str:
    if text is None or BINARY & set(text):
        raise UnreadableFile(f"檔案的內容不是文字，{ACCEPTED}；文字檔請存成 UTF-8。")
    return text.replace("\r\n", "\n").replace("\r", "\n")
