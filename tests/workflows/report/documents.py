"""Documents as a test reads them: the files of a DOCX or ODT, and its main one in lines."""

import io
import re
import zipfile
from collections.abc import Mapping

MAIN = ("word/document.xml", "content.xml")


def members(written: bytes) -> dict[str, bytes]:
    """Return every file of a zip, in order."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(written: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a zip with some files changed."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members(written) | changed).items():
            archive.writestr(name, content)
    return raw.getvalue()


def main_of(written: bytes) -> str:
    """Return the name of the file that holds the text."""
    return next(name for name in MAIN if name in members(written))


def in_lines(written: bytes) -> bytes:
    """Return the text's own file, a line for each paragraph, row and list, for people to read."""
    text = members(written)[main_of(written)]
    return re.sub(rb"(?=<(?:w:(?:p|tbl|tr)|text:(?:p|h|list|list-item)|table:table-row)[ >])",
                  b"\n", text)  # fmt: skip
