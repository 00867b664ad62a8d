"""Titles, dates, groups, names: where everything stands around the texts."""

import pytest
from invented import AS_OF, TITLE, imported, one, plain, shown

from workflows.importing.layout_tables import open_brackets
from workflows.importing.titles import split

PAGES = f"""{TITLE}

{AS_OF}

(一) 交通組

方案名稱\t最新辦理情形
甲案\t<ol style="list-style-type: none"> 1. 已提報。 2. 已核定，交通

方案名稱\t最新辦理情形
\t部函復。
乙案(原「丙案」、「教育\t<p>1. 臺北市：甲。</p>

- 2 -
方案名稱\t最新辦理情形
訓練分享」併入本項辦理)\t2. 新北市：乙 3. 基隆市：丙。
"""


def test_rows_sentences_and_a_title_cut_by_pages_are_mended() -> None:
    records = imported(PAGES)
    first, other = records.projects

    assert (first.name, other.name) == ("甲案", "乙案")
    assert other.remarks == ("原「丙案」、「教育訓練分享」併入本項辦理",)
    assert "joint> 1. 已核定，交通部函復。" in shown(records)
    assert other.sections[0].by == ("taipei", "new-taipei", "keelung")


def test_a_name_cut_without_a_bracket_is_mended_where_its_list_goes_on() -> None:
    text = PAGES.replace("乙案(原「丙案」、「教育", "高中教師").replace(
        "訓練分享」併入本項辦理)", "聘任辦法"
    )
    records = imported(text)

    assert [project.name for project in records.projects] == ["甲案", "高中教師聘任辦法"]
    assert "似在換頁處斷開" in records.doubts[0].sentence


def test_a_list_without_signs_is_divided_behind_its_sentences() -> None:
    tagged = "甲案\t1. 情形： <ol> (1) 基隆市： <ul> 轉出 3 件。 轉入 4 件。 (2) 臺北市： <ul> 無。"
    records = imported(f"{TITLE}\n(一) 交通組\n\n方案名稱\t辦理情形\n{tagged}\n")

    assert "keelung> - 轉出 3 件。\nkeelung> - 轉入 4 件。\ntaipei> - 無。" in shown(records)
    assert any("沒有項目符號" in doubt.sentence for doubt in records.doubts)


def test_lines_without_a_blank_line_between_are_told_apart_by_what_follows() -> None:
    lines = one("1. 甲。\n2. 乙。").rstrip().replace("\n\n", "\n")
    records = imported(
        f"{lines}\n智慧號誌\n規劃中，預計 115 年完成。\n低碳存摺\n【114 年同意新增】\n1. 甲。\n"
    )

    assert [project.name for project in records.projects] == [
        "河濱自行車道串聯",
        "智慧號誌",
        "低碳存摺",
    ]
    assert len(records.doubts) == 2


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("資料時間：114 年 12 月 31 日", "2025-12-31"),
        ("資料時間：１１４年１２月３１日", "2025-12-31"),
        ("資料時間:114.12.15", "2025-12-15"),
        ("統計至 114 年 11 月底", "2025-11-30"),
        ("資料截止日：西元 2025 年 12 月 1 日", "2025-12-01"),
        ("(114 年 12 月 31 日)", "2025-12-31"),
    ],
)
def test_the_day_of_a_report_is_read(line: str, day: str) -> None:
    records = imported(one("甲。").replace(AS_OF, line))

    assert records.record.as_of.isoformat() == day


def test_a_report_without_a_day_speaks_of_the_last_one_and_says_so() -> None:
    records = imported(one("甲。").replace(f"{AS_OF}\n", ""))

    assert records.record.as_of.isoformat() == "2025-12-31"
    assert "沒有寫資料時間" in records.doubts[0].sentence


def test_a_report_without_a_title_has_the_platforms() -> None:
    records = imported(one("甲。").replace(TITLE, ""))

    assert records.record.title == "「基北北桃合作交流平臺」合作方案辦理情形"
    assert "沒有寫標題" in records.doubts[0].sentence


def test_a_title_on_two_lines_is_one() -> None:
    records = imported(one("甲。").replace(TITLE, "「甲乙丙合作交流平臺」\n合作方案辦理情形"))

    assert records.record.title == TITLE
    assert "標題分成兩行" in records.doubts[0].sentence


def test_a_group_without_projects_keeps_its_number() -> None:
    records = imported(
        plain(("交通組", [("甲案", "甲。")]), ("災防組", []), ("環境組", [("乙案", "乙。")]))
    )

    assert [group.label for group in records.record.groups] == ["交通組", "災防組", "環境組"]


def test_a_report_without_groups_has_one_and_says_so() -> None:
    records = imported(f"{TITLE}\n{AS_OF}\n\n方案名稱\t辦理情形\n甲案\t完成。\n")

    assert [group.label for group in records.record.groups] == ["合作方案"]
    assert "沒有組別名稱" in records.doubts[0].sentence


def test_a_report_in_big5_is_read_and_said() -> None:
    records = imported(one("1. 臺北市：甲。").encode("cp950"))

    assert records.record.title == TITLE
    assert "以 Big5 讀取" in records.doubts[0].sentence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_report_with_a_byte_order_mark_is_read(encoding: str) -> None:
    text = one("甲。").replace("\n", "\r\n")

    assert imported(text.encode(encoding)).record.title == TITLE


def test_a_character_that_cannot_be_stored_is_said() -> None:
    records = imported(one("完成\ue123驗收\u200b。"))

    assert "joint> 完成驗收。" in shown(records)
    assert "U+E123" in records.doubts[0].sentence


@pytest.mark.parametrize(
    ("title", "name", "remarks", "themes"),
    [
        ("捷運民汐線(臺北市段)", "捷運民汐線(臺北市段)", (), ()),
        ("吉林街拓寬(臺北市段)案", "吉林街拓寬(臺北市段)案", (), ()),
        ("「低碳」觀摩活動", "「低碳」觀摩活動", (), ()),
        ("甲 (共同議題—「氣候」)", "甲", (), ("共同議題—「氣候」",)),
        (
            "甲(原「乙」併入本項辦理)（共同議題—「氣候」）",
            "甲",
            ("原「乙」併入本項辦理",),
            ("共同議題—「氣候」",),
        ),
        ("甲（乙分享（原「丙」合作案新增子項))", "甲", ("乙分享（原「丙」合作案新增子項)",), ()),
        ("甲(共同議題—「氣候」)(原「乙」併入)", "甲", ("共同議題—「氣候」", "原「乙」併入"), ()),
        ("跨轄社福卡(敬老卡、愛心卡)功能", "跨轄社福卡(敬老卡、愛心卡)功能", (), ()),
    ],
)
def test_a_bracket_is_a_remark_a_theme_or_part_of_the_name(
    title: str, name: str, remarks: tuple[str, ...], themes: tuple[str, ...]
) -> None:
    read = split(title)

    assert (read.name, read.remarks, read.themes) == (name, remarks, themes)


def test_a_name_that_is_known_keeps_its_bracket() -> None:
    assert split("甲(原「乙」併入)", {"甲(原「乙」併入)"}).name == "甲(原「乙」併入)"


def test_brackets_left_open_are_counted() -> None:
    assert [open_brackets(t) for t in ("甲（原「教育", "甲(乙)", "甲」乙）", "")] == [2, 0, 0, 0]
