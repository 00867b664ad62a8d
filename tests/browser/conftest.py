"""The demonstration in Debian's chromium: the pages as people will see them."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import create_app, demonstration
from webapp.archive import Opened

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOKED_AT = datetime(2026, 1, 14, 11, tzinfo=demonstration.TAIPEI_TIME)
"""Two days before the deadline of the demonstration's last quarter."""


class _Silent(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration, and return its address without a slash."""
    records = tmp_path_factory.mktemp("demo") / "records.git"
    demonstration.make(records).close()
    yield from serving(records)


def serving(records: Path) -> Iterator[str]:
    """Serve an archive while the iterator is held."""
    app = create_app(records, clock=lambda: LOOKED_AT)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    opened: Opened = app.extensions["hebao"]
    opened.archive.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open the browser, with a profile of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()
