"""Whole reports, as they were read and approved by a person."""

from collections.abc import Callable

import pytest
from documents import in_lines
from holdings import every_shape, with_gaps

from records.holding import Holding
from workflows.report import html
from workflows.report.assemble import assemble
from workflows.report.document import labels
from workflows.report.publish import FORMS, publish

Approved = Callable[[str, bytes], bytes]

WORLDS = {
    "quarter": every_shape(),
    "official": every_shape(numbering="official", style={"brackets": "half"}),
    "gaps": with_gaps(),
}


def _written(holding: Holding, form: str) -> bytes:
    if not FORMS[form].textual:
        return in_lines(publish(holding, form))
    if form != "html":
        return publish(holding, form)
    # The article without its page: a rule of the stylesheet is no change of a report.
    report = assemble(holding)
    return html.body(report, labels(report)).encode()


@pytest.mark.parametrize("form", ["odt", "docx", "html", "md", "txt", "json"])
@pytest.mark.parametrize("world", WORLDS)
def test_a_report_is_what_was_approved(world: str, form: str, approved: Approved) -> None:
    written = _written(WORLDS[world], form)

    suffix = form if FORMS[form].textual else f"{form}.xml"
    assert written == approved(f"{world}.{suffix}", written)
