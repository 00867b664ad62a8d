"""Typeset: a Typst template and what it is filled with become a PDF.

排版. The only door to typst. A document is PDF/A-2a and PDF/UA-1 or it is refused, which makes
typst refuse a character that no font can show. What fills the template travels as JSON and is
never source; no file and no package outside is reached.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from records.errors import Problem
from workflows.report.typefaces import Typefaces

SETTER = version("typst")
"""The version of the typesetter."""

SHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class Unprintable(Problem):
    """No font of the document has some of its characters."""

    def __init__(self, characters: str) -> None:
        """Keep the characters."""
        self.characters = characters
        super().__init__(f"字型裡沒有{spelled(characters)}，PDF 印不出來，請改用其他字。")


class NotSet(Problem):
    """The typesetter refused a document; its words are for whoever looks after the machine."""


def spelled(characters: str) -> str:
    """Write characters so that a person finds them: 「😀」（U+1F600）."""
    return "、".join(f"「{each}」（U+{ord(each):04X}）" for each in characters)


def template(name: str) -> bytes:
    """Return a template of this package as it is written."""
    return files("workflows.report").joinpath(name).read_bytes()


def typeset(
    source: bytes, filled: Mapping[str, Any], faces: Typefaces, on: datetime, *, title: str
) -> bytes:
    """Set a template, which reads ``filled`` as its input; ``on`` is the date in the file.

    Raises Unprintable, NotSet.
    """
    inputs = {"report": json.dumps(filled, ensure_ascii=False)}
    compiler = typst.Compiler(source, font_paths=_fonts(faces.folders), sys_inputs=inputs)
    try:
        made = compiler.compile(
            format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(on.timestamp())
        )
    except typst.TypstError as refused:
        raise _told(refused, title) from refused
    if not isinstance(made, bytes):
        raise NotSet(f"「{title}」排出來的不是一份 PDF，請通知系統管理者。")
    return made


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _told(refused: typst.TypstError, title: str) -> Problem:
    said = f"{refused.message}\n{refused.diagnostic}"
    shown = "".join(SHOWN.findall(said))
    characters = ESCAPED.sub(lambda found: chr(int(found[1], 16)), shown)
    if characters:
        return Unprintable("".join(dict.fromkeys(characters)))
    reason = refused.message.splitlines()[0][:200]
    return NotSet(f"「{title}」排不成 PDF（{reason}），請通知系統管理者。")
