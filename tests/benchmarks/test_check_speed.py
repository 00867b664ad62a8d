"""A text is checked while somebody types: with its context, beside what an eye notices (50 ms)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archives import ON, QUARTER, a_place, a_text, an_archive, cities, filer, names
from figures import Table, median

from records.archive import Archive
from workflows import filing
from workflows.checks.check import check, check_quarter
from workflows.checks.gathering import gather, gather_around

ROUNDS = 5
PROJECTS = 57
EYE = 50.0
"""Milliseconds: what the form may take, answer and all."""

LINE = (
    "1. 於 114 年 11 月 {n} 日召開第 {n} 次會議，邀請其他三市派員參加，共計 {n} 人次，"
    "預計於 115 年 {m} 月前完成，另已完成 2 萬 {n} 件。\n"
)

pytestmark = pytest.mark.benchmark


def a_long_text() -> str:
    """Return 36 items, as many as the longest real text has."""
    return "".join(LINE.format(n=n % 28 + 1, m=n % 12 + 1) for n in range(36))


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return a quarter in which every city has written on every project."""
    path: Path = tmp_path_factory.mktemp("speed") / "a.git"
    made = an_archive(path, names(PROJECTS))
    for project in names(PROJECTS):
        for city in cities():
            place = a_place(project, city.id)
            text = a_text(place, a_long_text())
            filing.save(made, text, base="", by=filer(city.id), on=ON)
    yield made
    made.close()


def test_a_text_is_checked_while_somebody_types(archive: Archive) -> None:
    project = archive.holding(QUARTER).projects[0]
    place = a_place(project.project)
    around = gather_around(archive, project, QUARTER)
    turn = iter(range(10_000))

    def typed() -> object:
        text = a_text(place, f"{a_long_text()}1. 第 {next(turn)} 字。\n")
        return check(text, gather_around(archive, project, QUARTER))

    def gathered() -> object:
        return gather(archive, QUARTER)

    table = Table("checks", "36 items, 4 cities, 57 projects", "ms", "an eye notices")
    table.add("an eye notices", EYE)
    table.add("a text and its context", median(ROUNDS, lambda: timed(typed)))
    text = around.texts[project.project, "taipei"]
    table.add("the text again", median(ROUNDS, lambda: timed(lambda: check(text, around))))
    table.add("a quarter's context", median(ROUNDS, lambda: timed(gathered)))
    whole = gather(archive, QUARTER)
    table.add("a whole quarter", median(1, lambda: timed(lambda: check_quarter(whole))))
    table.show()

    assert all(figure and figure > 0 for _, figure, _ in table.rows)
