"""The application: every page wired to the archive and its database, on one page."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from records.archive import Archive
from webapp import (
    addresses,
    archive,
    doors,
    frame,
    guard,
    headers,
    limits,
    problems,
    spoken,
)
from webapp.builds import Builds
from webapp.config import Settings
from webapp.database import Database
from webapp.pages import (
    basket,
    boards,
    contacts,
    desk,
    editions,
    figures,
    files,
    filings,
    findings,
    letters,
    links,
    mine,
    overview,
    people,
    projects,
    quarters,
    queue,
    receipts,
    reports,
    reviews,
    sheets,
    signing_in,
    site,
    suggesting,
    verifying,
    writing,
)

BLUEPRINTS = (
    overview,
    quarters,
    boards,
    projects,
    filings,
    writing,
    suggesting,
    sheets,
    desk,
    basket,
    receipts,
    contacts,
    queue,
    reviews,
    figures,
    findings,
    reports,
    files,
    editions,
    letters,
    signing_in,
    links,
    mine,
    people,
    site,
    verifying,
)


def now() -> datetime:
    """Return the time that it is."""
    return datetime.now(UTC)


def create_app(settings: Settings | Path, *, clock: Callable[[], datetime] = now) -> Flask:
    """Open the archive and its database, and wire the pages to them.

    ``clock`` returns the time, with its zone. Raises NotThere where there is no archive;
    NoDatabase, NewerDatabase.
    """
    if isinstance(settings, Path):
        settings = Settings(archive=settings)
    app = Flask("webapp", static_folder=None)
    app.config.update(SETTINGS=settings, PROGRAM=_program())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        trusted = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask's documents say
    opened, database = Archive.open(settings.archive), Database(settings.tables)
    database.upgrade()
    builds = Builds(database, settings.archive, settings.files)
    archive.put(app, archive.Opened(opened, database, clock, builds))
    addresses.teach(app)
    limits.stand_before(app)
    guard.stand_before(app, doors.DOORS)
    headers.send_with(app)
    problems.answer_in(app)
    spoken.teach(app)
    frame.teach(app)
    for each in BLUEPRINTS:
        app.register_blueprint(each.pages)
    return app


def _program() -> str:
    """Return what changes whenever the pages are drawn otherwise."""
    drawn = sorted(_files(Path(str(resources.files("webapp").joinpath("templates")))))
    return headers.tag((version("hebao"), *(path.read_bytes() for path in drawn)))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if path.is_file()]
