"""A project's figures over the quarters: a table, and from three quarters on a line beside it.

數字的歷季變化.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template

from records.quarter import Quarter
from webapp.archive import holding, opened
from webapp.visit import project_of
from workflows.checks.check import check_project
from workflows.checks.gathering import gather_around
from workflows.checks.series import Point, Series, series

pages = Blueprint("figures", __name__)

WIDTH, HEIGHT = 600, 160
"""Units of a line's drawing; it is as wide as its place."""

MARGIN = 12


@dataclass(frozen=True, slots=True)
class Dot:
    """One quarter of a line: where it stands, and what it says."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line of totals: its dots, its points as SVG says them, and what it says in words."""

    dots: tuple[Dot, ...]
    words: str

    @property
    def points(self) -> str:
        """The points of the polyline."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


@pages.get("/<quarter:quarter>/<project:project>/figures")
def show(quarter: Quarter, project: str) -> str:
    """Show a project's figures, up to a quarter."""
    held = holding(quarter)
    found = project_of(held, project)
    context = gather_around(opened().archive, found, quarter)
    told = series(opened().archive, context, found)
    asked = check_project(found, context)
    return render_template(
        "figures/show.html",
        title=f"{found.name}的數字",
        quarter=quarter,
        record=held.record,
        project=found,
        told=tuple((each, drawing(each) if each.drawn else None) for each in told),
        findings=tuple(each for each in asked if each.rule.startswith("figures-")),
    )


def drawing(told: Series) -> Drawing:
    """Return the line of a figure's totals; a quarter without a number is stepped over."""
    stated = [(at, point) for at, point in enumerate(told.points) if point.by]
    totals = [point.total or Decimal(0) for _, point in stated]
    low, high = min(*totals, Decimal(0)), max(*totals, Decimal(0))
    span = (high - low) or Decimal(1)
    steps = max(len(told.points) - 1, 1)

    def dots() -> Iterator[Dot]:
        for (at, point), total in zip(stated, totals, strict=True):
            x = MARGIN + (WIDTH - 2 * MARGIN) * at / steps
            y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float((total - low) / span)
            yield Dot(x, y, _words(point, told.figure.unit))

    first, last = stated[0][1], stated[-1][1]
    words = f"由{_words(first, told.figure.unit)}，到{_words(last, told.figure.unit)}"
    return Drawing(tuple(dots()), words)


def _words(point: Point, unit: str) -> str:
    return f"{point.quarter.label} {point.total:,f} {unit}".rstrip()
