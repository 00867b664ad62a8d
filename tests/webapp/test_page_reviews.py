"""Reviewing: the queue, the page where a text is read, decisions, merging."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from pages import Page, check, visit
from starts import Start
from visitors import post, signed_in
from werkzeug.test import TestResponse

from records.archive import Archive
from records.filing import Progress
from records.place import Place
from workflows import filing, reviewing
from workflows.checks.accepting import Acceptance, accept
from workflows.checks.check import check as check_text
from workflows.checks.gathering import gather
from workflows.discussion import discussion
from workflows.people import Person, Role
from workflows.submission import State, Submission

SENT = Place(worlds.NOW, "rescue", "joint")
APPROVED = Place(worlds.NOW, "rescue", "keelung")
MERGED = Place(worlds.NOW, "bridge", "taipei")
DRAFT = Place(worlds.NOW, "bridge", "new-taipei")
URL = "/114Q4/rescue/joint/review"
SECOND = Person("周建宏", "chou@example.org", Role.COORDINATOR)

NOTHING_NEW = {"progress": Progress.NONE, "reason": "未達節點"}


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.COORDINATOR)


def now(records: Path, place: Place = SENT) -> Submission:
    with Archive.open(records) as archive:
        return filing.submission(archive, place)


def remarks(records: Path, place: Place = SENT) -> list[tuple[str, str, bool]]:
    """Return what was said about a text: the words meant, the remark, whether it is resolved."""
    with Archive.open(records) as archive:
        return [
            (thread.phrase, remark.words, thread.resolved)
            for thread in discussion(archive, place)
            for remark in thread.remarks
        ]


def decide(client: FlaskClient, records: Path, **fields: str) -> TestResponse:
    return post(client, URL, **{"blob": now(records).blob, **fields})


def page_of(client: FlaskClient, answer: TestResponse) -> Page:
    page = Page(answer.request.path, answer.status_code, html.document_fromstring(answer.text))
    check(client, answer)
    return page


def tell(records: Path, act: Callable[[worlds.Story], object]) -> None:
    """Let something else happen in the archive, after everything that is told there."""
    with Archive.open(records) as archive:
        story = worlds.Story(archive)
        story.at = worlds.LATER - timedelta(hours=1)
        act(story)


# -- The queue -----------------------------------------------------------------------------------


def test_the_queue_holds_what_was_sent_and_nothing_else(client: FlaskClient) -> None:
    page = visit(client, "/114Q4/queue")

    assert page.title == "待審查 1 件"
    assert (
        page.words("//tbody//th/a") == ["海上救援聯合演練（合併）"]
        or len(page.words("//tbody//th/a")) == 1
    )
    assert "/114Q4/rescue/joint/review" in page.links()


def test_the_queue_says_how_much_there_is_to_read(client: FlaskClient, records: Path) -> None:
    tell(records, lambda story: story.send(DRAFT, "1. 已於 114 年 13 月 40 日完工。"))

    page = visit(client, "/114Q4/queue")

    assert page.title == "待審查 2 件"
    assert any("項請確認" in cell for cell in page.words("//tbody//td"))


def test_texts_without_change_or_finding_are_approved_together(
    client: FlaskClient, records: Path
) -> None:
    tell(records, lambda story: reopened(story, "1. 可行性評估中。", **NOTHING_NEW))
    page = visit(client, "/114Q4/queue")
    [box] = page.root.xpath("//input[@name='approve']/@value")

    answer = post(client, "/114Q4/queue", approve=str(box))

    assert answer.status_code == 303
    assert now(records, MERGED).state is State.APPROVED
    assert "已核定 1 篇" in visit(client, answer.headers["Location"]).text


def test_a_text_with_a_change_is_not_approved_unread(client: FlaskClient, records: Path) -> None:
    blob = now(records).blob

    answer = post(client, "/114Q4/queue", approve=f"rescue/joint@{blob}")

    assert answer.status_code == 400
    assert "不能整批核定" in page_of(client, answer).text
    assert now(records).state is State.SENT


def test_a_text_that_changed_after_the_list_was_drawn_is_not_approved(
    client: FlaskClient, records: Path
) -> None:
    tell(records, lambda story: reopened(story, "1. 可行性評估中。"))

    answer = post(client, "/114Q4/queue", approve=f"bridge/taipei@{'0' * 40}")

    assert answer.status_code == 400
    assert now(records, MERGED).state is State.SENT


def reopened(story: worlds.Story, body: str, **said: object) -> None:
    """Open the merged text of the bridge again, and send another."""
    reviewing.reopen(story.archive, MERGED, "更正", by=worlds.COORDINATOR, on=story.tick())
    story.send(MERGED, body, **said)


# -- One text ------------------------------------------------------------------------------------


def test_a_text_is_read_as_a_redline_against_last_quarter(
    client: FlaskClient, records: Path
) -> None:
    tell(records, lambda story: reopened(story, "1. 可行性評估完成，115 年 3 月動工。"))

    page = visit(client, "/114Q4/bridge/taipei/review")

    assert page.words("//ol[contains(@class,'diff')]//ins") != []
    assert page.words("//ol[contains(@class,'diff')]//del") == ["〔刪〕中〔刪完〕"]
    assert "改 1 條" in page.text


def test_the_text_alone_has_no_marks(client: FlaskClient) -> None:
    page = visit(client, f"{URL}?against=text")

    assert page.words("//ol[contains(@class,'diff')]//*[self::ins or self::del]") == []


def test_a_text_that_was_sent_again_is_compared_with_what_was_sent_before(
    client: FlaskClient, records: Path
) -> None:
    again = Place(worlds.NOW, "bridge", "keelung")
    tell(records, lambda story: story.send(again, "基隆市送出的新文字。"))

    page = visit(client, "/114Q4/bridge/keelung/review?against=sent")

    assert page.words("//ol[contains(@class,'diff')]//ins") == ["〔增〕新〔增完〕"]


def test_no_decision_is_made_beforehand(client: FlaskClient) -> None:
    assert visit(client, URL).root.xpath("//input[@name='decision'][@checked]") == []


def test_an_approval_leads_back_when_nothing_waits(client: FlaskClient, records: Path) -> None:
    answer = decide(client, records, decision="approve")

    assert answer.headers["Location"] == "/114Q4/queue"
    assert now(records).state is State.APPROVED


def test_a_decision_leads_on_to_the_next_text(client: FlaskClient, records: Path) -> None:
    tell(records, lambda story: story.send(DRAFT, "1. 已開工。"))

    answer = decide(client, records, decision="approve")

    assert answer.headers["Location"] == "/114Q4/bridge/new-taipei/review"


def test_a_text_is_sent_back_with_a_reason_and_its_remarks(
    client: FlaskClient, records: Path
) -> None:
    answer = decide(
        client,
        records,
        decision="send-back",
        words="請補日期。",
        **{"remark/radio/2": "哪一個頻率？", "phrase/radio/2": "頻率"},
    )

    assert answer.status_code == 303
    assert now(records).state is State.RETURNED
    assert now(records).reason == "請補日期。"
    assert remarks(records) == [("頻率", "哪一個頻率？", False)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "請選擇核定、退回補正，或只送出意見。"),
        ({"decision": "burn"}, "請選擇核定、退回補正，或只送出意見。"),
        ({"decision": "send-back"}, "退回補正要寫理由"),
        ({"decision": "approve", "remark/radio/99": "沒有"}, "不在這篇文字裡"),
        ({"decision": "approve", "remark/radio/2": "?", "phrase/radio/2": "火星"}, "「火星」不在"),
    ],
)
def test_a_decision_that_is_not_whole_is_told_and_keeps_the_words(
    client: FlaskClient, records: Path, fields: dict[str, str], sentence: str
) -> None:
    answer = decide(client, records, **{"remark/radio/1": "很好。", **fields})

    page = page_of(client, answer)
    assert answer.status_code == 400
    assert sentence in page.text
    assert str(page.root.xpath("string(//title)")).startswith("錯誤：")
    assert page.root.xpath("string(//textarea[@name='remark/radio/1'])").strip() == "很好。"
    assert now(records).state is State.SENT
    assert remarks(records) == []


def test_a_comment_without_words_is_no_comment(client: FlaskClient, records: Path) -> None:
    answer = decide(client, records, decision="comment")

    assert answer.status_code == 400
    assert "請寫下意見" in page_of(client, answer).text


def test_a_newer_text_shows_what_changed_since_it_was_read(
    client: FlaskClient, records: Path
) -> None:
    read = now(records).blob
    tell(records, lambda story: story.send(SENT, "## radio\n\n無線電已互通。\n\n1. 頻率已協調。"))

    answer = post(client, URL, blob=read, decision="approve", **{"remark/radio/2": "好。"})

    page = page_of(client, answer)
    assert answer.status_code == 409
    assert page.words("//ol[contains(@class,'diff')]//ins") == ["〔增〕已〔增完〕"]
    assert page.root.xpath("string(//textarea[@name='remark/radio/2'])").strip() == "好。"
    assert now(records).state is State.SENT


def test_nobody_decides_on_what_he_wrote_himself(app: Flask, records: Path) -> None:
    tell(records, lambda story: _filed_by(story, SECOND))
    client = signed_in(app, SECOND)

    answer = decide(client, records, decision="approve", words="自己寫的。")

    assert answer.status_code == 400
    assert "請由另一位彙整窗口決定" in page_of(client, answer).text
    assert remarks(records) == []


def _filed_by(story: worlds.Story, person: Person) -> None:
    text = worlds.a_filing(SENT, "## radio\n\n代填的文字。")
    base = filing.submission(story.archive, SENT).blob
    saved = filing.save(story.archive, text, base=base, by=person, on=story.tick())
    filing.send(story.archive, SENT, blob=saved.blob, by=person, on=story.tick())


def test_a_comment_is_answered_and_resolved_by_the_city(app: Flask, records: Path) -> None:
    coordinator = signed_in(app, worlds.COORDINATOR)
    decide(coordinator, records, decision="comment", **{"remark/radio/2": "哪一個頻率？"})
    with Archive.open(records) as archive:
        [thread] = discussion(archive, SENT)
    city = signed_in(app, worlds.FILERS["taipei"])

    answer = post(city, f"/114Q4/rescue/joint/threads/{thread.commit}", words="VHF。", do="resolve")

    assert answer.status_code == 303
    assert [(words, done) for _, words, done in remarks(records)] == [
        ("哪一個頻率？", True),
        ("VHF。", True),
    ]
    assert "VHF。" in visit(coordinator, URL).text


def test_a_comment_of_another_text_is_not_answered_here(client: FlaskClient) -> None:
    answer = post(client, f"/114Q4/rescue/joint/threads/{'0' * 40}", words="?")

    assert answer.status_code == 404


# -- Merging and reopening -----------------------------------------------------------------------


def test_approved_texts_are_merged_and_print(client: FlaskClient, records: Path) -> None:
    assert len(visit(client, "/114Q4/merge").words("//tbody/tr")) == 1

    answer = post(client, "/114Q4/merge", merge="rescue/keelung")

    assert answer.status_code == 303
    assert now(records, APPROVED).state is State.MERGED


def test_what_is_not_approved_is_not_merged(client: FlaskClient, records: Path) -> None:
    answer = post(client, "/114Q4/merge", merge="rescue/joint")

    assert answer.status_code == 400
    assert now(records).state is State.SENT


def test_a_merged_text_is_opened_again_with_a_reason(client: FlaskClient, records: Path) -> None:
    answer = post(client, "/114Q4/bridge/taipei/reopen", reason="數字有誤")

    assert answer.status_code == 303
    assert now(records, MERGED).state is State.DRAFT
    assert now(records, MERGED).reason == "數字有誤"


def test_a_merged_text_is_not_opened_again_without_a_reason(
    client: FlaskClient, records: Path
) -> None:
    answer = post(client, "/114Q4/bridge/taipei/reopen", reason=" ")

    assert answer.status_code == 400
    assert "重新開放要寫理由" in page_of(client, answer).text
    assert now(records, MERGED).state is State.MERGED


def test_hostile_words_stay_words(client: FlaskClient, records: Path) -> None:
    decide(client, records, decision="comment", words=worlds.HOSTILE)

    page = visit(client, URL)

    assert worlds.HOSTILE in page.text
    assert page.root.xpath("//main//script") == []


def test_the_reviewer_reads_how_a_finding_was_answered(client: FlaskClient, records: Path) -> None:
    def answered(story: worlds.Story) -> None:
        by = worlds.FILERS["taipei"]
        story.send(SENT, "## radio\n\n已於 115 年 1 月 28 日互通。")
        context = gather(story.archive, worlds.NOW)
        found = check_text(context.texts["rescue", "joint"], context)
        late = next(each for each in found if each.rule == "dates-told-as-done")
        told = [Acceptance.of(late, f"提前完成 {worlds.HOSTILE}")]
        blob = filing.submission(story.archive, SENT).blob
        accept(story.archive, SENT, told, blob=blob, by=by, on=story.tick())

    tell(records, answered)

    asked = visit(client, URL).words("//ul[@class='asks']/li")
    assert any("臺北填報人說明：提前完成 <script>" in each for each in asked)
