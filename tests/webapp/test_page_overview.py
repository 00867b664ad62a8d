"""The overview: what stands where, what is missing and what is late."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import Page, visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from records.objects import Author
from records.place import Place


def cells(page: Page, name: str) -> list[str]:
    """Return the words of a project's cells."""
    row = f"//tr[th[starts-with(normalize-space(), '{name}')]]/td"
    return page.words(row)


def test_the_first_page_is_the_newest_quarter(client: FlaskClient) -> None:
    page = visit(client, "/")

    assert page.url == "/114Q4/"
    assert page.title == "114 年第 4 季填報概況"
    assert "資料時間 114 年 12 月 31 日" in page.text


def test_a_cell_says_in_a_word_where_a_text_stands(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    assert cells(page, "跨河便橋") == [
        "臺北市納入",
        "新北市草稿逾期",
        "基隆市退回",
        "桃園市未填逾期",
        "—不需填報",
    ]
    assert cells(page, "聯合救災") == [
        "臺北市未填逾期",
        "—不需填報",
        "基隆市核定",
        "—不需填報",
        "合併填報送審",
    ]


def test_a_cell_leads_to_the_text_on_the_page_of_its_project(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    assert "/114Q4/bridge/#keelung" in page.links()
    assert "/114Q4/river/#joint" in page.links()


def test_a_paused_project_says_so_and_asks_for_nothing(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    assert "輕軌 （暫緩）" in page.words("//tbody/tr/th")
    assert set(cells(page, "輕軌")) == {"—不需填報"}


def test_progress_is_counted_in_words(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    whole = page.words("//section[@aria-labelledby='whole']")[0]
    assert whole.startswith("全部已送 4／9 篇")
    assert "已納入 2、已核定 1、已送審 1、退回補正 1、草稿 2、未填報 2；逾期 3" in whole
    assert page.root.xpath("string(//section[@aria-labelledby='whole']/svg/@aria-label)") == (
        "全部：已納入 2、已核定 1、已送審 1、退回補正 1、草稿 2、未填報 2"
    )
    city = page.words("//div[@class='kpi'][h2[starts-with(., '新北市')]]")[0]
    assert city == "新北市已送 0／1 尚缺 1 篇，逾期 1 篇"


def test_what_is_overdue_is_listed(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    assert page.words("//details//li/a") == [
        "新北市：跨河便橋",
        "桃園市：跨河便橋",
        "臺北市：聯合救災",
    ]


def test_before_the_deadline_the_days_are_counted_and_nothing_is_late(
    told: Path, start: Start
) -> None:
    page = visit(
        signed_in(start(told, now=worlds.DUE - timedelta(days=2)), worlds.COORDINATOR), "/114Q4/"
    )

    assert "還有 2 天 填報期限 115 年 1 月 16 日（五）17:00，還有 5 篇沒有送審。" in page.text
    assert page.words("//*[@class='late-word'] | //details[contains(@class, 'late-list')]") == []


def test_on_the_last_day_it_says_today(told: Path, start: Start) -> None:
    page = visit(
        signed_in(start(told, now=worlds.DUE - timedelta(minutes=1)), worlds.COORDINATOR), "/114Q4/"
    )

    assert "今天截止" in page.text


def test_after_the_deadline_it_says_so(client: FlaskClient) -> None:
    assert "期限已過" in visit(client, "/114Q4/").text


def test_quarters_lead_to_each_other(client: FlaskClient) -> None:
    now, before = visit(client, "/114Q4/"), visit(client, "/114Q3/")

    assert now.root.xpath("//a[@rel='prev']/@href") == ["/114Q3/"]
    assert now.root.xpath("//a[@rel='next']") == []
    assert before.root.xpath("//a[@rel='next']/@href") == ["/114Q4/"]


def test_a_record_that_cannot_be_read_is_told_and_hides_nothing_else(
    records: Path, start: Start
) -> None:
    worlds.break_records(records, {"114Q4/bridge/taipei.md": b"nonsense\n"})

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/")

    assert "有 1 筆紀錄無法讀取，沒有列入" in page.text
    assert "114Q4/bridge/taipei.md 第 1 行" in page.text
    assert cells(page, "跨河便橋")[0] == "臺北市錯誤"
    assert cells(page, "河岸步道")[4] == "合併填報草稿"


def test_a_text_that_ordinary_git_brought_and_nobody_can_read_is_told(
    records: Path, start: Start
) -> None:
    worlds.push(records, Place(worlds.NOW, "bridge", "taoyuan"), b"---\nprogres: new\n---\n")

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/")

    assert "114Q4/bridge/taoyuan.md" in page.text
    assert cells(page, "跨河便橋")[3] == "桃園市錯誤逾期"


def test_a_fifth_city_is_a_column_of_its_own(records: Path, start: Start) -> None:
    file = f"{worlds.NOW}/quarter.md"
    with Archive.open(records) as archive:
        text = archive.text(archive.blob(file)).decode()
    fifth = text.replace("cities:\n", "cities:\n- id: yilan\n  label: 宜蘭縣\n")
    worlds.break_records(records, {file: fifth.encode()})

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/")

    assert page.words("(//thead)[1]//th") == [
        "方案",
        "宜蘭",
        "臺北",
        "新北",
        "基隆",
        "桃園",
        "合併",
    ]
    assert cells(page, "跨河便橋")[:2] == ["—不需填報", "臺北市納入"]


def test_cities_of_one_short_name_are_written_out(records: Path, start: Start) -> None:
    file = f"{worlds.NOW}/quarter.md"
    with Archive.open(records) as archive:
        text = archive.text(archive.blob(file)).decode()
    twins = "cities:\n- id: hsinchu\n  label: 新竹市\n- id: hsinchu-county\n  label: 新竹縣\n"
    worlds.break_records(records, {file: text.replace("cities:\n", twins).encode()})

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/")

    assert page.words("(//thead)[1]//th")[1:3] == ["新竹市", "新竹縣"]


def test_an_archive_without_quarters_says_what_to_do(tmp_path: Path, start: Start) -> None:
    by = Author("吳雅婷", "wu@example.org")
    Archive.create(tmp_path / "empty.git", by=by, on=worlds.OPENED).close()

    page = visit(signed_in(start(tmp_path / "empty.git"), worlds.COORDINATOR), "/")

    assert page.title == "還沒有任何一季"
    assert "hebao import" in page.text


def test_what_was_sent_late_stays_marked_and_is_not_overdue(records: Path, start: Start) -> None:
    place = Place(worlds.NOW, "bridge", "taoyuan")
    with Archive.open(records) as archive:
        story = worlds.Story(archive)
        story.at = worlds.LATER
        story.send(place, "補送的文字。")

    page = visit(signed_in(start(records), worlds.COORDINATOR), "/114Q4/")

    assert cells(page, "跨河便橋")[3] == "桃園市送審逾期"
    assert "桃園市：跨河便橋" not in page.words("//details//li/a")


def test_a_draft_of_a_paused_project_is_shown_and_is_not_late(records: Path, start: Start) -> None:
    text = "---\nquarter: 114Q4\nproject: tram\ncity: taipei\nprogress: new\n---\n仍有進度。\n"
    worlds.push(records, Place(worlds.NOW, "tram", "taipei"), text.encode())
    client = signed_in(start(records), worlds.COORDINATOR)

    assert cells(visit(client, "/114Q4/"), "輕軌")[0] == "臺北市草稿"
    project = visit(client, "/114Q4/tram/")
    assert "1. 臺北市：仍有進度。" in project.text
    assert "逾期" not in project.text


def test_only_projects_of_ones_groups_are_there_and_counted(app: Flask) -> None:
    safety = replace(worlds.READER, email="safety@example.org", groups=frozenset({"safety"}))

    whole = visit(signed_in(app, worlds.READER), "/114Q4/")
    part = visit(signed_in(app, safety), "/114Q4/")

    assert "跨河便橋" in whole.text
    assert "跨河便橋" not in part.text
    assert "聯合救災" in part.text
    assert part.words("//h3") == [each for each in whole.words("//h3") if "交通組" not in each]
    assert part.text.count("災防組") >= 1
