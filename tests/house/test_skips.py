"""What a skip means where everything is required (tests/conftest.py)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def outcome(house: Path, tmp_path: Path, body: str, **env: str) -> int:
    """Run a test file below a copy of the project's conftest; return pytest's exit code."""
    for name in ("conftest.py", "chromium.py"):
        shutil.copy(house / "tests" / name, tmp_path)
    (tmp_path / "test_one.py").write_text(f"import pytest\n\n{body}\n", "utf-8")
    clean = {name: value for name, value in os.environ.items() if name != "HEBAO_REQUIRE"}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
    done = subprocess.run(
        [*words, f"--rootdir={tmp_path}", tmp_path],
        cwd=tmp_path,
        env={**clean, **env},
        capture_output=True,
        check=False,
    )
    return done.returncode


SKIPS = {
    "in a test": "def test_one():\n    pytest.skip('{}')",
    "by a mark": "@pytest.mark.skipif(True, reason='{}')\ndef test_one():\n    pass",
    "of a module": "pytest.skip('{}', allow_module_level=True)",
}


@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_for_a_missing_tool_fails_where_all_is_required(
    house: Path, tmp_path: Path, kind: str
) -> None:
    body = SKIPS[kind].format("chromium is missing")

    assert outcome(house, tmp_path, body, HEBAO_REQUIRE="all") in {1, 2}


@pytest.mark.parametrize("kind", ["in a test", "by a mark"])
def test_a_skip_is_a_skip_elsewhere(house: Path, tmp_path: Path, kind: str) -> None:
    body = SKIPS[kind].format("chromium is missing")

    assert outcome(house, tmp_path, body) == 0


@pytest.mark.parametrize("kind", ["in a test", "by a mark"])
def test_the_shared_folder_may_be_absent_everywhere(house: Path, tmp_path: Path, kind: str) -> None:
    body = SKIPS[kind].format("the folder shared is not beside the project")

    assert outcome(house, tmp_path, body, HEBAO_REQUIRE="all") == 0
