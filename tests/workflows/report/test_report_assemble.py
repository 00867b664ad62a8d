"""Records become the report's tree by the rules of print."""

from dataclasses import replace

import pytest
from holdings import a_filing, a_holding, a_project, every_shape, with_gaps
from report_lines import printed

from records.errors import BadRecord
from records.holding import Holding
from records.project import Decision, Gap, Section, Status
from workflows.report.assemble import FaultsStand, GapsUndecided, assemble
from workflows.report.document import Kind, Paragraph, Part, Row

BOTH = ("taipei", "keelung")


def _row(holding: Holding, at: int = 0) -> Row:
    rows = [row for group in assemble(holding).groups for row in group.rows]
    return rows[at]


def _lines(**said: object) -> list[str]:
    return printed(assemble(a_holding(a_project("p", **said))))


# -- Sections --------------------------------------------------------------------------------


def test_cities_of_an_unheaded_section_stand_at_depth_one() -> None:
    lines = _lines(taipei="開工。\n\n1. 甲", keelung="1. 乙")

    assert lines == ["1. 臺北市：開工。", "(1) 甲", "2. 基隆市：", "(1) 乙"]


def test_a_joint_text_prints_as_it_was_typed() -> None:
    lines = _lines(joint="前言。\n\n1. 甲\n   1. 乙")

    assert lines == ["前言。", "1. 甲", "(1) 乙"]


def test_a_headed_section_takes_the_next_number_and_its_cities_stand_below() -> None:
    lines = _lines(
        sections=(Section(id="a", by="joint"), Section(id="b", by=BOTH, heading="互訪")),
        joint="## a\n\n1. 甲\n1. 乙",
        taipei="## b\n\n無。",
        keelung="## b\n\n1. 丙",
    )

    assert lines == ["1. 甲", "2. 乙", "3. 互訪", "(1) 臺北市：無。", "(2) 基隆市：", "A. 丙"]


def test_a_headed_joint_section_has_its_items_at_depth_two() -> None:
    lines = _lines(
        sections=(Section(id="a", by="joint", heading="規劃"), Section(id="b", by="joint")),
        joint="## a\n\n說明。\n\n1. 甲\n\n## b\n\n1. 乙",
    )

    assert lines == ["1. 規劃", "說明。", "(1) 甲", "2. 乙"]


def test_an_unheaded_section_counts_on_past_its_own_leading_paragraph() -> None:
    lines = _lines(
        sections=(Section(id="a", by="joint"), Section(id="b", by="joint")),
        joint="## a\n\n1. 甲\n\n## b\n\n另有：\n\n1. 乙",
    )

    assert lines == ["1. 甲", "另有：", "2. 乙"]


def test_a_list_after_a_paragraph_of_the_same_text_begins_anew() -> None:
    assert _lines(joint="甲類：\n\n1. 甲\n\n乙類：\n\n1. 乙") == [
        "甲類：",
        "1. 甲",
        "乙類：",
        "1. 乙",
    ]


def test_sections_without_a_heading_are_one_list() -> None:
    told = a_project(
        "p",
        sections=(Section(id="a", by=("taipei",)), Section(id="b", by=("keelung",))),
        taipei="## a\n\n甲",
        keelung="## b\n\n乙",
    )

    assert len(_row(a_holding(told)).blocks) == 1


def test_each_section_has_a_city_order_of_its_own() -> None:
    lines = _lines(
        sections=(
            Section(id="a", by=("keelung", "taipei"), heading="甲"),
            Section(id="b", by=("taipei", "keelung"), heading="乙"),
        ),
        taipei="## a\n\n一\n\n## b\n\n二",
        keelung="## a\n\n三\n\n## b\n\n四",
    )

    assert lines == [
        "1. 甲", "(1) 基隆市：三", "(2) 臺北市：一",
        "2. 乙", "(1) 臺北市：二", "(2) 基隆市：四",
    ]  # fmt: skip


def test_a_paragraph_leads_only_where_a_list_follows() -> None:
    leads = _row(a_holding(a_project("p", joint="前言。\n\n1. 甲"))).blocks[0]
    alone = _row(a_holding(a_project("p", joint="全文。"))).blocks[0]
    after = _row(a_holding(a_project("p", joint="1. 甲\n\n結語。"))).blocks[1]

    assert leads == Paragraph("前言。", Kind.LEAD, Part("main", "joint"))
    assert alone == Paragraph("全文。", Kind.TEXT, Part("main", "joint"))
    assert after == Paragraph("結語。", Kind.TEXT, Part("main", "joint"))


def test_a_city_line_begins_with_the_first_paragraph_and_no_other_block() -> None:
    lines = _lines(taipei="甲。\n\n乙。", keelung="| 年 |\n| --- |\n| 113 |")

    assert lines == ["1. 臺北市：甲。", "乙。", "2. 基隆市：", "年", "113"]


# -- Names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("brackets", "title"), [("full", "橋(北段)（原甲）（共同議題—「氣候變遷因應及調適」）"),
                            ("half", "橋(北段)(原甲)(共同議題—「氣候變遷因應及調適」)")]
)  # fmt: skip
def test_the_template_supplies_the_brackets_of_remarks_then_themes(
    brackets: str, title: str
) -> None:
    told = a_project("p", name="橋(北段)", remarks=("原甲",), themes=("climate",), joint="文")
    report = assemble(a_holding(told, style={"brackets": brackets}))

    assert report.title_of(report.groups[0].rows[0]) == title


def test_a_theme_that_the_quarter_does_not_know_is_a_fault_and_no_remark() -> None:
    report = assemble(a_holding(a_project("p", themes=("moon",), joint="文")))

    assert report.groups[0].rows[0].themes == ()
    assert [fault.path for fault in report.faults] == ["114Q4/p/project.md"]


# -- Gaps ------------------------------------------------------------------------------------


def test_a_text_that_nobody_merged_is_marked_where_it_would_stand() -> None:
    assert _lines(taipei="甲", keelung="") == ["1. 臺北市：甲", "2. 基隆市：〔尚未納入〕"]


@pytest.mark.parametrize(
    ("decision", "printed_as"),
    [
        (Decision.OMIT, ["1. 桃園市：乙"]),
        (Decision.NOTHING_NEW, ["1. 臺北市：本季無更新", "2. 桃園市：乙"]),
        (Decision.NOT_FILED, ["1. 臺北市：未填報", "2. 桃園市：乙"]),
    ],
)
def test_a_decided_gap_prints_what_was_decided(decision: Decision, printed_as: list[str]) -> None:
    gaps = (Gap(section="main", city="taipei", decision=decision),)

    assert _lines(taipei="", taoyuan="乙", gaps=gaps) == printed_as


def test_a_heading_with_nothing_below_it_is_not_printed() -> None:
    lines = _lines(
        sections=(
            Section(id="a", by=BOTH, heading="甲"),
            Section(id="b", by="joint", heading="乙"),
        ),
        joint="## b\n\n文",
        gaps=tuple(Gap(section="a", city=city, decision=Decision.OMIT) for city in BOTH),
    )

    assert lines == ["1. 乙", "文"]


def test_a_decision_on_a_text_that_came_after_all_is_no_gap() -> None:
    gaps = (Gap(section="main", city="taipei", decision=Decision.OMIT),)
    report = assemble(a_holding(a_project("p", taipei="到了。", gaps=gaps)))

    assert report.gaps == ()
    assert printed(report) == ["1. 臺北市：到了。"]


def test_a_filing_without_the_part_of_a_section_leaves_a_gap_there() -> None:
    told = a_project(
        "p",
        sections=(Section(id="a", by=("taipei",)), Section(id="b", by=("taipei",), heading="乙")),
        taipei="## a\n\n文",
    )

    assert [gap.place for gap in assemble(a_holding(told)).gaps] == ["p（臺北市，乙）"]


def test_a_final_report_is_refused_while_a_gap_has_no_decision() -> None:
    with pytest.raises(GapsUndecided, match="p（基隆市）") as refused:
        assemble(a_holding(a_project("p", taipei="甲", keelung="")), final=True)

    assert [(gap.project, gap.owner) for gap in refused.value.gaps] == [("p", "keelung")]


def test_a_final_report_prints_decided_gaps() -> None:
    gaps = (Gap(section="main", city="keelung", decision=Decision.NOT_FILED),)
    report = assemble(a_holding(a_project("p", taipei="甲", keelung="", gaps=gaps)), final=True)

    assert report.open_gaps == ()
    assert printed(report)[-1] == "2. 基隆市：未填報"


def test_a_refusal_names_ten_gaps_and_counts_the_rest() -> None:
    told = (a_project(f"p{at}", joint="") for at in range(12))
    with pytest.raises(GapsUndecided) as refused:
        assemble(a_holding(*told), final=True)

    assert "p9（合併）等 12 處。" in str(refused.value)
    assert "p10" not in str(refused.value)


# -- Projects that are not reported on -------------------------------------------------------


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DELISTED])
def test_a_project_that_is_not_active_expects_nothing(status: Status) -> None:
    report = assemble(a_holding(a_project("p", taipei="", status=status)), final=True)

    assert report.groups[0].rows == ()


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DELISTED])
def test_what_was_merged_prints_even_of_a_project_that_is_not_active(status: Status) -> None:
    report = assemble(a_holding(a_project("p", taipei="完工。", keelung="", status=status)))

    assert printed(report) == ["1. 臺北市：完工。"]
    assert report.gaps == ()


# -- Faults ----------------------------------------------------------------------------------


def test_an_unreadable_filing_is_marked_as_such_and_listed() -> None:
    report = assemble(with_gaps())

    assert "2. 基隆市：〔紀錄無法讀取〕" in printed(report)
    assert ("114Q4/ferry/keelung.md", 7) in [(f.path, f.line) for f in report.faults]


def test_a_text_that_no_section_prints_is_a_fault() -> None:
    told = a_project("p", sections=(Section(id="a", by=("taipei",)),), taipei="## b\n\n舊文。")
    stranger = {("p", "keelung"): a_filing("p", "keelung", "甲。")}
    holding = a_holding(told)
    holding = replace(holding, filings={**holding.filings, **stranger})

    assert [str(fault).partition("：")[0] for fault in assemble(holding).faults] == [
        "114Q4/p/keelung.md", "114Q4/p/taipei.md",
    ]  # fmt: skip


def test_text_before_the_sections_of_a_divided_project_has_no_place() -> None:
    told = a_project(
        "p",
        sections=(Section(id="a", by=("taipei",)), Section(id="b", by=("taipei",))),
        taipei="沒有段落的文字。\n\n## b\n\n乙",
    )

    assert ["標題之前" in str(fault) for fault in assemble(a_holding(told)).faults] == [True]


def test_a_text_beside_the_only_section_of_a_project_has_no_place() -> None:
    report = assemble(a_holding(a_project("p", taipei="舊文。\n\n## main\n\n新文。")))

    assert printed(report) == ["1. 臺北市：新文。"]
    assert ["標題之前" in str(fault) for fault in report.faults] == [True]


def test_a_final_report_is_refused_while_a_record_is_not_in_print() -> None:
    fault = BadRecord("不是 UTF-8 文字。", path="114Q4/p/project.md")
    with pytest.raises(FaultsStand, match=r"114Q4/p/project\.md") as refused:
        assemble(a_holding(faults=(fault,)), final=True)

    assert refused.value.faults == (fault,)


# -- Behind a row ----------------------------------------------------------------------------


def test_a_row_knows_the_record_and_commit_behind_each_of_its_texts() -> None:
    row = _row(every_shape(), 3)

    assert [(each.owner, each.source.path) for each in row.sources] == [
        ("taipei", "114Q4/rescue/taipei.md"),
        ("keelung", "114Q4/rescue/keelung.md"),
        ("joint", "114Q4/rescue/joint.md"),
    ]
    assert all(each.source.blob and each.source.commit for each in row.sources)
    assert row.record is not None
    assert row.record.path == "114Q4/rescue/project.md"


def test_an_edition_is_stated_where_the_report_is_frozen() -> None:
    assert assemble(every_shape(), final=True, edition=2).edition == 2
