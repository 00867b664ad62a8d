"""Kept words: what somebody was sending when the session or the token had ended.

The fields travel through the sign-in page and stand in the form again afterwards; nothing of it
is kept on the server, where nobody is signed in.
"""

import json
from collections.abc import Iterable

from flask import Request

from webapp.tokens import FIELD

AGAIN = "again"
"""A form that comes with this field wants to be shown again, not to be acted on."""

MOST = 2_000
"""Fields that are kept; a basket of a thousand texts has one each."""

OURS = frozenset({FIELD, AGAIN, "kept", "next"})

SECRET = frozenset({"password", "present"})
"""Fields that nobody gets back: what is typed there is typed anew."""

Fields = tuple[tuple[str, str], ...]


def fields(asked: Request) -> Fields:
    """Return the fields of a form that was sent; files are not kept."""
    dropped = OURS | SECRET
    sent = ((name, value) for name, value in asked.form.items(multi=True) if name not in dropped)
    return tuple(sent)[:MOST]


def written(kept: Fields) -> str:
    """Write fields into one hidden field."""
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def read(said: str) -> Fields:
    """Read them back; what is no such field is nothing."""
    try:
        found = json.loads(said) if said else []
        return tuple((name, value) for name, value in _pairs(found) if name not in OURS)[:MOST]
    except (ValueError, TypeError, RecursionError):
        return ()


def _pairs(found: Iterable[Iterable[object]]) -> list[tuple[str, str]]:
    return [
        (name, value) for name, value in found if isinstance(name, str) and isinstance(value, str)
    ]
