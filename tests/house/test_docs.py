"""The documents say what is built: verbs, options, settings, links, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from webapp.cli import hebao as main

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def _verbs(group: click.Group, before: str = "hebao") -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context := click.Context(group)):
        command = group.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _verbs(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


VERBS = dict(_verbs(main))


def _section(house: Path, verb: str) -> str:
    text = (house / "docs" / "cli.md").read_text("utf-8")
    found = re.search(rf"^## `{verb}\b[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def _pages(house: Path, committed: list[Path]) -> dict[Path, str]:
    written = [
        path
        for path in committed
        if path.suffix == ".md" and not {"demo", "tests"} & set(path.parts)
    ]
    return {path: (house / path).read_text("utf-8") for path in written}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_its_options_are_documented(house: Path, verb: str) -> None:
    words = [
        max(parameter.opts, key=len)
        if parameter.opts[0].startswith("-")
        else str(parameter.metavar).strip("[]")
        for parameter in VERBS[verb].params
        if not getattr(parameter, "hidden", False)
    ]
    section = _section(house, verb)

    assert section
    assert [word for word in words if word.lower() not in section.lower()] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_in_one_line_what_it_does(verb: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", VERBS[verb].get_short_help_str(80))


def test_no_verb_is_documented_that_is_not_there(house: Path) -> None:
    text = (house / "docs" / "cli.md").read_text("utf-8")
    documented = set(re.findall(r"^## `(hebao [a-z]+(?: [a-z]+)*)", text, re.MULTILINE))

    assert documented == set(VERBS)


def test_every_link_of_the_documents_leads_somewhere(house: Path, committed: list[Path]) -> None:
    broken = [
        f"{path}: {target}"
        for path, text in _pages(house, committed).items()
        for target in LINK.findall(text)
        if not re.match(r"[a-z]+:|#", target)
        and not (house / path.parent / target.partition("#")[0]).exists()
    ]

    assert broken == []


def test_the_table_of_contents_is_complete(house: Path) -> None:
    docs = house / "docs"
    contents = (docs / "README.md").read_text("utf-8")
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]

    assert [page for page in pages if page != "README.md" and f"({page})" not in contents] == []


def test_a_decision_says_why_what_and_what_follows(house: Path) -> None:
    decisions = sorted((house / "docs" / "decisions").glob("*.md"))
    headings = {
        path.name: re.findall(r"^## (\w+)", path.read_text("utf-8"), re.MULTILINE)
        for path in decisions
    }

    assert {
        name: found
        for name, found in headings.items()
        if found != ["Context", "Decision", "Consequences"]
    } == {}
    assert [path.name[:4] for path in decisions] == [
        f"{at:04}" for at in range(1, len(decisions) + 1)
    ]


def test_the_readme_begins_with_the_two_commands_that_work(house: Path) -> None:
    opening = (house / "README.md").read_text("utf-8").partition("\n## ")[0]

    assert "./hebao demo" in opening
    assert "./hebao test" in opening
    assert LINK.findall(opening)


def test_ci_calls_the_command_of_the_readme(house: Path) -> None:
    assert ".ci/run" in (house / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert "./hebao test" in (house / ".ci" / "run").read_text("utf-8")
