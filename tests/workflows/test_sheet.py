"""The sheet of a form: out as a Word file, filled in with Word, and back."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentFile
from lives import BRIDGE, JOINT, RIVER, TAIPEI, a_text, an_archive

from records.filing import Filing, Progress
from records.place import Place
from records.project import Figure, Project, Section
from records.prose import from_markdown
from workflows import sheet
from workflows.filing import Desk, desk
from workflows.importing.problems import UnreadableFile
from workflows.sheet import NotThisSheet

MIXED = Project(
    project="mixed",
    name="聯合演練",
    group="transport",
    order=3,
    lead="taipei",
    cities=("taipei", "keelung"),
    figures=(Figure(id="drills", label="演練", unit="場"),),
    sections=(
        Section(id="drill", by=("taipei", "keelung"), heading="聯合演練："),
        Section(id="radio", by="joint"),
        Section(id="visits", by=("keelung", "taipei"), heading="互訪"),
    ),
)
PLACE = Place(TAIPEI.quarter, "mixed", "taipei")

BODIES = [
    "一句話。\n",
    "1. 甲。\n1. 乙。\n",
    "前言。\n\n1. 甲。\n   1. 甲之一。\n      1. 深一層。\n         1. 最深。\n1. 乙。\n",
    "1. 甲。\n   - 一點。\n   - 兩點。\n1. 乙。\n",
    "1. 甲。\n   1. 一。\n   1. 二。\n1. 乙。\n   1. 一。\n   1. 二。\n",
    "1. 甲。\n\n   | 市 | 次 |\n   |---|---|\n   | 甲 | 1 |\n   | 乙 | 2 |\n",
    "如下表：\n\n| 市 | 次 |\n|---|---|\n| 甲 | 1 |\n",
    "1. 甲。\n1. 乙。\n\n以上。\n",
    "1. 113 年：辦理 3 場。\n1. =SUM(A1)、\\*\\*粗體\\*\\*、\\<b\\>。\n",
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Place], Desk]]:
    with an_archive(tmp_path_factory.mktemp("sheet"), projects=(BRIDGE, RIVER, MIXED)) as archive:
        yield lambda place: desk(archive, place)


def filled(raw: bytes, change: Callable[[DocumentFile], None]) -> bytes:
    """Open a sheet as Word would, change something, and save it."""
    document = Document(io.BytesIO(raw))
    change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize("body", BODIES)
def test_a_text_comes_back_as_it_went(here: Callable[[Place], Desk], body: str) -> None:
    raw = sheet.write(here(TAIPEI), a_text(TAIPEI, body), None)

    assert sheet.read(here(TAIPEI), raw).parts["main"] == from_markdown(body)[""]


def test_last_quarter_stands_beside_it_and_does_not_come_back(
    here: Callable[[Place], Desk],
) -> None:
    before = a_text(TAIPEI, "1. 上季。\n").model_copy(update={"quarter": TAIPEI.quarter.previous})
    raw = sheet.write(here(TAIPEI), None, before)

    cells = [cell.text for row in Document(io.BytesIO(raw)).tables[0].rows for cell in row.cells]
    assert "上季。" in cells
    assert sheet.read(here(TAIPEI), raw).parts == {"main": ()}


def test_every_section_of_the_owner_has_a_row_and_no_other(here: Callable[[Place], Desk]) -> None:
    parts = {name: from_markdown(f"1. {name}。\n")[""] for name in ("drill", "visits")}
    text = Filing(
        quarter=PLACE.quarter,
        project="mixed",
        city="taipei",
        parts=parts,
        progress=Progress.DONE,
        reason="已完工",
        figures={"drills": "2"},
    )

    back = sheet.read(here(PLACE), sheet.write(here(PLACE), text, None))

    assert back.parts == parts
    assert (back.progress, back.reason, back.figures) == (
        Progress.DONE,
        "已完工",
        {"drills": "2"},
    )


def test_markers_that_people_type_become_a_list(here: Callable[[Place], Desk]) -> None:
    def type_it(document: DocumentFile) -> None:
        document.tables[0].rows[-1].cells[-1].text = "1. 甲。\n(1) 甲之一。\n2. 乙。"

    back = sheet.read(here(TAIPEI), filled(sheet.write(here(TAIPEI), None, None), type_it))

    assert back.parts["main"] == from_markdown("1. 甲。\n   1. 甲之一。\n1. 乙。\n")[""]


def test_a_progress_that_names_several_is_not_guessed(here: Callable[[Place], Desk]) -> None:
    def both(document: DocumentFile) -> None:
        document.tables[0].rows[1].cells[-1].text = "有新進度／本季無新進度"

    back = sheet.read(here(TAIPEI), filled(sheet.write(here(TAIPEI), None, None), both))

    assert back.progress is None


def test_the_sheet_of_another_form_is_refused_by_name(here: Callable[[Place], Desk]) -> None:
    raw = sheet.write(here(JOINT), None, None)

    with pytest.raises(NotThisSheet, match="114Q4/river/joint"):
        sheet.read(here(TAIPEI), raw)


def test_a_word_file_that_is_no_sheet_is_refused(here: Callable[[Place], Desk]) -> None:
    written = io.BytesIO()
    Document().save(written)

    with pytest.raises(NotThisSheet, match="請由這一頁下載"):
        sheet.read(here(TAIPEI), written.getvalue())


def test_a_sheet_without_its_row_of_text_is_refused(here: Callable[[Place], Desk]) -> None:
    def cut(document: DocumentFile) -> None:
        row = document.tables[0].rows[-1]._tr  # noqa: SLF001 - as Word deletes a row
        row.getparent().remove(row)

    raw = filled(sheet.write(here(TAIPEI), None, None), cut)

    with pytest.raises(NotThisSheet, match="少了"):
        sheet.read(here(TAIPEI), raw)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"\x00\x01\x02"])
def test_what_is_no_word_file_is_refused_in_a_sentence(
    here: Callable[[Place], Desk], raw: bytes
) -> None:
    with pytest.raises((UnreadableFile, NotThisSheet), match="請"):
        sheet.read(here(TAIPEI), raw)


def test_text_is_no_word_file(here: Callable[[Place], Desk]) -> None:
    with pytest.raises(UnreadableFile):
        sheet.read(here(TAIPEI), "1. 甲。".encode())


def test_a_sheet_of_many_megabytes_is_not_opened(here: Callable[[Place], Desk]) -> None:
    with pytest.raises(NotThisSheet, match="8 MB"):
        sheet.read(here(TAIPEI), b"PK\x03\x04" + bytes(sheet.MAX_SHEET))


def test_a_sheet_can_be_written_twice_to_the_same_words(
    tmp_path: Path, here: Callable[[Place], Desk]
) -> None:
    raw = sheet.write(here(TAIPEI), a_text(TAIPEI, BODIES[2]), None)
    back = sheet.read(here(TAIPEI), raw)
    again = Filing(quarter=TAIPEI.quarter, project="bridge", city="taipei", parts=back.parts)

    second = sheet.read(here(TAIPEI), sheet.write(here(TAIPEI), again, None))

    assert second.parts == back.parts
    (tmp_path / "sheet.docx").write_bytes(raw)
