"""What a figure was, quarter by quarter, and the page that shows it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from archives import ON, OPENER, a_place, a_text, an_archive, filer, register

from records.archive import Archive
from records.branch import Move
from records.project import Figure, Project
from records.quarter import Quarter
from records.textform import dump
from webapp.pages.figures import drawing
from workflows import filing
from workflows.checks.gathering import gather
from workflows.checks.series import Series, series

NOW = Quarter(114, 4)
BEFORE = (Quarter(114, 1), Quarter(114, 2), Quarter(114, 3))
FIGURES = (Figure(id="cases", label="案件", unit="件"),)
STATED = {
    Quarter(114, 1): {"taipei": "10", "keelung": "2"},
    Quarter(114, 2): {"taipei": "1,200"},
    Quarter(114, 3): {},
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of four quarters; the project declares its figure in each."""
    with an_archive(tmp_path / "a.git") as made:
        files: dict[str, bytes] = {}
        for quarter in (*BEFORE, NOW):
            files |= register(["p0001"], quarter=quarter)
            path = f"{quarter}/p0001/project.md"
            project = made.load(Project, f"{NOW}/p0001/project.md")
            files[path] = dump(project.model_copy(update={"figures": FIGURES}))
            for city, number in STATED.get(quarter, {}).items():
                place = a_place(owner=city, quarter=quarter)
                told = a_text(place).model_copy(update={"figures": {"cases": number}})
                files[place.path] = dump(told)
        made.record(files, Move("匯入", OPENER, ON, {"Step": "import"}))
        yield made


def told(archive: Archive) -> Series:
    context = gather(archive, NOW)
    (found,) = series(archive, context, context.projects[0])
    return found


def state(archive: Archive, number: str) -> None:
    place = a_place()
    text = a_text(place).model_copy(update={"figures": {"cases": number}})
    filing.save(archive, text, base="", by=filer("taipei"), on=ON)


def test_a_figure_is_read_from_every_quarter(archive: Archive) -> None:
    state(archive, "2 萬 5")
    found = told(archive)

    assert [each.quarter for each in found.points] == [*BEFORE, NOW]
    assert [each.total for each in found.points] == [12, 1200, None, 20005]
    assert found.points[0].by == {"taipei": Decimal(10), "keelung": Decimal(2)}
    assert found.owners[:2] == ("taipei", "new-taipei")


def test_a_line_is_drawn_from_three_quarters_on(archive: Archive) -> None:
    assert not told(archive).drawn

    state(archive, "600")

    assert told(archive).drawn


def test_a_line_steps_over_a_quarter_without_a_number(archive: Archive) -> None:
    state(archive, "600")
    line = drawing(told(archive))
    xs = [dot.x for dot in line.dots]

    assert len(line.dots) == 3
    assert xs[2] - xs[1] == pytest.approx(2 * (xs[1] - xs[0]))
    assert min(line.dots, key=lambda dot: dot.y).words == "114 年第 2 季 1,200 件"
    assert line.words == "由114 年第 1 季 12 件，到114 年第 4 季 600 件"


def test_a_line_of_nothing_but_zeros_is_flat(archive: Archive) -> None:
    state(archive, "0")
    found = told(archive)
    zeros = Series(
        found.figure,
        found.owners,
        tuple(type(p)(p.quarter, {"taipei": Decimal(0)}) for p in found.points),
    )

    assert len({dot.y for dot in drawing(zeros).dots}) == 1
