"""What goes wrong is a page with a sentence that says what to do, never a traceback."""

from pathlib import Path

import pytest
import worlds
from flask.testing import FlaskClient
from pages import visit
from starts import Start
from visitors import signed_in

from webapp.pages import overview


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("/nothing", "請由填報概況或網站導覽重新點選"),
        ("/114Q5/", "請由填報概況或網站導覽重新點選"),
        ("/0114Q4/", "請由填報概況或網站導覽重新點選"),
        ("/114q4/", "請由填報概況或網站導覽重新點選"),
        ("/115Q1/", "紀錄庫裡沒有 115 年第 1 季（115Q1）；請由上方選擇其他季別"),
        ("/115Q1/report", "紀錄庫裡沒有 115 年第 1 季"),
        ("/115Q1/report.txt", "紀錄庫裡沒有 115 年第 1 季"),
        ("/114Q4/tunnel/", "沒有代碼為「tunnel」的合作方案；請回填報概況，由名冊選擇"),
        ("/114Q4/Bridge/", "請由填報概況或網站導覽重新點選"),
        ("/114Q4/bridge/penghu", "沒有「penghu」的填報；請回方案的頁面選擇縣市"),
        ("/114Q4/bridge/joint", "沒有「joint」的填報"),
        ("/114Q4/bridge/project", "請由填報概況或網站導覽重新點選"),
        ("/114Q4/tunnel/taipei", "沒有代碼為「tunnel」的合作方案"),
        ("/114Q4/report.exe", "請由填報概況或網站導覽重新點選"),
        ("/static/other.css", "請由填報概況或網站導覽重新點選"),
        ("/static/../config.py", "請由填報概況或網站導覽重新點選"),
        ("/114Q4/%2e%2e/taipei", "請由填報概況或網站導覽重新點選"),
        ("/<script>alert(1)</script>", "請由填報概況或網站導覽重新點選"),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(
    client: FlaskClient, url: str, advice: str
) -> None:
    page = visit(client, url, status=404)

    assert page.title == "找不到這一頁"
    assert advice in page.text
    assert "/114Q4/" in page.links()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("url", ["/114Q4/findings", "/114Q4/bridge/", "/114Q4/report", "/sitemap"])
def test_a_page_for_reading_refuses_what_would_write(
    client: FlaskClient, url: str, method: str
) -> None:
    answer = client.open(url, method=method)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "這一頁只供閱讀" in answer.text


def test_a_quarter_whose_record_is_broken_is_told_without_a_500(
    records: Path, start: Start
) -> None:
    worlds.break_records(records, {"114Q4/quarter.md": b"---\nquarter: 114Q4\n---\n"})
    client = signed_in(start(records), worlds.COORDINATOR)

    for url in ("/", "/114Q4/", "/114Q4/report", "/114Q4/bridge/", "/114Q4/bridge/taipei"):
        page = visit(client, url, status=503)
        assert page.title == "紀錄無法讀取"
        assert "114Q4/quarter.md" in page.text
    assert visit(client, "/114Q3/").title == "114 年第 3 季填報概況"
    assert visit(client, "/sitemap").title == "網站導覽"


def test_a_platform_whose_record_is_broken_still_has_its_pages(records: Path, start: Start) -> None:
    client = signed_in(start(records), worlds.COORDINATOR)
    worlds.break_records(records, {"platform.md": b"nonsense\n"})

    assert visit(client, "/114Q4/").title == "114 年第 4 季填報概況"


def test_what_nobody_foresaw_is_a_page_and_a_line_in_the_log(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(overview, "board", breaks)

    page = visit(client, "/114Q4/", status=500)

    assert "請通知系統管理者" in page.text
    assert "secret" not in page.text
    assert "Traceback" not in page.text
    assert "secret of the machine" in caplog.text
