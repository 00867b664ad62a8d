"""Written: the form of a text as a browser without scripts fills it in and sends it.

``opened(client, url)`` reads the form of a page; ``sent(client, form, **changes)`` sends it with
what stands in it, as a person would who changes only these fields.
"""

from dataclasses import dataclass, field

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

FORM = "//form[@id='writing']"


@dataclass
class Written:
    """A form: where it is sent, and what stands in it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


def read(page: html.HtmlElement, form: str = FORM) -> Written:
    """Read a form of a page."""
    found = page.xpath(form)[0]
    written = Written(found.get("action"))
    for each in found.xpath(".//input|.//textarea"):
        kind, name = each.get("type", "text"), each.get("name")
        if kind in {"radio", "checkbox"} and each.get("checked") is None:
            continue
        if name:
            written.fields[name] = value_of(each)
    return written


def value_of(element: html.HtmlElement) -> str:
    """Return what a browser takes for a field's value; it drops the first line end of a box."""
    if element.tag != "textarea":
        return str(element.get("value", ""))
    text = "".join(element.itertext()).replace("\r\n", "\n")
    return text.removeprefix("\n")


def opened(client: FlaskClient, url: str) -> Written:
    """Open a page, and read its form."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status
    return read(html.document_fromstring(answer.text))


def sent(client: FlaskClient, form: Written, **changes: str) -> TestResponse:
    """Send a form with what stands in it; names write ``_`` for ``-``."""
    said = {name.replace("_", "-"): value for name, value in changes.items()}
    then = {} if "take" in said or "look" in said else {"then": "stay"}
    said.pop("look", None)
    fields = {**form.fields, **then, **said}
    return client.post(form.action, data={name: _crlf(value) for name, value in fields.items()})


def _crlf(value: str) -> str:
    # A browser sends every line end of a box as CRLF.
    return value.replace("\n", "\r\n")
