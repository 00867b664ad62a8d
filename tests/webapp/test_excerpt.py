"""A project's pieces are the report's row, parted."""

from pathlib import Path

import pytest
import worlds
from lxml import html

from records.archive import Archive
from webapp.excerpt import passages
from workflows.report.assemble import assemble
from workflows.report.document import labels
from workflows.report.html_rows import groups, nowhere


def words(markup: str) -> str:
    """Return what a reader sees."""
    return str(html.fromstring(f"<div>{markup}</div>").text_content())


@pytest.mark.parametrize("project", ["bridge", "rescue", "river", "strange"])
def test_the_pieces_say_what_the_row_of_the_report_says(told: Path, project: str) -> None:
    with Archive.open(told) as archive:
        held = archive.holding(worlds.NOW)
    found = held.project(project)
    assert found

    parts = passages(held, found, texts={}, address=lambda _: "")

    report = assemble(held)
    page = html.fromstring(groups(report, labels(report), nowhere, 2))
    row = page.xpath(f"//tr[@id='{project}']/td")[0].text_content()
    said = [f"【{found.note}】" if found.note else ""]
    for part in parts:
        said += [part.heading, *(words(piece.html) for piece in part.pieces)]
    assert "".join("".join(said).split()) == "".join(row.split())
