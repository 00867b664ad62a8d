"""Limits: how much may be sent to a page at once.

A page that expects little takes little. Set before anything of a request is read.
"""

from flask import Flask, request

LITTLE = 64 * 1024
"""Bytes for every page that is not named below: sign-in, a comment, a click."""

FORM = 4 * 1024 * 1024
"""Bytes of a form. The longest text that the box reads at all has 240,000 characters, each of
them nine bytes on the way (``%E5%8C%97``); what is beyond is told at its field, not here."""

SHEET = 9 * 1024 * 1024
"""Bytes of a Word sheet that is sent in, and what is around it."""

REPORT = 32 * 1024 * 1024
"""Bytes of a report that is to be verified; one of 1,000 projects in 22 cities is larger and is
asked for with ``hebao verify``."""

AROUND = 64 * 1024
"""Bytes that the rest of a form with a file may have."""

PAGES = {
    "verifying.answer": REPORT + AROUND,
    "signing_in.sign_in": FORM,
    "basket.send": FORM,
    "desk.nothing_new": FORM,
    "reviews.decide": FORM,
    "writing.save": FORM,
    "writing.preview": FORM,
    "writing.keep": FORM,
    "suggesting.adopt": FORM,
    "suggesting.decline": FORM,
    "sheets.take": SHEET,
}
"""Pages that take more; signing in takes the words that a form was sending."""


def stand_before(app: Flask) -> None:
    """Set the limit of each request before anything reads it."""
    app.before_request(_set)


def _set() -> None:
    limit = PAGES.get(str(request.endpoint), LITTLE)
    request.max_content_length = limit
    request.max_form_memory_size = limit
