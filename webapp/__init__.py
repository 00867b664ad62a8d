"""The web application: how people reach it. ``create_app`` is the whole wiring."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from records.archive import Archive
from webapp import addresses, archive, frame, guard, headers, problems, spoken
from webapp.config import Settings
from webapp.database import Database
from webapp.pages import (
    basket,
    contacts,
    desk,
    filings,
    findings,
    letters,
    links,
    mine,
    overview,
    people,
    projects,
    queue,
    receipts,
    reports,
    reviews,
    signing_in,
    site,
)

BLUEPRINTS = (
    overview,
    projects,
    filings,
    desk,
    basket,
    receipts,
    contacts,
    queue,
    reviews,
    findings,
    reports,
    letters,
    signing_in,
    links,
    mine,
    people,
    site,
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
    app.config.update(SETTINGS=settings, PROGRAM=_program(), MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        trusted = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask's documents say
    opened, database = Archive.open(settings.archive), Database(settings.tables)
    database.upgrade()
    archive.put(app, archive.Opened(opened, database, clock))
    addresses.teach(app)
    guard.stand_before(app)
    headers.send_with(app)
    problems.answer_in(app)
    spoken.teach(app)
    frame.teach(app)
    for each in BLUEPRINTS:
        app.register_blueprint(each.pages)
    return app


def _program() -> str:
    """Return what changes whenever the pages are drawn otherwise."""
    drawn = sorted(_files(Path(str(files("webapp").joinpath("templates")))))
    return headers.tag((version("hebao"), *(path.read_bytes() for path in drawn)))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if path.is_file()]
