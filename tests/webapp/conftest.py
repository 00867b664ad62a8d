"""The pages over a real archive: made once, copied for who writes."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import postgres
import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from starts import PASSWORD, Hand, Start, here, number
from visitors import signed_in

from webapp import accounts
from webapp.application import create_app
from webapp.archive import Opened
from webapp.config import Settings
from webapp.database import Database


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of the world; nobody writes here."""
    return worlds.build(tmp_path_factory.mktemp("world"))


@pytest.fixture
def records(told: Path, tmp_path: Path) -> Path:
    """Return a copy of the archive and its accounts, to be written to."""
    copy = Path(shutil.copytree(told, tmp_path / "copy" / "records.git"))
    shutil.copy(told.with_suffix(".sqlite"), copy.parent)
    return copy


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Return what opens an app over an archive, and closes it in the end."""
    apps: list[Flask] = []

    def started(path: Path, now: datetime = worlds.LATER, **said: object) -> Flask:
        settings = Settings.model_validate({"archive": path, **said})
        apps.append(create_app(settings, clock=lambda: now))
        return apps[-1]

    yield started
    for app in apps:
        opened: Opened = app.extensions["hebao"]
        opened.close()


@pytest.fixture(scope="session")
def app(told: Path, start: Start) -> Flask:
    """Return the pages of the world, after its deadline."""
    return start(told)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser where a coordinator is signed in, who reads everything."""
    return signed_in(app, worlds.COORDINATOR)


@pytest.fixture(scope="session")
def new_database() -> Iterator[postgres.NewDatabase]:
    """Serve PostgreSQL, and return what makes a database with our tables."""
    if not postgres.PROGRAMS:
        pytest.skip(postgres.ABSENT)
    with postgres.serving() as make:
        yield make


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def tables(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database with our tables and nothing in them: one of each kind."""
    if request.param == "PostgreSQL":
        make: postgres.NewDatabase = request.getfixturevalue("new_database")
        return make()
    url = f"sqlite:///{tmp_path / 'tables.sqlite'}"
    made = Database(url)
    made.upgrade()
    made.close()
    return url


@pytest.fixture
def database(tables: str) -> Iterator[Database]:
    """Return such a database, open."""
    opened = Database(tables)
    yield opened
    opened.close()


@pytest.fixture
def hand() -> Hand:
    """Return the hand of the clock."""
    return Hand()


@pytest.fixture
def site(told: Path, start: Start, hand: Hand, tables: str) -> Iterator[Flask]:
    """Return the pages of the world over tables of their own; a filer of 臺北市 has a password."""
    worlds.sign_up(tables)
    app = start(told, database=tables)
    opened = here(app)
    opened.clock = lambda: hand.now
    accounts.set_password(opened.database, number(app), PASSWORD, on=hand.now)
    yield app
    opened.close()
