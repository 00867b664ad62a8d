"""What breaks no form: each is told at its place, the words stay, nothing is written."""

from datetime import timedelta
from pathlib import Path

import pytest
import worlds
import written
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from pages import check
from starts import Start
from visitors import browser, post, signed_in, token
from werkzeug.test import TestResponse
from written import Written

from records.archive import Archive
from records.branch import Move
from records.outline import texts
from records.place import Place
from records.project import Project, Status
from records.register import QuarterRecord, Stage
from records.textform import dump
from webapp import limits
from workflows import filing
from workflows.submission import State, Submission

DRAFT = Place(worlds.NOW, "bridge", "new-taipei")
URL = "/114Q4/bridge/new-taipei"
BOX = "text-main"


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records, now=worlds.DUE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.FILERS["new-taipei"])


@pytest.fixture
def form(client: FlaskClient) -> Written:
    return written.opened(client, URL)


def now(records: Path, place: Place = DRAFT) -> Submission:
    with Archive.open(records) as archive:
        return filing.submission(archive, place)


def words(records: Path) -> list[str]:
    with Archive.open(records) as archive:
        parts = archive.filing(DRAFT, now(records).blob).parts
    return [text for blocks in parts.values() for text in texts(blocks)]


def typed_in(answer: TestResponse) -> str:
    return written.read(html.document_fromstring(answer.text)).fields[BOX]


def change(records: Path, path: str, kind: type, **said: object) -> None:
    """Let a coordinator change a record on main while somebody types."""
    with Archive.open(records) as archive:
        record = archive.load(kind, path).model_copy(update=said)
        move = Move("變更", worlds.COORDINATOR.author, worlds.DUE, {"Step": "change"})
        archive.record({path: dump(record)}, move)


# -- Text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("1. 好。\n2. 壞\x00字。", "第 2 行"),
        ("1. 壞\x07字。", "第 1 行"),
        ("1. 好。\n壞\u202e字。", "第 2 行"),
        ("壞\ue000字", "第 1 行"),
        ("\ufffd\ufffd\x01", "第 1 行"),
        ("1. 一\n  (1) 二\n    A. 三\n      a. 四\n        - 五", "第 5 行"),
        ("1. 好。\n2.\n3. 好。", "第 2 行"),
        ("\n".join(f"{n}. 項" for n in range(1, 803)), "第 801 行"),
        ("| 甲 | 乙 |\n| 丙 |", "第 2 行"),
        ("字" * 70_000, "請分篇或精簡"),
    ],
)
def test_what_no_record_holds_is_told_by_its_line_and_stays_in_the_box(
    client: FlaskClient, records: Path, form: Written, typed: str, line: str
) -> None:
    before = now(records).tip

    answer = written.sent(client, form, text_main=typed)

    page = check(client, answer)
    assert answer.status_code == 422
    assert line in page.text
    assert page.root.xpath("//textarea[@aria-invalid='true']")
    # A page cannot hold NUL and its kin: a parser takes them out, or puts U+FFFD there.
    kept = str.maketrans("", "", "\x00\x01\x07\ufffd")
    assert typed_in(answer).translate(kept) == typed.translate(kept)
    assert now(records).tip == before


@pytest.mark.parametrize(
    "hostile",
    [
        worlds.HOSTILE,
        "=SUM(A1:A9)",
        "+886-2-2720",
        "@import",
        "---",
        "no",
        "# 標題",
        "**粗體** [連結](http://a) `碼`",
        "key: [a, b] # c",
        "&amp; &lt;b&gt;",
        "```",
        "> 引言",
        "{{ 7*7 }}{% raw %}",
    ],
)
def test_hostile_text_is_text_and_comes_back_letter_by_letter(
    client: FlaskClient, records: Path, form: Written, hostile: str
) -> None:
    answer = written.sent(client, form, text_main=f"1. {hostile}")

    assert answer.status_code == 303
    assert words(records) == [hostile]
    assert written.opened(client, URL).fields[BOX] == f"1. {hostile}\n"


def test_thirty_thousand_characters_without_a_blank_are_one_item(
    client: FlaskClient, records: Path, form: Written
) -> None:
    answer = written.sent(client, form, text_main="甲" * 30_000)

    assert answer.status_code == 303
    assert words(records) == ["甲" * 30_000]


def test_an_empty_text_is_a_draft_that_is_asked_about(
    client: FlaskClient, records: Path, form: Written
) -> None:
    answer = written.sent(client, form, text_main=" \n\n")

    assert answer.status_code == 303
    assert words(records) == []
    assert "這篇還沒有文字" in client.get(URL).text


def test_what_is_kept_before_saving_may_be_anything(client: FlaskClient, records: Path) -> None:
    deep = "1. 一\n  (1) 二\n    A. 三\n      a. 四\n        - 五\x00"
    before = now(records)

    answer = post(client, f"{URL}/unsent", **{BOX: deep, "base": before.blob})

    assert answer.status_code == 204
    assert "五" in written.opened(client, URL).fields[BOX]
    assert now(records).tip == before.tip


def test_more_than_is_kept_is_refused_in_a_sentence(client: FlaskClient) -> None:
    answer = post(client, f"{URL}/unsent", **{BOX: "a" * 1_100_000, "base": ""})

    assert answer.status_code == 413
    assert "沒有自動儲存" in answer.get_json()["sentence"]


def test_a_form_of_many_megabytes_is_told_what_to_do(client: FlaskClient, records: Path) -> None:
    before = now(records).tip

    answer = client.post(URL, data={BOX: "a" * (limits.PAGES["writing.save"] + 1)})

    assert answer.status_code == 413
    assert "上一頁" in answer.text
    assert now(records).tip == before


def test_the_longest_text_that_the_box_reads_is_told_at_its_field(
    client: FlaskClient, form: Written
) -> None:
    answer = written.sent(client, form, text_main="字" * 240_001)

    assert answer.status_code == 422
    assert "文字太長" in answer.text


# -- Forged and replayed -------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["", "0" * 40, "main", "../../x", "f" * 41])
def test_a_forged_version_overwrites_nobody(
    client: FlaskClient, records: Path, form: Written, base: str
) -> None:
    before = now(records)

    answer = written.sent(client, form, base=base, text_main="1. 全新的。")

    assert answer.status_code in {303, 409}
    if answer.status_code == 409:
        assert now(records).tip == before.tip
    else:
        assert "新北市草擬中的文字。" in words(records)


def test_the_text_of_another_place_is_no_version_of_this_one(
    client: FlaskClient, records: Path, form: Written
) -> None:
    other = now(records, Place(worlds.NOW, "bridge", "keelung")).blob

    answer = written.sent(client, form, base=other, text_main="1. 全新的。")

    assert "基隆市送出的文字" not in answer.text
    assert "基隆市送出的文字。" not in words(records)


def test_fields_of_other_sections_and_figures_are_not_taken(
    client: FlaskClient, records: Path, form: Written
) -> None:
    answer = written.sent(client, form, text_radio="偽造。", figure_drills="9", city="taipei")

    assert answer.status_code == 303
    with Archive.open(records) as archive:
        text = archive.filing(DRAFT, now(records).blob)
    assert (list(text.parts), text.figures, text.city) == ([""], {}, "new-taipei")


@pytest.mark.parametrize("progress", ["", "finished", "new,none"])
def test_a_progress_that_is_none_is_not_written(
    client: FlaskClient, records: Path, form: Written, progress: str
) -> None:
    written.sent(client, form, progress=progress)

    with Archive.open(records) as archive:
        assert archive.filing(DRAFT, now(records).blob).progress == "new"


@pytest.mark.parametrize("sent", ["", "forged", "##" + "0" * 40])
def test_a_form_with_a_forged_token_is_given_back_with_its_words(
    client: FlaskClient, records: Path, form: Written, sent: str
) -> None:
    before = now(records).tip

    form.fields["csrf_token"] = sent

    answer = written.sent(client, form, text_main="1. 打了很久的字。")

    assert answer.status_code == 403
    assert "打了很久的字。" in answer.text
    assert now(records).tip == before


def test_the_same_form_sent_twice_is_saved_once(
    client: FlaskClient, records: Path, form: Written
) -> None:
    written.sent(client, form, text_main="1. 新的。")
    once = now(records).tip

    answer = written.sent(client, form, text_main="1. 新的。")

    assert answer.status_code == 303
    assert now(records).tip == once


# -- Meanwhile -----------------------------------------------------------------------------------


def test_a_quarter_that_closed_while_somebody_typed_keeps_the_words(
    client: FlaskClient, records: Path, form: Written
) -> None:
    change(records, "114Q4/quarter.md", QuarterRecord, state=Stage.CLOSED)
    before = now(records).tip

    answer = written.sent(client, form, text_main="1. 晚到的字。")

    page = check(client, answer)
    assert answer.status_code == 409
    assert "已截止填報" in page.text
    assert typed_in(answer) == "1. 晚到的字。"
    assert now(records).tip == before


def test_a_project_that_was_delisted_while_somebody_typed_keeps_the_words(
    client: FlaskClient, records: Path, form: Written
) -> None:
    change(records, "114Q4/bridge/project.md", Project, status=Status.DELISTED)

    answer = written.sent(client, form, text_main="1. 晚到的字。")

    assert answer.status_code == 409
    assert "已解除列管" in answer.text
    assert typed_in(answer) == "1. 晚到的字。"


def test_a_city_that_was_taken_out_while_somebody_typed_gets_the_words_back(
    client: FlaskClient, records: Path, form: Written
) -> None:
    others = tuple(city for city in worlds.CITIES if city != "new-taipei")
    sections = (worlds.BRIDGE.sections[0].model_copy(update={"by": others}),)
    change(records, "114Q4/bridge/project.md", Project, cities=others, sections=sections)

    answer = written.sent(client, form, text_main="1. 晚到的字，打了很久。\n2. 又一項。")

    assert answer.status_code == 404
    assert "晚到的字，打了很久" in answer.text


def test_two_tabs_of_one_person_are_brought_together(
    client: FlaskClient, records: Path, form: Written
) -> None:
    written.sent(client, form, text_main="新北市草擬中的文字。\n1. 甲。")
    first, second = (written.opened(client, URL) for _ in range(2))
    written.sent(client, first, text_main="新北市草擬中的文字。\n1. 甲改過。")

    answer = written.sent(client, second, text_main="新北市另擬的文字。\n1. 甲。")

    assert answer.status_code == 303
    assert words(records) == ["新北市另擬的文字。", "甲改過。"]


def test_a_session_that_ended_leads_through_the_sign_in_back_to_the_words(
    app: Flask, records: Path, form: Written
) -> None:
    nobody = browser(app)
    before = now(records).tip

    asked = written.sent(nobody, form, text_main="1. 打了很久的字。")

    assert asked.status_code == 401
    page = html.document_fromstring(asked.text)
    kept = written.read(page, "//form[.//input[@type='password']]")
    assert "打了很久的字" in kept.fields["kept"]
    assert kept.fields["next"] == URL
    assert now(records).tip == before


def test_words_that_come_back_from_the_sign_in_stand_in_the_form_unsaved(
    client: FlaskClient, records: Path, form: Written
) -> None:
    before = now(records).tip
    sent = {**form.fields, BOX: "1. 打了很久的字。", "then": "stay", "again": "1"}

    answer = client.post(URL, data={**sent, "csrf_token": token(client)})

    assert answer.status_code == 200
    assert typed_in(answer) == "1. 打了很久的字。"
    assert "data-unsaved" in answer.text
    assert now(records).tip == before


def test_a_sent_text_says_that_saving_takes_it_back(
    client: FlaskClient, records: Path, form: Written
) -> None:
    written.sent(client, form, text_main="1. 送出的。")
    with Archive.open(records) as archive:
        blob = filing.submission(archive, DRAFT).blob
        by, on = worlds.FILERS["new-taipei"], worlds.DUE - timedelta(hours=1)
        filing.send(archive, DRAFT, blob=blob, by=by, on=on)
    page = client.get(URL).text

    written.sent(client, written.opened(client, URL), text_main="1. 再改的。")

    assert "儲存新的文字會回到草稿" in page
    assert now(records).state is State.DRAFT
