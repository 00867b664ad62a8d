from pathlib import Path

import pytest
from archives import an_archive, names
from crew import Crew, shares
from proof import damaged, git, locks, lost

PROJECTS = names(52)
STEPS = 5
"""Draft, redraft, send, approve, merge."""


@pytest.mark.endurance
def test_forty_writers_in_four_processes_lose_nothing_and_fail_nothing(tmp_path: Path) -> None:
    path = tmp_path / "records.git"
    an_archive(path, PROJECTS).close()
    with Crew(path, "once", list(shares(PROJECTS)), threads=10) as crew:
        crew.hear_out()

    assert (crew.failed, crew.refused) == ([], [])
    assert len(crew.kept) == len(PROJECTS) * 4 * STEPS
    assert lost(path, crew.kept) == []
    assert "第 2 稿" in git(path, "show", "main:114Q4/p0001/taipei.md")
    assert damaged(path) == ""
    assert locks(path) == []
