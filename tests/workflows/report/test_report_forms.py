"""Every form says the same, as the tree and its labels say it, and nothing in it is alive."""

import json
import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest
from documents import in_lines
from holdings import COMMIT, a_holding, a_project, every_shape, with_gaps
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from odt_lines import Odt
from report_lines import in_html, in_json, in_text, printed
from word_lines import Word

from records.errors import BadRecord
from records.outline import Blocks, Item, List, Paragraph, Table, joined
from records.prose import from_markdown, to_markdown
from records.wording import fault
from workflows.report import html, opendata
from workflows.report.assemble import GapsUndecided, assemble
from workflows.report.document import Report, labels
from workflows.report.publish import FORMS, UnknownForm, publish, publish_forms

LINED = ("odt", "docx", "html", "md", "txt", "json")
"""The forms whose text is read here; PDF, spreadsheet and summary have tests of their own."""
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} ]]> &amp; \"x\" 'y' `z` **b** [a](b) <!-- | # --> \\"
WORLDS = {
    "shapes": every_shape(),
    "gaps": with_gaps(),
    "official": every_shape(numbering="official"),
}


def _body(report: Report) -> str:
    return html.body(report, labels(report))


def _all(article: etree._Element, path: str) -> list[str]:
    found = article.xpath(path)
    assert isinstance(found, list)
    return [str(each) for each in found]


# -- Any outline -----------------------------------------------------------------------------

WORDS = st.text("甲乙：（）、 a1.-+*_`#<>&|\\[]{}~='\"", min_size=1, max_size=12).filter(
    lambda text: not fault(text) and "\t" not in text
)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        Table,
        st.tuples(*[WORDS] * width),
        st.lists(st.tuples(*[WORDS] * width), max_size=2).map(tuple),
    )
)
LEAVES = st.builds(Paragraph, WORDS) | TABLES


def _lists(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[List]:
    items = st.lists(st.builds(Item, WORDS, blocks), min_size=1, max_size=3).map(tuple)
    return st.builds(List, st.booleans(), items)


def _outlines(depth: int) -> st.SearchStrategy[Blocks]:
    block = LEAVES | _lists(_outlines(depth - 1)) if depth else LEAVES
    return st.lists(block, max_size=3).map(joined)


OUTLINES = _outlines(3).filter(bool)


@given(joint=OUTLINES, city=OUTLINES)
@settings(max_examples=150, deadline=None)
def test_every_form_prints_the_same_lines(joint: Blocks, city: Blocks) -> None:
    told = (
        a_project("one", joint=to_markdown(joint)),
        a_project("two", taipei=to_markdown(city)),
    )
    report = assemble(a_holding(*told))
    lines = printed(report)
    written = publish_forms(a_holding(*told), LINED)

    assert in_html(_body(report)) == lines
    assert in_json(written["json"]) == lines
    assert in_text(written["txt"], "one") + in_text(written["txt"], "two") == lines
    assert Word(written["docx"]).rows() == lines
    assert Odt(written["odt"]).rows() == lines


@given(OUTLINES)
@settings(max_examples=150, deadline=None)
def test_markdown_is_read_back_as_the_outline_that_it_was(outline: Blocks) -> None:
    holding = a_holding(a_project("one", joint=to_markdown(outline)))
    below = publish(holding, "md").decode().partition("\n### one\n")[2]

    assert from_markdown(below.partition("\n<a id")[0]) == {"": outline}


# -- One world, every form -------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_order_of_mappings_changes_no_byte(form: str) -> None:
    holding = every_shape()
    shuffled = replace(
        holding,
        filings=dict(reversed([*holding.filings.items()])),
        sources=dict(reversed([*holding.sources.items()])),
    )

    assert publish(shuffled, form) == publish(holding, form)


@pytest.mark.parametrize("form", FORMS)
def test_faults_are_listed_in_one_order_whatever_order_they_were_met_in(form: str) -> None:
    holding = with_gaps()
    other = replace(holding, filings=dict(reversed([*holding.filings.items()])))

    assert publish(other, form) == publish(holding, form)


@pytest.mark.parametrize("form", [form for form in LINED if form != "txt"])
def test_every_form_but_text_states_the_commit_and_the_records(form: str) -> None:
    raw = publish(every_shape(), form)
    written = (raw if FORMS[form].textual else in_lines(raw)).decode()

    assert COMMIT in written
    assert "114Q4/rescue/keelung.md" in written


def test_text_holds_nothing_but_the_report() -> None:
    written = publish(every_shape(), "txt").decode()

    assert COMMIT not in written
    assert written.startswith(
        "「北海岸合作平臺」合作方案辦理情形\n資料時間：114 年 12 月 31 日\n\n(一)"
    )


def test_forms_are_written_from_one_tree() -> None:
    written = publish_forms(every_shape(), ("txt", "md"))

    assert {form: publish(every_shape(), form) for form in written} == written


def test_an_unknown_form_is_answered_with_those_there_are() -> None:
    with pytest.raises(
        UnknownForm, match="沒有「wps」這種格式，請改用 odt、pdf、html、md、txt、json"
    ):
        publish(every_shape(), "wps")


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_written_as_final_with_an_open_gap(form: str) -> None:
    with pytest.raises(GapsUndecided):
        publish(a_holding(a_project("p", joint="")), form, final=True)


def test_what_people_typed_stays_what_it_was_in_every_form() -> None:
    told = a_project(
        "p",
        name=HOSTILE,
        remarks=(HOSTILE,),
        note=HOSTILE,
        joint=to_markdown((List(ordered=True, items=(Item(HOSTILE),)),)),
    )
    written = publish_forms(a_holding(told, title=HOSTILE), LINED)
    found = etree.fromstring(_body(assemble(a_holding(told, title=HOSTILE))))

    assert f"\n{HOSTILE}（{HOSTILE}）\n【{HOSTILE}】\n1. {HOSTILE}\n" in written["txt"].decode()
    assert found.findtext(".//h1") == HOSTILE
    assert found.findtext(".//span[@class='remark']") == f"（{HOSTILE}）"
    assert in_html(etree.tostring(found).decode()) == [f"【{HOSTILE}】", f"1. {HOSTILE}"]
    assert json.loads(written["json"])["groups"][0]["projects"][0]["name"] == HOSTILE
    assert not re.search(r"(?<!\\)<(?:script|!--)", written["md"].decode())


def test_a_gap_and_a_fault_are_told_in_the_words_that_people_typed() -> None:
    told = a_project("p", name=HOSTILE, themes=("climate",), joint="")
    fault = BadRecord(HOSTILE, path="114Q4/p/taipei.md")
    holding = a_holding(told, faults=(fault,))
    annexes = etree.fromstring(_body(assemble(holding))).findall(".//section[@class='annex']")
    written = publish(holding, "md").decode()

    assert annexes[0].findtext(".//th/a") == HOSTILE
    assert annexes[1].findtext(".//li") == str(fault)
    assert not re.search(r"(?<!\\)<(?:script|!--)", written)


def test_a_heading_of_markdown_keeps_the_hashes_of_a_name() -> None:
    written = publish(a_holding(a_project("p", name="計畫 C #", joint="文")), "md").decode()

    assert "\n### 計畫 C \\#\n" in written


# -- HTML ------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_the_article_is_well_formed_and_every_anchor_is_there_once(world: str) -> None:
    article = etree.fromstring(_body(assemble(WORLDS[world])))
    anchors = Counter(_all(article, "//@id"))
    targets = {address[1:] for address in _all(article, "//a/@href")}

    assert [anchor for anchor, times in anchors.items() if times > 1] == []
    assert targets - set(anchors) == set()


def test_every_project_and_item_has_an_anchor_of_its_own() -> None:
    article = etree.fromstring(_body(assemble(every_shape())))

    assert _all(article, "//tr[@id='rescue']//li/@id") == [
        "rescue.1", "rescue.1.1", "rescue.1.2", "rescue.2", "rescue.3",
        "rescue.4", "rescue.4.1", "rescue.4.2", "rescue.4.2.1",
    ]  # fmt: skip


def test_an_anchor_stays_alone_where_project_ids_look_like_items() -> None:
    told = (a_project("a", joint="1. 甲\n1. 乙"), a_project("a-2", joint="1. 丙"))
    anchors = _all(etree.fromstring(_body(assemble(a_holding(*told)))), "//@id")

    assert len(anchors) == len(set(anchors))


def test_items_of_two_lists_of_one_text_have_different_anchors() -> None:
    told = a_project("p", joint="甲類：\n\n1. 甲\n\n乙類：\n\n1. 乙\n1. 丙")
    article = etree.fromstring(_body(assemble(a_holding(told))))

    assert _all(article, "//li[@value]/@id") == ["p.1", "p.2", "p.3"]


def test_a_city_item_carries_its_record_in_attributes() -> None:
    report = assemble(every_shape())
    article = etree.fromstring(_body(report))
    item = article.find(".//li[@id='rescue.4.1']")
    source = next(s.source for s in report.groups[1].rows[0].sources if s.owner == "keelung")

    assert item is not None
    assert dict(item.attrib) == {
        "id": "rescue.4.1",
        "value": "1",
        "data-section": "visits",
        "data-owner": "keelung",
        "data-path": source.path,
        "data-blob": source.blob,
        "data-commit": source.commit,
    }


def test_links_lead_where_the_page_says() -> None:
    report = assemble(every_shape())
    body = html.body(report, labels(report), link=lambda row, owner: f"/{row.project}/{owner}?a&b")

    assert '<a href="/rescue/keelung?a&amp;b">基隆市</a>' in body
    assert '<a href="/rescue/?a&amp;b">聯合救災</a>' in body


def test_without_signatures_no_version_stands_on_the_page_and_attributes_keep_it() -> None:
    article = etree.fromstring(_body(assemble(every_shape(style={"signatures": False}))))

    assert COMMIT not in etree.tostring(article, method="text", encoding="unicode")
    assert article.get("data-commit") == COMMIT
    assert article.find(".//section[@class='annex']") is None


def test_headings_begin_at_the_level_of_the_page_around() -> None:
    report = assemble(every_shape())
    headings = re.findall(r"<h(\d)", html.body(report, labels(report), level=2))

    assert set(headings) == {"2", "3"}


def test_the_policy_allows_the_stylesheet_of_the_page_and_nothing_else() -> None:
    page = publish(every_shape(), "html").decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}';" in page
    assert "style=" not in page
    assert not re.search(r"</?(?:script|style)", style)


def test_the_page_is_one_document_in_traditional_chinese() -> None:
    page = publish(every_shape(), "html").decode()
    seen = re.findall(r"<([a-z]+\d?)", re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL))

    assert page.startswith('<!doctype html>\n<html lang="zh-Hant">\n')
    assert [seen.count(tag) for tag in ("html", "head", "title", "body", "main", "h1")] == [1] * 6


def test_every_table_repeats_its_heads_and_names_its_rows() -> None:
    article = etree.fromstring(_body(assemble(every_shape())))
    tables = article.findall(".//section[@class='group']/table")

    assert len(tables) == 2
    for table in tables:
        assert [th.get("scope") for th in table.findall("thead/tr/th")] == ["col", "col"]
        assert all(tr[0].get("scope") == "row" for tr in table.findall("tbody/tr"))


# -- JSON ------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_open_data_keep_to_their_schema(world: str) -> None:
    schema = opendata.schema()
    Draft202012Validator.check_schema(schema)
    checked = Draft202012Validator(schema, format_checker=FormatChecker())
    written = json.loads(publish(WORLDS[world], "json"))

    assert [error.message for error in checked.iter_errors(written)] == []


def test_the_schema_names_every_field_and_allows_no_other() -> None:
    written = json.loads(publish(every_shape(), "json"))
    written["groups"][0]["projects"][0]["extra"] = ""
    errors = list(Draft202012Validator(opendata.schema()).iter_errors(written))

    assert ["extra" in error.message for error in errors] == [True]
