"""Headers: what every answer says to the browser besides the page.

Nothing comes from another host, nothing is drawn into another page, no script runs but ours. An
answer is kept by the one browser that asked, and asked for again by its tag.
"""

from collections.abc import Iterable
from hashlib import sha256

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

KEPT = "private, no-cache"
"""The browser may keep it, and asks each time whether it still holds."""


def send_with(app: Flask) -> None:
    """Let every answer of an app have these headers."""
    app.after_request(_complete)


def _complete(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", KEPT)
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:  # noqa: PLR2004 - OK
        if response.get_etag() == (None, None):
            response.set_etag(tag((response.get_data(),)))
        response.make_conditional(request)
    return response


def tag(parts: Iterable[object]) -> str:
    """Return the tag of what is made of these parts, and of nothing else."""
    digest = sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        digest.update(b"%d:" % len(raw) + raw)
    return digest.hexdigest()[:32]
