"""The pages over a real archive: made once, copied for who writes."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from starts import Start
from visitors import signed_in

from webapp import create_app
from webapp.archive import Opened
from webapp.config import Settings


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
