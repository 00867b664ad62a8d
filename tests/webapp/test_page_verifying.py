"""A file is verified on a page, and forgotten."""

import io
from pathlib import Path

import pytest
import worlds
from flask.testing import FlaskClient
from pages import check, visit
from visitors import token
from werkzeug.test import TestResponse

from records.archive import Archive
from webapp import limits
from webapp.tokens import FIELD
from workflows.report.publish import publish


def _sent(client: FlaskClient, raw: bytes, name: str) -> TestResponse:
    said = {FIELD: token(client), "file": (io.BytesIO(raw), name)}
    return client.post("/verify", data=said, content_type="multipart/form-data")


def test_a_file_is_asked_for(client: FlaskClient) -> None:
    page = visit(client, "/verify")

    assert "32 MB 以下" in page.text


def test_an_altered_file_names_the_rows_that_differ(client: FlaskClient, told: Path) -> None:
    with Archive.open(told) as archive:
        raw = publish(archive.holding(worlds.NOW), "html").decode()

    page = check(client, _sent(client, raw.replace("增 3 班", "增 9 班").encode(), "a.html"))

    assert page.title == "驗證結果：有更動"
    assert "少了：臺北市：增 3 班。" in page.words("//li")
    assert "/114Q4/bridge/" in page.links()


def test_what_is_no_report_is_unknown_whatever_its_name_says(client: FlaskClient) -> None:
    page = check(client, _sent(client, b"\x89PNG\r\n", "<script>alert(1)</script>.pdf"))

    assert page.title == "驗證結果：查無此檔"


def test_a_form_without_a_file_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.post("/verify", data={FIELD: token(client)})

    assert answer.status_code == 400
    assert "錯誤：請選擇要驗證的檔案。" in check(client, answer).text


def test_a_file_that_is_too_large_is_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.PAGES, "verifying.answer", 1_000)

    answer = _sent(client, b"x" * 200_000, "a.pdf")

    assert answer.status_code == 413


def test_other_pages_take_no_file(client: FlaskClient) -> None:
    said = {FIELD: token(client), "file": (io.BytesIO(b"x" * 200_000), "a.pdf")}
    answer = client.post("/114Q4/report/files", data=said, content_type="multipart/form-data")

    assert answer.status_code == 413
