"""Comparisons as people read them: cases from files, and a comparison as lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from records.numbering import REPORT
from workflows.comparison.compare import Comparison, Entry, drawn
from workflows.comparison.nodes import Place, Shape

CASES = Path(__file__).resolve().parents[2] / "cases" / "comparison"


@dataclass(frozen=True)
class Case:
    name: str
    before: str
    after: str
    expected: str


def cases() -> Iterator[Case]:
    """Yield the cases of all files: ``# name``, then ## 前, ## 後 and ## 對照, as in the box."""
    for path in sorted(CASES.glob("*.md")):
        for told in re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, *parts = re.split(r"^## (?:前|後|對照)$", told, flags=re.MULTILINE)
            before, after, expected = (part.strip("\n") for part in parts)
            yield Case(f"{path.stem}: {name.strip()}", before, after, expected)


def shown(comparison: Comparison) -> str:
    return "\n".join(map(line, comparison.entries))


def line(entry: Entry) -> str:
    """Write what became of a line, its marker, the one it had, and its marks."""
    here = marker(entry.place)
    was = "".join(f"（原 {marker(each)}）" for each in entry.before if marker(each) != here)
    cells = " | ".join(map(drawn, entry.cells))
    return " ".join(filter(None, (entry.label, here + (was if entry.after else ""), cells)))


def marker(place: Place) -> str:
    """Write the markers that lead to a place: ``1.(2)``."""
    if place.shape is Shape.PARAGRAPH:
        return "段"
    if place.shape in {Shape.ROW, Shape.HEADER}:
        return "列"
    counts = enumerate(place.path, 1)
    return "".join(REPORT.marker(depth, count) if count else "•" for depth, count in counts)
