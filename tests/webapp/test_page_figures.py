"""A project's figures over the quarters, and what does not agree."""

from flask.testing import FlaskClient
from pages import visit


def test_a_projects_figures_are_a_table(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/rescue/figures")

    assert page.title == "聯合救災的數字"
    assert page.words("//h2") == ["演練（場）"]
    assert any("114 年第 4 季" in each and "2" in each for each in page.words("//tbody/tr"))
    assert page.root.xpath("//svg") == []


def test_a_project_without_figures_says_so(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/bridge/figures")

    assert "這個方案沒有數字欄位" in page.text


def test_a_filing_leads_to_its_figures(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/rescue/keelung")

    assert "/114Q4/rescue/figures" in page.root.xpath("//main//a/@href")


def test_a_project_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    visit(client, "/114Q4/nothing/figures", status=404)
