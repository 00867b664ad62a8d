"""A form as a Word file: out, filled in, and back as unsaved words."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import worlds
import written
from docx import Document
from docx.document import Document as DocumentFile
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from starts import Start
from visitors import signed_in, token
from werkzeug.test import TestResponse

from records.archive import Archive
from records.place import Place
from workflows import filing

URL = "/114Q4/bridge/new-taipei"
DRAFT = Place(worlds.NOW, "bridge", "new-taipei")


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records, now=worlds.DUE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.FILERS["new-taipei"])


def sheet(client: FlaskClient, change: Callable[[DocumentFile], None]) -> bytes:
    """Download the sheet, fill it in as in Word, and return the file."""
    document = Document(io.BytesIO(client.get(f"{URL}/word/sheet.docx").data))
    change(document)
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


def typed(document: DocumentFile) -> None:
    document.tables[0].rows[-1].cells[-1].text = "1. 已開工。\n(1) 三方出席。\n2. 預計 5 月完工。"


def upload(client: FlaskClient, raw: bytes) -> TestResponse:
    data = {"csrf_token": token(client), "sheet": (io.BytesIO(raw), "填報單.docx")}
    return client.post(f"{URL}/word", data=data, content_type="multipart/form-data")


def test_the_sheet_is_a_word_file_with_the_draft_in_it(client: FlaskClient) -> None:
    answer = client.get(f"{URL}/word/sheet.docx")

    cells = Document(io.BytesIO(answer.data)).tables[0].rows[-1].cells
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert cells[-1].text == "新北市草擬中的文字。"


def test_a_filled_sheet_stands_in_the_form_unsaved_beside_its_difference(
    client: FlaskClient, records: Path
) -> None:
    with Archive.open(records) as archive:
        before = filing.submission(archive, DRAFT).tip

        answer = upload(client, sheet(client, typed))

        page = check(client, answer)
        assert answer.status_code == 200
        assert "還沒有儲存" in page.text
        assert "新北市草擬中的文字。" in page.words("//del")
        assert written.opened(client, URL).fields["text-main"] == (
            "1. 已開工。\n  (1) 三方出席。\n2. 預計 5 月完工。\n"
        )
        assert filing.submission(archive, DRAFT).tip == before


def test_a_sheet_that_came_back_is_saved_with_the_form(client: FlaskClient, records: Path) -> None:
    upload(client, sheet(client, typed))

    written.sent(client, written.opened(client, URL))

    with Archive.open(records) as archive:
        text = archive.filing(DRAFT, filing.submission(archive, DRAFT).blob)
    assert "已開工。" in str(text.parts)


def test_words_that_somebody_has_not_saved_are_not_written_over(client: FlaskClient) -> None:
    raw = sheet(client, typed)
    form = written.opened(client, URL)
    written.sent(client, form, look="1", text_main="1. 還沒儲存的字。")

    answer = upload(client, raw)

    assert answer.status_code == 409
    assert "請先回表單儲存或捨棄" in answer.text
    assert "還沒儲存的字" in written.opened(client, URL).fields["text-main"]


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", "文字".encode()])
def test_what_is_no_sheet_is_refused_at_the_field(client: FlaskClient, raw: bytes) -> None:
    answer = upload(client, raw)

    page = check(client, answer)
    assert answer.status_code == 422
    assert page.root.xpath("//input[@id='sheet'][@aria-invalid='true']")


def test_the_page_of_the_sheet_says_how_it_is_done(client: FlaskClient) -> None:
    assert "請只填最右欄" in visit(client, f"{URL}/word").text
