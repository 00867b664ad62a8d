"""What others say of a joint text, and what the lead city makes of it."""

from pathlib import Path

import pytest
import worlds
import written
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from starts import Start
from visitors import post, signed_in

from records.archive import Archive
from records.outline import texts
from records.place import Place
from workflows import filing
from workflows.suggesting import Suggestion, suggestions

RIVER = Place(worlds.NOW, "river", "joint")
URL = "/114Q4/river/joint"


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records, now=worlds.DUE)


@pytest.fixture
def lead(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.FILERS["taipei"])


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.FILERS["keelung"])


def proposed(client: FlaskClient, wording: str = "改寫過的文字。") -> None:
    fields = {"spot": "main/1", "instead": "重新填報的文字。", "wording": wording}
    assert post(client, f"{URL}/suggest", **fields).status_code == 303


def found(records: Path) -> Suggestion:
    with Archive.open(records) as archive:
        return suggestions(archive, RIVER)[-1]


def words(records: Path) -> list[str]:
    with Archive.open(records) as archive:
        text = archive.filing(RIVER, filing.submission(archive, RIVER).blob)
    return [each for blocks in text.parts.values() for each in texts(blocks)]


def press(client: FlaskClient, records: Path, act: str, **typed: str) -> str:
    """Press a button of a suggestion, with what stands in the form."""
    form = written.opened(client, URL)
    form.action = f"{URL}/suggestions/{found(records).commit}/{act}"
    with Archive.open(records) as archive:
        blob = filing.submission(archive, RIVER).blob
    answer = written.sent(client, form, blob=blob, **typed)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_participant_reads_the_joint_draft_and_may_suggest_and_comment(
    other: FlaskClient,
) -> None:
    page = visit(other, URL)

    assert not page.root.xpath("//form[@id='writing']")
    assert "重新填報的文字。" in page.text
    assert page.root.xpath("//textarea[@name='words']")
    assert f"{URL}/suggest" in page.links()


def test_one_chooses_a_piece_and_finds_its_words_to_change(other: FlaskClient) -> None:
    links = visit(other, f"{URL}/suggest").links()
    page = visit(other, f"{URL}/suggest?spot=main/1")

    assert f"{URL}/suggest?spot=main/1" in links
    assert page.root.xpath("string(//textarea[@name='wording'])").strip() == "重新填報的文字。"


def test_a_suggestion_stands_on_the_form_of_the_lead(lead: FlaskClient, other: FlaskClient) -> None:
    proposed(other)

    page = visit(lead, URL)
    assert "改寫過的文字。" in page.words("//ins")
    assert "採用" in " ".join(page.words("//button"))


def test_one_click_puts_the_wording_into_the_text(
    lead: FlaskClient, other: FlaskClient, records: Path
) -> None:
    proposed(other)

    onwards = press(lead, records, "adopt")

    assert words(records) == ["改寫過的文字。"]
    assert "已採用建議的文字" in visit(lead, onwards).text
    assert written.opened(lead, URL).fields["text-main"] == "改寫過的文字。\n"
    assert "已採用" in visit(other, URL).text


def test_what_was_typed_and_not_saved_outlives_the_click_and_is_merged(
    lead: FlaskClient, other: FlaskClient, records: Path
) -> None:
    proposed(other)

    press(lead, records, "adopt", text_main="重新填報的文字。\n1. 我正在寫的一項。")
    form = written.opened(lead, URL)
    answer = written.sent(lead, form)

    assert "我正在寫的一項。" in form.fields["text-main"]
    assert answer.status_code == 303
    assert words(records) == ["改寫過的文字。", "我正在寫的一項。"]


def test_a_declined_suggestion_changes_nothing_and_is_gone_from_the_form(
    lead: FlaskClient, other: FlaskClient, records: Path
) -> None:
    proposed(other)

    onwards = press(lead, records, "decline")

    assert words(records) == ["重新填報的文字。"]
    assert "改寫過的文字。" not in visit(lead, onwards).text


def test_a_wording_for_what_was_rewritten_meanwhile_is_told(
    lead: FlaskClient, other: FlaskClient, records: Path
) -> None:
    proposed(other)
    written.sent(lead, written.opened(lead, URL), text_main="完全改寫。")

    onwards = press(lead, records, "adopt")

    assert "這一項的文字已經改過" in visit(lead, onwards).text
    assert words(records) == ["完全改寫。"]


@pytest.mark.parametrize("wording", ["", "重新填報的文字。", "長" * 2_001])
def test_a_suggestion_that_is_none_is_refused_at_its_field(
    other: FlaskClient, records: Path, wording: str
) -> None:
    fields = {"spot": "main/1", "instead": "重新填報的文字。", "wording": wording}

    answer = post(other, f"{URL}/suggest", **fields)

    page = check(other, answer)
    assert answer.status_code == 422
    assert page.root.xpath("//*[@id='wording-fault']")
    with Archive.open(records) as archive:
        assert suggestions(archive, RIVER) == ()


@pytest.mark.parametrize("spot", ["main/99", "nothing/1", "figure/none"])
def test_a_piece_that_is_not_there_is_said(other: FlaskClient, spot: str) -> None:
    fields = {"spot": spot, "instead": "不在的字。", "wording": "新的字。"}

    assert post(other, f"{URL}/suggest", **fields).status_code == 422


def test_a_comment_reaches_the_lead(lead: FlaskClient, other: FlaskClient) -> None:
    answer = post(other, f"{URL}/comment", words=f"請附圖說 {worlds.HOSTILE}")

    assert answer.status_code == 303
    assert worlds.HOSTILE in visit(lead, URL).text


def test_an_empty_comment_is_refused_at_its_field(other: FlaskClient) -> None:
    answer = post(other, f"{URL}/comment", words=" ")

    assert answer.status_code == 422
    assert "請寫下意見" in check(other, answer).text


def test_the_lead_of_another_project_adopts_nothing(other: FlaskClient, records: Path) -> None:
    proposed(other)

    answer = post(other, f"{URL}/suggestions/{found(records).commit}/adopt", blob="")

    assert answer.status_code == 404
