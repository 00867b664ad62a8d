"""A project's page: all its texts in print order, and where each stands."""

from pathlib import Path

import pytest
import worlds
from flask.testing import FlaskClient
from pages import Page, visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from records.place import Place


def piece(page: Page, owner: str) -> str:
    """Return the words of an owner's first piece."""
    return page.words(f"//section[@aria-labelledby='{owner}']")[0]


def test_a_merged_text_says_who_filed_it_who_approved_it_and_when(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/bridge/")

    said = piece(page, "taipei")
    assert "已納入" in said
    assert "臺北填報人填報，吳雅婷核定，115 年 1 月 5 日 09:12 納入" in said
    assert said.endswith("1. 臺北市：增 3 班。 (1) 平日 (2) 假日")


@pytest.mark.parametrize(
    ("url", "owner", "state", "text"),
    [
        ("/114Q4/bridge/", "new-taipei", "草稿", "2. 新北市：新北市草擬中的文字。"),
        ("/114Q4/bridge/", "keelung", "退回補正", "3. 基隆市：基隆市送出的文字。"),
        ("/114Q4/rescue/", "keelung", "已核定", "(2) 基隆市：2 場。"),
        ("/114Q4/rescue/", "joint", "已送審", "2. 頻率已協調。"),
    ],
)
def test_a_text_that_is_not_merged_stands_where_it_will_print_and_says_so(
    client: FlaskClient, url: str, owner: str, state: str, text: str
) -> None:
    said = piece(visit(client, url), owner)

    assert f"{state}以下文字尚未納入彙整報告" in said
    assert text in said


def test_a_missing_text_keeps_its_number(client: FlaskClient) -> None:
    assert piece(visit(client, "/114Q4/bridge/"), "taoyuan").endswith("4. 桃園市：〔尚未納入〕")


def test_why_a_text_was_sent_back_stands_with_it(client: FlaskClient) -> None:
    said = piece(visit(client, "/114Q4/bridge/"), "keelung")

    assert f"理由：請補日期 {worlds.HOSTILE}" in said


def test_headed_sections_have_the_numbers_of_the_report(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/rescue/")

    assert page.words("//h3[@class='heading']") == ["1. 聯合演練：", "3. 互訪"]
    assert "(1) 基隆市： A. 參訪 3 次。" in page.text


def test_figures_stand_with_their_text(client: FlaskClient) -> None:
    assert page_figures(visit(client, "/114Q4/rescue/")) == ["演練2場"]


def page_figures(page: Page) -> list[str]:
    return page.words("//dl[contains(@class, 'figures')]")


def test_a_reopened_text_says_that_the_report_still_prints_the_old_one(
    client: FlaskClient,
) -> None:
    said = piece(visit(client, "/114Q4/river/"), "joint")

    assert "報告目前仍印先前納入的文字" in said
    assert "本季無新進度；理由：未達節點" in said
    assert "重新填報的文字。" in said


def test_what_is_known_of_a_project_stands_beside_it(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/bridge/")

    facts = page.words("//section[@aria-labelledby='facts']")[0]
    assert facts.startswith("方案資料 主辦臺北市 參與臺北市、新北市、基隆市、桃園市")
    assert "議題共同議題—「氣候變遷因應及調適」" in facts
    assert facts.endswith("註記原「河上便道」併入沿革原名「河上便道」狀態列管中")
    assert "【114 年 12 月會議同意新增】" in page.text
    assert page.words("//section[@aria-labelledby='contacts']") == [
        "承辦窗口 臺北市 修改臺北市的承辦窗口 臺北市政府工務局 承辦人02-2720-8889"
    ]
    assert page.words("//section[@aria-labelledby='background']/ul/li") == ["汛期封閉", "平日開放"]


def test_the_auditor_finds_the_record(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/bridge/")

    assert "114Q4/bridge/project.md" in page.words("//details//code")


def test_a_project_leads_to_itself_in_other_quarters(client: FlaskClient) -> None:
    now, before = visit(client, "/114Q4/bridge/"), visit(client, "/114Q3/bridge/")

    assert now.root.xpath("//a[@rel='prev']/@href") == ["/114Q3/bridge/"]
    assert before.root.xpath("//a[@rel='next']/@href") == ["/114Q4/bridge/"]
    assert visit(client, "/114Q4/rescue/").root.xpath("//a[@rel]") == []


def test_an_imported_text_says_so(client: FlaskClient) -> None:
    assert "由先前的報告匯入" in piece(visit(client, "/114Q3/bridge/"), "taipei")


def test_a_paused_project_shows_that_it_need_not_be_filed(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/tram/")

    assert "暫緩的方案，本季不必填報" in page.text
    assert "不需填報" in page.words("//ul[@class='states']")[0]


def test_what_people_typed_is_letters(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/strange/")

    assert page.title == f"案名 {worlds.HOSTILE}"
    assert page.text.count(worlds.HOSTILE) >= 8
    assert page.root.xpath("//script") == []


def test_a_merged_record_that_cannot_be_read_is_told_in_its_place(
    records: Path, start: Start
) -> None:
    worlds.break_records(records, {"114Q4/bridge/taipei.md": b"nonsense\n"})

    said = piece(visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/"), "taipei")

    assert "無法讀取" in said
    assert "錯誤：114Q4/bridge/taipei.md 第 1 行" in said
    assert said.endswith("1. 臺北市：〔紀錄無法讀取〕")


def test_a_broken_text_of_ordinary_git_shows_its_fault(records: Path, start: Start) -> None:
    place = Place(worlds.NOW, "bridge", "taoyuan")
    worlds.push(records, place, b"---\nprogres: new\n---\n")

    said = piece(visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/"), "taoyuan")

    assert "錯誤：114Q4/bridge/taoyuan.md 第 1 行：欄位" in said
    assert "有 1 次修改是以其他工具送來的" in said


def test_a_text_of_no_section_is_shown_as_astray(records: Path, start: Start) -> None:
    text = "---\nquarter: 114Q4\nproject: bridge\ncity: taoyuan\nprogress: new\n---\n"
    place = Place(worlds.NOW, "bridge", "taoyuan")
    worlds.push(records, place, f"{text}## former\n\n舊段落的文字。\n\n1. 一項\n".encode())

    said = piece(visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/"), "taoyuan")

    assert "未歸位段落「former」的文字不屬於方案現有的段落" in said
    assert "舊段落的文字。 一項" in said


def test_a_project_whose_record_is_broken_says_what_to_mend(records: Path, start: Start) -> None:
    worlds.break_records(records, {"114Q4/bridge/project.md": b"---\nproject: bridge\n---\n"})

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/bridge/", status=503)

    assert page.title == "紀錄無法讀取"
    assert "114Q4/bridge/project.md" in page.text


def test_a_piece_names_the_record_that_it_comes_from(client: FlaskClient, told: Path) -> None:
    page = visit(client, "/114Q3/bridge/")

    with Archive.open(told) as archive:
        source = archive.holding(worlds.BEFORE).source("bridge", "taipei")
    assert source
    assert page.root.xpath("//li/@data-path") == [source.path]
    assert page.root.xpath("//li/@data-commit") == [source.commit]
