"""Figures: medians and ratios of one run, printed, and kept in docs/benchmarks.md.

``HEBAO_BENCH=full`` takes the sizes of the page (minutes); ``HEBAO_BENCH_WRITE=2026-01-31``
also writes the page's table anew, with that date.
"""

import os
import platform
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "benchmarks.md"
FULL = os.environ.get("HEBAO_BENCH") == "full"


def median(rounds: int, run: Callable[[], float]) -> float:
    """Return the median of some rounds."""
    return statistics.median(run() for _ in range(rounds))


def machine() -> str:
    """Say what ran this."""
    kernel = platform.release().split("-")[0]
    python = platform.python_version()
    return f"{os.cpu_count()} processors, {platform.system()} {kernel}, Python {python}"


@dataclass
class Table:
    """Figures of one run, and what they are compared with."""

    name: str
    title: str
    unit: str
    than: str
    rows: list[tuple[str, float | None, str]] = field(default_factory=list)

    def add(self, what: str, figure: float | None, remark: str = "") -> None:
        """Add a figure; None where it cannot be had, with the reason as a remark."""
        self.rows.append((what, figure, remark))

    def against(self) -> float | None:
        """Return the figure that the others are compared with."""
        return next((figure for what, figure, _ in self.rows if what == self.than), None)

    def markdown(self) -> str:
        """Return the table as the page shows it."""
        base = self.against()
        lines = [f"| {self.title} | {self.unit} | ratio | |", "|---|---:|---:|---|"]
        for what, figure, remark in self.rows:
            ratio = f"{base / figure:,.1f}" if base and figure else "–"
            shown = f"{figure:,.1f}" if figure is not None else "–"
            lines.append(f"| {what} | {shown} | {ratio} | {remark} |")
        return "\n".join(lines)

    def show(self) -> None:
        """Print the table, and write it into the page where that is wanted."""
        print(f"\n\n{self.markdown()}\n")
        if day := os.environ.get("HEBAO_BENCH_WRITE"):
            self._write(day)

    def _write(self, day: str) -> None:
        begin, end = f"<!-- {self.name} -->\n", f"<!-- /{self.name} -->"
        said = f"{self.markdown()}\n\n{day}: {machine()}. Ratios are to {self.than}.\n"
        page = PAGE.read_text("utf-8")
        pattern = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
        if not pattern.search(page):
            raise LookupError(f"docs/benchmarks.md has no place for {self.name}")
        PAGE.write_text(pattern.sub(lambda _: f"\n{said}\n", page), "utf-8")
