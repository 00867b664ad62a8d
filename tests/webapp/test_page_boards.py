"""The board chosen by its address, and taken along as a table."""

import csv
import io

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pages import Page, visit
from visitors import signed_in
from walks import VISITORS

from webapp.cells import table

MARKED = b"\xef\xbb\xbf"


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    """Return the rows of the table in CSV."""
    answer = client.get(f"/114Q4/board.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def projects(page: Page) -> list[str]:
    return page.words("//table[@class='heat']/tbody/tr/th")


def chosen(page: Page) -> list[str]:
    """Return the words of the cells that are shown."""
    return page.words("//table[@class='heat']//td/a")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("city=keelung", ["基隆市退回", "基隆市核定"]),
        ("state=draft", ["新北市草稿逾期", "合併填報草稿"]),
        ("late=1&group=safety", ["臺北市未填逾期"]),
        ("group=transport&city=joint", ["合併填報草稿"]),
        ("state=approved&city=taoyuan", []),
    ],
)
def test_the_address_says_what_is_shown(client: FlaskClient, query: str, shown: list[str]) -> None:
    assert chosen(visit(client, f"/114Q4/?{query}")) == shown


def test_projects_and_groups_without_a_chosen_text_are_left_out(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/?state=sent")

    assert projects(page) == ["聯合救災"]
    assert page.words("//section[starts-with(@aria-labelledby, 'group_')]/h3") == [
        "災防組已送 3／4"
    ]


def test_a_choice_that_is_none_is_left_out(client: FlaskClient) -> None:
    plain = visit(client, "/114Q4/")
    strange = visit(client, "/114Q4/?city=atlantis&state=%3Cscript%3E&group=..&late=yes")

    assert chosen(strange) == chosen(plain)


def test_the_choice_stands_in_the_fields_and_in_the_links_to_the_tables(
    client: FlaskClient,
) -> None:
    page = visit(client, "/114Q4/?city=keelung&late=1")

    assert page.root.xpath("//select[@id='pick-city']/option[@selected]/@value") == ["keelung"]
    assert page.root.xpath("//input[@id='pick-late']/@checked")
    assert "/114Q4/board.csv?city=keelung&late=1" in page.links()


def test_a_choice_without_any_text_says_so(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/?state=approved&city=taoyuan")

    assert "這樣選沒有任何一篇" in page.text


def test_expected_filed_and_on_time_are_counted_a_city_and_a_group(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/")

    counted = {
        line[0]: line[1:]
        for row in page.root.xpath("//table[caption[contains(., '準時的篇數')]]/tbody/tr")
        if (line := [" ".join(cell.text_content().split()) for cell in row])
    }
    assert counted["基隆市"] == ["2", "1", "1", "0"]
    assert counted["交通組"] == ["5", "1", "1", "2"]
    assert counted["全部"] == ["9", "4", "4", "3"]


def test_a_sent_text_leads_a_coordinator_to_its_review(app: Flask, client: FlaskClient) -> None:
    reader = signed_in(app, worlds.READER)

    assert "/114Q4/rescue/joint/review" in visit(client, "/114Q4/").links()
    assert "/114Q4/rescue/joint/review" not in visit(reader, "/114Q4/").links()


def test_the_table_says_what_the_board_says(client: FlaskClient) -> None:
    found = {(row["方案代碼"], row["填報"]): row["狀態"] + row["逾期"] for row in rows(client)}

    assert len(found) == 9
    assert found["rescue", "合併填報"] == "已送審"
    assert found["bridge", "桃園市"] == "未填報逾期"


def test_the_table_holds_what_was_chosen(client: FlaskClient) -> None:
    assert [row["填報"] for row in rows(client, "?city=keelung")] == ["基隆市", "基隆市"]


def test_a_spreadsheet_opens_the_table_as_text(client: FlaskClient) -> None:
    answer = client.get("/114Q4/board.csv")

    assert answer.data.startswith(MARKED)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename=114Q4-board.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_of_the_table_calculates(begins: str) -> None:
    [[said]] = list(csv.reader(io.StringIO(table((), [[f"{begins}1+1"]]).lstrip("\ufeff\r\n"))))

    assert said == f"'{begins}1+1"


def test_the_workbook_holds_the_same_rows(client: FlaskClient) -> None:
    answer = client.get("/114Q4/board.xlsx?city=keelung")

    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    written = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert written[1:] == [list(row.values()) for row in rows(client, "?city=keelung")]


def test_of_other_groups_the_table_tells_nothing(app: Flask) -> None:
    outsider = VISITORS["filer of another group"]
    assert outsider

    assert rows(signed_in(app, outsider)) == []
