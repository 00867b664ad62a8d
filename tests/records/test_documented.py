"""docs/records.md says what the code does."""

import re
from pathlib import Path

import pytest

from records.canonical import MAX_BODY, MAX_LINES
from records.errors import BadRecord
from records.filing import FilingFront
from records.outline import MAX_DEPTH, MAX_ITEMS
from records.platform import Platform
from records.project import Project
from records.prose import to_markdown
from records.quarter import LAST_YEAR
from records.schema import MAX_LINE, VERSION, Record
from records.textform import MAX_BYTES, MAX_NESTING, dump, load, load_filing

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def section(heading: str) -> str:
    return re.split(r"\n## (?=[A-Z])", PAGE.partition(f"## {heading}\n")[2])[0]


def test_every_limit_is_the_one_of_the_code() -> None:
    rows = [row.split(" | ")[1].strip(" |") for row in section("Limits").strip().splitlines()[2:]]

    assert rows == [
        f"{MAX_BYTES // 1024} KiB",
        f"{MAX_LINE:,} characters",
        f"{MAX_NESTING} levels",
        f"{MAX_BODY:,} characters and {MAX_LINES:,} lines",
        f"{MAX_ITEMS} paragraphs, items and table cells",
        f"{MAX_DEPTH} levels",
        "64 characters",
        f"1 to {LAST_YEAR} of the ROC calendar",
    ]


def test_limits_stand_in_the_text_as_in_the_table() -> None:
    assert f"at most {MAX_LINE:,} characters" in section("Front matter")
    assert f"at most {MAX_NESTING} deep" in section("Front matter")
    assert re.search(rf"more than {MAX_DEPTH}\s+deep", section("The text of a filing"))


def test_an_id_of_64_letters_is_the_longest() -> None:
    values = {"quarter": "114Q4", "city": "taipei"}

    assert FilingFront.model_validate(values | {"project": "a" * 64})
    with pytest.raises(ValueError, match="project"):
        FilingFront.model_validate(values | {"project": "a" * 65})


def test_the_filing_is_one_and_looks_as_the_platform_writes_it() -> None:
    raw = EXAMPLES[0].encode()

    assert dump(load_filing(raw)) == raw


def test_the_project_is_one_and_looks_as_the_platform_writes_it() -> None:
    raw = EXAMPLES[1].encode()

    assert dump(*load(Project, raw)) == raw


def test_every_field_of_a_filing_has_a_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section("A filing"), re.MULTILINE)

    assert rows == list(FilingFront.model_fields)


def test_every_field_of_the_examples_is_a_field() -> None:
    known: set[str] = {name for r in (FilingFront, Project, Platform) for name in fields(r)}
    named = {name for example in EXAMPLES for name in re.findall(r"^(\w+):", example, re.MULTILINE)}

    assert named <= known


def fields(record: type[Record]) -> set[str]:
    return set(record.model_fields)


def test_the_number_of_the_format_is_ours() -> None:
    assert f"`schema: {VERSION}`" in PAGE


def test_a_year_at_the_start_of_a_line_is_written_as_the_page_says() -> None:
    raw = EXAMPLES[0].encode()

    with pytest.raises(BadRecord, match=r"請寫成「114\\\.」"):
        load_filing(raw + b"\n114. x\n")
    assert to_markdown(load_filing(raw + b"\n114\\. x\n").parts["traffic"]).endswith("114\\. x\n")
