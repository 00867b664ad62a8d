"""The demonstration in Debian's chromium: the pages as people will see them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from served import CHROMIUM, FLAGS, serving

from webapp import demonstration


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration, and return its address without a slash."""
    records = tmp_path_factory.mktemp("demo") / "records.git"
    demonstration.make(records).close()
    yield from serving(records)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open the browser, with a profile of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()
