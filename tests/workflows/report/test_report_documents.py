"""DOCX and ODT: true numbers, equal to the tree's, in documents that can be edited by hand."""

import re
from collections.abc import Callable

import odt_lines
import pytest
import word_lines
from documents import members, with_members
from holdings import a_holding, a_project, every_shape, with_gaps
from report_lines import printed

from records.holding import Holding
from workflows.report.assemble import assemble
from workflows.report.document import labels
from workflows.report.publish import publish

WORLDS = {
    "shapes": every_shape(),
    "gaps": with_gaps(),
    "official": every_shape(numbering="official", style={"brackets": "half"}),
}
MANY = "\n".join(f"1. 第 {n} 項" for n in range(1, 61))


def _tree(holding: Holding) -> list[str]:
    return printed(assemble(holding))


def _deep(text: str, depth: int) -> str:
    """Put a list below items, so that it stands at a depth."""
    for _ in range(depth - 1):
        text = "1. 甲\n" + re.sub("^", "   ", text, flags=re.MULTILINE)
    return text


# -- Numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_word_counts_what_the_tree_says(world: str) -> None:
    word = word_lines.Word(publish(WORLDS[world], "docx"))

    assert word.headings() == list(labels(assemble(WORLDS[world])).headings)
    assert word.rows() == _tree(WORLDS[world])


@pytest.mark.parametrize("world", WORLDS)
def test_odf_counts_what_the_tree_says(world: str) -> None:
    odt = odt_lines.Odt(publish(WORLDS[world], "odt"))

    assert odt.headings() == list(labels(assemble(WORLDS[world])).headings)
    assert odt.rows() == _tree(WORLDS[world])


@pytest.mark.parametrize("numbering", ["report", "official"])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_long_lists_are_counted_alike_at_every_depth(numbering: str, depth: int) -> None:
    holding = a_holding(a_project("p", joint=_deep(MANY, depth)), numbering=numbering)
    lines = _tree(holding)

    assert word_lines.Word(publish(holding, "docx")).rows() == lines
    assert odt_lines.Odt(publish(holding, "odt")).rows() == lines


RESTARTS = """
1. 甲
   1. 一
   1. 二

   乙類：

   1. 三
   1. 四
1. 丙
   - 點
     1. 五
   - 點
     1. 六
   1. 七

   | 年 | 數 |
   | --- | --- |
   | 1 | 2 |

   1. 八
1. 丁

段

1. 戊
"""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_list_begins_anew_where_the_tree_says_so(form: str) -> None:
    holding = a_holding(a_project("p", joint=RESTARTS), a_project("q", joint="1. 甲\n1. 乙"))
    read = word_lines.Word if form == "docx" else odt_lines.Odt

    assert read(publish(holding, form)).rows() == _tree(holding)


@pytest.mark.parametrize("heading", ["第{number}組　{label}", "{number}、{label}"])
def test_headings_of_groups_are_counted_in_the_form_that_the_style_asks_for(heading: str) -> None:
    holding = every_shape(style={"group_heading": heading})
    said = list(labels(assemble(holding)).headings)

    assert word_lines.Word(publish(holding, "docx")).headings() == said
    assert odt_lines.Odt(publish(holding, "odt")).headings() == said


@pytest.mark.parametrize("heading", ["{label}", "{label}（第{number}組）"])
def test_a_heading_that_no_list_can_count_is_written_as_it_prints(heading: str) -> None:
    holding = every_shape(style={"group_heading": heading})
    said = labels(assemble(holding)).headings

    assert tuple(word_lines.Word(publish(holding, "docx")).headings()) == said
    assert f">{said[0]}<" in members(publish(holding, "odt"))["content.xml"].decode()


# -- Whole and editable ----------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_needs_touching_up(world: str) -> None:
    assert word_lines.faults(publish(WORLDS[world], "docx")) == []
    assert odt_lines.faults(publish(WORLDS[world], "odt")) == []


Change = Callable[[str], str]


def without_starts(text: str) -> str:
    return re.sub(r"<w:lvlOverride .*?</w:lvlOverride>", "", text)


def without_one_number(text: str) -> str:
    before, numbered, after = text.rpartition("<w:numPr>")
    return before + (numbered + after).partition("</w:numPr>")[2]


def without_head(text: str) -> str:
    return text.replace("<w:tblHeader/>", "", 1)


def with_a_typed_number(text: str) -> str:
    return text.replace("增 3 班", "(1) 增 3 班")


def with_a_row_in_one_piece(text: str) -> str:
    return text.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>", 1)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("word/numbering.xml", without_starts),
        ("word/document.xml", without_one_number),
        ("word/document.xml", without_head),
        ("word/document.xml", with_a_typed_number),
        ("word/document.xml", with_a_row_in_one_piece),
    ],
)
def test_a_damaged_word_document_is_found_out(name: str, change: Change) -> None:
    sound = publish(every_shape(), "docx")
    text = members(sound)[name].decode()
    damaged = with_members(sound, {name: change(text).encode()})

    assert change(text) != text
    assert word_lines.Word(damaged).rows() != _tree(every_shape()) or word_lines.faults(damaged)


def without_going_on(text: str) -> str:
    return text.replace(' text:continue-list="list', ' text:unknown="list')


def with_an_uncounted_item(text: str) -> str:
    item = r"<text:list-item>(<text:p [^>]*>[^<]*</text:p>)</text:list-item>"
    return re.sub(item, r"<text:list-header>\1</text:list-header>", text, count=1)


def without_head_rows(text: str) -> str:
    return re.sub("</?table:table-header-rows>", "", text)


def with_a_typed_mark(text: str) -> str:
    return text.replace("增 3 班", "(1) 增 3 班")


@pytest.mark.parametrize(
    "change", [without_going_on, with_an_uncounted_item, without_head_rows, with_a_typed_mark]
)
def test_a_damaged_odf_document_is_found_out(change: Change) -> None:
    sound = publish(every_shape(), "odt")
    text = members(sound)["content.xml"].decode()
    damaged = with_members(sound, {"content.xml": change(text).encode()})

    assert change(text) != text
    assert odt_lines.Odt(damaged).rows() != _tree(every_shape()) or odt_lines.faults(damaged)
