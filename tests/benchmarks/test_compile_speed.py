"""A quarter from its commit to one HTML page, against Hugo, pandoc and MkDocs on the same texts.

Cold is a new process that has read nothing; the peers always are. Every page is verified: it
holds the last sentence of each text.
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archives import ON, OPENER, QUARTER, a_place, cities, names
from figures import FULL, HOUSE, Table, median
from made_up import a_filing, an_archive_of, body

from records.archive import Archive
from records.branch import Move
from records.place import Place
from records.textform import dump
from workflows.report.kept import Kept
from workflows.report.publish import publish

LARGE = (1_000, 22) if FULL else (100, 22)
ROUNDS = 5 if FULL else 1
MKDOCS = "mkdocs==1.6.1"
NO_MORE_THAN = 5_000
"""Records from which on MkDocs is left out: it takes minutes."""

pytestmark = pytest.mark.benchmark


class Quarter:
    """A quarter in which everybody has filed, in an archive and as the peers take it."""

    def __init__(self, folder: Path, projects: int, city_count: int) -> None:
        """Write it down."""
        self.folder, self.archive = folder, folder / "records.git"
        self.by, self.names = cities(city_count), names(projects)
        an_archive_of(self.archive, projects, city_count, last=QUARTER)
        self.places = [a_place(name, city.id) for name in self.names for city in self.by]

    def last_words(self, place: Place) -> str:
        """Return how a text ends, without its blanks: pandoc breaks lines at them."""
        return "".join(body(place).split())[-20:]

    def verify(self, page: Path) -> None:
        """See that a page holds every text."""
        text = "".join(page.read_text("utf-8").split())
        assert [place for place in self.places if self.last_words(place) not in text] == []


def seconds(act: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


def run(*words: str | Path, folder: Path | None = None) -> Callable[[], object]:
    """Return a command to be run."""
    return lambda: subprocess.run(words, cwd=folder, check=True, capture_output=True)


HUGO = """\
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "section", "404"]
[[cascade]]
[cascade._target]
kind = "page"
[cascade._build]
render = "never"
"""
"""One page of all records, and none of each."""

# -- The peers -----------------------------------------------------------------------------------


def hugo(quarter: Quarter) -> Callable[[], object]:
    """Have Hugo make one list page of all records."""
    site = quarter.folder / "hugo"
    content = site / "content"
    for folder in (content, site / "layouts"):
        folder.mkdir(parents=True)
    (site / "config.toml").write_text(HUGO)
    (site / "layouts" / "index.html").write_text(
        "<!doctype html><title>report</title>{{ range .Site.RegularPages }}"
        "<h2>{{ .Params.project }}</h2>{{ .Content }}{{ end }}"
    )
    for place in quarter.places:
        (content / f"{place.project}-{place.owner}.md").write_bytes(dump(a_filing(place)))
    return run("hugo", "--quiet", folder=site)


def one_file(quarter: Quarter, file: Path) -> Path:
    """Write all texts into one Markdown file."""
    texts = (f"## {place.project} {place.owner}\n\n{body(place)}\n" for place in quarter.places)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(texts), "utf-8")
    return file


def pandoc(quarter: Quarter) -> Callable[[], object]:
    """Have pandoc turn one file into one page."""
    source = one_file(quarter, quarter.folder / "all.md")
    return run("pandoc", "-f", "commonmark", "-o", quarter.folder / "all.html", source)


def mkdocs(quarter: Quarter, program: str) -> Callable[[], object]:
    """Have MkDocs build a site of one page."""
    site = quarter.folder / "mkdocs"
    one_file(quarter, site / "docs" / "index.md")
    (site / "mkdocs.yml").write_text("site_name: report\n")
    return run(program, "build", "--quiet", folder=site)


@pytest.fixture(scope="module")
def mkdocs_program(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Find MkDocs (HEBAO_MKDOCS), or install it in an environment of its own; '' for neither."""
    if found := os.environ.get("HEBAO_MKDOCS"):
        return found
    folder = tmp_path_factory.mktemp("mkdocs")
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "-q", "install", MKDOCS)
    done = subprocess.run(pip, check=False, capture_output=True, timeout=300)
    return str(folder / "bin" / "mkdocs") if done.returncode == 0 else ""


# -- Hebao ---------------------------------------------------------------------------------------


def cold(quarter: Quarter) -> Callable[[], object]:
    """Compile in a new process, from the command line."""
    command = (sys.executable, "-c", "from webapp.cli import main; main()")
    page = quarter.folder / "ours.html"
    words = ("compile", quarter.archive, "--quarter", "114Q4", "--format", "html", "-o", page)
    return run(*command, *words, folder=HOUSE)


def cold_in_process(quarter: Quarter) -> float:
    """Return the milliseconds from opening to the page, where the program runs already."""

    def act() -> None:
        with Archive.open(quarter.archive) as archive:
            publish(archive.holding(QUARTER), "html")

    return seconds(act)


def one_change(quarter: Quarter) -> Iterator[float]:
    """Yield the milliseconds from a commit that changed one text to the page, again and again."""
    kept = Kept()
    with Archive.open(quarter.archive) as archive:
        publish(archive.holding(QUARTER), "html", kept=kept)
        for number, place in enumerate(quarter.places, 1):
            move = Move("改", OPENER, ON, {"Step": "edit"})
            archive.record({place.path: dump(a_filing(place, number))}, move)
            yield seconds(lambda: publish(archive.holding(QUARTER), "html", kept=kept))


def unchanged(quarter: Quarter) -> float:
    """Return the milliseconds of reading a quarter that is in memory."""
    with Archive.open(quarter.archive) as archive:
        archive.holding(QUARTER)
        return seconds(lambda: archive.holding(QUARTER))


# -- Side by side --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(57, 4), LARGE], ids=["small", "large"])
def test_a_quarter_against_its_peers(
    tmp_path: Path, mkdocs_program: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    quarter = Quarter(tmp_path, *size)
    count = len(quarter.places)
    name = f"compile-{request.node.callspec.id}"
    table = Table(name, f"{count:,} records to one page, {ROUNDS} rounds", "ms", "Hugo")
    pages = {
        "Hugo": ("hugo", tmp_path / "hugo" / "public" / "index.html"),
        "pandoc": ("pandoc", tmp_path / "all.html"),
        "MkDocs": (mkdocs_program, tmp_path / "mkdocs" / "site" / "index.html"),
        "**Hebao, cold** (a new process)": (sys.executable, tmp_path / "ours.html"),
    }
    acts = [hugo, pandoc, lambda each: mkdocs(each, mkdocs_program), cold]
    for (what, (program, page)), make in zip(pages.items(), acts, strict=True):
        if not shutil.which(program):
            table.add(what, None, "not to be had here")
        elif what == "MkDocs" and count > NO_MORE_THAN:
            table.add(what, None, "left out: minutes")
        else:
            act = make(quarter)
            table.add(what, median(ROUNDS, lambda act=act: seconds(act)))
            quarter.verify(page)
    table.add("**Hebao, cold** (in process)", median(ROUNDS, lambda: cold_in_process(quarter)))
    changes = one_change(quarter)
    table.add("**Hebao, one change** (in process)", median(ROUNDS, lambda: next(changes)))
    table.add("**Hebao, no change** (in process)", median(ROUNDS, lambda: unchanged(quarter)))
    table.show()

    assert all(figure is None or figure > 0 for _, figure, _ in table.rows)
