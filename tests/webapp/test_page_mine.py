"""My account: my password, and where I am signed in."""

import pytest
import worlds
from flask import Flask
from pages import FAULTS, check, visit
from starts import PASSWORD, Hand, sign_in
from visitors import browser, post, signed_in

OTHER = f"{PASSWORD} another"


def test_another_password_ends_every_session_but_this_one(site: Flask) -> None:
    client, elsewhere = browser(site), browser(site)
    old = sign_in(client)
    sign_in(elsewhere)

    answer = post(client, "/me/password", present=PASSWORD, password=OTHER, again=OTHER)

    assert answer.status_code == 303
    assert "密碼已變更" in visit(client, answer.headers["Location"]).text
    assert elsewhere.get("/me").status_code == 303
    thief = browser(site)
    thief.set_cookie("hebao_session", old, domain="localhost")
    assert thief.get("/me").status_code == 303
    assert sign_in(browser(site)) == ""
    assert sign_in(browser(site), password=OTHER)


@pytest.mark.parametrize(
    ("present", "password", "again", "sentence"),
    [
        ("a wrong phrase", OTHER, OTHER, "目前的密碼不對"),
        ("", OTHER, OTHER, "請輸入目前的密碼"),
        (PASSWORD, OTHER, PASSWORD, "兩次輸入的密碼不一樣"),
        (PASSWORD, "short", "short", "密碼太短"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(
    site: Flask, present: str, password: str, again: str, sentence: str
) -> None:
    client = browser(site)
    sign_in(client)

    answer = post(client, "/me/password", present=present, password=password, again=again)

    assert answer.status_code == 400
    assert sentence in check(client, answer).words(FAULTS)[0]
    assert sign_in(browser(site))


def test_the_present_password_is_not_guessed_from_an_open_browser(site: Flask, hand: Hand) -> None:
    client = browser(site)
    sign_in(client)
    said = {"password": OTHER, "again": OTHER}
    for _ in range(5):
        assert post(client, "/me/password", present="wrong one", **said).status_code == 400

    assert post(client, "/me/password", present=PASSWORD, **said).status_code == 429
    hand.move(minutes=16)
    assert post(client, "/me/password", present=PASSWORD, **said).status_code == 303


def test_a_session_elsewhere_is_ended_here(site: Flask) -> None:
    client, elsewhere = browser(site), browser(site)
    elsewhere.environ_base["HTTP_USER_AGENT"] = f"Other {worlds.HOSTILE}"
    sign_in(elsewhere)
    sign_in(client)

    page = visit(client, "/me")
    (form,) = page.root.xpath("//table//form/@action")
    post(client, form)

    assert f"Other {worlds.HOSTILE}" in page.words("//tbody/tr/th")
    assert elsewhere.get("/me").status_code == 303
    assert client.get("/me").status_code == 200


def test_nobody_ends_the_session_of_another(site: Flask) -> None:
    client, other = browser(site), signed_in(site, worlds.READER)
    sign_in(client)
    elsewhere = browser(site)
    sign_in(elsewhere)
    (form,) = visit(client, "/me").root.xpath("//table//form/@action")

    post(other, form)

    assert elsewhere.get("/me").status_code == 200
