import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import an_archive, names
from crew import Crew, shares
from disk import Disk, NoLoop, a_disk
from proof import damaged, locks, lost

from records.archive import Archive

PROJECTS = names(12)
CUTS = 4
"""Cuts that one archive goes through, one after another."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Mount a disk whose power can be cut."""
    try:
        with a_disk(tmp_path) as disk:
            yield disk
    except NoLoop as reason:
        pytest.skip(str(reason))


def file_until_the_power_fails(disk: Disk, path: Path, luck: random.Random) -> Crew:
    """Let writers file; return what was acknowledged before the cut."""
    with Crew(path, "forever", list(shares(PROJECTS)), threads=10) as crew:
        crew.hear(luck.randrange(20, 200))
        crew.hear_for(luck.random() / 20)
        crew.listen(0)
        # What is said from here on may be said by a machine that has no power.
        acknowledged = len(crew.kept)
        disk.cut()
        crew.kill_all()
    del crew.kept[acknowledged:]
    disk.unmount()
    disk.mount()
    return crew


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(5))
def test_a_power_cut_loses_nothing_that_was_acknowledged(disk: Disk, seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - luck, no secret
    path = disk.folder / "records.git"
    an_archive(path, PROJECTS).close()
    kept = []
    for _ in range(CUTS):
        kept += file_until_the_power_fails(disk, path, luck).kept
        with Archive.open(path) as archive:
            faults = archive.holding(archive.quarters()[0]).faults

        assert lost(path, kept) == []
        assert damaged(path) == ""
        assert locks(path) == []
        assert faults == ()
