"""A filing (draft, redraft, send, merge) against what a user would pick instead, and the limit.

The peers and their records are those of the folder ``shared``; decap-server comes from npm, or
from where DECAP_SERVER says. Every engine is verified: each text on main, and ``git fsck``.
"""

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from archives import ON, OPENER, QUARTER, a_place, cities, names, register
from figures import FULL, HOUSE, Table, median
from filer import Hebao
from made_up import a_filing, an_archive_of

from records.archive import Archive
from records.branch import Move
from records.city import FOUR
from records.place import Place
from records.textform import dump

BENCH = HOUSE.parent / "shared" / "bench"
DECAP = "decap-server@3.11.3"
FEW, MANY, ROUNDS = (57, 200, 3) if FULL else (8, 40, 1)
QUARTERS = 8 if FULL else 2
NEXT = QUARTER.next

pytestmark = [
    pytest.mark.benchmark,
    # The peers leave their pipes to the collector; they are not ours to mend.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def _loaded(name: str) -> ModuleType:
    spec = spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def peers() -> ModuleType:
    """Load the peers; their generator of records bears the name of a package of ours."""
    if not BENCH.is_dir():
        pytest.skip("the folder shared is not beside the project")
    ours = sys.modules["records"]
    try:
        sys.modules["records"] = _loaded("records")
        return _loaded("peers")
    finally:
        sys.modules["records"] = ours


@pytest.fixture(scope="module")
def decap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Find decap-server; '' where it cannot be had."""
    found = os.environ.get("DECAP_SERVER", "")
    if not found and shutil.which("npm"):
        folder = tmp_path_factory.mktemp("npm")
        words = ("npm", "install", "--silent", "--no-audit", "--no-fund", DECAP)
        subprocess.run(words, cwd=folder, check=False, timeout=300, capture_output=True)
        found = str(folder / "node_modules" / "decap-server" / "dist" / "index.js")
    found = found if Path(found).is_file() else ""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DECAP_SERVER", found)
        yield found


# -- The peers -----------------------------------------------------------------------------------


def _work(peers: ModuleType, count: int) -> list[tuple[Any, ...]]:
    records = peers.R
    return [
        (
            f"115Q1/p{number:03}-{city}",
            records.path("115Q1", f"p{number:03}", city),
            records.record("115Q1", f"p{number:03}", city, 0),
            records.record("115Q1", f"p{number:03}", city, 1),
            (f"{city} officer", f"{city}@example.org"),
        )
        for city in records.cities(4)
        for number in range(1, 58)
    ][:count]


def _copied(peers: ModuleType, folder: Path, *, bare: bool) -> Path:
    template, target = folder / "template.git", folder / "target"
    if not template.exists():
        peers.template(str(template))
    shutil.copytree(template, target if bare else target / ".git")
    if not bare:
        peers.sh("git", "-C", target, "config", "core.bare", "false")
        peers.sh("git", "-C", target, "checkout", "-q", "-f", "main")
    for name, value in (("user.name", "R"), ("user.email", "r@example.org"), ("gc.auto", "0")):
        peers.sh("git", "-C", target, "config", name, value)
    os.sync()
    return target


def a_peer(peers: ModuleType, kind: str, folder: Path, *, durable: bool) -> float:
    """Return milliseconds a filing of a peer with one writer."""
    work = _work(peers, FEW)
    target = _copied(peers, folder, bare=peers.ALL[kind].bare)
    engine = peers.ALL[kind](str(target), durable=durable)
    begun = time.perf_counter()
    for key, path, draft, _, author in work:
        engine.draft(key, path, draft, author)
    for key, path, _, redraft, author in work:
        engine.draft(key, path, redraft, author)
    for key, *_ in work:
        engine.submit(key)
    for key, *_ in work:
        engine.publish(key)
    spent = time.perf_counter() - begun
    begun = time.perf_counter()
    engine.close()
    if kind == "f2":  # what it was told is written when it ends
        spent += time.perf_counter() - begun
    assert peers.verify(str(target), work) == len(work)
    shutil.rmtree(target)
    return spent / len(work) * 1e3


def a_crowd_of_decaps(peers: ModuleType, folder: Path) -> tuple[int, int]:
    """Have 40 editors use one decap-server: how many filings were asked for, how many are there."""
    work = _work(peers, MANY)
    target = _copied(peers, folder, bare=False)
    server = peers.Decap(str(target), durable=True)

    def file(each: tuple[Any, ...]) -> None:
        key, path, draft, redraft, author = each
        editor = peers.Decap.__new__(peers.Decap)
        editor.c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        try:
            editor.draft(key, path, draft, author)
            editor.draft(key, path, redraft, author)
            editor.submit(key)
            editor.publish(key)
        except RuntimeError:
            pass  # what it acknowledged or not: counted is what stands on main
        finally:
            editor.c.close()

    try:
        with ThreadPoolExecutor(40) as editors:
            list(editors.map(file, work[:MANY]))
    finally:
        server.close()
    shown = [
        subprocess.run(
            ("git", "-C", target, "show", f"main:{each[1]}"), check=False, capture_output=True
        ).stdout
        for each in work
    ]
    kept = sum(said.rstrip() == each[3].rstrip() for said, each in zip(shown, work, strict=True))
    shutil.rmtree(target)
    return len(work), kept


# -- Hebao ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive of quarters of 57 projects and four cities; the next one is empty."""
    path = tmp_path_factory.mktemp("template") / "records.git"
    an_archive_of(path, 57, 4, quarters=QUARTERS, last=QUARTER)
    with Archive.open(path) as archive:
        files = register(names(57), FOUR, NEXT)
        archive.record(files, Move(f"開啟：{NEXT}", OPENER, ON, {"Step": "open"}))
    return path


def _places(count: int) -> list[Place]:
    return [a_place(name, city.id, NEXT) for city in cities() for name in names(57)][:count]


def _verify(path: Path, places: Sequence[Place]) -> None:
    with Archive.open(path) as archive:
        for place in places:
            assert archive.text(archive.blob(place.path)) == dump(a_filing(place, 1))
        assert archive.repository.fsck() == []
        assert archive.repository.locks() == []


def one_writer(template: Path, folder: Path) -> float:
    """Return milliseconds a filing with one writer, in the order of the peers."""
    path, places = folder / "target.git", _places(FEW)
    shutil.copytree(template, path)
    os.sync()
    with Archive.open(path) as archive:
        hebao = Hebao(archive)
        begun = time.perf_counter()
        for number in (0, 1):
            for place in places:
                hebao.draft(place, number)
        for place in places:
            hebao.submit(place)
        for place in places:
            hebao.publish(place)
        spent = time.perf_counter() - begun
    _verify(path, places)
    shutil.rmtree(path)
    return spent / len(places) * 1e3


def forty_writers(template: Path, folder: Path) -> float:
    """Return milliseconds a filing with 40 writers in four processes."""
    path, places = folder / "target.git", _places(MANY)
    shutil.copytree(template, path)
    os.sync()
    said = [f"{place.quarter}/{place.project}/{place.owner}" for place in places]
    where = os.pathsep.join((str(HOUSE), str(HOUSE / "tests")))
    processes = [
        subprocess.Popen(
            (sys.executable, HOUSE / "tests/benchmarks/filer.py", path, "10", *said[number::4]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": where},
        )
        for number in range(4)
    ]
    streams = [(each.stdin, each.stdout) for each in processes]
    for _, out in streams:
        assert out
        assert out.readline() == "ready\n"
    begun = time.perf_counter()
    for into, _ in streams:
        assert into
        into.write("go\n")
        into.flush()
    for _, out in streams:
        assert out
        assert out.readline() == "done\n"
    spent = time.perf_counter() - begun
    for each in processes:
        each.communicate()
    _verify(path, places)
    shutil.rmtree(path)
    return spent / len(places) * 1e3


# -- Side by side --------------------------------------------------------------------------------

PEER = "decap-server, one editor, durable"


def test_a_filing_against_its_peers(
    peers: ModuleType, decap: str, template: Path, tmp_path: Path
) -> None:
    table = Table("filing", f"{FEW} filings, {ROUNDS} rounds", "ms a filing", PEER)

    def add(name: str, run: Callable[[], float]) -> None:
        table.add(name, median(ROUNDS, run))

    def add_peer(name: str, kind: str, *, durable: bool) -> None:
        add(name, lambda: a_peer(peers, kind, tmp_path, durable=durable))

    if decap:
        add_peer(PEER, "g", durable=True)
        asked, kept = a_crowd_of_decaps(peers, tmp_path)
        table.add("decap-server, 40 editors", None, f"{asked - kept} of {asked} filings are lost")
        add_peer("decap-server, not durable", "g", durable=False)
    else:
        table.add(PEER, None, "no npm, or it cannot be reached")
    add_peer("git, working tree, durable", "a", durable=True)
    add_peer("git, working tree, not durable", "a", durable=False)
    add("**Hebao, one writer** (always durable)", lambda: one_writer(template, tmp_path))
    add(
        f"**Hebao, 40 writers in 4 processes** ({MANY} filings)",
        lambda: forty_writers(template, tmp_path),
    )
    add_peer("fast-import, one pack at the end (the limit), durable", "f2", durable=True)
    add_peer("fast-import, one pack at the end (the limit)", "f2", durable=False)
    table.show()

    assert all(figure is None or figure > 0 for _, figure, _ in table.rows)
