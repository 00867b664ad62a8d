"""Signing in and out, and what becomes of the words that were being sent meanwhile."""

import json
from pathlib import Path

import pytest
import worlds
from flask import Flask
from pages import check, visit
from starts import MING, PASSWORD, Hand, Start, here, number, sign_in
from visitors import browser, post, signed_in, token

from webapp import accounts, guard, sessions, tokens
from webapp.tables import ACCOUNTS, SESSIONS

WRONG = "a wrong phrase"
COMPARED = "nobody's password"


def test_the_password_opens_the_page_that_was_wanted(site: Flask) -> None:
    client = browser(site)
    asked = client.get("/114Q4/bridge/")
    page = visit(client, asked.headers["Location"])

    answer = post(
        client,
        "/sign-in",
        email=f" {MING.email.upper()} ",
        password=PASSWORD,
        next=str(page.root.xpath("string(//input[@name='next']/@value)")),
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/114Q4/bridge/")
    assert "臺北填報人 臺北市填報人 登出" in visit(client, "/114Q4/bridge/").text


@pytest.mark.parametrize(
    "said",
    [{"password": WRONG}, {"email": "nobody@example.org"}, {"password": PASSWORD + " "}],
)
def test_what_does_not_fit_is_refused_in_the_same_words(site: Flask, said: dict[str, str]) -> None:
    client = browser(site)

    answer = post(client, "/sign-in", **{"email": MING.email, "password": PASSWORD, **said})

    page = check(client, answer)
    assert answer.status_code == 401
    assert page.words("//*[@class='fault']") == [
        "錯誤：電子郵件或密碼不對，請再試一次；還沒有設定密碼請洽系統管理者。"
    ]
    assert page.root.xpath("string(//input[@id='password']/@value)") == ""
    assert client.get_cookie(guard.SESSION) is None


def test_an_account_without_a_password_opens_to_nothing(site: Flask) -> None:
    client = browser(site)

    assert sign_in(client, email=worlds.READER.email, password="") == ""
    assert sign_in(client, email=worlds.READER.email, password=COMPARED) == ""


def test_what_is_left_out_is_asked_for_at_its_field(site: Flask) -> None:
    client = browser(site)

    page = check(client, post(client, "/sign-in", email="", password=""))

    assert page.words("//*[@class='fault']") == ["錯誤：請輸入電子郵件。", "錯誤：請輸入密碼。"]
    assert page.words("//div[@role='alert']//a") == ["請輸入電子郵件。", "請輸入密碼。"]


def test_every_sign_in_has_a_session_of_its_own_name(site: Flask) -> None:
    client = browser(site)
    client.set_cookie(guard.SESSION, "chosen-by-somebody-else", domain="localhost")
    first = sign_in(client)
    second = sign_in(client)

    assert "chosen-by-somebody-else" not in {first, second}
    assert first != second
    stale = browser(site)
    stale.set_cookie(guard.SESSION, first, domain="localhost")
    assert stale.get("/114Q4/").status_code == 303


def test_the_table_does_not_hold_what_the_browser_holds(site: Flask) -> None:
    secret = sign_in(browser(site))

    with here(site).database.reading() as connection:
        held = repr([connection.execute(each.select()).all() for each in (ACCOUNTS, SESSIONS)])
    assert secret not in held
    assert PASSWORD not in held
    assert sessions.digest(secret) in held


def test_the_cookie_is_for_this_site_and_no_script(site: Flask) -> None:
    client = browser(site)

    answer = post(client, "/sign-in", email=MING.email, password=PASSWORD)

    said = next(
        each for each in answer.headers.getlist("Set-Cookie") if each.startswith(guard.SESSION)
    )
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    assert "Secure" not in said


def test_through_https_the_cookie_is_for_https_only(records: Path, start: Start) -> None:
    app = start(records, proxies=1, address="https://r.example.org")
    client = browser(app)

    answer = client.get("/sign-in", headers={"Host": "r.example.org", "X-Forwarded-Proto": "https"})

    (said,) = answer.headers.getlist("Set-Cookie")
    assert said.startswith("__Host-hebao_visit=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(said.split("; "))
    assert "Domain" not in said


def test_a_proxy_that_nobody_set_is_not_believed(site: Flask) -> None:
    answer = browser(site).get("/sign-in", headers={"X-Forwarded-Proto": "https"})

    assert "Secure" not in answer.headers["Set-Cookie"]


# -- How it ends ---------------------------------------------------------------------------------


def test_who_signs_out_is_out_on_this_browser_and_in_the_table(site: Flask) -> None:
    client, thief = browser(site), browser(site)
    secret = sign_in(client)
    thief.set_cookie(guard.SESSION, secret, domain="localhost")
    assert thief.get("/114Q4/").status_code == 200

    answer = post(client, "/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/114Q4/").status_code == 303
    assert thief.get("/114Q4/").status_code == 303


@pytest.mark.parametrize("act", ["disable", "password"])
def test_sessions_end_with_the_account_and_with_the_password(
    site: Flask, hand: Hand, act: str
) -> None:
    client = browser(site)
    sign_in(client)
    database = here(site).database

    if act == "disable":
        accounts.disable(database, number(site), on=hand.now)
    else:
        accounts.set_password(database, number(site), "another long phrase", on=hand.now)

    assert client.get("/114Q4/").status_code == 303
    assert sign_in(browser(site)) == ""


def test_a_session_ends_that_nobody_uses(site: Flask, hand: Hand) -> None:
    client = browser(site)
    sign_in(client)

    hand.move(minutes=119)
    used = client.get("/114Q4/").status_code
    hand.move(minutes=119)
    again = client.get("/114Q4/").status_code
    hand.move(minutes=121)

    assert (used, again, client.get("/114Q4/").status_code) == (200, 200, 303)


def test_a_session_ends_after_a_working_day(site: Flask, hand: Hand) -> None:
    client = browser(site)
    sign_in(client)

    for _ in range(11):
        hand.move(hours=1)
        assert client.get("/114Q4/").status_code == 200
    hand.move(hours=1)

    assert client.get("/114Q4/").status_code == 303


# -- Throttle ------------------------------------------------------------------------------------


def test_after_five_tries_one_waits_and_then_may_again(site: Flask, hand: Hand) -> None:
    client = browser(site)
    for _ in range(5):
        assert sign_in(client, password=WRONG) == ""

    answer = post(client, "/sign-in", email=MING.email, password=PASSWORD)
    page = check(client, answer)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 15 * 60 + 1
    assert "請等 15 分鐘後再試" in page.text
    assert client.get_cookie(guard.SESSION) is None
    hand.move(minutes=15)
    assert sign_in(client)


def test_who_gets_in_has_his_tries_again(site: Flask) -> None:
    client = browser(site)
    for _ in range(3):
        for _ in range(4):
            sign_in(client, password=WRONG)
        assert sign_in(browser(site))


# -- Forms that came too late --------------------------------------------------------------------

LONG = "1. 第一項\r\n    (1) 內容 <b>&amp;\r\n" + "很長的文字。" * 50


def test_a_form_without_a_session_keeps_its_words_through_the_sign_in(site: Flask) -> None:
    client = browser(site)

    asked = client.post("/sign-out?a=b", data={"text": LONG, "progress": "new"})
    answer = client.post("/sign-out?a=b", data={"text": LONG, "progress": "new"})

    # Signing out is open to everybody, so it asks for a token only.
    assert (asked.status_code, answer.status_code) == (403, 403)
    page = check(client, answer)
    (box,) = page.root.xpath("//form[@action='/sign-out?a=b']//textarea")
    assert box.text.lstrip("\n").replace("\r", "") == LONG.replace("\r", "")


def test_words_that_were_kept_come_back_with_a_token_of_the_new_session(site: Flask) -> None:
    client = browser(site)
    words = json.dumps([["text", LONG], ["progress", "new"], [tokens.FIELD, "x"]])

    answer = post(
        client,
        "/sign-in",
        email=MING.email,
        password=PASSWORD,
        next="/114Q4/bridge/taipei",
        kept=words,
    )

    page = check(client, answer)
    (form,) = page.root.xpath("//form[@action='/114Q4/bridge/taipei']")
    fields = {each.name: each.value for each in form.xpath(".//input|.//textarea")}
    assert fields["text"].lstrip("\n").replace("\r", "") == LONG.replace("\r", "")
    assert fields["progress"] == "new"
    assert fields[tokens.FIELD] == token(client)


@pytest.mark.parametrize("said", ["", "x", "##", "##" + "0" * 40])
def test_a_wrong_token_changes_nothing_and_gives_the_words_back(site: Flask, said: str) -> None:
    client = signed_in(site, MING)

    answer = client.post("/sign-out", data={tokens.FIELD: said, "text": LONG})

    assert answer.status_code == 403
    assert "很長的文字" in check(client, answer).text
    assert client.get("/114Q4/").status_code == 200


def test_the_token_of_another_session_is_none(site: Flask) -> None:
    client, other = signed_in(site, MING), signed_in(site, MING)

    assert client.post("/sign-out", data={tokens.FIELD: token(other)}).status_code == 403


def test_a_script_sends_the_token_in_a_header_and_is_told_in_json(site: Flask) -> None:
    client = signed_in(site, MING)
    del client.environ_base["HTTP_ACCEPT"]

    refused = client.post("/sign-out", headers={tokens.HEADER: "x"})
    fresh = client.get("/sign-in/token").json
    done = client.post("/sign-out", headers={tokens.HEADER: (fresh or {})["token"]})

    assert (refused.status_code, done.status_code) == (403, 303)
    assert refused.json is not None
    assert set(refused.json) == {"problem"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused_and_not_shown(
    site: Flask, headers: dict[str, str]
) -> None:
    client = signed_in(site, MING)

    answer = client.post(
        "/sign-out", data={tokens.FIELD: token(client), "text": LONG}, headers=headers
    )

    page = check(client, answer)
    assert answer.status_code == 403
    assert "很長的文字" not in page.text
    assert client.get("/114Q4/").status_code == 200


def test_a_password_is_not_among_the_words_that_come_back(site: Flask) -> None:
    said = {"present": PASSWORD, "password": f"{PASSWORD} another", "again": f"{PASSWORD} another"}

    asked = browser(site).post("/me/password", data=said)
    refused = signed_in(site, MING).post("/me/password", data=said)

    assert (asked.status_code, refused.status_code) == (401, 403)
    assert PASSWORD not in asked.text
    assert PASSWORD not in refused.text
