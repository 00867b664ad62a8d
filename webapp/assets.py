"""Assets: the stylesheets, scripts and pictures of the pages, each at an address that changes.

One list says what is handed out; a file that stands in ``static/`` and not here is not served.
"""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from workflows.report.html import STYLE

CSS = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, and what the browser takes it for."""

    raw: bytes
    media_type: str

    @property
    def version(self) -> str:
        """Changes with the file."""
        return sha256(self.raw).hexdigest()[:16]


def _own(name: str) -> bytes:
    return files("webapp").joinpath("static", name).read_bytes()


SCRIPTS = (
    "copies.js",
    "differences.js",
    "elements.js",
    "fields.js",
    "form.js",
    "live.js",
    "one-step.js",
    "outline-box.js",
    "outline-edit.js",
    "outline-marks.js",
    "outline-paste.js",
    "outline-sheet.js",
    "outline-text.js",
    "restoring.js",
    "review.js",
    "signing-in.js",
    "unsent.js",
    "words.js",
)
"""The modules of the form: pages name ``form.js``, which imports the others by their bare names;
those are asked for again by their tags (``headers.KEPT``), so that none is older than the rest."""

ASSETS = {
    "app.css": Asset(_own("app.css"), CSS),
    "report.css": Asset(STYLE.encode(), CSS),
    "mark.svg": Asset(_own("mark.svg"), "image/svg+xml"),
    **{name: Asset(_own(name), SCRIPT) for name in SCRIPTS},
}
"""Every file, by its name. The report brings its own stylesheet along."""
