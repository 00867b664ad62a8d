"""Typefaces: the fonts that a PDF embeds, where they are found, and their SHA-256.

字型. Noto Serif TC and Noto Sans TC come with the program; 全字庫正楷體 is the owner's choice and
is installed beside it (Debian: ``fonts-cns11643-kai``). No other font of a machine is ever used,
so that the same records give the same bytes on every one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pylopdf_fonts_zh_tw as noto

from records.errors import Problem
from records.platform import Face

SERIF, SANS = "Noto Serif TC", "Noto Sans TC"
KAI = ("TW-Kai", "TW-Kai-Ext-B")

KAI_FILE = "TW-Kai-98_1.ttf"
KAI_RARE = "TW-Kai-Ext-B-98_1.ttf"
"""Rare characters, used where it is there: a text that needs none of them stays the same."""

KAI_FOLDER = Path("/usr/share/fonts/truetype/cns11643")
"""Where Debian's fonts-cns11643-kai puts it; HEBAO_KAI names another folder."""

NOT_KAI = "[ -~（）「」『』〈〉《》【】〔〕—…，。、；：！？]"
"""What the serif sets in a text of TW-Kai. Brackets: TW-Kai has them in the middle of the square,
a typesetter expects them at its side, and 「 would cross the border of a cell. Digits and Latin
letters: TW-Kai's are as wide as half a Chinese character each."""


class FontMissing(Problem):
    """A font that the report is set in is not on this machine."""

    def __init__(self, name: str, where: Path) -> None:
        """Say which, and what to install."""
        self.name = name
        super().__init__(
            f"體例選用的字型「{name}」不在這臺機器上（{where}），請先安裝（Debian："
            "apt install fonts-cns11643-kai），或由體例改選內附的明體。"
        )


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The fonts of a document: their files, and the families for text and for headings.

    A family is a name, or a map of ``name`` and ``covers``: the characters that it is for.
    """

    files: tuple[Path, ...]
    text: tuple[str | Mapping[str, str], ...]
    heading: tuple[str, ...]

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of the files, each once."""
        return tuple(dict.fromkeys(file.parent for file in self.files))

    @property
    def sha256(self) -> dict[str, str]:
        """The SHA-256 of each file, by its name."""
        return {file.name: _sha256(file) for file in self.files}


def typefaces(face: Face) -> Typefaces:
    """Return the fonts of a face. Raises FontMissing."""
    own = (noto.serif_path(), noto.sans_path())
    if face is Face.SERIF:
        return Typefaces(own, (SERIF, SANS), (SANS, SERIF))
    kai = Path(os.environ.get("HEBAO_KAI") or KAI_FOLDER) / KAI_FILE
    if not kai.is_file():
        raise FontMissing("全字庫正楷體", kai)
    files = (file for file in (kai, kai.with_name(KAI_RARE)) if file.is_file())
    apart = {"name": SERIF, "covers": NOT_KAI}
    return Typefaces((*own, *files), (apart, *KAI, SERIF, SANS), (SANS, SERIF, *KAI))


@cache
def _sha256(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
