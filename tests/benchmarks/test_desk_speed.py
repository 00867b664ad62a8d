"""The desk of a filer: the list of what to do, at 57 and at 1,000 projects."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from archives import COORDINATOR, ON, OPENER, QUARTER, a_place, filer, names, register
from figures import FULL, Table
from flask.testing import FlaskClient
from made_up import a_filing, an_archive_of
from visitors import signed_in

from records.archive import Archive
from records.branch import Move
from records.place import Place
from webapp.application import create_app
from webapp.archive import Opened
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
    """Let 臺北市 be in the middle of its quarter, and a third of the others' texts be drafts."""
    luck = random.Random(projects)  # noqa: S311 - luck, no secret

    def some(places: Iterable[Place], share: float) -> list[Place]:
        return [place for place in places if luck.random() < share]

    for city in ("new-taipei", "keelung", "taoyuan"):
        drafted(archive, some((a_place(name, city) for name in names(projects)), 0.3))
    blobs = drafted(archive, some(map(a_place, names(projects)), 0.8))
    sent = some(blobs, 0.6)
    by = filer("taipei")
    take_steps(sent, lambda place: filing.send(archive, place, blob=blobs[place], by=by, on=ON))
    seen = some(sent, 0.5)
    take_steps(
        seen, lambda place: reviewing.comment(archive, place, "請附圖說。", by=COORDINATOR, on=ON)
    )
    take_steps(
        some(seen, 0.5),
        lambda place: reviewing.send_back(
            archive, place, "請補日期。", blob=blobs[place], by=COORDINATOR, on=ON
        ),
    )


def drafted(archive: Archive, places: list[Place]) -> dict[Place, str]:
    """Save a text at each place; return the texts' ids."""
    saved = take_steps(
        places,
        lambda place: filing.save(
            archive,
            a_filing(place),
            base=filing.submission(archive, place).blob,
            by=filer(place.owner),
            on=ON,
        ),
    )
    return {each.place: each.became.blob for each in saved if each.became}


def test_a_desk_is_there_at_once(tmp_path: Path) -> None:
    table = Table("desk", "a filer of one city", "ms", "57 projects, tasks, p50")
    for projects in SIZES:
        path = tmp_path / f"{projects}.git"
        an_archive_of(path, projects, 4, last=QUARTER.previous)
        _open_now(path, projects)
        with Archive.open(path) as archive:
            under_way(archive, projects)
            archive.housekeep()
        with Archive.open(path) as archive:
            _add(table, f"{projects:,} projects, tasks", _tasks(archive, projects))
        app = create_app(path, clock=lambda: ON)
        client = signed_in(app, filer("taipei"))
        _add(table, f"{projects:,} projects, page", lambda client=client: _page(client))
        opened: Opened = app.extensions["hebao"]
        opened.close()
    table.show()

    assert all(figure and figure > 0 for _, figure, _ in table.rows)


def _tasks(archive: Archive, projects: int) -> Callable[[], object]:
    def act() -> object:
        found = tasks_of(archive, QUARTER, filer("taipei"), now=ON)
        assert len(found.tasks) == projects
        return found

    return act


def _page(client: FlaskClient) -> None:
    assert client.get(f"/{QUARTER}/desk").status_code == 200


def _add(table: Table, what: str, act: Callable[[], object]) -> None:
    """Measure the first time, then half and 19 of 20 of the times after it."""
    begun = time.perf_counter()
    act()
    table.add(f"{what}, first", (time.perf_counter() - begun) * 1e3)
    half, most = percentiles(ROUNDS, act)
    table.add(f"{what}, p50", half)
    table.add(f"{what}, p95", most)


def _open_now(path: Path, projects: int) -> None:
    """Open the quarter in an archive that holds the one before."""
    with Archive.open(path) as archive:
        move = Move(f"開啟：{QUARTER}", OPENER, ON, {"Step": "open"})
        archive.record(register(names(projects)), move)
