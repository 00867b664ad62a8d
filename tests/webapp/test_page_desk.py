"""The desk: what to do next, 本季無新進度 for many at once, and taking back."""

from datetime import date, timedelta
from pathlib import Path

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
from records.filing import Progress
from records.place import Place
from records.register import Stage
from records.textform import dump
from webapp import accounts
from webapp.archive import Opened
from webapp.tables import UNSENT
from workflows import filing, reviewing
from workflows.submission import State

KEELUNG, TAIPEI, TAOYUAN = (worlds.FILERS[city] for city in ("keelung", "taipei", "taoyuan"))
URL = "/114Q4/desk"
BEFORE_DUE = worlds.DUE - timedelta(days=9)


def archive_of(app: Flask) -> Archive:
    opened: Opened = app.extensions["hebao"]
    return opened.archive


def sections(page: Page) -> dict[str, list[str]]:
    """Return the names of the projects below each heading of tasks."""
    found = {}
    for section in page.root.xpath("//ul[contains(@class, 'tasks')]/ancestor::*[h2|summary][1]"):
        heading = " ".join(section.xpath("string(.//h2)").split())
        links = section.xpath(".//ul[contains(@class,'tasks')]/li//div[@class='what']/a")
        found[heading] = [" ".join(link.text_content().split()) for link in links]
    return found


def send(client: FlaskClient, url: str, *places: str, **fields: str) -> TestResponse:
    """Send a form with the places that are ticked."""
    return post(client, url, place=list(places), **fields)


@pytest.fixture
def app_to_write(records: Path, start: Start) -> Flask:
    """Return pages whose archive may be written to, nine days before the deadline."""
    return start(records, BEFORE_DUE)


@pytest.fixture
def keelung(app_to_write: Flask) -> FlaskClient:
    return signed_in(app_to_write, KEELUNG)


# -- The list ------------------------------------------------------------------------------------


def test_the_desk_says_what_to_do_next(app: Flask) -> None:
    page = visit(signed_in(app, KEELUNG), URL)

    assert page.title == "基隆市 114 年第 4 季填報"
    assert sections(page) == {
        "退回補正 1 篇": ["跨河便橋"],
        "已完成 1 篇": ["聯合救災"],
        "其他市主辦的合併稿 2 篇": ["河岸步道", "聯合救災"],
    }
    assert "退回理由：請補日期" in page.text
    assert "<script>" not in page.root.text_content().replace(worlds.HOSTILE, "")


def test_the_lead_city_has_its_own_text_and_the_joint_one(app: Flask) -> None:
    page = visit(signed_in(app, TAIPEI), URL)

    found = sections(page)

    assert found["快到期或已逾期 2 篇"] == ["聯合救災", "河岸步道 合併"]
    assert found["等待審查 1 篇"] == ["聯合救災 合併"]
    assert not [heading for heading in found if "其他市" in heading]


def test_before_the_deadline_the_days_are_counted(records: Path, start: Start) -> None:
    page = visit(signed_in(start(records, worlds.DUE - timedelta(days=2)), KEELUNG), URL)

    assert "還有 2 天 填報期限 115 年 1 月 16 日（五）17:00" in page.text.replace(
        "還有 2 天填報", "還有 2 天 填報"
    )


def test_over_the_deadline_a_text_says_so(app: Flask) -> None:
    page = visit(signed_in(app, TAOYUAN), URL)

    assert "已逾期 4 天" in page.text
    assert "逾期仍可送審" in page.text


def test_a_filer_is_led_to_his_desk_and_others_to_the_overview(app: Flask) -> None:
    assert visit(signed_in(app, KEELUNG), "/").url == URL
    assert visit(signed_in(app, worlds.COORDINATOR), "/").url == "/114Q4/"


def test_a_quarter_that_does_not_take_texts_yet_is_not_where_a_filer_is_led(
    records: Path, start: Start
) -> None:
    coming = worlds.NOW.next
    record = worlds.a_record(coming).model_copy(update={"opens": date(2026, 4, 1)})
    worlds.break_records(records, {f"{coming}/quarter.md": dump(record)})

    assert visit(signed_in(start(records), KEELUNG), "/").url == URL


def test_one_group_has_an_address_of_its_own(app: Flask) -> None:
    client = signed_in(app, TAIPEI)

    page = visit(client, f"{URL}?group=transport")

    assert page.root.xpath("//nav[@aria-label='只看一組']//a[@aria-current]")[0].text == "交通組"
    assert "聯合救災" not in str(sections(page))
    visit(client, f"{URL}?group=nothing", status=404)


def test_what_is_new_is_new_until_the_visit_is_over(records: Path, start: Start) -> None:
    clock = [BEFORE_DUE]
    app = start(records)
    opened: Opened = app.extensions["hebao"]
    opened.clock = lambda: clock[0]
    client = signed_in(app, KEELUNG)
    first = visit(client, URL)
    clock[0] += timedelta(minutes=5)
    again = visit(client, URL)
    clock[0] += timedelta(minutes=50)
    later = visit(signed_in(app, KEELUNG), URL)

    assert "上次看過以後" in first.text
    assert "上次看過以後" in again.text
    assert "上次看過以後" not in later.text

    place = Place(worlds.NOW, "bridge", "keelung")
    reviewing.comment(
        opened.archive, place, "請附圖說", by=worlds.COORDINATOR, on=clock[0] + timedelta(minutes=1)
    )
    clock[0] += timedelta(hours=1)
    newest = visit(signed_in(app, KEELUNG), URL)

    assert newest.words("//section[contains(@class,'news')]//q") == ["請附圖說"]


def test_a_filer_of_nothing_is_told_where_to_look(records: Path, start: Start) -> None:
    nobody = worlds.Person(
        "無事", "idle@example.org", worlds.Role.FILER, "taipei", frozenset({"culture"})
    )

    page = visit(signed_in(start(records), nobody), URL)

    assert "本季沒有要您填報的方案" in page.text


def test_a_quarter_without_a_deadline_counts_no_days(records: Path, start: Start) -> None:
    record = worlds.a_record(worlds.NOW).model_copy(update={"due": None})
    worlds.break_records(records, {f"{worlds.NOW}/quarter.md": dump(record)})

    page = visit(signed_in(start(records), TAOYUAN), URL)

    assert sections(page)["還沒填 1 篇"] == ["跨河便橋"]
    assert "填報期限" not in page.text


def test_a_quarter_that_is_not_there_has_no_desk(app: Flask) -> None:
    visit(signed_in(app, KEELUNG), "/113Q1/desk", status=404)


# -- 本季無新進度 --------------------------------------------------------------------------------


@pytest.fixture
def with_last_quarter(records: Path, start: Start) -> Flask:
    """Return pages where 桃園市 and 新北市 had texts on the bridge last quarter."""
    files: dict[str, bytes | None] = {}
    for city in ("taoyuan", "new-taipei"):
        place = Place(worlds.BEFORE, "bridge", city)
        files[place.path] = dump(worlds.a_filing(place, "1. 上季的文字。"))
    with Archive.open(records) as archive:
        archive.record(files, Move("匯入", worlds.COORDINATOR.author, worlds.OPENED, {}))
    return start(records, BEFORE_DUE)


def test_unchanged_projects_are_previewed_and_then_kept_as_drafts(with_last_quarter: Flask) -> None:
    client = signed_in(with_last_quarter, TAOYUAN)
    url = "/114Q4/nothing-new"

    preview = check(client, send(client, url, "bridge/taoyuan"))
    done = send(client, url, "bridge/taoyuan", reason="尚未到查核點", confirm="1")

    assert "沿用自114 年第 3 季" in preview.text
    assert "上季的文字。" in preview.text
    assert (done.status_code, done.headers["Location"]) == (303, f"{URL}?carried=1")
    place = Place(worlds.NOW, "bridge", "taoyuan")
    stands = filing.submission(archive_of(with_last_quarter), place)
    text = archive_of(with_last_quarter).filing(place, stands.blob)
    assert stands.state is State.DRAFT
    assert (text.progress, text.reason) == (Progress.NONE, "尚未到查核點")
    assert "1 篇沿用先前的文字" in visit(client, f"{URL}?carried=1").text


def test_without_a_reason_nothing_is_kept_and_the_field_says_so(with_last_quarter: Flask) -> None:
    client = signed_in(with_last_quarter, TAOYUAN)

    answer = send(client, "/114Q4/nothing-new", "bridge/taoyuan", reason="　", confirm="1")
    page = check(client, answer)

    assert answer.status_code == 400
    assert page.words("//p[@class='fault']") == [
        "錯誤：請寫明本季無新進度的理由，例如：尚未到下一個查核點。"
    ]
    assert page.root.xpath("//input[@value='bridge/taoyuan']/@checked")
    place = Place(worlds.NOW, "bridge", "taoyuan")
    assert filing.submission(archive_of(with_last_quarter), place).state is State.MISSING


def test_who_ticks_nothing_is_told_to(app: Flask) -> None:
    client = signed_in(app, TAOYUAN)

    answer = send(client, "/114Q4/nothing-new")
    page = check(client, answer)

    assert answer.status_code == 400
    assert "請先勾選" in page.text
    assert page.links().count("/114Q4/nothing-new#pick-bridge-taoyuan") == 1


def test_what_cannot_be_carried_says_why(app: Flask) -> None:
    client = signed_in(app, TAOYUAN)

    page = check(client, send(client, "/114Q4/nothing-new", "bridge/taoyuan"))

    assert "不能沿用：先前沒有納入的文字" in page.text
    assert not page.root.xpath("//button[@name='confirm']")


def test_what_was_typed_and_not_saved_is_told_and_not_passed_over(
    with_last_quarter: Flask,
) -> None:
    client = signed_in(with_last_quarter, TAOYUAN)
    opened: Opened = with_last_quarter.extensions["hebao"]
    account = accounts.named(opened.database, TAOYUAN.email)
    row = {
        "account": account.id,
        "quarter": str(worlds.NOW),
        "project": "bridge",
        "owner": "taoyuan",
        "text": [["text-main", "打到一半"]],
        "base": "",
        "saved_at": BEFORE_DUE,
    }
    with opened.database.writing() as connection:
        connection.execute(UNSENT.insert().values(row))

    answer = send(client, "/114Q4/nothing-new", "bridge/taoyuan", reason="同上", confirm="1")

    assert "打了字還沒存" in visit(client, URL).text
    assert answer.status_code == 400
    assert "跨河便橋：您打了字還沒有儲存" in check(client, answer).text
    place = Place(worlds.NOW, "bridge", "taoyuan")
    assert filing.submission(archive_of(with_last_quarter), place).state is State.MISSING


def test_what_a_colleague_wrote_meanwhile_is_left_alone(with_last_quarter: Flask) -> None:
    client = signed_in(with_last_quarter, TAOYUAN)
    place = Place(worlds.NOW, "bridge", "taoyuan")
    worlds.Story(archive_of(with_last_quarter)).save(place, "同事剛寫的。")

    answer = send(client, "/114Q4/nothing-new", "bridge/taoyuan", reason="同上", confirm="1")
    page = check(client, answer)

    assert answer.status_code == 400
    assert "跨河便橋：這篇本季已經有文字" in page.text


@pytest.mark.parametrize(
    "forged",
    ["bridge/taipei", "rescue/joint", "tunnel/taoyuan", "bridge", "../../platform", "\x00"],
)
@pytest.mark.parametrize("url", ["/114Q4/nothing-new", URL])
def test_places_of_others_are_not_there(app: Flask, url: str, forged: str) -> None:
    client = signed_in(app, TAOYUAN)

    page = check(client, send(client, url, forged, reason="同上", confirm="1"))

    assert page.status == 404
    assert "不是您填報的，沒有變更" in page.text


def test_a_form_without_its_token_changes_nothing(app: Flask) -> None:
    client = signed_in(app, TAOYUAN)

    answer = client.post("/114Q4/nothing-new", data={"place": "bridge/taoyuan", "confirm": "1"})

    assert answer.status_code == 403


def test_a_frozen_quarter_says_why_nothing_can_be_written(records: Path, start: Start) -> None:
    record = worlds.a_record(worlds.NOW).model_copy(update={"state": Stage.FROZEN})
    worlds.break_records(records, {f"{worlds.NOW}/quarter.md": dump(record)})
    client = signed_in(start(records), TAOYUAN)

    page = visit(client, URL)

    assert "114 年第 4 季已定稿，不能再填報；更正請提出勘誤。" in page.text
    assert not page.root.xpath("//input[@type='checkbox']")
    preview = check(client, send(client, "/114Q4/nothing-new", "bridge/taoyuan"))
    assert "不能沿用：114 年第 4 季已定稿" in preview.text


# -- 撤回 ----------------------------------------------------------------------------------------


def test_a_sent_text_is_taken_back_from_the_list(app_to_write: Flask) -> None:
    client = signed_in(app_to_write, TAIPEI)
    assert visit(client, URL).words("//li[@id='task-rescue-joint']//button") == ["撤回：聯合救災"]

    answer = send(client, URL, "rescue/joint")

    assert answer.headers["Location"] == f"{URL}?withdrawn=1"
    place = Place(worlds.NOW, "rescue", "joint")
    assert filing.submission(archive_of(app_to_write), place).state is State.DRAFT


def test_what_is_being_reviewed_is_not_taken_back(app_to_write: Flask) -> None:
    client = signed_in(app_to_write, TAIPEI)
    place = Place(worlds.NOW, "rescue", "joint")
    reviewing.comment(
        archive_of(app_to_write), place, "看過了", by=worlds.COORDINATOR, on=BEFORE_DUE
    )

    answer = send(client, URL, "rescue/joint")
    page = check(client, answer)

    assert answer.status_code == 400
    assert "錯誤：聯合救災：彙整窗口已經開始審查" in page.text
    assert not page.root.xpath("//li[@id='task-rescue-joint']//button")
