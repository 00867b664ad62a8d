"""The demonstration served to a browser, and the browser that looks at it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import demonstration
from webapp.application import create_app
from webapp.archive import Opened
from webapp.database import Database, beside
from workflows.people import Person

LOOKED_AT = datetime(2026, 1, 14, 11, tzinfo=demonstration.TAIPEI_TIME)
"""Two days before the deadline of the demonstration's last quarter."""


class Silent(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


def serving(records: Path) -> Iterator[str]:
    """Serve an archive while the iterator is held; everybody of the story may sign in."""
    database = Database(beside(records))
    database.upgrade()
    demonstration.sign_up(database)
    database.close()
    app = create_app(records, clock=lambda: LOOKED_AT)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    opened: Opened = app.extensions["hebao"]
    opened.close()


def sign_in(page: Page, address: str, person: Person = demonstration.COORDINATOR) -> None:
    """Sign somebody of the story in, as they do it themselves."""
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", demonstration.PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda url: "/sign-in" not in url)
