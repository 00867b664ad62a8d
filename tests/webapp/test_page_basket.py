"""Check and send: everything on one page, one click, a receipt with a number, and its letter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import Page, check, visit
from starts import Start
from visitors import post, signed_in
from werkzeug.test import TestResponse

from records.archive import Archive
from records.branch import Move
from records.errors import NotThere
from records.place import Place
from records.textform import dump
from webapp import accounts, numbers
from webapp.archive import Opened
from webapp.database import Database
from webapp.tables import OUTBOX, RECEIPTS
from workflows import filing
from workflows.receipts import Number, receipt
from workflows.submission import State

NEW_TAIPEI, KEELUNG, TAIPEI = (worlds.FILERS[city] for city in ("new-taipei", "keelung", "taipei"))
URL = "/114Q4/check"
ON = worlds.DUE - timedelta(days=9)
BRIDGE = Place(worlds.NOW, "bridge", "new-taipei")
RIVER = Place(worlds.NOW, "river", "joint")
RESCUE = Place(worlds.NOW, "rescue", "taipei")


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    """Return pages whose archive may be written to, nine days before the deadline."""
    return start(records, ON, address="https://reports.example.org", proxies=1)


@pytest.fixture
def new_taipei(app: Flask) -> FlaskClient:
    return signed_in(app, NEW_TAIPEI)


@pytest.fixture
def taipei(app: Flask) -> FlaskClient:
    """Return the lead city's browser; it has two drafts: the river's, and one of its own."""
    worlds.Story(archive_of(app)).save(RESCUE, "## drill\n\n1 場。", figures={"drills": "1"})
    return signed_in(app, TAIPEI)


def opened(app: Flask) -> Opened:
    found: Opened = app.extensions["hebao"]
    return found


def archive_of(app: Flask) -> Archive:
    return opened(app).archive


def ticked(page: Page) -> list[str]:
    return [str(each) for each in page.root.xpath("//input[@name='send'][@checked]/@value")]


def send(client: FlaskClient, *values: str, **fields: str) -> TestResponse:
    return post(client, URL, send=list(values), **fields)


def rows(database: Database, table: Any) -> list[Any]:  # noqa: ANN401 - a table of SQLAlchemy
    with database.reading() as connection:
        return list(connection.execute(table.select()).all())


# -- The page ------------------------------------------------------------------------------------


def test_the_page_shows_what_is_written_and_not_sent(taipei: FlaskClient) -> None:
    page = visit(taipei, URL)

    assert page.title == "檢查並送審"
    assert page.words("//h3") == ["河岸步道 合併", "聯合救災"]
    assert [each.split("@")[0] for each in ticked(page)] == ["river/joint", "rescue/taipei"]
    assert "有新進度，1 段、3 字" in page.text


def test_a_text_as_it_was_sent_back_is_there_but_not_ticked(app: Flask) -> None:
    page = visit(signed_in(app, KEELUNG), URL)

    assert "退回後還沒有修改" in page.text
    assert ticked(page) == []


def test_a_text_that_cannot_be_sent_says_why_and_holds_nobody_back(
    app: Flask, taipei: FlaskClient
) -> None:
    worlds.Story(archive_of(app)).save(RESCUE, "")

    page = visit(taipei, URL)

    assert "有 1 篇還不能送出，其他的可以先送" in page.text
    assert "聯合救災：還沒有文字" in page.text
    assert [each.split("@")[0] for each in ticked(page)] == ["river/joint"]
    assert f"{URL}#send-rescue-taipei" in page.links()


def test_an_error_stops_its_text_and_a_doubt_does_not(app: Flask, taipei: FlaskClient) -> None:
    story = worlds.Story(archive_of(app))
    story.save(RESCUE, "## drill\n\n演練。", figures={"drills": "很多"})
    story.save(RIVER, "115 年 2 月 30 日開工。")

    page = visit(taipei, URL)
    answer = send(taipei, f"rescue/taipei@{filing.submission(archive_of(app), RESCUE).blob}")

    assert "要修正" in page.words("//section[contains(@class,'stopped')]")[0]
    assert "聯合救災" in page.words("//div[@aria-labelledby='stopped']")[0]
    assert "沒有「115 年 2 月 30 日」這一天" in page.words("//ul[@class='asks']")[0]
    assert "/114Q4/river/joint#text-main" in page.links()
    assert [each.split("@")[0] for each in ticked(page)] == ["river/joint"]
    assert answer.status_code == 400
    assert filing.submission(archive_of(app), RESCUE).state is State.DRAFT


def test_a_doubt_is_answered_with_a_reason_and_not_asked_again(
    app: Flask, taipei: FlaskClient
) -> None:
    worlds.Story(archive_of(app)).save(RIVER, "115 年 2 月 30 日開工。")
    page = visit(taipei, URL)
    field = str(page.root.xpath("string(//ul[@class='asks']//input/@name)"))
    values = [each for each in ticked(page) if each.startswith("river/")]

    answer = send(taipei, *values, **{field: "契約上就是這樣寫"})

    assert answer.status_code == 303
    steps = archive_of(app).branches.steps(RIVER)
    assert [each.trailers["Step"] for each in steps[-2:]] == ["accept", "send"]
    assert "契約上就是這樣寫" in steps[-2].trailers["Accepts"]
    filing.withdraw(archive_of(app), RIVER, by=TAIPEI, on=ON)
    assert "2 月 30 日」這一天" not in visit(taipei, URL).text


def test_a_reason_that_cannot_be_kept_holds_its_text_back_and_stays_in_its_box(
    app: Flask, taipei: FlaskClient
) -> None:
    worlds.Story(archive_of(app)).save(RIVER, "115 年 2 月 30 日開工。")
    page = visit(taipei, URL)
    field = str(page.root.xpath("string(//ul[@class='asks']//input/@name)"))

    answer = send(taipei, *ticked(page), **{field: "長" * 2001})
    after = check(taipei, answer)

    assert answer.status_code == 400
    assert "河岸步道：理由有 2001 個字" in after.text
    assert after.root.xpath("string(//ul[@class='asks']//input/@value)") == "長" * 2001
    assert filing.submission(archive_of(app), RIVER).state is State.DRAFT
    assert filing.submission(archive_of(app), RESCUE).state is State.SENT


def test_each_text_stands_beside_the_one_that_the_report_last_took_in(
    app: Flask, new_taipei: FlaskClient
) -> None:
    before = Place(worlds.BEFORE, "bridge", "new-taipei")
    text = worlds.a_filing(before, "新北市先前的文字。")
    with_last_quarter = {before.path: dump(text)}
    archive_of(app).record(with_last_quarter, Move("匯入", worlds.COORDINATOR.author, ON, {}))

    page = visit(new_taipei, URL)

    assert "改 1 條" in page.words("//p[@class='facts']")[0]
    assert page.words("//summary") == ["與114 年第 3 季對照：跨河便橋"]
    assert page.words("//ol[@class='diff']//del") != []


def test_who_has_written_nothing_is_led_back(app: Flask) -> None:
    page = visit(signed_in(app, worlds.FILERS["taoyuan"]), URL)

    assert "沒有寫好還沒送的文字。還有 1 篇還沒填。" in page.text


# -- Sending -------------------------------------------------------------------------------------


def test_one_click_sends_the_basket_and_shows_its_receipt(app: Flask, taipei: FlaskClient) -> None:
    answer = send(taipei, *ticked(visit(taipei, URL)), note="數字待會計確認")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/114Q4/receipts/114Q4-taipei-0001"
    for place in (RESCUE, RIVER):
        assert filing.submission(archive_of(app), place).state is State.SENT
    page = visit(taipei, answer.headers["Location"])
    assert page.title == "送審回執 114Q4-臺北-0001"
    assert page.words("//tbody//th/a") == ["河岸步道", "聯合救災"]
    assert "臺北填報人（臺北市）" in page.text
    assert "115 年 1 月 7 日 17:00" in page.text
    assert "數字待會計確認" in visit(taipei, "/114Q4/rescue/taipei/history").text
    review = visit(signed_in(app, worlds.COORDINATOR), "/114Q4/rescue/taipei/review")
    assert review.words("//p[@id='note']") == ["填報人的話數字待會計確認"]


def test_the_receipt_comes_as_a_letter_too(app: Flask, taipei: FlaskClient) -> None:
    send(taipei, *ticked(visit(taipei, URL)))

    letter = rows(opened(app).database, OUTBOX)[-1]

    assert (letter.key, letter.to) == ("receipt:114Q4-taipei-0001", TAIPEI.email)
    assert letter.subject == "114 年第 4 季送審回執 114Q4-臺北-0001（2 篇）"
    assert "1. 河岸步道（合併）\n2. 聯合救災（臺北市）\n" in letter.body
    assert "https://reports.example.org/114Q4/receipts/114Q4-taipei-0001" in letter.body


def test_a_wrong_one_is_told_and_the_others_are_sent(app: Flask, taipei: FlaskClient) -> None:
    values = ticked(visit(taipei, URL))
    worlds.Story(archive_of(app)).save(RESCUE, "## drill\n\n同事剛改。", figures={"drills": "1"})

    answer = send(taipei, *values)
    page = check(taipei, answer)

    assert answer.status_code == 400
    assert filing.submission(archive_of(app), RIVER).state is State.SENT
    assert filing.submission(archive_of(app), RESCUE).state is State.DRAFT
    assert page.words("//p[@class='fault']") == [
        "錯誤：聯合救災：這一頁開啟之後有人改過文字，還沒有送出；請看過再送。"
    ]
    assert "/114Q4/receipts/114Q4-taipei-0001" in page.links()


def test_a_basket_that_is_sent_twice_is_sent_once(app: Flask, taipei: FlaskClient) -> None:
    values = ticked(visit(taipei, URL))
    send(taipei, *values)

    page = check(taipei, send(taipei, *values))

    assert "河岸步道：現在是「已送審」，沒有再送一次。" in page.text
    assert len(rows(opened(app).database, RECEIPTS)) == 1


def test_nothing_ticked_sends_nothing(app: Flask, new_taipei: FlaskClient) -> None:
    page = check(new_taipei, send(new_taipei))

    assert page.status == 400
    assert "請先勾選要送審的方案" in page.text
    assert filing.submission(archive_of(app), BRIDGE).state is State.DRAFT
    assert rows(opened(app).database, RECEIPTS) == []


def test_a_long_word_to_the_coordinators_stays_in_its_box(
    app: Flask, new_taipei: FlaskClient
) -> None:
    page = check(new_taipei, send(new_taipei, *ticked(visit(new_taipei, URL)), note="長" * 2001))

    assert page.status == 400
    assert page.words("//textarea[@id='note']") == ["長" * 2001]
    assert filing.submission(archive_of(app), BRIDGE).state is State.DRAFT


@pytest.mark.parametrize("forged", ["bridge/taipei@x", "river/joint@", "@", "tunnel/new-taipei@x"])
def test_nobody_sends_the_text_of_another(app: Flask, new_taipei: FlaskClient, forged: str) -> None:
    page = check(new_taipei, send(new_taipei, forged))

    assert page.status == 404
    assert rows(opened(app).database, RECEIPTS) == []


def test_after_the_freeze_nothing_is_sent(app: Flask, new_taipei: FlaskClient) -> None:
    values = ticked(visit(new_taipei, URL))
    opened(app).clock = lambda: worlds.OPENED - timedelta(days=200)

    page = check(new_taipei, send(signed_in(app, NEW_TAIPEI), *values))

    assert page.status == 400
    assert "起開放填報" in page.text
    assert rows(opened(app).database, RECEIPTS) == []


# -- Numbers -------------------------------------------------------------------------------------


def test_numbers_go_up_and_are_never_handed_out_again(app: Flask, new_taipei: FlaskClient) -> None:
    here = opened(app)
    account = accounts.named(here.database, NEW_TAIPEI.email)

    def take() -> Number:
        return numbers.take(
            here.database, here.archive, worlds.NOW, "new-taipei", account=account, on=ON
        )

    assert [take().count, take().count] == [1, 2]
    numbers.give_back(here.database, Number(worlds.NOW, "new-taipei", 2))
    assert take().count == 2
    send(new_taipei, *ticked(visit(new_taipei, URL)))
    with here.database.writing() as connection:
        connection.execute(RECEIPTS.delete())
    assert take().count == 4


def test_two_who_send_at_once_get_two_numbers(app: Flask) -> None:
    here = opened(app)
    account = accounts.named(here.database, NEW_TAIPEI.email)

    def take(_: int) -> Number:
        return numbers.take(
            here.database, here.archive, worlds.NOW, "new-taipei", account=account, on=ON
        )

    with ThreadPoolExecutor(8) as people:
        taken = list(people.map(take, range(24)))

    assert sorted(number.count for number in taken) == list(range(1, 25))


def test_a_receipt_is_there_without_the_database(app: Flask, new_taipei: FlaskClient) -> None:
    send(new_taipei, *ticked(visit(new_taipei, URL)))
    with opened(app).database.writing() as connection:
        connection.execute(RECEIPTS.delete())

    page = visit(new_taipei, "/114Q4/receipts/114Q4-new-taipei-0001")

    assert "跨河便橋" in page.text


# -- Receipts ------------------------------------------------------------------------------------


def test_a_receipt_says_what_became_of_its_texts(app: Flask) -> None:
    page = visit(signed_in(app, KEELUNG), "/114Q4/receipts/114Q4-keelung-0001")

    assert page.words("//td[@class='now']") == ["退回補正"]


def test_a_city_finds_its_receipts_and_no_others(app: Flask) -> None:
    ours, theirs = (visit(signed_in(app, who), "/114Q4/receipts") for who in (KEELUNG, TAIPEI))

    assert ours.words("//tbody/tr/th") == ["114Q4-基隆-0001"]
    assert "本季還沒有整批送審的回執" in theirs.text


@pytest.mark.parametrize(
    "code", ["114Q4-keelung-0002", "114Q3-keelung-0001", "114Q4-基隆-0001", "x"]
)
def test_a_receipt_that_is_not_there_is_not_found(app: Flask, code: str) -> None:
    visit(signed_in(app, KEELUNG), f"/114Q4/receipts/{code}", status=404)


def test_every_sent_step_names_its_receipt(app: Flask, new_taipei: FlaskClient) -> None:
    send(new_taipei, *ticked(visit(new_taipei, URL)))

    steps = archive_of(app).branches.steps(BRIDGE)

    assert steps[-1].trailers["Receipt"] == "114Q4-new-taipei-0001"
    with pytest.raises(NotThere):
        receipt(archive_of(app), Number(worlds.NOW, "new-taipei", 2))
