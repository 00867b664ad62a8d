"""A bare repository of the archive's kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """Make a repository without a commit."""
    with Repository.create(tmp_path / "records.git") as made:
        yield made
