"""A foreign library comes in by one door, and .importlinter says which."""

import ast
import configparser
import re
import sys
from pathlib import Path

import pytest

STOREYS = {"records", "workflows", "webapp"}

FURNITURE = {
    "pydantic",  # the values of every storey are made of it
    "pydantic_core",  # the same
}
"""Foreign libraries that stand in every room."""


@pytest.fixture(scope="module")
def doors(house: Path) -> dict[str, list[str]]:
    """Return each library that has a door, and the modules that are it."""
    config = configparser.ConfigParser()
    config.read(house / ".importlinter", "utf-8")
    found: dict[str, list[str]] = {}
    for contract in config.values():
        if contract.get("type") == "protected":
            rooms = contract["allowed_importers"].split()
            found |= dict.fromkeys(contract["protected_modules"].split(), rooms)
        elif contract.get("type") == "forbidden":
            rooms = sorted(STOREYS - set(contract["source_modules"].split()))
            found |= dict.fromkeys(contract["forbidden_modules"].split(), rooms)
    return found


@pytest.fixture(scope="module")
def imported(house: Path, modules: list[Path]) -> dict[str, set[str]]:
    """Return what the house imports, top-level name to the files that do."""
    found: dict[str, set[str]] = {}
    for path in modules:
        for node in ast.walk(ast.parse((house / path).read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "."]
            else:
                continue
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(str(path))
    return found


def test_every_foreign_library_has_a_door(
    doors: dict[str, list[str]], imported: dict[str, set[str]]
) -> None:
    foreign = set(imported) - set(sys.stdlib_module_names) - STOREYS

    assert foreign - FURNITURE - set(doors) == set()


def test_a_door_is_a_room_of_the_house(house: Path, doors: dict[str, list[str]]) -> None:
    rooms = {room for modules in doors.values() for room in modules}
    paths = {room: house / room.replace(".", "/") for room in rooms}

    assert [
        r for r, p in paths.items() if not p.with_suffix(".py").exists() and not p.is_dir()
    ] == []


def test_nobody_imports_through_a_window(house: Path, modules: list[Path]) -> None:
    window = re.compile(r"\b(__import__|import_module|exec|eval)\s*\(")
    texts = {path: (house / path).read_text("utf-8") for path in modules}

    # The command line opens its own verbs by name, out of a table, when they are called.
    allowed = [Path("webapp/cli.py")]
    assert [path for path, text in texts.items() if window.search(text)] == allowed
