import pytest
from invented import (
    AS_OF,
    HEADER,
    HOUSE_LIST,
    TITLE,
    W,
    front,
    imported,
    level,
    lines,
    numbering,
    p,
    shown,
    tbl,
    tr,
    word,
    word_report,
)

from records.outline import Table
from workflows.importing.problems import HomelessText

BY_CITY = """\
# main: taipei new-taipei
taipei> 1. 用地取得。
taipei> 1. 施工中：
taipei>    1. 甲標。
taipei>    1. 乙標。
new-taipei> 配合辦理。"""


def test_typed_markers_in_a_table_are_read() -> None:
    texts = ("1. 臺北市：", "(1) 用地取得。", "(2) 施工中：", "A. 甲標。", "B. 乙標。")
    raw = word_report(*map(p, texts), p("2. 新北市：配合辦理。"))

    assert shown(imported(raw, ".docx")) == BY_CITY


def test_one_list_with_levels_of_its_own_is_read() -> None:
    raw = word_report(
        p("臺北市：", number="1"),
        p("用地取得。", number="1", level=1),
        p("施工中：", number="1", level=1),
        p("甲標。", number="1", level=2),
        p("乙標。", number="1", level=2),
        p("新北市：配合辦理。", number="1"),
        numbering=numbering(HOUSE_LIST),
    )

    assert shown(imported(raw, ".docx")) == BY_CITY


def test_a_list_of_its_own_for_each_level_is_read() -> None:
    restart = (
        '<w:num w:numId="4"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    raw = word_report(
        p("臺北市：", number="1"),
        p("用地取得。", number="2"),
        p("施工中：", number="2"),
        p("甲標。", number="3"),
        p("乙標。", number="3"),
        p("新北市：", number="1"),
        p("規劃。", number="4"),
        p("設計。", number="4"),
        numbering=numbering(
            level(0, "decimal", "%1."),
            level(0, "decimal", "(%1)"),
            level(0, "upperLetter", "%1."),
            nums=restart,
        ),
    )

    assert shown(imported(raw, ".docx")) == BY_CITY.replace(
        "> 配合辦理。", "> 1. 規劃。\nnew-taipei> 1. 設計。"
    )


def test_a_list_that_a_style_brings_is_read() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>'
        '<w:basedOn w:val="Item"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    raw = word_report(
        p("第一項", style="Item"),
        p("子項甲", style="Sub"),
        p("子項乙", style="Sub"),
        p("第二項", style="Item"),
        p("不是項目", style="Item", number="0"),
        styles=styles,
        numbering=numbering(HOUSE_LIST),
    )

    assert shown(imported(raw, ".docx")) == lines(
        "# main: joint",
        "joint> 1. 第一項",
        "joint>    1. 子項甲",
        "joint>    1. 子項乙",
        "joint> 1. 第二項",
        "joint> ",
        "joint> 不是項目",
    )


def test_a_list_counts_on_in_the_next_row_and_is_said_not_to_fit() -> None:
    cells = tr("甲案", p("一", number="1") + p("二", number="1")), tr("乙案", p("三", number="1"))
    raw = word(front() + tbl(HEADER, *cells), numbering=numbering(HOUSE_LIST))

    assert "joint> 3\\. 三" in shown(imported(raw, ".docx"))
    assert "編號「3.」接不上前面的編號" in shown(imported(raw, ".docx"))


def test_chinese_numbers_that_word_counts_make_the_official_numbering() -> None:
    official = "".join(
        (
            level(0, "taiwaneseCountingThousand", "%1、"),
            level(1, "taiwaneseCountingThousand", "(%2)"),
        )
    )
    raw = word_report(
        p("臺北市：", number="1"),
        p("用地。", number="1", level=1),
        p("施工。", number="1", level=1),
        p("新北市：無。", number="1"),
        numbering=numbering(official),
    )
    records = imported(raw, ".docx")

    assert records.record.numbering == "official"
    assert records.doubts == ()


def test_bullets_below_numbers_are_bullets() -> None:
    raw = word_report(
        p("基隆市：", number="1"),
        p("轉出 32 件。", number="2"),
        p("轉入 33 件。", number="2"),
        p("新北市：無。", number="1"),
        numbering=numbering(HOUSE_LIST, level(0, "bullet", "\uf0d8", 960)),
    )

    assert shown(imported(raw, ".docx")) == lines(
        "# main: keelung new-taipei",
        "keelung> - 轉出 32 件。",
        "keelung> - 轉入 33 件。",
        "new-taipei> 無。",
    )


def test_a_private_bullet_that_was_typed_is_a_bullet() -> None:
    raw = word_report(p("1. 成果："), p("\uf0d8 完成驗收。"), p("\uf0d8 啟用。"))

    assert shown(imported(raw, ".docx")) == lines(
        "# main: joint",
        "joint> 1. 成果：",
        "joint>    - 完成驗收。",
        "joint>    - 啟用。",
    )


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    run = (
        "<w:r><w:t>進度 </w:t></w:r><w:del><w:r><w:delText>81</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>83</w:t></w:r></w:ins><w:r><w:t>%。</w:t></w:r>"
    )
    records = imported(word_report(p(run)), ".docx")

    assert shown(records) == lines(
        "# main: joint",
        "joint> 進度 83%。",
        "? 表格 1 第 2 列：這一段有追蹤修訂，取接受修訂後的文字。",
    )


def test_hidden_text_is_left_out_and_said() -> None:
    run = "<w:r><w:t>完成。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>內部註記</w:t></w:r>"
    records = imported(word_report(p(run)), ".docx")

    assert "內部註記" not in shown(records)
    assert [doubt.text for doubt in records.doubts] == ["內部註記"]


def test_a_footnote_stands_below_its_paragraph_and_is_said() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>資料至 12 月底。</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    run = '<w:r><w:t>共 3 場。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    records = imported(word_report(p(run), footnotes=notes), ".docx")

    assert "joint> 共 3 場。\njoint> \njoint> 資料至 12 月底。" in shown(records)
    assert records.doubts[0].text == "資料至 12 月底。"


def test_a_text_box_is_read_once_and_said() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>方塊內文。</w:t></w:r></w:p></w:txbxContent>"
    run = (
        "<w:r><w:t>本文。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    records = imported(word_report(p(run)), ".docx")

    assert shown(records).count("方塊內文。") == 1
    assert [doubt.text for doubt in records.doubts] == ["方塊內文。"]


def test_a_line_break_begins_a_line() -> None:
    run = "<w:r><w:t>1. 臺北市：</w:t><w:br/><w:t>(1) 甲。</w:t><w:br/><w:t>(2) 乙。</w:t></w:r>"

    assert "taipei> 1. 甲。\ntaipei> 1. 乙。" in shown(
        imported(word_report(p(run), p("2. 新北市：無。")), ".docx")
    )


def test_a_table_inside_a_cell_stays_a_table() -> None:
    inner = tbl(tr("市", "件數"), tr("臺北市", "12"))
    records = imported(word_report(p("1. 統計如下：") + inner + p("2. 其他。")), ".docx")

    assert records.filings[0].parts[""][0].items[0].blocks == (
        Table(("市", "件數"), (("臺北市", "12"),)),
    )


def test_a_row_without_a_name_goes_on_with_the_row_above() -> None:
    rows = tr("甲案", "已提報交通"), HEADER, tr("", "部複審。"), tr("乙案", "1. 完成。")
    records = imported(word(front() + tbl(HEADER, *rows)), ".docx")

    assert [project.name for project in records.projects] == ["甲案", "乙案"]
    assert "joint> 已提報交通部複審。" in shown(records)


def test_a_cell_that_reaches_down_is_one_name() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    second = f"<w:tr>{merged}<w:tc>{p('2. 乙。')}</w:tc></w:tr>"
    records = imported(word(front() + tbl(HEADER, tr("甲案", "1. 甲。"), second)), ".docx")

    assert shown(records) == lines(
        "# main: joint",
        "joint> 1. 甲。",
        "joint> 1. 乙。",
    )


def test_a_group_may_be_a_row_across_the_table() -> None:
    across = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("(二) 災防組")}</w:tc></w:tr>'
    table = tbl(HEADER, tr("甲案", "甲。"), across, tr("乙案", "乙。"))
    records = imported(word(front() + table), ".docx")

    assert [group.label for group in records.record.groups] == ["交通組", "災防組"]
    assert [project.group for project in records.projects] == ["transport", "disaster"]


def test_a_group_heading_may_be_numbered_by_word() -> None:
    listed = numbering(level(0, "taiwaneseCountingThousand", "(%1)"))
    body = p(TITLE) + p(AS_OF) + p("交通組", number="1") + tbl(HEADER, tr("甲案", "甲。"))
    body += p("災防組", number="1") + tbl(HEADER, tr("乙案", "乙。"))
    records = imported(word(body, numbering=listed), ".docx")

    assert [group.label for group in records.record.groups] == ["交通組", "災防組"]
    assert records.doubts == ()


def test_groups_and_projects_may_be_headings_without_a_table() -> None:
    styles = f"<w:styles {W}>" + "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/>'
        f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2, 3)
    )
    body = p(TITLE, style="H1") + p(AS_OF) + p("(一) 交通組", style="H2")
    body += p("甲案", style="H3") + p("1. 完成。") + p("乙案", style="H3") + p("規劃中。")
    records = imported(word(body, styles=f"{styles}</w:styles>"), ".docx")

    assert [project.name for project in records.projects] == ["甲案", "乙案"]
    assert records.record.title == TITLE


def test_a_running_number_column_is_no_text() -> None:
    head = tr("項次", "合作方案", "辦理情形")
    records = imported(word(front() + tbl(head, tr("1", "甲案", "完成。"))), ".docx")

    assert [project.name for project in records.projects] == ["甲案"]


def test_a_column_of_something_else_is_named() -> None:
    head = tr("方案名稱", "辦理情形", "備註")
    raw = word(front() + tbl(head, tr("甲案", "完成。", "請財政局確認")))

    with pytest.raises(HomelessText, match=r"表格 1 第 2 列：.*「請財政局確認」"):
        imported(raw, ".docx")


def test_a_paragraph_between_tables_is_named() -> None:
    raw = word(front() + tbl(HEADER, tr("甲案", "完成。")) + p("以上資料由研考會彙整。"))

    with pytest.raises(HomelessText, match=r"第 4 段：.*「以上資料由研考會彙整。」"):
        imported(raw, ".docx")


def test_a_prefilled_table_of_contents_is_no_text() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/>'
        "</w:style></w:styles>"
    )
    contents = p("(一) 交通組\t1", style="T1") + p("甲案\t1", style="T1")
    body = p(TITLE) + p(AS_OF) + contents + p("(一) 交通組") + tbl(HEADER, tr("甲案", "完成。"))

    assert imported(word(body, styles=styles), ".docx").doubts == ()


def test_a_page_head_that_says_more_is_mentioned() -> None:
    head = f"<w:hdr {W}>{p('密件')}</w:hdr>"
    foot = f"<w:ftr {W}>{p('第 3 頁')}</w:ftr>"
    records = imported(word_report(p("完成。"), header1=head, footer1=foot), ".docx")

    assert [doubt.text for doubt in records.doubts] == ["密件"]
