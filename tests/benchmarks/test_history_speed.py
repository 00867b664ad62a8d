"""Reading a quarter does not depend on how long its archive's history is."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import ON, OPENER, QUARTER
from figures import FULL, Table, median
from made_up import an_archive_of

from records.archive import Archive
from records.branch import Move

LONG = 18_000 if FULL else 2_000
ROUNDS = 5

pytestmark = pytest.mark.benchmark


def grow(archive: Path, commits: int) -> None:
    """Put commits on main that change another quarter."""
    lines = [b"feature done\n"]
    for number in range(commits):
        said = f"{number}\n".encode()
        start = b"from refs/heads/main^0\n" if number == 0 else b""
        lines.append(
            b"commit refs/heads/main\ncommitter A <a@example.org> %d +0800\ndata 1\nq\n%s"
            b"M 100644 inline 113Q1/note.md\ndata %d\n%s\n"
            % (1_768_181_400 + number, start, len(said), said)
        )
    words = ("git", "-C", archive, "fast-import", "--quiet", "--done")
    subprocess.run(words, input=b"".join([*lines, b"done\n"]), check=True)
    with Archive.open(archive) as opened:
        opened.repository.housekeep()


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


def first(path: Path) -> float:
    """Return the milliseconds of the first read after opening."""
    with Archive.open(path) as archive:
        return timed(lambda: archive.holding(QUARTER))


def warm(path: Path) -> float:
    """Return the milliseconds of a read after another quarter has changed."""
    with Archive.open(path) as archive:
        before = archive.holding(QUARTER)
        move = Move("改", OPENER, ON, {"Step": "edit"})
        archive.record({"113Q1/other.md": str(time.time()).encode()}, move)
        spent = timed(lambda: archive.holding(QUARTER))
        assert archive.holding(QUARTER) is before
        return spent


def test_warm_reads_do_not_depend_on_history(tmp_path: Path) -> None:
    table = Table("history", "a quarter of 228 records", "ms", "first read, 100 commits")
    for commits in (100, LONG):
        path = tmp_path / f"{commits}.git"
        an_archive_of(path, 57, 4, last=QUARTER)
        grow(path, commits)
        for what, act in (("first read", first), ("warm read", warm)):
            table.add(f"{what}, {commits:,} commits", median(ROUNDS, lambda a=act, p=path: a(p)))
    table.show()

    assert all(figure and figure > 0 for _, figure, _ in table.rows)
