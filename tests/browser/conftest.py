"""The demonstration in Debian's chromium: the pages as people will see them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, StorageState
from served import serving, sign_in

from webapp import demonstration


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration, and return its address without a slash."""
    records = tmp_path_factory.mktemp("demo") / "records.git"
    demonstration.make(records).close()
    yield from serving(records)


@pytest.fixture(scope="session")
def pass_of_a_coordinator(browser: Browser, address: str) -> StorageState:
    """Return what a browser holds where a coordinator is signed in."""
    context = browser.new_context()
    sign_in(context.new_page(), address)
    held = context.storage_state()
    context.close()
    return held
