"""Opening a Word template: checked, taken apart once, and kept.

An owner opens ours in Word, changes styles, margins, head and foot, and gives it back. Styles are
found by name, since Word and LibreOffice change ids; what is missing is said by name, and what
would run or be fetched when the report is opened is refused.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Length

from records.errors import Problem
from workflows.report.docx_template import (
    DEPTHS,
    NEEDED,
    PLACEHOLDERS,
    Indent,
    Template,
    our_template,
)

MAX_FILE = 4 * 1024 * 1024
MAX_UNPACKED = 32 * 1024 * 1024
MAX_MEMBERS = 300
"""What a template may hold; ours has 9 KB, and one with a city's arms some hundred."""

KINDS = {"paragraph": "段落樣式", "character": "字元樣式", "table": "表格樣式"}
ATTACHED_TEMPLATE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
)
"""Which .dotx a file was begun with (ECMA-376 part 1, 17.15.1.6)."""

HERE = b"<w:p/>"
"""Where the report goes: the one empty paragraph of an empty document."""

DEFINITIONS, LISTS = "definitions", "lists"
"""Elements that mark places in the numbering; they are cut out again."""


class BadTemplate(Problem):
    """A template that no report can be set in."""


@lru_cache(maxsize=4)
def opened(raw: bytes | None = None) -> Template:
    """Take a template apart; ours where none is given. Raises BadTemplate."""
    raw = our_template() if raw is None else raw
    _check_size(raw)
    try:
        word = Document(io.BytesIO(raw))
        taken = _Apart(word, hashlib.sha256(raw).hexdigest()).template()
    except Problem:
        raise
    except Exception:  # noqa: BLE001 - whatever the library stumbles over, it is no sound DOCX
        sentence = "範本不是完整的 Word 檔，請用 Word 開啟後另存為「Word 文件 (*.docx)」再提供。"
        raise BadTemplate(sentence) from None
    return taken


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_FILE:
        raise BadTemplate(f"範本超過 {MAX_FILE >> 20} MB，請縮小或刪去其中的圖片再提供。")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        return
    if sum(each.file_size for each in members) > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise BadTemplate("範本解開後大得不合理，請在 Word 另存新檔後再提供。")


@dataclass(frozen=True, slots=True)
class _Apart:
    """A template on its way to being taken apart."""

    word: Word
    sha256: str

    def template(self) -> Template:
        self.refuse_what_is_alive()
        styles = self.styles()
        _check_styles(styles)
        furniture = self.furniture()
        numbering = self.numbering()
        first_definition = _free(numbering.element, "w:abstractNum", "w:abstractNumId")
        first_list = _free(numbering.element, "w:num", "w:numId")
        _mark(numbering.element)
        self.empty()
        parts = self.parts()
        document_name = self.word.part.partname.membername
        before, after = parts[document_name].split(HERE)
        one, rest = parts[numbering.partname.membername].split(f"<w:{DEFINITIONS}/>".encode())
        two, three = rest.split(f"<w:{LISTS}/>".encode())
        width, height = self.text_area()
        return Template(
            sha256=self.sha256,
            parts=parts,
            document_name=document_name,
            document=(before, after),
            numbering_name=numbering.partname.membername,
            numbering=(one, two, three),
            first_definition=first_definition,
            first_list=first_list,
            furniture=furniture,
            styles=styles,
            numbers=self.indents("List Number"),
            bullets=self.indents("List Bullet"),
            width=width,
            height=height,
        )

    def refuse_what_is_alive(self) -> None:
        for part in self.word.part.package.iter_parts():
            if "vbaProject" in part.partname or "macroEnabled" in part.content_type:
                raise BadTemplate("範本含有巨集，請另存為沒有巨集的「Word 文件 (*.docx)」再提供。")
            for identity, relation in list(part.rels.items()):
                if not relation.is_external or relation.reltype == RELATIONSHIP_TYPE.HYPERLINK:
                    continue
                if relation.reltype != ATTACHED_TEMPLATE:
                    raise BadTemplate("範本連到檔案以外的內容（例如圖片），請改為內嵌再提供。")
                # Word would look for the .dotx again, wherever it once was.
                del part.rels[identity]
                _remove(part, "w:attachedTemplate")

    def styles(self) -> Mapping[tuple[str, str], str]:
        return {
            (each.get(qn("w:type"), "paragraph"), name.get(qn("w:val"), "").lower()): each.styleId
            for each in _tree(self.word.styles).iterfind(qn("w:style"))
            for name in each.iterfind(qn("w:name"))
        }

    def furniture(self) -> tuple[str, ...]:
        """Return the names of heads and feet, once each placeholder in them is in one piece."""
        found = []
        for part in self.word.part.package.iter_parts():
            if part.content_type in (CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER):
                for paragraph in _tree(part).iter(qn("w:p")):
                    _gather(list(paragraph.iter(qn("w:t"))))
                found.append(part.partname.membername)
        return tuple(sorted(found))

    def numbering(self) -> NumberingPart:
        part = self.word.part
        for relation in part.rels.values():
            if not relation.is_external and isinstance(relation.target_part, NumberingPart):
                return relation.target_part
        made = NumberingPart.load(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            f"<w:numbering {nsdecls('w')}/>".encode(),
            part.package,
        )
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        return cast("NumberingPart", made)

    def empty(self) -> None:
        """Take out what shows the styles; what the page is like stays."""
        body = _tree(self.word)[0]
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)
        body.insert(0, parse_xml(f"<w:p {nsdecls('w')}/>"))

    def parts(self) -> Mapping[str, bytes]:
        raw = io.BytesIO()
        self.word.save(raw)
        with zipfile.ZipFile(raw) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def text_area(self) -> tuple[int, int]:
        page = self.word.sections[-1]
        return (
            _twips(page.page_width) - _twips(page.left_margin) - _twips(page.right_margin),
            _twips(page.page_height) - _twips(page.top_margin) - _twips(page.bottom_margin),
        )

    def indents(self, name: str) -> tuple[Indent, ...]:
        named = {str(style.name).lower(): style for style in self.word.styles}
        return tuple(_indent(named[f"{name}{depth}".lower()]) for depth in DEPTHS)


def _tree(holder: Any) -> Any:  # noqa: ANN401 - the library's trees have no types
    return holder.element


def _check_styles(styles: Mapping[tuple[str, str], str]) -> None:
    missing = [
        KINDS[kind] + "、".join(f"「{name}」" for name in lacking)
        for kind, names in NEEDED.items()
        if (lacking := [name for name in names if (kind, name.lower()) not in styles])
    ]
    if missing:
        sentence = "請從合報的範本複製過來，或改用合報的範本再調整。"
        raise BadTemplate(f"範本缺少{'，以及'.join(missing)}，{sentence}")


def _gather(runs: list[Any]) -> None:
    """Put a placeholder that Word spread over several runs into the first of them."""
    for placeholder in PLACEHOLDERS:
        said = "".join(run.text or "" for run in runs)
        begins = said.find(placeholder)
        if begins < 0:
            continue
        at, waiting = 0, placeholder
        for run in runs:
            text = run.text or ""
            low, high = max(begins - at, 0), min(begins + len(placeholder) - at, len(text))
            at += len(text)
            if low < high:
                run.text, waiting = text[:low] + waiting + text[high:], ""


def _free(numbering: Any, tag: str, identity: str) -> int:  # noqa: ANN401 - as _tree
    taken = (int(each.get(qn(identity), "0")) for each in numbering.iterfind(qn(tag)))
    return max(taken, default=0) + 1


def _mark(numbering: Any) -> None:  # noqa: ANN401 - as _tree
    """Set marks: definitions come before all lists (CT_Numbering), new lists behind them."""
    lists = numbering.findall(qn("w:num"))
    first = numbering.index(lists[0]) if lists else len(numbering)
    numbering.insert(first + len(lists), parse_xml(f"<w:{LISTS} {nsdecls('w')}/>"))
    numbering.insert(first, parse_xml(f"<w:{DEFINITIONS} {nsdecls('w')}/>"))


def _remove(part: Any, name: str) -> None:  # noqa: ANN401 - as _tree
    for each in part.element.findall(qn(name)):
        part.element.remove(each)


def _indent(style: Any) -> Indent:  # noqa: ANN401 - as _tree
    """Read a style's indent; it may say it, or the style that it is based on."""
    while style is not None:
        said = style.paragraph_format
        if said.left_indent is not None:
            return Indent(_twips(said.left_indent), -min(_twips(said.first_line_indent), 0))
        style = style.base_style
    return Indent(0, 0)


def _twips(length: Length | None) -> int:
    return 0 if length is None else round(length.twips)
