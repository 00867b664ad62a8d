"""Each case: the text of one project, and the sections and texts that it becomes."""

from pathlib import Path

import pytest
from invented import held, imported, one, said, shown
from markdown_it.utils import read_fixture_file

from workflows.report.publish import publish

CASES = Path(__file__).resolve().parents[2] / "cases" / "importing" / "shapes.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(case[2], case[3], id=case[1]) for case in read_fixture_file(CASES)],
)
def test_a_text_becomes_these_sections(text: str, expected: str) -> None:
    records = imported(one(text))

    assert shown(records) == expected.strip("\n")
    assert said(publish(held(records), "txt").decode()) == said(one(text))
