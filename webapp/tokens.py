"""Tokens: what a form must carry so that no page elsewhere can send it for somebody.

The token is WTForms' own, made with the secret that only this browser and this session have: it
dies with the session, and another person's is worth nothing here.
"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.csrf.session import SessionCSRF

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def token(secret: str) -> str:
    """Return the token of a secret."""
    return str(_form(secret)[FIELD].current_token)


def genuine(sent: str, secret: str) -> bool:
    """Tell whether a token is that of a secret."""
    return bool(secret) and _form(secret, MultiDict({FIELD: sent})).validate()


def _form(secret: str, sent: MultiDict[str, str] | None = None) -> Any:  # noqa: ANN401 - WTForms
    class Bound(Form):
        class Meta:
            csrf = True
            csrf_class = SessionCSRF
            csrf_secret = secret.encode("utf-8", "replace")
            # The session itself has a limit; a text that took hours is sent all the same.
            csrf_time_limit = None

    return Bound(sent, meta={"csrf_context": {"csrf": "hebao"}})
