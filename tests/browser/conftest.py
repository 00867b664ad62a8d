"""The demonstration in Debian's chromium: the pages as people will see them."""

from collections.abc import Iterator

import pytest
from served import serving

from webapp import demonstration


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration, and return its address without a slash."""
    records = tmp_path_factory.mktemp("demo") / "records.git"
    demonstration.make(records).close()
    yield from serving(records)
