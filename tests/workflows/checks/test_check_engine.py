"""The engine: what a finding says of its place, what a platform changes, and the errors."""

from dataclasses import replace
from datetime import date

import pytest

from records.city import FOUR
from records.filing import Filing
from records.outline import Blocks, Item, List, Paragraph, Table
from records.platform import Checks, Platform
from records.project import Figure, Group, Project, Section
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.checks.check import by_weight, check, check_quarter
from workflows.checks.context import Context
from workflows.checks.figures import asked, printed
from workflows.checks.finding import Finding, Level
from workflows.checks.manuscript import manuscript

NOW = Quarter(114, 4)
BRIDGE = Project(
    project="bridge",
    name="跨河便橋",
    group="one",
    order=1,
    cities=("taipei", "keelung"),
    sections=(
        Section(id="works", by=("taipei", "keelung"), heading="工程："),
        Section(id="plan", by="joint"),
    ),
)
LATE = "於 115 年 1 月 28 日召開會議。"


def a_filing(*blocks: Paragraph | List | Table, section: str = "works") -> Filing:
    return Filing(quarter=NOW, project="bridge", city="taipei", parts={section: blocks})


def a_context(*filings: Filing, **checks: object) -> Context:
    record = QuarterRecord(
        quarter=NOW,
        title="合作方案辦理情形",
        as_of=date(2025, 12, 31),
        groups=(Group(id="one", label="交通組"),),
        cities=FOUR,
    )
    platform = Platform(checks=Checks.model_validate(checks))
    texts = {(each.project, each.city): each for each in filings}
    return Context(record, (BRIDGE,), texts, platform=platform)


def items(*texts: str) -> List:
    return List(ordered=True, items=tuple(map(Item, texts)))


def errors(filing: Filing) -> list[Finding]:
    return [each for each in check(filing, a_context()) if each.level is Level.ERROR]


def test_a_finding_says_where_its_words_stand() -> None:
    nested = List(ordered=True, items=(Item("開工。"), Item("會議：", (items("無。", LATE),))))
    found = next(f for f in check(a_filing(nested), a_context()) if "dates" in f.rule)

    assert (found.section, found.item, found.printed) == ("works", "2/2", "B.b.")
    assert LATE[slice(*found.span)] == found.words == "115 年 1 月 28 日"


def test_every_piece_of_a_text_has_a_path_of_its_own() -> None:
    blocks: Blocks = (
        Paragraph("甲"),
        items("乙", "丙"),
        Paragraph("丁"),
        List(ordered=False, items=(Item("戊", (Paragraph("己"),)),)),
        Table(("庚", "辛"), (("壬", "癸"),)),
    )
    read = manuscript(BRIDGE, a_filing(*blocks)).passages

    assert {each.item: each.text for each in read} == {
        "p1": "甲",
        "1": "乙",
        "2": "丙",
        "p2": "丁",
        "3": "戊",
        "3/p1": "己",
        "t1.0.1": "庚",
        "t1.0.2": "辛",
        "t1.1.1": "壬",
        "t1.1.2": "癸",
    }


def test_a_text_without_a_section_line_stands_in_the_only_section() -> None:
    only = BRIDGE.model_copy(update={"sections": BRIDGE.sections[:1]})
    filing = Filing(quarter=NOW, project="bridge", city="taipei", parts=from_markdown(LATE))

    assert [each.section for each in manuscript(only, filing).passages] == ["works"]


def test_a_year_is_taken_over_from_what_stands_above() -> None:
    under = List(
        ordered=True, items=(Item("113 年：", (items("9 月 5 日會勘。", "10 月開工。"),)),)
    )
    read = manuscript(BRIDGE, a_filing(under)).days

    assert [[each.year for each in found] for _, found in read] == [[113], [113], [113]]


@pytest.mark.parametrize(
    ("blocks", "rule"),
    [
        ((), "soundness-empty"),
        ((Paragraph("  "),), "soundness-empty"),
        ((items("甲。", ""),), "soundness-empty"),
        ((Paragraph("完成\u200b驗收。"),), "soundness-forbidden"),
    ],
)
def test_what_no_record_holds_is_an_error(blocks: Blocks, rule: str) -> None:
    assert [each.rule for each in errors(a_filing(*blocks))] == [rule]


def test_an_item_too_deep_is_an_error_at_that_item() -> None:
    deep: Blocks = (items("底"),)
    for name in "丁丙乙甲":
        deep = (List(ordered=True, items=(Item(name, deep),)),)

    assert [(each.rule, each.words) for each in errors(a_filing(*deep))] == [
        ("soundness-deep", "底")
    ]
    assert errors(a_filing(*deep[0].items[0].blocks)) == []  # type: ignore[union-attr]


def test_a_forbidden_character_has_an_edit_that_can_be_stored() -> None:
    breaks = errors(a_filing(Paragraph("完成\x0b驗收。")))

    assert [(each.words, each.edit) for each in breaks] == [("\x0b", " ")]


def test_a_platform_switches_a_rule_off_or_changes_its_level() -> None:
    filing = a_filing(Paragraph(LATE))

    off = check(filing, a_context(levels={"dates-told-as-done": "off"}))
    hint = check(filing, a_context(levels={"dates-told-as-done": "hint"}))

    assert [each.rule for each in off if "dates" in each.rule] == []
    assert [each.level for each in hint if "dates" in each.rule] == [Level.HINT]


def test_an_error_stays_one_whatever_the_platform_says() -> None:
    found = check(a_filing(), a_context(levels={"soundness-empty": "off"}))

    assert [each.level for each in found] == [Level.ERROR]


def test_a_platform_adds_words_and_takes_them_out() -> None:
    filing = a_filing(Paragraph("籌辦 115 年 1 月 28 日會議。"))

    assert check(filing, a_context(words={"planned": ["籌辦"]})) == ()
    assert check(a_filing(Paragraph("將於 115 年 1 月辦理。")), a_context()) == ()
    assert check(
        a_filing(Paragraph("將於 115 年 1 月辦理。")), a_context(without={"planned": ["將"]})
    )


def test_the_heaviest_finding_comes_first() -> None:
    found = check(a_filing(Paragraph(f"{LATE}\u200b"), Paragraph("今年開工。")), a_context())
    weights = [each.level.weight for each in by_weight(found)]

    assert weights == sorted(weights)
    assert by_weight(found)[0].level is Level.ERROR


def test_a_text_of_a_project_that_nobody_knows_has_no_findings() -> None:
    assert check(a_filing().model_copy(update={"project": "else"}), a_context()) == ()


def test_a_quarter_is_checked_project_by_project() -> None:
    found = check_quarter(a_context(a_filing(Paragraph(LATE))))

    assert ("bridge", "taipei", "dates-told-as-done") in {
        (each.project, each.city, each.rule) for each in found
    }


def test_a_mark_stays_while_the_sentence_does() -> None:
    def mark(*texts: str) -> str:
        found = check(a_filing(items(*texts)), a_context())
        return next(each.mark for each in found if each.rule == "dates-told-as-done")

    assert mark(LATE) == mark("甲案。", LATE) == mark(f"另案辦理。{LATE}")
    assert mark(LATE) != mark(LATE.replace("會議", "說明會"))


def test_the_empty_platform_record_says_nothing_of_checks() -> None:
    assert "checks" not in Platform().front()
    changed = replace_checks(Platform(), levels={"dates-no-year": "off"})
    assert changed.front()["checks"] == {"levels": {"dates-no-year": "off"}}


def replace_checks(platform: Platform, **said: object) -> Platform:
    return platform.model_copy(update={"checks": Checks.model_validate(said)})


def test_contexts_are_values() -> None:
    context = a_context()

    assert replace(context, texts={}).as_of == context.as_of == date(2025, 12, 31)


def test_a_figure_that_is_no_number_is_an_error() -> None:
    counted = BRIDGE.model_copy(
        update={"figures": (Figure(id="bridges", label="便橋", unit="座"),)}
    )
    context = replace(a_context(), projects=(counted,))
    filing = a_filing(Paragraph("已開工。")).model_copy(update={"figures": {"bridges": "約三座"}})
    found = check(filing, context)

    assert [(each.rule, each.item, each.words) for each in found] == [
        ("figures-number", "figures/bridges", "約三座")
    ]


def test_a_figure_is_asked_of_those_who_state_it() -> None:
    figure = Figure(id="bridges", label="便橋", by=("keelung",))
    context = replace(a_context(), projects=(BRIDGE.model_copy(update={"figures": (figure,)}),))

    assert check(a_filing(Paragraph("已開工。")), context) == ()


def test_a_joint_text_beside_cities_is_asked_only_for_what_names_it() -> None:
    figures = (Figure(id="all", label="合計", by=("joint",)), Figure(id="each", label="各市"))
    project = BRIDGE.model_copy(update={"figures": figures})

    assert [each.id for each in asked(project, "joint")] == ["all"]
    assert [each.id for each in asked(project, "taipei")] == ["each"]


def test_figures_print_their_sentence() -> None:
    project = BRIDGE.model_copy(
        update={
            "figures": (
                Figure(id="out", label="轉出", sentence="轉出 {out} 名；轉入 {in} 名。"),
                Figure(id="in", label="轉入"),
            )
        }
    )
    stated = a_filing().model_copy(update={"figures": {"out": "１２", "in": "2 萬 848"}})
    half = a_filing().model_copy(update={"figures": {"out": "12"}})

    assert printed(project, stated) == ("轉出 12 名；轉入 20,848 名。",)
    assert printed(project, half) == ()
