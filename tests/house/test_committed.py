"""What is committed runs anywhere: no machine paths, no registry address, every package hashed."""

import re
import tomllib
from pathlib import Path

import pytest

FOREIGN = {
    "a machine path": r"(?<![\w.~-])/(?:w[o]rk|f[a]rm|r[o]ot|h[o]me/\w+|tm[p]/\w+|Us[e]rs/\w+)/",
    "a registry host": (
        r"pyp[i]\.org|pythonh[o]sted|npm[j]s|yarnp[k]g|deb\.debi[a]n|ftp\.\w*\.?debi[a]n"
        r"|proxy\.gol[a]ng|crat[e]s\.io|gh[c]r\.io|do[c]ker\.io"
    ),
    "a package index": r"--(?:extra-)?inde[x]-url|inde[x]_url|--trusted-h[o]st",
}
"""Written with brackets, so that this file does not find itself."""

PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)


def _lines_with(pattern: str, house: Path, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        try:
            text = (house / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{path}:{number}: {line.strip()[:100]}")
    return found


def _pins(house: Path, name: str) -> dict[str, tuple[str, int]]:
    text = (house / "requirements" / name).read_text("utf-8")
    return {pin[1]: (pin[2], pin[3].count("sha256:")) for pin in PIN.finditer(text)}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_committed_file_names(what: str, house: Path, committed: list[Path]) -> None:
    assert committed

    assert _lines_with(FOREIGN[what], house, committed) == []


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_every_package_is_pinned_by_its_hash(name: str, house: Path) -> None:
    text = (house / "requirements" / name).read_text("utf-8")
    starts = re.findall(r"^[^\s#].*", text, re.MULTILINE)

    pins = _pins(house, name)

    assert len(pins) == len(starts)
    assert [package for package, (_, hashes) in pins.items() if not hashes] == []


def test_the_tests_run_on_the_versions_that_the_program_runs_on(house: Path) -> None:
    run, test = _pins(house, "run.txt"), _pins(house, "test.txt")

    assert run.items() <= test.items()


def test_every_dependency_is_locked(house: Path) -> None:
    project = tomllib.loads((house / "pyproject.toml").read_text("utf-8"))["project"]

    def asked(words: list[str]) -> set[str]:
        return {re.sub(r"[._-]+", "-", re.split(r"[^\w.-]", word)[0]).lower() for word in words}

    assert asked(project["dependencies"]) <= set(_pins(house, "run.txt"))
    assert asked(project["optional-dependencies"]["test"]) <= set(_pins(house, "test.txt"))


def test_the_real_report_is_not_committed(house: Path, committed: list[Path]) -> None:
    shared = house.parent / "shared" / "data"
    if not shared.is_dir():
        pytest.skip("the folder shared is not beside the project")
    taken = {path.read_bytes() for path in shared.iterdir() if path.is_file()}

    assert [path for path in committed if (house / path).read_bytes() in taken] == []
