"""Who may come in: every address has a door, and the one door there is opens on this machine."""

import re
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import visit
from starts import Start

from webapp import guard
from webapp.addresses import PARTS

ROUTES = {
    "/": "overview.newest",
    "/<quarter:quarter>/": "overview.show",
    "/<quarter:quarter>/<project:project>/": "projects.show",
    "/<quarter:quarter>/<project:project>/<owner:owner>": "filings.show",
    "/<quarter:quarter>/report": "reports.show",
    "/<quarter:quarter>/report.<form:form>": "reports.download",
    "/healthz": "site.healthz",
    "/sitemap": "site.sitemap",
    "/accessibility": "site.accessibility",
    "/static/<asset:name>": "site.asset",
}
PAGES = ("/", "/114Q4/", "/114Q4/bridge/", "/114Q4/bridge/taipei", "/114Q4/report", "/sitemap")


def test_every_address_is_in_the_table_and_has_a_door(app: Flask) -> None:
    rules = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}

    assert rules == ROUTES
    assert {name: each.__name__ for name, each in guard.DOORS.items()} == dict.fromkeys(
        ROUTES.values(), "loopback_only"
    )


def test_every_part_of_an_address_has_a_type(app: Flask) -> None:
    parts = [part for rule in ROUTES for part in re.findall(r"<([^>]*)>", rule)]

    assert {part.partition(":")[0] for part in parts} == set(PARTS)
    assert {rule.rule for rule in app.url_map.iter_rules() if "<path" in rule.rule} == set()


def test_every_address_is_for_reading(app: Flask) -> None:
    methods = {rule.rule: rule.methods for rule in app.url_map.iter_rules()}

    assert set(methods) == set(ROUTES)
    assert all(said == {"GET", "HEAD", "OPTIONS"} for said in methods.values())


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_let_in(app: Flask, peer: str) -> None:
    answer = app.test_client().get("/sitemap", environ_base={"REMOTE_ADDR": peer})

    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("peer", ["10.0.0.7", "::ffff:10.0.0.7", "2001:db8::1", ""])
@pytest.mark.parametrize("url", [*PAGES, "/114Q4/report.txt", "/healthz", "/static/app.css", "/no"])
def test_another_machine_is_refused_everywhere(
    app: Flask, url: str, peer: str, method: str
) -> None:
    answer = app.test_client().open(url, method=method, environ_base={"REMOTE_ADDR": peer})

    assert answer.status_code == 403
    assert "跨河便橋" not in answer.text


def test_who_is_refused_is_told_what_to_do_and_sees_nothing_of_the_records(app: Flask) -> None:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "10.0.0.7"

    page = visit(client, "/114Q4/", status=403)

    assert "請在那臺機器上開啟" in page.text
    assert worlds.CITIES[0] not in page.text
    assert "114" not in page.text


@pytest.mark.parametrize("header", guard.FORWARDED)
def test_a_proxy_that_asks_for_somebody_else_is_refused(client: FlaskClient, header: str) -> None:
    answer = client.get("/114Q4/", headers={header: "10.0.0.7"})

    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1:8400", "[::1]:8400"])
def test_names_of_this_machine_are_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/sitemap", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "10.0.0.7", "[", "a/b"],
)
def test_another_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/114Q4/", headers={"Host": host})

    assert answer.status_code == 400
    assert "請改用 localhost 或 127.0.0.1 開啟" in answer.text
    assert "evil" not in answer.text


def test_a_host_of_the_settings_is_let_in(told: Path, start: Start) -> None:
    client = start(told, hosts=("reports.internal",)).test_client()

    assert client.get("/sitemap", headers={"Host": "reports.internal"}).status_code == 200
    assert client.get("/sitemap", headers={"Host": "other.internal"}).status_code == 400


def test_an_address_without_a_door_stays_shut(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(guard.DOORS, "site.sitemap")

    page = visit(client, "/sitemap", status=403)

    assert "請通知系統管理者" in page.text
