import random
from pathlib import Path

import pytest
from archives import an_archive, names
from crew import Crew, shares
from proof import damaged, locks, lost

from records.archive import Archive

PROJECTS = names(12)
SINGLE = 9
"""Kills of one writer, or of its git, while the others go on; then everybody is killed at once."""


def a_round(path: Path, luck: random.Random) -> Crew:
    """Let writers file until each kind of kill has met them, and the last has met all of them."""
    an_archive(path, PROJECTS).close()
    with Crew(path, "forever", list(shares(PROJECTS)), threads=10) as crew:
        for _ in range(SINGLE):
            crew.hear(luck.randrange(1, 40))
            crew.hear_for(luck.random() / 50)
            crew.kill_one(luck)
        crew.hear(luck.randrange(1, 60))
        crew.hear_for(luck.random() / 50)
        crew.kill_all()
    return crew


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(20))
def test_killed_writers_lose_nothing_and_the_next_start_needs_no_hand(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "records.git"
    crew = a_round(path, random.Random(seed))  # noqa: S311 - luck, no secret
    with Archive.open(path) as archive:
        faults = archive.holding(archive.quarters()[0]).faults

    assert crew.failed == []
    assert lost(path, crew.kept) == []
    assert damaged(path) == ""
    assert locks(path) == []
    assert faults == ()
