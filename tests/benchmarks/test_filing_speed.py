"""Benchmark: a filing (draft, redraft, send, merge) against what else a user would pick.

Ratios within one run, nothing asserted about time: ``HEBAO_BENCH=full`` takes more filings.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from records.archive import Archive
from records.project import Project, Section

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
WORKFLOWS = Path(__file__).resolve().parents[1] / "workflows"
DECAP = "decap-server@3.11.3"
ROUNDS = 3
FULL = os.environ.get("HEBAO_BENCH") == "full"

pytestmark = [
    pytest.mark.benchmark,
    # The peers leave their pipes to the collector; they are not ours to mend.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@dataclass(frozen=True)
class Figure:
    """Median milliseconds a filing."""

    name: str
    milliseconds: float


@pytest.fixture(scope="module")
def peers() -> Iterator[ModuleType]:
    if not BENCH.exists():
        pytest.skip("the folder shared is not beside the project")
    ours = sys.modules["records"]  # their generator bears the name of our package
    try:
        sys.modules["records"] = loaded("records")
        found = loaded("peers")
    finally:
        sys.modules["records"] = ours
    sys.path.insert(0, str(WORKFLOWS))
    yield found
    sys.path.remove(str(WORKFLOWS))


def loaded(name: str) -> ModuleType:
    """Load a module of the bench under its own name."""
    spec = spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def decap(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where decap-server is, '' where it cannot be had."""
    if found := os.environ.get("DECAP_SERVER"):
        return found
    if not shutil.which("npm"):
        return ""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--silent", DECAP],
        cwd=folder,
        check=False,
        timeout=300,
        capture_output=True,
    )
    found = folder / "node_modules" / "decap-server" / "dist" / "index.js"
    return str(found) if found.exists() else ""


def measured(name: str, run: Callable[[], float]) -> Figure:
    return Figure(name, statistics.median(run() for _ in range(ROUNDS)))


def ours(folder: Path, filings: int, writers: int) -> float:
    """File, merge and verify; return milliseconds a filing."""
    from lives import MING, QUARTER, Life, Place, an_archive  # noqa: PLC0415 - a path of the fixture

    projects = tuple(
        Project(
            project=f"p{n:03}",
            name=f"方案 {n}",
            group="transport",
            order=n + 1,
            lead="taipei",
            cities=("taipei",),
            sections=(Section(id="main", by=("taipei",)),),
        )
        for n in range(filings)
    )
    body = "".join(
        f"1. 第 {n} 項已於 114 年 12 月 {n} 日完成審查，續辦設計。\n" for n in range(1, 21)
    )

    def file(archive: Archive, n: int) -> None:
        life = Life(archive, Place(QUARTER, f"p{n:03}", "taipei"), MING)
        life.save(body)
        life.merged(body.replace("續辦設計", f"續辦第 {n} 標"))

    with an_archive(folder, projects=projects) as archive:
        begun = time.perf_counter()
        if writers == 1:
            for n in range(filings):
                file(archive, n)
        else:
            with ThreadPoolExecutor(writers) as crowd:
                list(crowd.map(lambda n: file(archive, n), range(filings)))
        spent = time.perf_counter() - begun
        assert len(archive.holding(QUARTER).filings) == filings
        assert archive.repository.fsck() == []
    shutil.rmtree(folder / "records.git")
    return spent / filings * 1e3


def copied(template: Path, target: Path, *, bare: bool) -> None:
    """Give a peer its repository, with a working tree where it needs one."""
    shutil.copytree(template, target if bare else target / ".git")
    if not bare:
        for words in (["config", "core.bare", "false"], ["checkout", "-q", "-f", "main"]):
            subprocess.run(["git", "-C", target, *words], check=True)
    for name, value in (("user.name", "R"), ("user.email", "r@example.org"), ("gc.auto", "0")):
        subprocess.run(["git", "-C", target, "config", name, value], check=True)


def peer(peers: ModuleType, kind: str, folder: Path, filings: int, *, durable: bool) -> float:
    records = peers.R
    work = [
        (
            f"115Q1/p{n:03}-taipei",
            records.path("115Q1", f"p{n:03}", "taipei"),
            records.record("115Q1", f"p{n:03}", "taipei", 0),
            records.record("115Q1", f"p{n:03}", "taipei", 1),
            ("officer", "officer@example.org"),
        )
        for n in range(1, filings + 1)
    ]
    target = folder / kind
    template = folder / "template.git"
    if not template.exists():
        peers.template(str(template))
    engine_kind = peers.ALL[kind]
    copied(template, target, bare=engine_kind.bare)
    engine = engine_kind(str(target), durable=durable)
    begun = time.perf_counter()
    for each in work:
        engine.draft(each[0], each[1], each[2], each[4])
    for each in work:
        engine.draft(each[0], each[1], each[3], each[4])
    for each in work:
        engine.submit(each[0])
    for each in work:
        engine.publish(each[0])
    if kind == "f2":
        engine.close()
    spent = time.perf_counter() - begun
    if kind != "f2":
        engine.close()
    assert peers.verify(str(target), work) == len(work)
    shutil.rmtree(target)
    return spent / filings * 1e3


def test_a_filing_against_its_peers(
    peers: ModuleType,
    decap: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, many = (57, 228) if FULL else (12, 80)
    kinds = {"a": "git, working tree", "f2": "fast-import, one pack (the limit)"}
    if decap:
        monkeypatch.setenv("DECAP_SERVER", decap)
        kinds["g"] = "decap-server"
    else:
        print("decap-server cannot be had here (npm): no ratio to it")
    figures = [
        measured(name, lambda kind=kind: peer(peers, kind, tmp_path, few, durable=True))
        for kind, name in kinds.items()
    ]
    figures += [
        measured("Hebao, one writer", lambda: ours(tmp_path, few, 1)),
        measured("Hebao, 40 writers in one process", lambda: ours(tmp_path, many, 40)),
    ]

    base = figures[-3].milliseconds
    print(f"\nms a filing (median of {ROUNDS}), durable; ratio to {figures[-3].name}")
    for figure in figures:
        print(f"{figure.name:36}{figure.milliseconds:10.2f} {base / figure.milliseconds:8.1f} x")
    assert all(figure.milliseconds > 0 for figure in figures)
