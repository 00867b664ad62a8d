"""A quarter's life on its pages: dates, exceptions, closing, and opening the next one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import Page, check, visit
from starts import Start
from visitors import post, signed_in
from walks import VISITORS
from werkzeug.test import TestResponse

from records.archive import Archive
from records.quarter import Quarter
from records.register import QuarterRecord, Stage
from workflows import deadlines

URL = "/114Q4/life"
NEXT = Quarter(115, 1)
DATES = {
    "act": "dates",
    "opens": "115/1/2",
    "due": "115 年 1 月 30 日",
    "until": "12:30",
    "grace": "5",
}
LATER = {
    "act": "allow",
    "city": "taoyuan",
    "project": "bridge",
    "day": "115/2/6",
    "at": "17:00",
    "by": "王副秘書長",
    "why": "颱風停班",
}


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.COORDINATOR)


def record(records: Path, quarter: Quarter = worlds.NOW) -> QuarterRecord:
    with Archive.open(records) as archive:
        return archive.holding(quarter).record


def press(client: FlaskClient, **fields: str) -> TestResponse:
    """Press a button of the page as it is now."""
    page = visit(client, URL)
    seen = str(page.root.xpath("//input[@name='seen']/@value")[0])
    return post(client, URL, **{"seen": seen, **fields})


def told(client: FlaskClient, answer: TestResponse) -> Page:
    return check(client, answer)


def test_dates_are_set_as_people_here_write_them(client: FlaskClient, records: Path) -> None:
    answer = press(client, **DATES)

    assert answer.status_code == 303
    now = record(records)
    assert now.due == datetime(2026, 1, 30, 4, 30, tzinfo=UTC)
    assert (str(now.opens), now.grace) == ("2026-01-02", 5)
    page = visit(client, answer.headers["Location"])
    assert "已改好期限" in page.text
    assert page.root.xpath("string(//input[@id='due']/@value)") == "115 年 1 月 30 日"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("due", "明天", "民國年/月/日"),
        ("until", "25:00", "24 小時制"),
        ("grace", "很多", ""),
        ("grace", "400", "0 至 366"),
        ("due", "114/12/1", "早於開始填報日"),
    ],
)
def test_dates_that_cannot_be_are_told_at_their_field_and_stay_in_it(
    client: FlaskClient, records: Path, field: str, typed: str, said: str
) -> None:
    before = record(records)

    answer = press(client, **{**DATES, field: typed})

    page = told(client, answer)
    assert answer.status_code == 400
    assert said in page.words(f"//p[@id='{field}-fault']")[0]
    assert page.root.xpath(f"string(//input[@id='{field}']/@value)") == typed
    assert record(records) == before


def test_an_exception_says_who_allowed_it_and_why(client: FlaskClient, records: Path) -> None:
    answer = press(client, **LATER)

    assert answer.status_code == 303
    [kept] = record(records).exceptions
    assert (kept.city, kept.project, kept.by, kept.why) == (
        "taoyuan",
        "bridge",
        "王副秘書長",
        "颱風停班",
    )
    row = "//table[@aria-labelledby='exceptions']/tbody/tr"
    assert visit(client, URL).words(row) == [
        "桃園市跨河便橋115 年 2 月 6 日（五）17:00王副秘書長颱風停班"
    ]


@pytest.mark.parametrize(
    ("field", "typed"), [("day", "115/1/1"), ("why", ""), ("by", ""), ("city", "atlantis")]
)
def test_an_exception_that_cannot_be_is_refused(
    client: FlaskClient, records: Path, field: str, typed: str
) -> None:
    answer = press(client, **{**LATER, field: typed})

    assert answer.status_code == 400
    assert told(client, answer).words(f"//p[@id='{field}-fault']")
    assert record(records).exceptions == ()


def test_a_quarter_is_closed_and_collects_again(client: FlaskClient, records: Path) -> None:
    press(client, act="close")
    closed = record(records).state
    press(client, act="collect")

    assert (closed, record(records).state) == (Stage.CLOSED, Stage.COLLECTING)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    client: FlaskClient, records: Path
) -> None:
    page = visit(client, URL)
    seen = str(page.root.xpath("//input[@name='seen']/@value")[0])
    press(client, act="close")

    answer = post(client, URL, seen=seen, **DATES)

    page = told(client, answer)
    assert answer.status_code == 409
    assert "剛才由別人改過" in page.text
    assert page.root.xpath("string(//input[@id='until']/@value)") == "12:30"
    assert record(records).due == worlds.DUE


def test_a_frozen_quarter_offers_no_dates_to_change(client: FlaskClient, records: Path) -> None:
    file = "114Q4/quarter.md"
    with Archive.open(records) as archive:
        text = archive.text(archive.blob(file)).decode()
    frozen = text.replace("state: collecting", "state: frozen")
    worlds.break_records(records, {file: frozen.encode()})

    page = visit(client, URL)

    assert page.root.xpath("//main//form") == []
    assert "不能再變更" in page.text


def test_an_exception_for_a_project_of_another_group_is_not_told(app: Flask) -> None:
    client = signed_in(app, worlds.COORDINATOR)
    press(client, **LATER)
    outsider = VISITORS["coordinator of another group"]
    assert outsider

    page = visit(signed_in(app, outsider), URL)

    assert "颱風停班" not in page.text
    assert page.words("//select[@id='project']/option") == ["全部方案"]


def test_the_overview_leads_a_coordinator_and_nobody_else_to_the_dates(app: Flask) -> None:
    seen = {
        who.name: URL in visit(signed_in(app, who), "/114Q4/").links()
        for who in (worlds.COORDINATOR, worlds.READER, worlds.FILERS["taipei"])
    }

    assert list(seen.values()) == [True, False, False]


# -- Opening the next ----------------------------------------------------------------------------


def opening(client: FlaskClient, code: str = "115Q1") -> Page:
    return visit(client, f"/quarters/open?code={code}")


def test_the_page_proposes_the_next_quarter(client: FlaskClient) -> None:
    page = visit(client, "/quarters/open")

    assert page.root.xpath("string(//input[@id='code']/@value)") == "115Q1"


def test_what_is_carried_and_dropped_is_shown_and_nothing_written(
    client: FlaskClient, records: Path
) -> None:
    page = opening(client)

    assert "115 年 3 月 31 日" in page.text
    assert "「輕軌」仍為暫緩，本季不催報。" in page.words("//main//li")
    with Archive.open(records) as archive:
        assert NEXT not in archive.quarters()


def test_the_quarter_that_was_shown_is_opened(client: FlaskClient, records: Path) -> None:
    mark = str(opening(client).root.xpath("//input[@name='mark']/@value")[0])

    answer = post(client, "/quarters/open", code="115Q1", mark=mark)

    assert answer.headers["Location"] == "/115Q1/life?done=open"
    assert record(records, NEXT).as_of == NEXT.last_day
    assert "已開啟這一季" in visit(client, answer.headers["Location"]).text


def test_a_register_that_changed_after_the_preview_is_shown_again(
    client: FlaskClient, records: Path
) -> None:
    mark = str(opening(client).root.xpath("//input[@name='mark']/@value")[0])
    with Archive.open(records) as archive:
        deadlines.set_dates(
            archive,
            worlds.NOW,
            opens=None,
            due=worlds.LATER,
            grace=3,
            by=worlds.COORDINATOR,
            on=worlds.LATER,
        )

    answer = post(client, "/quarters/open", code="115Q1", mark=mark)

    assert answer.status_code == 409
    assert "預覽之後有變更" in told(client, answer).text
    with Archive.open(records) as archive:
        assert NEXT not in archive.quarters()


@pytest.mark.parametrize(
    ("code", "said"), [("明年", "不是季別"), ("114Q4", "已經有"), ("100Q1", "沒有比")]
)
def test_a_quarter_that_cannot_be_opened_is_told_at_the_field(
    client: FlaskClient, code: str, said: str
) -> None:
    page = visit(client, f"/quarters/open?code={code}", 400)

    assert said in page.words("//p[@id='code-fault']")[0]
    assert page.root.xpath("string(//input[@id='code']/@value)") == code
