"""The desk of a filer: the list of what to do, at 57 and at 1,000 projects."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import COORDINATOR, ON, OPENER, QUARTER, a_place, filer, names, register
from figures import FULL, Table
from made_up import a_filing, an_archive_of

from records.archive import Archive
from records.branch import Move
from workflows import filing, reviewing
from workflows.batch import take_steps
from workflows.tasks import tasks_of

SIZES = (57, 1_000)
ROUNDS = 100 if FULL else 20

pytestmark = pytest.mark.benchmark


def percentiles(rounds: int, act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds that half, and 19 of 20, of some rounds stay below."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def under_way(archive: Archive, projects: int) -> None:
    """Let every city be in the middle of its quarter: drafts, sent, sent back, with comments."""
    luck = random.Random(projects)  # noqa: S311 - luck, no secret
    for city in ("taipei", "new-taipei", "keelung", "taoyuan"):
        by = filer(city)
        places = [a_place(name, city) for name in names(projects)]
        wanted = [place for place in places if luck.random() < 0.8]
        saved = take_steps(
            wanted,
            lambda place, by=by: filing.save(  # type: ignore[misc]  # bound in this round
                archive,
                a_filing(place),
                base=filing.submission(archive, place).blob,
                by=by,
                on=ON,
            ),
        )
        sent = [each for each in saved if each.became and luck.random() < 0.6]
        blobs = {each.place: each.became.blob for each in sent if each.became}
        take_steps(
            blobs,
            lambda place, by=by, blobs=blobs: filing.send(  # type: ignore[misc]  # the same
                archive, place, blob=blobs[place], by=by, on=ON
            ),
        )
        looked_at = [place for place in blobs if luck.random() < 0.5]
        take_steps(
            looked_at,
            lambda place: reviewing.comment(archive, place, "請附圖說。", by=COORDINATOR, on=ON),
        )
        take_steps(
            [place for place in looked_at if luck.random() < 0.5],
            lambda place, blobs=blobs: reviewing.send_back(  # type: ignore[misc]  # the same
                archive, place, "請補日期。", blob=blobs[place], by=COORDINATOR, on=ON
            ),
        )


def test_a_desk_is_there_at_once(tmp_path: Path) -> None:
    table = Table("desk", "the tasks of one filer", "ms", "57 projects, p50")
    for projects in SIZES:
        path = tmp_path / f"{projects}.git"
        an_archive_of(path, projects, 4, last=QUARTER.previous)
        _open_now(path, projects)
        with Archive.open(path) as archive:
            under_way(archive, projects)
            archive.housekeep()
        with Archive.open(path) as archive:
            begun = time.perf_counter()
            found = tasks_of(archive, QUARTER, filer("taipei"), now=ON)
            first = (time.perf_counter() - begun) * 1e3
            assert len(found.tasks) == projects

            half, most = percentiles(
                ROUNDS,
                lambda archive=archive: tasks_of(  # type: ignore[misc]  # bound in this round
                    archive, QUARTER, filer("taipei"), now=ON
                ),
            )
        table.add(f"{projects:,} projects, first", first)
        table.add(f"{projects:,} projects, p50", half)
        table.add(f"{projects:,} projects, p95", most)
    table.show()

    assert all(figure and figure > 0 for _, figure, _ in table.rows)


def _open_now(path: Path, projects: int) -> None:
    """Open the quarter in an archive that holds the one before."""
    with Archive.open(path) as archive:
        move = Move(f"開啟：{QUARTER}", OPENER, ON, {"Step": "open"})
        archive.record(register(names(projects)), move)
