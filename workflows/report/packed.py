"""Packed: files in one zip, with the same bytes on any day.

The zip format writes the time of every file; here it is always the first that it can write.

>>> packed([("mimetype", b"a/b")]) == packed([("mimetype", b"a/b")])
True
"""

import io
import zipfile
from collections.abc import Iterable

FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest moment of the zip format (APPNOTE 4.4.6)."""

PLAIN_FILE = 0o100644 << 16
UNIX = 3


def packed(files: Iterable[tuple[str, bytes]], *, stored: Iterable[str] = ()) -> bytes:
    """Return a zip of files in the order given; those named in ``stored`` are not compressed."""
    plain = frozenset(stored)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, FIRST)
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            archive.writestr(entry, content)
    return raw.getvalue()
