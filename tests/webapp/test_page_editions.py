"""The end of a quarter on a page: freezing, and errata that somebody else accepts."""

from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from starts import Start
from visitors import post, signed_in

from records.archive import Archive
from records.project import Decision, Gap, Project
from records.textform import dump
from webapp.archive import Opened
from workflows import editions
from workflows.people import Person, Role
from workflows.quarters import freeze

PAGE = "/114Q3/report/editions"
SECOND = Person("周建宏", "chou@example.org", Role.COORDINATOR)
WRONG = {
    "act": "propose",
    "what": "跨河便橋，臺北市",
    "before": "可行性評估中。",
    "after": "評估已完成。",
}


def _decided(project: Project, *owners: str) -> bytes:
    """Write a project whose missing texts were decided on."""
    gaps = tuple(Gap(section="main", city=each, decision=Decision.OMIT) for each in owners)
    return dump(project.model_copy(update={"gaps": gaps}))


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    """Return the pages over an archive whose first quarter is whole."""
    cities = ("new-taipei", "keelung", "taoyuan")
    worlds.break_records(
        records,
        {
            "114Q3/river/project.md": _decided(worlds.RIVER, "joint"),
            "114Q3/bridge/project.md": _decided(worlds.BRIDGE, *cities),
        },
    )
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a coordinator's browser."""
    return signed_in(app, worlds.COORDINATOR)


def test_what_keeps_a_quarter_from_being_frozen_is_named(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/report/editions")

    listed = page.words("//section[@aria-labelledby='obstacles']//li")
    assert "跨河便橋（桃園市）：尚未納入" in listed
    assert page.root.xpath("//button[text()='定稿']") == []


def test_freezing_wants_to_be_confirmed(client: FlaskClient) -> None:
    answer = post(client, PAGE, act="freeze")

    page = check(client, answer)
    assert answer.status_code == 400
    assert "錯誤：請先勾選確認，再按定稿。" in page.text


def test_a_quarter_is_frozen_corrected_by_one_and_accepted_by_another(
    app: Flask, client: FlaskClient, records: Path
) -> None:
    assert post(client, PAGE, act="freeze", sure="y").status_code == 303
    assert "最新是第 1 版" in visit(client, PAGE).text

    assert post(client, PAGE, **WRONG).status_code == 303
    own = visit(client, PAGE)
    assert "自己提出的勘誤要由另一位彙整窗口核定" in own.text
    text = str(visit(signed_in(app, SECOND), PAGE).root.xpath("//input[@name='text']/@value")[0])

    refused = post(client, PAGE, act="accept", text=text)
    assert "自己提出的勘誤不能自己核定" in check(client, refused).text
    assert post(signed_in(app, SECOND), PAGE, act="accept", text=text).status_code == 303

    assert "最新是第 2 版" in visit(client, PAGE).text
    with Archive.open(records) as archive:
        second = editions.issued(archive, worlds.BEFORE)[-1]
        assert [each.after for each in second.errata] == ["評估已完成。"]
        move = archive.repository.commit(archive.commit())
        assert (move.author.name, move.author.email) == (SECOND.name, SECOND.email)


def test_an_erratum_without_words_is_asked_for_them_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient
) -> None:
    here: Opened = app.extensions["hebao"]
    freeze(here.archive, worlds.BEFORE, by=SECOND.author, on=worlds.LATER)

    answer = post(client, PAGE, **{**WRONG, "after": ""})

    page = check(client, answer)
    assert answer.status_code == 400
    assert page.words("//p[@class='fault']") == ["錯誤：請寫更正後的文字。"]
    assert page.words("//textarea[@name='before']") == ["可行性評估中。"]


def test_a_quarter_that_is_not_frozen_takes_no_erratum(client: FlaskClient) -> None:
    answer = post(client, PAGE, **WRONG)

    assert answer.status_code == 409
    assert "還沒有定稿" in check(client, answer).text


def test_what_nobody_proposed_cannot_be_accepted(client: FlaskClient) -> None:
    answer = post(client, PAGE, act="accept", text="0" * 40)

    assert answer.status_code == 409
    assert "沒有等待核定的勘誤" in check(client, answer).text
