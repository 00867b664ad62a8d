"""The files that pages are drawn with: all of them, and nothing else."""

import re
from pathlib import Path

import pytest

import webapp
from webapp.assets import ASSETS, SCRIPTS

FOLDER = Path(webapp.__file__).parent / "static"
IMPORT = re.compile(r'^(?:import|export)\s[^"]*?from "([^"]+)"|import\("([^"]+)"\)', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$|\s//\s.*?$", re.DOTALL | re.MULTILINE)
GRAMMAR = {"outline-marks.js", "outline-paste.js"}
"""Where Chinese numbers are read, and not said."""


def test_every_file_of_the_folder_is_handed_out() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(ASSETS) - {"report.css"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_nothing_but_its_neighbours(name: str) -> None:
    imported = [one or other for one, other in IMPORT.findall(ASSETS[name].raw.decode())]

    assert {each.removeprefix("./") for each in imported} <= set(SCRIPTS)
    assert all(each.startswith("./") for each in imported)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name not in {"words.js", *GRAMMAR}])
def test_what_a_script_says_stands_with_the_words(name: str) -> None:
    code = COMMENT.sub("", ASSETS[name].raw.decode())

    assert re.findall(r"[\u4e00-\u9fff]+", code) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_one_screenful_of_rooms(name: str) -> None:
    lines = ASSETS[name].raw.decode().splitlines()

    assert len(lines) <= 400
    assert [line for line in lines if len(line) > 100] == []
    assert not re.search(
        r"\b(?:eval|Function)\(|document\.write|innerHTML(?! = html)", "\n".join(lines)
    )
