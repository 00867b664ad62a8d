"""Stylesheets: the files that pages are drawn with, each at an address that changes with it."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from workflows.report.html import STYLE


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A file, and what the browser takes it for."""

    raw: bytes
    media_type: str

    @property
    def version(self) -> str:
        """Changes with the file."""
        return sha256(self.raw).hexdigest()[:16]


def _own(name: str) -> bytes:
    return files("webapp").joinpath("static", name).read_bytes()


STYLESHEETS = {
    "app.css": Stylesheet(_own("app.css"), "text/css; charset=utf-8"),
    "report.css": Stylesheet(STYLE.encode(), "text/css; charset=utf-8"),
    "mark.svg": Stylesheet(_own("mark.svg"), "image/svg+xml"),
}
"""Every file, by its name. The report brings its own stylesheet along."""
