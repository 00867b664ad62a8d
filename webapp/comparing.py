"""Comparing on a page: the lines of a redline with the remarks that stand beside them.

對照. A line knows its number in the outline's order of print, so that a remark finds it again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from records.filing import Filing
from records.numbering import Scheme
from records.project import Project
from webapp import redline
from workflows.comparison.compare import Comparison, Part, compare_filings
from workflows.discussion import Thread
from workflows.suggesting import Spot


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a redline with its threads.

    ``spot`` says where a remark on it would stand; None for a line that is gone.
    """

    drawn: redline.Line
    spot: Spot | None
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A section of a filing, line by line."""

    section: str
    heading: str
    lines: tuple[Line, ...]


def sides(
    project: Project,
    filing: Filing,
    parts: Iterable[Part],
    scheme: Scheme,
    threads: Iterable[Thread],
) -> tuple[Side, ...]:
    """Return the sections of a comparison with the threads beside their lines."""
    headings = {section.id: section.heading for section in project.sections}
    at: dict[Spot, list[Thread]] = {}
    for thread in threads:
        if spot := thread.standing(filing):
            at.setdefault(spot, []).append(thread)
    return tuple(
        Side(part.section, headings.get(part.section, ""), tuple(_lines(part, scheme, at)))
        for part in parts
    )


def _lines(part: Part, scheme: Scheme, at: Mapping[Spot, list[Thread]]) -> Iterator[Line]:
    piece = 1
    for drawn in redline.lines(part.comparison, scheme):
        if drawn.entry.after is None:
            yield Line(drawn, None, ())
            continue
        spots = [Spot(part.section, piece + n) for n in range(len(drawn.cells))]
        piece += len(drawn.cells)
        yield Line(drawn, spots[0], tuple(thread for spot in spots for thread in at.get(spot, ())))


def counted(parts: Iterable[Part]) -> str:
    """Say how many lines of a whole filing changed: ``改 2 條、加 1 條，3 條未變``."""
    entries = tuple(entry for part in parts for entry in part.comparison.entries)
    return redline.counted(Comparison(entries))


def alone(filing: Filing) -> tuple[Part, ...]:
    """Return a text compared with itself: the text alone."""
    return compare_filings(filing, filing)
