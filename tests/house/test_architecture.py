"""The house stands as docs/architecture.md draws it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

MOST_LINES = 400

DRAWERS = {
    *("base", "common", "core", "data", "entity", "handler", "helper", "helpers", "info"),
    *("interface", "item", "items", "manager", "misc", "model", "models", "process"),
    *("service", "services", "shared", "util", "utils"),
}
"""Names that say nothing of what is inside (docs/vocabulary.md, last line)."""


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def test_the_import_contracts_are_kept(house: Path) -> None:
    lint = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=house, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_an_init_file_holds_a_docstring_and_nothing_else(house: Path, modules: list[Path]) -> None:
    inits = [path for path in modules if path.name == "__init__.py"]
    held = {path: len(ast.parse((house / path).read_text("utf-8")).body) for path in inits}

    assert Path("records/__init__.py") in held
    assert [path for path, statements in held.items() if statements != 1] == []
    assert [path for path in inits if not _docstring(house / path)] == []


def test_every_folder_of_modules_is_a_package(house: Path, modules: list[Path]) -> None:
    folders = {path.parent for path in modules}

    assert (
        sorted(folder for folder in folders if not (house / folder / "__init__.py").exists()) == []
    )


def test_a_module_says_what_it_is_in_one_english_line(house: Path, modules: list[Path]) -> None:
    first = {path: _docstring(house / path).partition("\n")[0] for path in modules}

    assert {path: line for path, line in first.items() if not re.fullmatch(r"[ -~]+\.", line)} == {}


def test_a_module_is_named_after_a_thing_and_not_a_drawer(modules: list[Path]) -> None:
    names = {part for path in modules for part in path.with_suffix("").parts}

    assert names & DRAWERS == set()


@pytest.mark.parametrize("folder", ["records", "workflows", "webapp", "tests"])
def test_no_file_has_outgrown_its_name(house: Path, folder: str) -> None:
    lines = {
        str(path.relative_to(house)): len(path.read_text("utf-8").splitlines())
        for path in (house / folder).rglob("*.py")
    }

    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}
