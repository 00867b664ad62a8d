"""The report on a page and as files."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
import worlds
from flask.testing import FlaskClient
from pages import visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from webapp import prints
from webapp.pages import reports
from workflows import editions
from workflows.report.publish import FORMS, Wanted, publish, publish_forms


def test_the_report_stands_on_the_page_as_it_prints(client: FlaskClient, told: Path) -> None:
    page = visit(client, "/114Q4/report")

    assert page.title == "114 年第 4 季彙整報告"
    with Archive.open(told) as archive:
        lines = publish(archive.holding(worlds.NOW), "txt").decode().splitlines()
    printed = "".join(page.text.split())
    assert [line for line in lines if "".join(line.split()) not in printed] == []


def test_what_is_missing_is_listed(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/report")

    assert "尚未定稿：8 處文字尚未納入" in page.text
    missing = page.words("//table[@aria-labelledby='page_gaps']/tbody/tr")
    assert "跨河便橋桃園市尚未納入" in missing
    assert "聯合救災合併尚未納入" in missing


def test_a_row_leads_to_its_project_and_a_city_to_its_text(client: FlaskClient) -> None:
    links = visit(client, "/114Q4/report").links()

    assert "/114Q4/bridge/" in links
    assert "/114Q4/bridge/taipei" in links


def test_what_is_missing_stands_beside_the_report_and_leads_to_where_it_is_filed(
    client: FlaskClient,
) -> None:
    page = visit(client, "/114Q4/report")

    assert len(page.words("//aside[@aria-labelledby='gaps']//li")) == 8
    assert "/114Q4/bridge/taoyuan" in page.links()
    assert "/114Q4/report/files" in page.links()


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.textual])
def test_a_form_is_what_the_command_line_writes(client: FlaskClient, told: Path, form: str) -> None:
    answer = client.get(f"/114Q4/report.{form}")

    with Archive.open(told) as archive:
        holding = archive.holding(worlds.NOW)
        wanted = Wanted(before=editions.earlier(archive, holding))
        assert answer.data == publish_forms(holding, (form,), wanted)[form]
    assert answer.content_type == FORMS[form].media_type


def test_a_file_has_a_name_that_people_can_read(client: FlaskClient) -> None:
    named = client.get("/114Q4/report.txt").headers["Content-Disposition"]

    kind, plain, spoken = named.split("; ")
    assert (kind, plain) == ("attachment", "filename=114Q4.txt")
    assert unquote(spoken) == "filename*=UTF-8''114Q4彙整報告.txt"


def test_a_file_is_inert(client: FlaskClient) -> None:
    answer = client.get("/114Q4/report.html")

    assert answer.headers["Content-Security-Policy"] == reports.INERT
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>alert" not in answer.text


def test_open_data_names_the_commit(client: FlaskClient, told: Path) -> None:
    said = json.loads(client.get("/114Q4/report.json").data)

    with Archive.open(told) as archive:
        assert said["commit"] == archive.holding(worlds.NOW).commit


@pytest.mark.parametrize("url", ["/114Q4/report", "/114Q4/report.txt"])
def test_an_unchanged_report_is_not_sent_again(client: FlaskClient, url: str) -> None:
    tag = client.get(url).headers["ETag"]

    again = client.get(url, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("url", ["/114Q4/report", "/114Q4/report.txt"])
def test_a_changed_quarter_is_another_report(records: Path, start: Start, url: str) -> None:
    client = signed_in(start(records), worlds.COORDINATOR)
    before = client.get(url)
    with Archive.open(records) as archive:
        text = archive.text(archive.blob("114Q4/bridge/taipei.md"))
    worlds.break_records(records, {"114Q4/bridge/taipei.md": text.replace(b"3", b"5")})

    after = client.get(url, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "增 5 班" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_unchanged_report_is_written_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/114Q4/report")
    client.get("/114Q4/report.md")

    def never(*_: object) -> bytes:
        raise AssertionError("written again")

    monkeypatch.setattr(reports, "assemble", never)
    monkeypatch.setattr(prints, "publish_forms", never)
    assert client.get("/114Q4/report").status_code == 200
    assert client.get("/114Q4/report.md").status_code == 200


def test_a_report_with_broken_records_says_so(records: Path, start: Start) -> None:
    worlds.break_records(records, {"114Q4/bridge/taipei.md": b"nonsense\n"})

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/report")

    assert "1 筆紀錄不能印出" in page.text
    assert "114Q4/bridge/taipei.md 第 1 行" in page.text
