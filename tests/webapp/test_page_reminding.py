"""Reminding by one click on the overview: who is written to, once a day, and who was when."""

from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from starts import Hand, Start, here
from visitors import post, signed_in
from walks import VISITORS

from webapp import accounts, outbox
from webapp.application import create_app
from webapp.config import Settings

URL = "/114Q4/"


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.COORDINATOR)


def written(app: Flask) -> dict[str, str]:
    """Return the letters of reminders: to whom, and the body."""
    kept = outbox.with_keys(here(app).database, "nudge/")
    return {each.letter.to.partition("@")[0]: each.letter.body for each in kept}


def test_one_click_reminds_everybody_who_still_owes(client: FlaskClient, app: Flask) -> None:
    answer = post(client, URL, city="")

    assert answer.status_code == 303
    assert set(written(app)) == {"taipei", "new-taipei", "keelung", "taoyuan"}
    body = written(app)["taipei"]
    assert "聯合救災（臺北市）：未填報" in body
    assert "河岸步道（合併）：草稿" in body
    assert "跨河便橋" not in body
    assert "已寫好 4 封提醒信" in visit(client, answer.headers["Location"]).text


def test_one_city_is_reminded_alone(client: FlaskClient, app: Flask) -> None:
    post(client, URL, city="keelung")

    assert set(written(app)) == {"keelung"}


def test_the_same_day_twice_writes_once_and_says_so(client: FlaskClient, app: Flask) -> None:
    post(client, URL, city="keelung")

    answer = post(client, URL, city="")

    page = visit(client, answer.headers["Location"])
    assert "已寫好 3 封提醒信" in page.text
    assert "1 位今天已經提醒過" in page.text
    assert len(written(app)) == 4


def test_who_was_reminded_when_is_on_the_board_of_coordinators(
    client: FlaskClient, app: Flask
) -> None:
    post(client, URL, city="taoyuan")

    lines = "//section[@aria-labelledby='remind']//li"
    assert visit(client, "/114Q4/").words(lines) == [
        "115 年 1 月 20 日：桃園填報人（taoyuan@example.org），待寄"
    ]
    reader = visit(signed_in(app, worlds.READER), "/114Q4/")
    assert "taoyuan@example.org" not in reader.text
    assert reader.words("//section[@aria-labelledby='remind']") == []


def test_a_city_without_an_account_is_told(client: FlaskClient, app: Flask) -> None:
    database = here(app).database
    number = accounts.named(database, "taoyuan@example.org").id
    accounts.disable(database, number, on=worlds.LATER)

    answer = post(client, URL, city="taoyuan")

    page = visit(client, answer.headers["Location"])
    assert "沒有可以提醒的人" in page.text
    assert "有 1 篇的縣市還沒有填報人帳號" in page.text


def test_a_coordinator_reminds_nobody_of_another_group(app: Flask) -> None:
    outsider = VISITORS["coordinator of another group"]
    assert outsider

    post(signed_in(app, outsider), URL, city="")

    assert written(app) == {}


def test_a_city_that_is_not_there_is_refused(client: FlaskClient, app: Flask) -> None:
    answer = post(client, URL, city="atlantis")

    assert answer.status_code == 400
    assert "請選擇要提醒的縣市" in check(client, answer).text
    assert written(app) == {}


def test_a_frozen_quarter_reminds_nobody(client: FlaskClient, app: Flask, records: Path) -> None:
    text = here(app).archive.text(here(app).archive.blob("114Q4/quarter.md")).decode()
    frozen = text.replace("state: collecting", "state: frozen").encode()
    worlds.break_records(records, {"114Q4/quarter.md": frozen})

    answer = post(client, URL, city="")

    assert answer.status_code == 409
    assert written(app) == {}


def test_the_next_day_may_remind_again(records: Path, hand: Hand) -> None:
    app = create_app(Settings(archive=records), clock=lambda: hand.now)
    client = signed_in(app, worlds.COORDINATOR)
    post(client, URL, city="keelung")
    hand.move(hours=24)
    client = signed_in(app, worlds.COORDINATOR)

    post(client, URL, city="keelung")

    kept = outbox.with_keys(here(app).database, "nudge/114Q4/keelung")
    assert [each.letter.key[-10:] for each in kept] == ["2026-01-20", "2026-01-21"]
    here(app).close()
