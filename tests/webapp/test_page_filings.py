"""A filing's page: one text and what has happened to it."""

from pathlib import Path

import worlds
from flask.testing import FlaskClient
from pages import Page, visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from records.place import Place
from workflows import reviewing


def steps(page: Page) -> list[str]:
    return page.words("//ol[@class='steps']/li")


def test_the_history_is_told_in_words_the_newest_first(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/river/joint")

    assert page.title == "合併填報：河岸步道"
    assert [each.partition(" ")[0] for each in steps(page)] == [
        *("審查意見", "儲存", "重新開放", "納入", "核定", "送審", "儲存"),
    ]
    assert "吳雅婷，115 年 1 月 5 日" in steps(page)[0]
    assert steps(page)[0].endswith("請附圖說。")
    assert steps(page)[2].endswith("主辦單位來電更正")


def test_a_reopened_text_stands_beside_the_one_in_print(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/river/joint")

    assert "重新填報的文字。" in page.words("//section[@aria-labelledby='text']")[0]
    assert page.words("//section[@aria-labelledby='in-report']") == [
        "報告目前印的文字 先前納入的文字。"
    ]


def test_only_the_texts_of_its_owner_are_there(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/rescue/keelung")

    said = page.words("//section[@aria-labelledby='text']")[0]
    assert "1. 聯合演練： (2) 基隆市：2 場。" in said
    assert "3. 互訪 (1) 基隆市： A. 參訪 3 次。" in said
    assert "臺北市" not in said


def test_an_imported_text_has_one_step(client: FlaskClient) -> None:
    page = visit(client, "/114Q3/bridge/taipei")

    assert [each.partition(" ")[0] for each in steps(page)] == ["由先前的報告匯入"]


def test_a_text_that_nobody_wrote_says_so(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/bridge/taoyuan")

    assert "還沒有人填報" in page.text
    assert "4. 桃園市：〔尚未納入〕" in page.text


def test_what_ordinary_git_brought_is_told_with_its_words(records: Path, start: Start) -> None:
    place = Place(worlds.NOW, "bridge", "taoyuan")
    text = "---\nquarter: 114Q4\nproject: bridge\ncity: taoyuan\nprogress: new\n---\n施工中。\n"
    worlds.push(records, place, text.encode(), subject=f"改字 {worlds.HOSTILE}")

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/taoyuan")

    assert steps(page) == [f"以其他工具修改 工程師，115 年 1 月 19 日 10:00 改字 {worlds.HOSTILE}"]
    assert "4. 桃園市：施工中。" in page.text
    assert "未經平臺簽章" in page.text


def test_the_auditor_finds_every_step(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/river/joint")

    ids = page.words("//details//ol//code")
    assert len(ids) == 7
    assert {len(each) for each in ids} == {40}
    assert "filings/114Q4/river/joint" in page.words("//details//dl//code")


def test_a_text_leads_to_itself_in_other_quarters(client: FlaskClient) -> None:
    page = visit(client, "/114Q3/bridge/taipei")

    assert page.root.xpath("//a[@rel='next']/@href") == ["/114Q4/bridge/taipei"]


def test_a_reopened_text_that_nobody_has_changed_is_shown_once(records: Path, start: Start) -> None:
    place = Place(worlds.NOW, "bridge", "taipei")
    with Archive.open(records) as archive:
        reviewing.reopen(archive, place, "更正", by=worlds.COORDINATOR, on=worlds.LATER)

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/taipei")

    assert "已重新開放，文字還和報告所印的相同。" in page.text
    assert "理由：更正" in page.text
    assert page.root.xpath("//section[@aria-labelledby='in-report']") == []
