"""One-time links: they work once, for a while, and lead to our own address."""

import re
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import FAULTS, check, visit
from starts import MING, PASSWORD, Hand, Start, here, number, sign_in
from visitors import browser, post, signed_in, token

from webapp import accounts, one_time
from webapp.one_time import Kind, NoSuchLink
from webapp.tables import LINKS, OUTBOX
from webapp.tokens import FIELD

OTHER = f"{PASSWORD} another"
MAILING = {"mail_host": "mail.internal", "address": "https://r.example.org", "proxies": 1}


def a_link(site: Flask, kind: Kind = Kind.RESET) -> str:
    """Return where a link for the filer of 臺北市 leads."""
    opened = here(site)
    owner = accounts.account(opened.database, number(site))
    return f"/link/{one_time.make(opened.database, owner, kind, on=opened.clock()).secret}"


def redeem(client: FlaskClient, url: str, password: str = OTHER) -> int:
    return post(client, url, password=password, again=password).status_code


def letters(app: Flask) -> list[tuple[str, str]]:
    """Return the letters that wait: to whom, and what they say."""
    with here(app).database.reading() as connection:
        rows = connection.execute(OUTBOX.select().order_by(OUTBOX.c.id)).all()
    return [(row.to, row.body) for row in rows]


def test_a_link_works_once_however_often_it_was_opened_before(site: Flask) -> None:
    url, client = a_link(site), browser(site)
    for _ in range(3):
        visit(browser(site), url)
        browser(site).head(url)

    first, second = redeem(client, url), redeem(browser(site), url, f"{PASSWORD} third")

    assert (first, second) == (303, 404)
    assert client.get("/114Q4/").status_code == 200
    assert sign_in(browser(site), password=OTHER)


def test_of_two_at_once_one_sets_the_password(site: Flask) -> None:
    opened = here(site)
    secret = a_link(site).rpartition("/")[2]
    found = one_time.find(opened.database, secret, on=opened.clock())
    one_time.redeem(opened.database, secret, OTHER, on=opened.clock())

    with pytest.raises(NoSuchLink):
        one_time.redeem(opened.database, secret, PASSWORD, on=opened.clock())

    assert found.account.person == MING


@pytest.mark.parametrize(("kind", "hours"), [(Kind.INVITATION, 7 * 24), (Kind.RESET, 24)])
def test_a_link_works_for_a_while(site: Flask, hand: Hand, kind: Kind, hours: int) -> None:
    url = a_link(site, kind)

    hand.move(hours=hours, seconds=-1)
    visit(browser(site), url)
    hand.move(seconds=1)

    assert "已經用過、過期或不完整" in visit(browser(site), url, status=404).text
    assert redeem(browser(site), url) == 404


def test_a_newer_link_makes_the_older_one_worthless(site: Flask) -> None:
    older, newer = a_link(site), a_link(site)

    visit(browser(site), older, status=404)
    visit(browser(site), newer)


def test_another_password_makes_every_link_worthless(site: Flask, hand: Hand) -> None:
    url = a_link(site)

    accounts.set_password(here(site).database, number(site), OTHER, on=hand.now)

    visit(browser(site), url, status=404)


def test_a_link_ends_the_sessions_of_whoever_had_the_old_password(site: Flask) -> None:
    thief = browser(site)
    sign_in(thief)

    redeem(browser(site), a_link(site))

    assert thief.get("/114Q4/").status_code == 303


def test_the_table_does_not_hold_what_the_letter_holds(site: Flask) -> None:
    secret = a_link(site).rpartition("/")[2]

    with here(site).database.reading() as connection:
        held = repr(connection.execute(LINKS.select()).all())
    assert secret not in held


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "密碼太短，請至少用 10 個字"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "不要用重複或連續的字"),
        ("0123456789", "0123456789", "不要用重複或連續的字"),
        (MING.email, MING.email, "不要用自己的電子郵件當密碼"),
        ("x" * 201, "x" * 201, "密碼太長"),
        ("a long phrase", "a long phrasE", "兩次輸入的密碼不一樣"),
        ("", "", "請輸入新密碼"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    site: Flask, password: str, again: str, sentence: str
) -> None:
    url, client = a_link(site), browser(site)

    answer = post(client, url, password=password, again=again)

    assert answer.status_code == 400
    assert sentence in check(client, answer).words(FAULTS)[0]
    visit(client, url)


def test_the_secret_is_neither_kept_nor_passed_on(site: Flask) -> None:
    answer = browser(site).get(a_link(site))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_links_are_not_tried_without_end(site: Flask, hand: Hand) -> None:
    client, wrong = browser(site), f"/link/{'x' * 43}"
    for _ in range(60):
        assert client.get(wrong).status_code == 404

    assert client.get(wrong).status_code == 429
    assert client.get(a_link(site)).status_code == 429
    hand.move(minutes=15)
    assert client.get(a_link(site)).status_code == 200


# -- By letter -----------------------------------------------------------------------------------


@pytest.fixture
def mailing(site: Flask, told: Path, start: Start, hand: Hand) -> Flask:
    """Return pages over the same tables that can send letters."""
    app = start(told, database=here(site).database.url.render_as_string(), **MAILING)
    here(app).clock = lambda: hand.now
    return app


def test_a_letter_leads_to_our_address_whatever_the_host_header_says(mailing: Flask) -> None:
    client = browser(mailing)
    for host in ("localhost", "r.example.org", "127.0.0.1:9999"):
        headers = {"Host": host, "X-Forwarded-Host": "evil.example"}
        said = {FIELD: token(client), "email": MING.email}
        client.post("/forgotten", data=said, headers=headers)

    found = letters(mailing)

    assert [to for to, _ in found] == [MING.email] * len(found)
    assert found
    for _, body in found:
        assert re.findall(r"https?://\S+/link/", body) == ["https://r.example.org/link/"]
        assert "evil" not in body


def test_another_host_gets_no_letter_written(mailing: Flask) -> None:
    client = browser(mailing)
    said = {FIELD: token(client), "email": MING.email}

    answer = client.post("/forgotten", data=said, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert letters(mailing) == []


def test_the_link_of_a_letter_works(mailing: Flask, site: Flask) -> None:
    post(browser(mailing), "/forgotten", email=f" {MING.email.upper()}")
    ((_, body),) = letters(mailing)
    secret = re.findall(r"/link/([\w-]{43})", body)[0]

    assert redeem(browser(site), f"/link/{secret}") == 303
    assert sign_in(browser(site), password=OTHER)


def test_who_has_no_account_is_told_the_same(mailing: Flask) -> None:
    client = browser(mailing)
    here_, nobody = (
        check(client, post(client, "/forgotten", email=email)).text.replace(email, "-")
        for email in (MING.email, "nobody@example.org")
    )

    assert here_ == nobody
    assert len(letters(mailing)) == 1


def test_three_letters_an_hour_are_enough(mailing: Flask) -> None:
    client = browser(mailing)
    answers = [post(client, "/forgotten", email=MING.email).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert len(letters(mailing)) == 3


def test_an_administrator_sees_no_link_that_a_letter_brings(mailing: Flask) -> None:
    office = signed_in(mailing, worlds.ADMINISTRATOR)

    page = check(office, post(office, f"/people/{number(mailing)}/link"))

    assert "已經準備寄信到 taipei@example.org" in page.text
    assert "/link/" not in page.text
    assert "王小明" not in page.text
    ((to, body),) = letters(mailing)
    assert to == MING.email
    assert f"{MING.name} 您好" in body


def test_without_a_mail_server_the_page_says_whom_to_ask(site: Flask) -> None:
    page = visit(browser(site), "/forgotten")

    assert "請洽系統管理者給您一個重設密碼的連結" in page.text
    assert page.root.xpath("//main//form") == []
