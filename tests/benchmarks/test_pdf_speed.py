"""A quarter to a PDF, against pandoc and LibreOffice on the same texts; time and peak memory.

Cold is a new process that has read nothing; the peers always are. Their PDF is neither tagged by
our rules nor the same twice; every text is verified to be in each.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import QUARTER, a_place, cities, names
from figures import FULL, HOUSE, Table, median
from made_up import an_archive_of, body
from pypdf import PdfReader

from records.archive import Archive
from workflows.report.publish import publish

SIZES = ((57, 4), (20, 22), (50, 22), (100, 22)) if FULL else ((57, 4), (20, 22))
"""Projects and cities. 1,000 x 22 would take some 21 GB; docs/benchmarks.md says how it goes on."""

ROUNDS = 3 if FULL else 1
MB = 1_024
"""Kilobytes, as the system counts memory."""

pytestmark = pytest.mark.benchmark


class Paper:
    """A quarter in which everybody has filed, and the files that are made of it."""

    def __init__(self, folder: Path, projects: int, city_count: int) -> None:
        """Write it down."""
        self.folder, self.archive = folder, folder / "records.git"
        folder.mkdir(exist_ok=True)
        an_archive_of(self.archive, projects, city_count, last=QUARTER)
        by = cities(city_count)
        self.places = [a_place(name, city.id) for name in names(projects) for city in by]

    def markdown(self) -> Path:
        """Write all texts into one Markdown file."""
        file = self.folder / "all.md"
        texts = (f"## {each.project} {each.owner}\n\n{body(each)}\n" for each in self.places)
        file.write_text("".join(texts), "utf-8")
        return file

    def verify(self, pdf: Path) -> int:
        """See that a PDF holds the end of every text; return its pages."""
        pages = PdfReader(pdf).pages
        text = "".join("".join(page.extract_text() for page in pages).split())
        ends = {"".join(body(each).split())[-12:] for each in self.places}
        assert [end for end in ends if end not in text] == []
        return len(pages)


def run(*words: str | Path) -> tuple[float, float]:
    """Run a command to its end; return its seconds, and its peak memory in MB."""
    begun = time.perf_counter()
    with subprocess.Popen(words, cwd=HOUSE, stdout=-3, stderr=-3) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.perf_counter() - begun, used.ru_maxrss / MB


def ours(paper: Paper) -> tuple[float, float]:
    """Compile in a new process, from the command line."""
    command = (sys.executable, "-c", "from webapp.cli import main; main()")
    file = paper.folder / "ours.pdf"
    words = ("compile", paper.archive, "--quarter", "114Q4", "--format", "pdf", "-o", file)
    return run(*command, *words)


def libreoffice(paper: Paper) -> tuple[float, float]:
    """Have pandoc write ODT, and LibreOffice a PDF of it."""
    odt, profile = paper.folder / "all.odt", (paper.folder / "profile").as_uri()
    pandoc, small = run("pandoc", "-f", "commonmark", "-o", odt, paper.folder / "all.md")
    office, large = run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
        "--outdir", paper.folder, odt,
    )  # fmt: skip
    return pandoc + office, max(small, large)


def in_process(paper: Paper) -> float:
    """Return the seconds from a quarter that is in memory to its PDF, again and again."""
    with Archive.open(paper.archive) as archive:
        holding = archive.holding(QUARTER)
        publish(holding, "pdf")
        begun = time.perf_counter()
        publish(holding, "pdf", edition=1)
        return time.perf_counter() - begun


def _measured(
    paper: Paper, act: Callable[[Paper], tuple[float, float]], file: str, rounds: int = ROUNDS
) -> tuple[float, str]:
    peaks: list[float] = []

    def once() -> float:
        seconds, peak = act(paper)
        peaks.append(peak)
        return seconds

    seconds = median(rounds, once)
    pages = paper.verify(paper.folder / file)
    size = (paper.folder / file).stat().st_size / MB / MB
    return seconds, f"{pages:,} pages, {size:,.1f} MB; peak memory {max(peaks):,.0f} MB"


def test_a_quarter_on_paper_against_pandoc_and_libreoffice(tmp_path: Path) -> None:
    paper = Paper(tmp_path, 57, 4)
    paper.markdown()
    title = f"{len(paper.places):,} records to one PDF, {ROUNDS} rounds"
    table = Table("pdf", title, "s", "pandoc and LibreOffice")
    if shutil.which("pandoc") and shutil.which("soffice"):
        table.add("pandoc and LibreOffice", *_measured(paper, libreoffice, "all.pdf"))
    else:
        table.add("pandoc and LibreOffice", None, "not to be had here")
    table.add("**Hebao, cold** (a new process)", *_measured(paper, ours, "ours.pdf"))
    table.add("**Hebao, warm** (in process)", median(ROUNDS, lambda: in_process(paper)))
    table.show()

    assert all(figure is None or figure > 0 for _, figure, _ in table.rows)


def test_a_pdf_grows_with_the_quarter(tmp_path: Path) -> None:
    table = Table("pdf-growth", "projects x cities to one PDF, a new process", "s", "57 x 4")
    for projects, city_count in SIZES:
        paper = Paper(tmp_path / f"{projects}", projects, city_count)
        table.add(f"{projects:,} x {city_count}", *_measured(paper, ours, "ours.pdf", 1))
        shutil.rmtree(paper.folder)
    table.show()

    assert [figure for _, figure, _ in table.rows if not figure] == []
