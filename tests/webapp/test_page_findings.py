"""The findings of a quarter: open ones by weight, chosen in the address, and how rules do."""

from pathlib import Path

import pytest
import worlds
from flask.testing import FlaskClient
from pages import visit
from starts import Start
from visitors import signed_in

from records.archive import Archive
from records.place import Place
from workflows import filing
from workflows.checks.accepting import Acceptance, accept
from workflows.checks.check import check
from workflows.checks.gathering import gather
from workflows.people import Person, Role

PLACE = Place(worlds.NOW, "bridge", "new-taipei")
LATE = "1. 已於 115 年 1 月 28 日召開會議。\n1. 請其它 3 市配合。\n"
FILER = worlds.FILERS["new-taipei"]


@pytest.fixture
def told_late(records: Path) -> Path:
    """An archive in which 新北市 tells of a day that has not come."""
    with Archive.open(records) as archive:
        base = filing.submission(archive, PLACE).blob
        text = worlds.a_filing(PLACE, LATE)
        filing.save(archive, text, base=base, by=FILER, on=worlds.LATER)
    return records


@pytest.fixture
def reading(told_late: Path, start: Start) -> FlaskClient:
    return signed_in(start(told_late), worlds.COORDINATOR)


def answer(path: Path, reason: str) -> None:
    with Archive.open(path) as archive:
        context = gather(archive, worlds.NOW)
        found = check(context.texts["bridge", "new-taipei"], context)
        late = next(each for each in found if each.rule == "dates-told-as-done")
        told = [Acceptance.of(late, reason)]
        blob = filing.submission(archive, PLACE).blob
        accept(archive, PLACE, told, blob=blob, by=FILER, on=worlds.LATER)


def rows(client: FlaskClient, query: str = "") -> list[str]:
    return visit(client, f"/114Q4/findings{query}").words("//section//tbody/tr")


def test_findings_stand_by_weight(reading: FlaskClient) -> None:
    page = visit(reading, "/114Q4/findings")
    levels = [each.split()[0] for each in page.words("//section/h2[starts-with(@id, 'level')]")]

    assert page.title == "檢查提示"
    assert levels == sorted(levels, key=["錯誤", "請確認", "提醒", "可代為修正"].index)
    assert levels[0] == "請確認"


def test_a_finding_shows_its_words_and_leads_to_its_text(reading: FlaskClient) -> None:
    page = visit(reading, "/114Q4/findings?rule=dates-told-as-done")
    links = page.root.xpath("//section//tbody/tr/th/a/@href")

    assert "115 年 1 月 28 日" in page.text
    assert links == ["/114Q4/bridge/new-taipei"]


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?city=new-taipei", True),
        ("?city=keelung", False),
        ("?group=transport", True),
        ("?group=safety", False),
        ("?rule=language-variant", True),
        ("?rule=dates-told-as-done", False),
        ("?level=hint", True),
        ("?level=warn", False),
    ],
)
def test_the_address_chooses(reading: FlaskClient, query: str, *, there: bool) -> None:
    found = any("其它" in each for each in rows(reading, query))

    assert found is there


def test_what_nobody_knows_chooses_everything(reading: FlaskClient) -> None:
    query = f"?rule=no-such&city={'x' * 300}&group=<script>&level=9"

    assert rows(reading, query) == rows(reading)


def test_a_choice_without_findings_says_so(reading: FlaskClient) -> None:
    page = visit(reading, "/114Q4/findings?city=keelung&level=fix")

    assert "這樣選沒有提示" in page.text


def test_an_answered_finding_moves_to_the_answered_ones(
    told_late: Path, reading: FlaskClient
) -> None:
    answer(told_late, f"會議提前 {worlds.HOSTILE}")
    page = visit(reading, "/114Q4/findings")

    assert not any("115 年 1 月 28 日" in each for each in page.words("//section//tbody/tr"))
    (told,) = page.words("//details[contains(., '已說明的 1 則')]//tbody/tr")
    assert "會議提前 <script>" in told
    assert FILER.name in told


def test_an_answer_stands_in_the_history(told_late: Path, reading: FlaskClient) -> None:
    answer(told_late, f"會議提前 {worlds.HOSTILE}")
    page = visit(reading, "/114Q4/bridge/new-taipei")

    assert "說明檢查提示" in page.text
    assert "「115 年 1 月 28 日」會議提前 <script>" in page.text


def test_coordinators_see_how_the_rules_do(told_late: Path, reading: FlaskClient) -> None:
    answer(told_late, "會議提前。")
    page = visit(reading, "/114Q4/findings")
    rates = page.words("//details[contains(., '各規則')]//tbody/tr")

    assert any("dates-told-as-done11100%" in "".join(each.split()) for each in rates)


def test_filers_do_not_see_how_the_rules_do(told_late: Path, start: Start) -> None:
    page = visit(signed_in(start(told_late), FILER), "/114Q4/findings")

    assert "各規則的提示與說明" not in page.text


def test_nobody_sees_findings_of_groups_that_are_not_theirs(told_late: Path, start: Start) -> None:
    who = Person("外組", "far@example.org", Role.COORDINATOR, "", frozenset({"safety"}))
    page = visit(signed_in(start(told_late), who), "/114Q4/findings")

    assert "跨河便橋" not in page.text
    assert "115 年 1 月 28 日" not in page.text


def test_the_overview_leads_here(reading: FlaskClient) -> None:
    page = visit(reading, "/114Q4/")

    assert "/114Q4/findings" in page.root.xpath("//main//a/@href")
