"""Contacts: everybody of a group sees them, a city keeps its own."""

from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from starts import Start
from visitors import post, signed_in
from werkzeug.test import TestResponse

from records.project import Contact
from records.register import Stage
from records.textform import dump
from webapp.archive import Opened
from workflows.contacts import change_contacts, contacts_of

TAIPEI, KEELUNG = worlds.FILERS["taipei"], worlds.FILERS["keelung"]
URL = "/114Q4/bridge/contacts/taipei"


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, TAIPEI)


def opened(app: Flask) -> Opened:
    found: Opened = app.extensions["hebao"]
    return found


def stand(app: Flask) -> tuple[Contact, ...]:
    return contacts_of(opened(app).archive, worlds.NOW, "bridge", "taipei").contacts


def write(client: FlaskClient, *rows: tuple[str, str, str], seen: str = "") -> TestResponse:
    seen = seen or str(visit(client, URL).root.xpath("string(//input[@name='seen']/@value)"))
    agency, role, phone = (list(column) for column in zip(*rows, strict=True))
    return post(client, URL, agency=agency, role=role, phone=phone, seen=seen)


def test_a_city_finds_its_contacts_and_changes_them(app: Flask, client: FlaskClient) -> None:
    page = visit(client, URL)
    assert page.root.xpath("//input[@id='agency-1']/@value") == ["臺北市政府工務局"]

    answer = write(client, ("臺北市政府工務局", "股長", "02-2720-8889"), ("", "", ""))

    assert answer.headers["Location"] == "/114Q4/bridge/#contacts"
    assert stand(app) == (Contact(agency="臺北市政府工務局", role="股長", phone="02-2720-8889"),)
    assert "股長" in visit(client, "/114Q4/bridge/").text


def test_the_project_leads_who_may_to_the_page(app: Flask, client: FlaskClient) -> None:
    assert URL in visit(client, "/114Q4/bridge/").links()
    assert URL not in visit(signed_in(app, KEELUNG), "/114Q4/bridge/").links()
    assert URL in visit(signed_in(app, worlds.COORDINATOR), "/114Q4/bridge/").links()


def test_what_is_wrong_is_said_at_its_field_and_the_words_stay(
    app: Flask, client: FlaskClient
) -> None:
    before = stand(app)

    page = check(client, write(client, ("工務局", "", ""), ("", "科長", "02-1")))

    assert page.status == 400
    assert page.words("//p[@id='agency-2-fault']") == [
        "錯誤：第 2 列：請填承辦機關，或清空這一列。"
    ]
    assert page.root.xpath("//input[@id='role-2']/@value") == ["科長"]
    assert stand(app) == before


def test_a_colleagues_change_is_shown_beside_mine(app: Flask, client: FlaskClient) -> None:
    seen = str(visit(client, URL).root.xpath("string(//input[@name='seen']/@value)"))
    archive = opened(app).archive
    listed = contacts_of(archive, worlds.NOW, "bridge", "taipei")
    theirs = (Contact(agency="同事的機關"),)
    change_contacts(archive, listed, theirs, by=worlds.COORDINATOR, on=worlds.LATER)

    page = check(client, write(client, ("我的機關", "", ""), seen=seen))

    assert page.status == 400
    assert "同事剛才改過這裡的承辦窗口" in page.text
    assert page.words("//section[@id='theirs']//li") == ["同事的機關 承辦人"]
    assert page.root.xpath("//input[@id='agency-1']/@value") == ["我的機關"]
    assert stand(app) == theirs
    again = write(
        client,
        ("我的機關", "", ""),
        seen=str(page.root.xpath("string(//input[@name='seen']/@value)")),
    )
    assert again.status_code == 303


@pytest.mark.parametrize("seen", ["x", "0" * 40, "--all", "../../etc"])
def test_a_forged_version_changes_nothing(app: Flask, client: FlaskClient, seen: str) -> None:
    before = stand(app)

    page = check(client, write(client, ("別的", "", ""), seen=seen))

    assert page.status == 400
    assert stand(app) == before


def test_more_contacts_than_there_is_room_for_are_refused(client: FlaskClient) -> None:
    page = check(client, write(client, *[("局", "", "")] * 11))

    assert "第 11 列：一個縣市最多 10 位" in page.text


def test_a_frozen_quarter_shows_no_form(records: Path, start: Start) -> None:
    record = worlds.a_record(worlds.NOW).model_copy(update={"state": Stage.FROZEN})
    worlds.break_records(records, {f"{worlds.NOW}/quarter.md": dump(record)})
    client = signed_in(start(records), TAIPEI)

    page = visit(client, URL)

    assert "不能再修改" in page.text
    assert not page.root.xpath("//main//form")
    assert URL not in visit(client, "/114Q4/bridge/").links()


@pytest.mark.parametrize("url", ["/114Q4/tram/contacts/keelung", "/114Q4/tunnel/contacts/taipei"])
def test_what_takes_no_part_has_no_page(app: Flask, url: str) -> None:
    visit(signed_in(app, worlds.COORDINATOR), url, status=404)


def test_all_contacts_stand_on_one_page(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/contacts")

    assert "臺北市政府工務局 承辦人 02-2720-8889" in page.text
    assert worlds.HOSTILE in page.root.text_content()
    assert URL in page.links()
    assert "/114Q4/bridge/contacts/keelung" not in page.links()
