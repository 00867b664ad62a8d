"""Who may come in: every address has a door, and the host's name must be ours."""

import re
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import visit
from starts import Start
from visitors import browser, signed_in
from walks import ROUTES

from webapp import doors
from webapp.addresses import PARTS


def test_every_address_is_in_the_table_of_walks(app: Flask) -> None:
    rules = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(route.rule, route.method) for route in ROUTES} == rules


def test_every_page_has_a_door_and_every_door_a_page(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert set(doors.DOORS) == endpoints


def test_every_part_of_an_address_has_a_type(app: Flask) -> None:
    parts = [part for route in ROUTES for part in re.findall(r"<([^>]*)>", route.rule)]

    assert {part.partition(":")[0] for part in parts} <= {*PARTS, "int"}
    assert {rule.rule for rule in app.url_map.iter_rules() if "<path" in rule.rule} == set()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1:8400", "[::1]:8400"])
def test_names_of_this_machine_are_its_names(app: Flask, host: str) -> None:
    answer = browser(app).get("/accessibility", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "10.0.0.7", "[", "a/b"],
)
def test_another_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/114Q4/", headers={"Host": host})

    assert answer.status_code == 400
    assert "請改用系統管理者提供的網址開啟" in answer.text
    assert "evil" not in answer.text


def test_a_host_of_the_settings_is_let_in(told: Path, start: Start) -> None:
    client = browser(start(told, hosts=("reports.internal",), address="http://r.example.org"))

    for name in ("reports.internal", "r.example.org"):
        assert client.get("/accessibility", headers={"Host": name}).status_code == 200
    assert client.get("/accessibility", headers={"Host": "other.internal"}).status_code == 400


def test_an_address_without_a_door_stays_shut(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(doors.DOORS, "site.sitemap")

    page = visit(client, "/sitemap", status=403)

    assert "請通知系統管理者" in page.text


def test_who_is_not_signed_in_sees_nothing_of_the_records(app: Flask) -> None:
    page = visit(browser(app), "/nothing", status=404)

    assert worlds.CITIES[0] not in page.text
    assert "114" not in page.text


@pytest.mark.parametrize(
    "said",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "http:evil.example",
        "／／evil.example",
        "",
    ],
)
def test_nobody_is_led_to_another_site(app: Flask, said: str) -> None:
    client = signed_in(app, worlds.READER)

    answer = client.get("/sign-in", query_string={"next": said})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
