"""The report on paper: what it says, how it is tagged, and that nothing in it is alive."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from holdings import COMMIT, a_holding, a_project, every_shape, with_gaps
from report_lines import printed
from report_pages import fonts, opened, squeezed, tags, text_of

from records.holding import Holding
from records.outline import Item, List
from records.prose import to_markdown
from workflows.report import around, pdf, typefaces
from workflows.report.assemble import assemble
from workflows.report.publish import publish
from workflows.report.typefaces import FontMissing, Typefaces
from workflows.report.typeset import NotSet, Unprintable, typeset

WORLDS = {
    "shapes": every_shape(),
    "gaps": with_gaps(),
    "official": every_shape(numbering="official"),
}
HOSTILE = "#panic() $x$ @ref <w:p> ]]> {{ 7*7 }} *b* _i_ `c` // /* \\u{41} \"q\" 'q' -- ~"


def _telling(text: str) -> Holding:
    """Hold one project that says the same wherever a person can say something."""
    joint = to_markdown((List(ordered=True, items=(Item(text),)),))
    told = a_project("p", name=text, remarks=(text,), note=text, joint=joint)
    return a_holding(told, title=text)


# -- What it says --------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_every_labelled_line_of_the_tree_stands_in_the_text_in_order(world: str) -> None:
    text = squeezed(text_of(publish(WORLDS[world], "pdf")))
    at = text.index("".join(around.HEADER))

    for line in printed(assemble(WORLDS[world])):
        wanted = squeezed(re.sub("^- ", "•", line))
        assert wanted in text[at:], line
        at = text.index(wanted, at) + len(wanted)


def test_title_date_groups_remarks_themes_notes_and_lineage_are_printed() -> None:
    text = squeezed(text_of(publish(every_shape(), "pdf")))

    for said in (
        "「北海岸合作平臺」合作方案辦理情形", "資料時間：114年12月31日", "(一)交通組",
        "跨市夜間公車（原「夜行專車」併入）（共同議題—「氣候變遷因應及調適」）",
        "【114年12月會議同意新增】",
    ):  # fmt: skip
        assert said in text


def test_every_page_says_which_it_is_of_how_many_and_of_which_report() -> None:
    pages = [squeezed(page.extract_text()) for page in opened(publish(every_shape(), "pdf")).pages]

    assert len(pages) > 2
    for at, page in enumerate(pages, 1):
        assert page.endswith(f"114年第4季，版本{COMMIT[:10]}第{at}頁，共{len(pages)}頁")
    for page in pages[1:]:
        assert page.startswith("「北海岸合作平臺」合作方案辦理情形資料時間：114年12月31日")


def test_the_contents_name_every_group_and_project_with_its_page() -> None:
    first = text_of(publish(every_shape(), "pdf")).partition("第 1 頁")[0]

    for name in ("(一) 交通組", "跨市夜間公車", "聯合救災", "出處"):
        assert re.search(rf"^{re.escape(name)}[ .]+\d+$", first, re.MULTILINE), name


def test_an_edition_is_named_on_every_page() -> None:
    written = publish(every_shape(), "pdf", edition=2)

    assert squeezed(text_of(written)).count("114年第4季，第2版定稿，版本") == 1 + len(
        opened(written).pages
    )


def test_without_signatures_no_version_and_no_list_of_sources_is_printed() -> None:
    text = text_of(publish(every_shape(style={"signatures": False}), "pdf"))

    assert COMMIT[:10] not in text
    assert "出處" not in text


def test_what_is_missing_is_marked_in_words_and_listed() -> None:
    text = squeezed(text_of(publish(with_gaps(), "pdf")))

    assert "尚未定稿：3處文字尚未納入、2筆紀錄不能印出。" in text
    assert "〔尚未納入〕" in text
    assert "跨河橋樑新北市本季無更新未達節點" in text
    assert "114Q4/ferry/keelung.md第7行：不是UTF-8文字" in text


def test_the_heads_of_a_long_table_stand_on_every_page_of_it() -> None:
    told = (a_project(f"p-{at}", joint="1. 已完成。\n" * 20) for at in range(12))
    pages = [page.extract_text() for page in opened(publish(a_holding(*told), "pdf")).pages]
    rows = [page for page in pages if "已完成" in page]

    assert len(rows) > 3
    assert [page.count(" ".join(around.HEADER)) for page in rows] == [1] * len(rows)


def test_a_row_breaks_across_pages() -> None:
    told = a_project("p", joint="1. 已完成。\n" * 100)
    pages = [page.extract_text() for page in opened(publish(a_holding(told), "pdf")).pages]

    assert [page.count("已完成。") > 10 for page in pages if "已完成" in page] == [True] * 3


# -- How it is made ------------------------------------------------------------------------------


def test_a_pdf_says_that_it_is_archival_accessible_and_in_traditional_chinese() -> None:
    read = opened(publish(every_shape(), "pdf"))
    root = cast("Any", read.trailer["/Root"])
    said = root["/Metadata"].get_object().get_data().decode()

    assert root["/Lang"] == "zh-TW"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert read.metadata
    assert read.metadata.title == "「北海岸合作平臺」合作方案辦理情形"
    assert COMMIT in str(read.metadata.keywords)


def test_lists_tables_and_headings_are_tagged_as_what_they_are() -> None:
    counted = tags(publish(every_shape(), "pdf"))
    items = sum(
        bool(re.match(r"- |\(?[0-9A-Za-z]+[.)] ", x)) for x in printed(assemble(every_shape()))
    )

    assert counted["/LI"] == counted["/Lbl"] == counted["/LBody"] == items
    assert counted["/Table"] == 2 + 1 + 1, "two groups, a table of a text, the sources"
    assert counted["/TH"] == 2 * 2 + 2 + 7
    assert counted["/Title"] == 1
    assert counted["/H1"] == 1 + 2 + 1, "contents, groups, sources"
    assert counted["/H2"] == 5


def test_bookmarks_lead_to_groups_and_projects() -> None:
    outline = opened(publish(every_shape(), "pdf")).outline

    assert [each["/Title"] for each in outline if not isinstance(each, list)] == [
        "(一) 交通組", "(二) 災防組", "出處",
    ]  # fmt: skip
    assert [each["/Title"] for each in outline[1]] == [
        "「河岸」道路(北段)工程", "跨市夜間公車", "港區接駁",
    ]  # fmt: skip


def test_fonts_are_embedded_and_subset() -> None:
    found = list(fonts(publish(every_shape(), "pdf")))

    assert {each["name"].partition("+")[2].partition("-")[0] for each in found} == {
        "NotoSerifTC",
        "NotoSansTC",
    }
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in found)
    assert all(re.match(r"/[A-Z]{6}\+", each["name"]) for each in found)


WRITE = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from holdings import every_shape
from workflows.report.publish import publish
Path(sys.argv[1]).write_bytes(publish(every_shape(), "pdf"))
"""


@pytest.mark.parametrize(
    ("zone", "locale"), [("Asia/Taipei", "C.UTF-8"), ("America/New_York", "POSIX")]
)
def test_the_same_records_give_the_same_bytes_in_any_process_zone_and_folder(
    tmp_path: Path, zone: str, locale: str
) -> None:
    file, here = tmp_path / "made.pdf", Path(__file__).parent
    words = (sys.executable, "-c", WRITE, file, here, here.parents[2])

    subprocess.run(
        words, cwd=tmp_path, env={**os.environ, "TZ": zone, "LC_ALL": locale}, check=True
    )

    assert file.read_bytes() == publish(every_shape(), "pdf")


# -- What people type ----------------------------------------------------------------------------


def test_what_people_typed_is_printed_as_typed() -> None:
    text = squeezed(text_of(publish(_telling(HOSTILE), "pdf")))
    typed = squeezed(HOSTILE)

    assert f"{typed}（{typed}）【{typed}】1.{typed}" in text
    assert text.startswith(typed)


def test_a_long_word_breaks_at_the_margin_and_stays_one_word() -> None:
    word = f"https://example.org/{'abcdefghi/' * 30}"
    read = opened(publish(_telling(word), "pdf"))
    found: list[float] = []
    for page in read.pages:
        page.extract_text(visitor_text=lambda _text, _cm, tm, _font, _size: found.append(tm[4]))

    assert f"1.{word}" in squeezed(text_of(publish(_telling(word), "pdf")))
    assert max(found) < 595 - 56


@pytest.mark.parametrize("typed", ["好👍", "مرحبا", "𠮷野家", "שלום"])
def test_a_character_that_no_font_shows_is_refused_by_name(typed: str) -> None:
    fine = a_project("fine", name="無礙", joint="沒有問題。")
    told = a_project("p", name="港區接駁", joint=f"1. {typed}。")
    strange = next(each for each in typed if each not in "好野家")

    with pytest.raises(Unprintable) as refused:
        publish(a_holding(fine, told), "pdf")

    assert f"「{strange}」（U+{ord(strange):04X}）" in str(refused.value)
    assert "見「港區接駁」。" in str(refused.value)


def test_a_title_that_no_font_shows_is_refused_too() -> None:
    with pytest.raises(Unprintable, match="見標題、組別或附錄"):
        publish(a_holding(a_project("p", joint="文"), title="甲👍"), "pdf")


def test_a_template_that_typst_refuses_is_told_in_a_sentence() -> None:
    report = assemble(every_shape())

    with pytest.raises(NotSet, match="排不成 PDF（panicked"):
        typeset(b"#panic()", {}, pdf.faces_of(report), report.committed_at, title="甲")


# -- Fonts ---------------------------------------------------------------------------------------


def test_the_owner_s_font_is_named_where_it_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEBAO_KAI", str(tmp_path))

    with pytest.raises(FontMissing, match=r"全字庫正楷體.*fonts-cns11643-kai"):
        publish(every_shape(style={"face": "kai"}), "pdf")


def test_the_owner_s_font_sets_the_text_and_not_its_brackets() -> None:
    if not (typefaces.KAI_FOLDER / typefaces.KAI_FILE).exists():
        pytest.skip("fonts-cns11643-kai is not installed")
    written = publish(every_shape(style={"face": "kai"}), "pdf")
    names = " ".join(each["name"] for each in fonts(written))

    assert "TW-Kai" in names
    assert "NotoSerifTC" in names


def test_the_fonts_of_a_report_are_known_by_their_hashes() -> None:
    faces: Typefaces = pdf.faces_of(assemble(every_shape()))

    assert list(faces.sha256) == ["NotoSerifTC-Regular.otf", "NotoSansTC-Regular.otf"]
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in faces.sha256.values())
