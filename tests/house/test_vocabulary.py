"""One word in the code for one term on the page: docs/vocabulary.md is true."""

import ast
import re
from pathlib import Path

import pytest

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@pytest.fixture(scope="module")
def names(house: Path, modules: list[Path]) -> set[str]:
    """Return every name that the code defines, in_this_form."""
    found = {part for path in modules for part in path.with_suffix("").parts}
    for path in modules:
        for node in ast.walk(ast.parse((house / path).read_text("utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                    found.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    found.add(name)
    return {CAMEL.sub("_", name).lower().rstrip("_") for name in found}


def _rows(house: Path) -> list[list[str]]:
    text = (house / "docs" / "vocabulary.md").read_text("utf-8")
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def test_every_term_is_a_name_in_the_code(house: Path, names: set[str]) -> None:
    terms = [term.strip(" `") for row in _rows(house) for term in row[0].split(",")]

    assert "filing" in terms
    assert [term for term in terms if term not in names] == []


def test_every_term_has_one_row_and_a_word_on_the_page(house: Path) -> None:
    rows = _rows(house)
    terms = [term.strip(" `") for row in rows for term in row[0].split(",")]

    assert len(terms) == len(set(terms))
    assert [row[0] for row in rows if not re.search(r"[\u4e00-\u9fff【]", row[1])] == []


def test_no_class_ends_in_a_word_that_says_nothing(house: Path, modules: list[Path]) -> None:
    text = (house / "docs" / "vocabulary.md").read_text("utf-8").partition("does not use")[2]
    empty = set(re.findall(r"`(\w+)`(?! \()", text))

    found = {
        f"{path}: {node.name}"
        for path in modules
        for node in ast.walk(ast.parse((house / path).read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and CAMEL.sub("_", node.name).lower().split("_")[-1] in empty
    }

    assert "manager" in empty
    assert found == set()
