"""Comparing on a page: the lines of a comparison with their markers, remarks and findings.

對照. A line knows its number in the outline's order of print, so that a remark finds it again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from records.filing import Filing
from records.numbering import Scheme
from records.project import Project
from workflows.comparison.compare import Change, Entry, Part, Run, compare_filings
from workflows.discussion import Thread
from workflows.suggesting import Spot


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison.

    ``marker`` is its label in the outline, ``was`` the one that it had before ('' for the same).
    ``spot`` says where a remark on it would stand; None for a line that is gone.
    """

    entry: Entry
    marker: str
    was: str
    spot: Spot | None
    threads: tuple[Thread, ...]

    @property
    def change(self) -> Change:
        """What became of it."""
        return self.entry.change

    @property
    def cells(self) -> tuple[tuple[Run, ...], ...]:
        """Its runs, a cell each."""
        return tuple(tuple(cell) for cell in self.entry.cells)

    @property
    def depth(self) -> int:
        """How deep it stands, from 0."""
        return max(0, self.entry.place.depth - 1)


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
    for entry in part.comparison.entries:
        marker = entry.place.marker(scheme)
        was = entry.before[0].marker(scheme) if entry.before else marker
        if entry.after is None:
            yield Line(entry, marker, "", None, ())
            continue
        spots = [Spot(part.section, piece + n) for n in range(len(entry.cells))]
        piece += len(entry.cells)
        beside = tuple(thread for spot in spots for thread in at.get(spot, ()))
        yield Line(entry, marker, was if was != marker else "", spots[0], beside)


def counted(parts: Iterable[Part]) -> str:
    """Say in words how many lines changed: 改 2 條、加 1 條、2 條未變."""
    entries = [entry for part in parts for entry in part.comparison.entries]
    words = {
        "改": {Change.CHANGED, Change.MOVED_CHANGED, Change.DIVIDED, Change.UNITED},
        "加": {Change.ADDED},
        "刪": {Change.REMOVED},
        "移": {Change.MOVED},
    }
    said = [
        f"{word} {count} 條"
        for word, kinds in words.items()
        if (count := sum(entry.change in kinds for entry in entries))
    ]
    same = sum(entry.change is Change.SAME for entry in entries)
    return "、".join([*said, *([f"{same} 條未變"] if same else [])]) or "沒有文字"


def alone(filing: Filing) -> tuple[Part, ...]:
    """Return a text compared with itself: the text alone."""
    return compare_filings(filing, filing)
