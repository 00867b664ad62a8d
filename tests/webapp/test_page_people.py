"""Accounts as administrators see them: added, invited, changed, closed, handed over."""

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import FAULTS, Page, check, visit
from starts import MING, PASSWORD, Hand, here, number, sign_in
from visitors import browser, post, signed_in
from werkzeug.test import TestResponse

from webapp import accounts
from workflows.people import Role

NEW = {"name": "新來的人", "email": "New@Example.org", "role": "filer", "city": "keelung"}
KEELUNG = worlds.FILERS["keelung"]


@pytest.fixture
def office(site: Flask) -> FlaskClient:
    """Return the browser of an administrator."""
    return signed_in(site, worlds.ADMINISTRATOR)


def faults(client: FlaskClient, answer: TestResponse) -> list[str]:
    """Return what a page says is wrong."""
    assert answer.status_code == 400
    return check(client, answer).words(FAULTS)


def address(page: Page) -> str:
    """Return the link that a page shows."""
    (shown,) = page.words("//main//code")
    return shown


def test_everybody_is_listed(office: FlaskClient) -> None:
    page = visit(office, "/people")

    assert len(page.words("//tbody/tr")) == 7
    assert [page.words(f"//tbody/tr[th='臺北填報人']/td[{at}]")[0] for at in range(1, 6)] == [
        *("taipei@example.org", "填報人", "臺北市", "各組", "使用中")
    ]


def test_who_is_added_sets_a_password_by_the_link_and_is_in(
    site: Flask, office: FlaskClient
) -> None:
    invited = check(office, post(office, "/people/new", **NEW, groups="transport"))
    client = browser(site)
    asked = visit(client, address(invited))

    answer = post(client, address(invited), password=PASSWORD, again=PASSWORD)

    assert "新來的人（new@example.org）" in asked.text
    assert answer.status_code == 303
    mine = visit(client, "/me")
    assert "縣市基隆市" in mine.text.replace(" ", "")
    assert "組別交通組" in mine.text.replace(" ", "")
    assert visit(client, "/114Q4/rescue/", status=404)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "錯誤：請輸入姓名。"),
        ({"name": " "}, "錯誤：姓名要有 1 到 100 個字"),
        ({"name": "<b>"}, "錯誤：姓名要有 1 到 100 個字，而且不可以有角括號；請更正。"),
        ({"email": "nobody"}, "錯誤：「nobody」不是電子郵件，請寫成 name@example.gov.tw 的樣子。"),
        ({"email": "a@b.c\r\nBcc: x@y.z"}, "不是電子郵件"),
        (
            {"email": MING.email.upper()},
            "錯誤：taipei@example.org 已經有帳號；請改用別的電子郵件。",
        ),
        ({"city": ""}, "錯誤：填報人要指定縣市，請選擇一個縣市。"),
        ({"role": "reader"}, "錯誤：閱覽者不屬於任何縣市，請不要指定縣市。"),
        ({"role": "king"}, "錯誤：不是有效的選擇"),
        ({"city": "penghu"}, "錯誤：不是有效的選擇"),
        ({"groups": "nowhere"}, "錯誤：「nowhere」"),
    ],
)
def test_a_wrong_account_is_told_at_its_field_and_not_added(
    site: Flask, office: FlaskClient, said: dict[str, str], sentence: str
) -> None:
    found = faults(office, post(office, "/people/new", **{**NEW, **said}))

    assert [each for each in found if sentence in each], found
    assert len(accounts.everybody(here(site).database)) == 7


def test_a_change_is_there_at_once_and_leaves_a_trace(site: Flask, office: FlaskClient) -> None:
    client = signed_in(site, MING)
    url = f"/people/{number(site)}"

    post(office, url, name="王小明", role="filer", city="taipei", groups="culture")

    assert visit(client, "/114Q4/bridge/", status=404)
    page = visit(office, url)
    (trace,) = [line for line in page.words("//tbody/tr") if "修改" in line]
    assert "臺北填報人，填報人，taipei，各組 → 王小明，填報人，taipei，culture" in trace
    assert trace.endswith("郭文傑 <kuo@example.org>")


def test_the_email_stays_since_it_names_the_person_in_the_history(
    site: Flask, office: FlaskClient
) -> None:
    url = f"/people/{number(site)}"

    post(office, url, name="王小明", role="filer", city="taipei", email="other@example.org")

    found = accounts.account(here(site).database, number(site))
    assert (found.person.name, found.person.email) == ("王小明", MING.email)


def test_a_closed_account_is_out_and_may_be_opened_again(site: Flask, office: FlaskClient) -> None:
    client, url = browser(site), f"/people/{number(site)}"
    sign_in(client)

    post(office, f"{url}/disable")
    out = client.get("/114Q4/").status_code
    refused = sign_in(browser(site))
    post(office, f"{url}/enable")

    assert (out, refused) == (303, "")
    assert sign_in(browser(site))


def test_a_closed_account_gets_no_link(site: Flask, office: FlaskClient) -> None:
    url = f"/people/{number(site)}"
    link = address(check(office, post(office, f"{url}/link")))
    post(office, f"{url}/disable")

    found = faults(office, post(office, f"{url}/link"))

    assert found == ["錯誤：這個帳號已經停用，請先啟用再寄連結。"]
    assert visit(browser(site), link, status=404)


@pytest.mark.parametrize("act", ["disable", "role"])
def test_the_last_administrator_stays(site: Flask, office: FlaskClient, act: str) -> None:
    url = f"/people/{number(site, worlds.ADMINISTRATOR)}"
    answer = (
        post(office, f"{url}/disable")
        if act == "disable"
        else post(office, url, name="郭文傑", role="reader", city="")
    )

    assert faults(office, answer) == ["錯誤：這是最後一個系統管理者，請先新增另一個系統管理者。"]
    assert office.get("/people").status_code == 200


# -- Handing over ----------------------------------------------------------------------------------


def hand_over(site: Flask, office: FlaskClient, **said: str) -> TestResponse:
    """Hand the desk of 臺北市 to the filer of 基隆市, from the day that it is."""
    wish = {
        "kind": "deputy",
        "taker": str(number(site, KEELUNG)),
        "begins": "115/1/20",
        "ends": "115 年 1 月 21 日",
        "reason": "休假",
    }
    return post(office, f"/people/{number(site)}/handover", **{**wish, **said})


def test_the_deputy_sits_at_the_desk_while_it_lasts(
    site: Flask, office: FlaskClient, hand: Hand
) -> None:
    client = signed_in(site, KEELUNG)
    before = visit(client, "/me").text

    hand_over(site, office)

    assert "代理 臺北填報人" not in before
    assert "代理 臺北填報人" in visit(client, "/me").text
    assert "115 年 1 月 20 日起至115 年 1 月 21 日" in visit(office, "/people").text
    hand.now = hand.now.replace(month=1, day=21, hour=15, minute=59)
    assert "代理 臺北填報人" in visit(signed_in(site, KEELUNG), "/me").text
    hand.move(minutes=1)
    assert "代理 臺北填報人" not in visit(signed_in(site, KEELUNG), "/me").text


def test_an_end_before_its_time_is_at_once_and_leaves_a_trace(
    site: Flask, office: FlaskClient
) -> None:
    client = signed_in(site, KEELUNG)
    hand_over(site, office)

    (form,) = visit(office, "/people").root.xpath("//main//form/@action")
    first = post(office, form)
    second = post(office, form)

    assert (first.status_code, second.status_code) == (303, 503)
    assert "代理 臺北填報人" not in visit(client, "/me").text
    page = visit(office, f"/people/{number(site)}")
    assert [line.split()[6] for line in page.words("//tbody/tr") if " 日 " in line][-3:]
    assert "已提前結束" in page.text
    assert "結束代理" in page.text


def test_who_leaves_a_post_reads_and_the_successor_writes(site: Flask, office: FlaskClient) -> None:
    leaver, heir = signed_in(site, MING), signed_in(site, KEELUNG)

    hand_over(site, office, kind="successor", ends="", reason="調任")

    assert "臺北填報人 閱覽者" in visit(leaver, "/114Q4/").text
    assert "代理 臺北填報人" in visit(heir, "/me").text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ends": ""}, "代理要有結束的日期"),
        ({"ends": "115/1/19"}, "結束的日期要在開始的日期當天或之後"),
        ({"begins": "115/1/1", "ends": "115/1/2"}, "而且不能已經過去"),
        ({"begins": "115/2/30"}, "請寫成民國年/月/日"),
        ({"begins": "明天"}, "請寫成民國年/月/日"),
        ({"reason": " "}, "請寫明事由"),
        ({"taker": ""}, "請選擇接手的人"),
        ({"taker": "9999"}, "不是有效的選擇"),
        ({"kind": "gift"}, "不是有效的選擇"),
    ],
)
def test_what_cannot_be_handed_over_is_told_at_its_field(
    site: Flask, office: FlaskClient, said: dict[str, str], sentence: str
) -> None:
    found = faults(office, hand_over(site, office, **said))

    assert [each for each in found if sentence in each], found
    assert "代理 臺北" not in visit(signed_in(site, KEELUNG), "/me").text


def test_a_reader_has_nothing_to_hand_over(site: Flask, office: FlaskClient) -> None:
    url = f"/people/{number(site, worlds.READER)}/handover"
    said = {"kind": "deputy", "begins": "115/1/20", "ends": "115/1/21", "reason": "休假"}

    found = faults(office, post(office, url, **said, taker=str(number(site))))

    assert "閱覽者沒有可以交接的工作" in found[0]
    assert worlds.READER.role is Role.READER
