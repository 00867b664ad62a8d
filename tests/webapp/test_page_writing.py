"""The form of a text: shown, saved, refused at its field, brought together with a colleague's."""

import re
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
from records.filing import Filing, Progress
from records.outline import texts
from records.place import Place
from workflows import filing
from workflows.people import Person, Role
from workflows.submission import State, Submission

DRAFT = Place(worlds.NOW, "bridge", "new-taipei")
URL = "/114Q4/bridge/new-taipei"
BOX = "text-services"
COLLEAGUE = Person("林同事", "lin@example.org", Role.FILER, "new-taipei")


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    return start(records, now=worlds.DUE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, worlds.FILERS["new-taipei"])


def now(records: Path, place: Place = DRAFT) -> Submission:
    with Archive.open(records) as archive:
        return filing.submission(archive, place)


def says(records: Path, place: Place = DRAFT) -> Filing:
    with Archive.open(records) as archive:
        return archive.filing(place, filing.submission(archive, place).blob)


def words(records: Path) -> list[str]:
    return [text for blocks in says(records).parts.values() for text in texts(blocks)]


def box(client: FlaskClient) -> str:
    """Return the name of the box of the form."""
    page = visit(client, URL)
    return str(page.root.xpath("//textarea[starts-with(@name, 'text-')]/@name")[0])


def save(client: FlaskClient, records: Path, text: str, **fields: str) -> TestResponse:
    name = box(client)
    said = {"progress": "new", "then": "stay", "base": now(records).blob, name: text, **fields}
    return post(client, URL, **said)


def colleague_saves(records: Path, body: str) -> None:
    with Archive.open(records) as archive:
        text = worlds.a_filing(DRAFT, body)
        base = filing.submission(archive, DRAFT).blob
        filing.save(archive, text, base=base, by=COLLEAGUE, on=worlds.DUE)


def page_of(client: FlaskClient, answer: TestResponse) -> Page:
    return check(client, answer)


def test_a_filer_finds_the_form_and_a_reader_the_text(app: Flask, client: FlaskClient) -> None:
    assert visit(client, URL).root.xpath("//form[@id='writing']")
    reader = signed_in(app, worlds.READER)
    assert not visit(reader, URL).root.xpath("//form[@id='writing']")


def test_what_is_typed_becomes_a_record_without_its_markers(
    client: FlaskClient, records: Path
) -> None:
    answer = save(client, records, "１、完成會勘。\n  (1) 三方出席。\n二、預計 5 月開工。")

    assert answer.status_code == 303
    assert words(records) == ["完成會勘。", "三方出席。", "預計 5 月開工。"]
    assert now(records).state is State.DRAFT
    assert "已儲存為草稿" in visit(client, answer.headers["Location"]).text


def test_saving_what_is_there_already_makes_no_step(client: FlaskClient, records: Path) -> None:
    page = visit(client, URL)
    before = now(records)
    typed = page.root.xpath("string(//textarea[starts-with(@name, 'text-')])")

    answer = save(client, records, str(typed).lstrip("\n"))

    assert answer.status_code == 303
    assert now(records).tip == before.tip


def test_a_line_that_cannot_be_kept_is_told_at_its_field(
    client: FlaskClient, records: Path
) -> None:
    deep = "1. 一\n  (1) 二\n    A. 三\n      a. 四\n        - 五"
    before = now(records)

    answer = save(client, records, deep)

    page = page_of(client, answer)
    assert answer.status_code == 422
    assert "第 5 行" in page.text
    assert str(page.root.xpath("string(//title)")).startswith("錯誤：")
    assert "五" in page.root.xpath("string(//textarea[starts-with(@name, 'text-')])")
    assert now(records).tip == before.tip


@pytest.mark.parametrize(
    "hostile", ["壞\u202e字", "壞\ue000字", worlds.HOSTILE, "=1+1", "# x\n---"]
)
def test_hostile_text_is_kept_as_text_or_told_and_never_lost(
    client: FlaskClient, records: Path, hostile: str
) -> None:
    answer = save(client, records, f"1. {hostile}")

    if answer.status_code == 303:
        kept = "".join(words(records))
        assert re.sub(r"\s", "", hostile) in re.sub(r"\s", "", kept)
    else:
        assert answer.status_code == 422
        page = page_of(client, answer)
        assert "壞" in page.root.xpath("string(//textarea[starts-with(@name, 'text-')])")


def test_nothing_new_wants_a_reason(client: FlaskClient, records: Path) -> None:
    answer = save(client, records, "1. 完成會勘。", progress=Progress.NONE.value)

    assert answer.status_code == 422
    assert now(records).by == worlds.FILERS["new-taipei"].author


def test_a_colleague_s_other_items_are_merged_and_it_says_so(
    client: FlaskClient, records: Path
) -> None:
    save(client, records, "1. 會勘。\n2. 設計。")
    base = now(records).blob
    colleague_saves(records, "1. 完成會勘。\n2. 設計。")

    answer = save(client, records, "1. 會勘。\n2. 設計完成。", base=base)

    assert answer.status_code == 303
    assert words(records) == ["完成會勘。", "設計完成。"]
    assert "同事同時修改的其他項目已一併保留" in visit(client, answer.headers["Location"]).text


def test_an_item_that_both_changed_shows_both_and_one_chooses(
    client: FlaskClient, records: Path
) -> None:
    save(client, records, "1. 會勘。\n2. 設計。")
    base = now(records).blob
    colleague_saves(records, "1. 會勘完成。\n2. 設計。")

    answer = save(client, records, "1. 會勘延期。\n2. 設計。", base=base)

    page = page_of(client, answer)
    assert answer.status_code == 409
    assert "林同事" in page.text
    assert {"會勘延期。", "會勘完成。"} <= set(page.words("//fieldset//p"))
    assert words(records) == ["會勘完成。", "設計。"]

    [form] = page.root.xpath("//form[.//input[@name='theirs']]")
    said = {str(e.get("name")): str(e.get("value")) for e in form.xpath(".//input[@type='hidden']")}
    [choice] = {str(each) for each in form.xpath(".//input[@type='radio']/@name")}
    unanswered = post(client, URL, **said)
    assert unanswered.status_code == 409
    assert "請選擇要用哪一份" in page_of(client, unanswered).text
    assert post(client, URL, **{**said, choice: "both"}).status_code == 303
    assert sorted(words(records)) == sorted(["會勘延期。", "會勘完成。", "設計。"])


def test_a_choice_made_on_an_older_text_is_asked_again(client: FlaskClient, records: Path) -> None:
    save(client, records, "1. 會勘。")
    base = now(records).blob
    colleague_saves(records, "1. 會勘完成。")
    theirs = now(records).blob
    colleague_saves(records, "1. 會勘取消。")

    answer = save(client, records, "1. 會勘延期。", base=base, theirs=theirs)

    assert answer.status_code == 409
    assert "會勘取消。" in page_of(client, answer).text


def test_a_text_of_another_city_is_not_there(client: FlaskClient) -> None:
    answer = post(client, "/114Q4/bridge/keelung", progress="new", then="stay")

    assert answer.status_code == 404


def test_a_form_without_its_token_is_not_saved(client: FlaskClient, records: Path) -> None:
    before = now(records).tip

    answer = client.post(URL, data={"progress": "new", "then": "stay", BOX: "1. 偽造。"})

    assert answer.status_code in {400, 401, 403}
    assert now(records).tip == before


def test_what_is_typed_is_kept_before_it_is_saved(client: FlaskClient, records: Path) -> None:
    name = box(client)
    answer = post(client, f"{URL}/unsent", **{name: "1. 寫到一半", "base": now(records).blob})

    assert answer.status_code == 204
    page = visit(client, URL)
    assert "已還原還沒儲存的文字" in page.text
    assert "寫到一半" in page.root.xpath("string(//textarea[starts-with(@name, 'text-')])")


def test_the_live_column_draws_the_print_and_the_redline(client: FlaskClient) -> None:
    name = box(client)
    answer = post(client, f"{URL}/preview", **{name: "1. 完成會勘。\n2. 已於 114 年 13 月開工。"})

    assert answer.status_code == 200
    assert "完成會勘。" in answer.text
    assert '<ol class="diff">' in answer.text
    assert "加 2 條" in answer.text
    assert "<html" not in answer.text


def test_a_progress_that_both_changed_is_asked_in_words(client: FlaskClient, records: Path) -> None:
    save(client, records, "1. 會勘。")
    base = now(records).blob
    with Archive.open(records) as archive:
        text = worlds.a_filing(DRAFT, "1. 會勘。", progress=Progress.DONE)
        filing.save(archive, text, base=base, by=COLLEAGUE, on=worlds.DUE)

    answer = save(client, records, "1. 會勘。", base=base, progress="none", reason="等候審議")

    page = page_of(client, answer)
    assert answer.status_code == 409
    shown = set(page.words("//fieldset//p"))
    assert {"本季無新進度，沿用上季文字", "已完成，建議解除列管"} <= shown
