"""Uploads: the pages that take a file, and how large it may be.

Every other page takes what a form of words needs; a file is larger, and the guard reads the form
for its token before the page does.
"""

from flask import Flask, request

MOST = 32 * 1024 * 1024
"""Bytes of a file; a report of 1,000 projects in 22 cities is larger and is asked for with
``hebao verify``."""

AROUND = 64 * 1024
"""Bytes that the rest of the form may have."""

PAGES = {"verifying.answer": MOST}


def allow(app: Flask) -> None:
    """Let these pages of an app take files; before anything reads the request."""
    app.before_request(_allow)


def _allow() -> None:
    if (most := PAGES.get(str(request.endpoint))) is not None:
        request.max_content_length = most + AROUND
