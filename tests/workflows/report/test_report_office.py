"""LibreOffice opens the documents, and its pages say what the tree says."""

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from holdings import QUARTER, a_holding, a_project, every_shape, with_gaps
from report_lines import printed

from workflows.importing.read import read_bytes
from workflows.importing.recognise import recognise
from workflows.report.assemble import assemble
from workflows.report.document import labels
from workflows.report.publish import publish

OFFICE = shutil.which("soffice")
PAGES = shutil.which("pdftotext")

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(
        not (OFFICE and PAGES), reason="install LibreOffice and pdftotext (poppler-utils)"
    ),
]

DEEP = (
    "1. 甲\n   1. 乙\n      1. 丙\n         1. 丁\n         1. 戊\n\n   乙類：\n\n   1. 己\n1. 庚"
)
WORLDS = {
    "shapes": every_shape(),
    "gaps": with_gaps(),
    "official": every_shape(numbering="official"),
    "deep": a_holding(a_project("p", joint=DEEP), a_project("q", joint="1. 甲\n1. 乙")),
}
FORMS = ("docx", "odt")

Convert = Callable[[bytes, str, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return what turns a document into another form, with a profile of its own."""
    folder = tmp_path_factory.mktemp("office")

    def converted(raw: bytes, form: str, into: str) -> Path:
        source = folder / f"report.{form}"
        source.write_bytes(raw)
        out = folder / f"{form}-{into}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(OFFICE), profile, "--headless", "--convert-to", into, source]
        subprocess.run([*command, "--outdir", out], check=True, capture_output=True, timeout=120)
        return out / f"report.{into}"

    return converted


def _pages(pdf: Path) -> list[str]:
    command = [str(PAGES), "-raw", pdf, "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return said.split("\f")


def _squashed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("•", "-")


def _in_order(lines: list[str], text: str) -> list[str]:
    """Return the lines that do not follow each other in a text; other text may stand between."""
    missing, at = [], 0
    for line in map(_squashed, lines):
        found = text.find(line, at)
        if found < 0:
            missing.append(line)
        else:
            at = found + len(line)
    return missing


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("world", WORLDS)
def test_libreoffice_shows_every_line_with_its_number(
    world: str, form: str, convert: Convert
) -> None:
    holding = WORLDS[world]
    pages = _pages(convert(publish(holding, form), form, "pdf"))
    rows = _squashed("".join(pages[1:]))

    assert _in_order(printed(assemble(holding)), rows) == []
    for heading in labels(assemble(holding)).headings:
        assert _squashed(heading) in rows
    assert all(_squashed(page) for page in pages[:-1]), "an empty page"
    assert f"第1頁,共{len(pages) - 1}頁" in _squashed(pages[0])


@pytest.mark.parametrize("form", FORMS)
def test_a_document_that_libreoffice_saved_again_reads_back_as_the_same_records(
    form: str, convert: Convert
) -> None:
    raw = publish(every_shape(), form)
    again = convert(raw, form, form).read_bytes()

    first, second = (recognise(read_bytes(each, f".{form}"), QUARTER) for each in (raw, again))
    assert again != raw
    assert second.filings == first.filings
    assert second.projects == first.projects
