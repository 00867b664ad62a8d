"""Whole reports that were read and approved: ``tests/approved``.

``HEBAO_APPROVE=1 pytest tests/workflows/report`` writes them anew; the change is read in review.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

APPROVED = Path(__file__).resolve().parents[2] / "approved"


@pytest.fixture
def approved() -> Callable[[str, bytes], bytes]:
    """Return a function from a file's name and what was written now to what was approved."""

    def read(name: str, written: bytes) -> bytes:
        path = APPROVED / name
        if os.environ.get("HEBAO_APPROVE"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(written)
        return path.read_bytes()

    return read
