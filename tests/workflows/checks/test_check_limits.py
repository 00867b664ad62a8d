"""No text makes a rule crash, hang or flood, whatever somebody pastes into the box."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import _lru_cache_wrapper
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.city import FOUR
from records.filing import Filing
from records.outline import Item, List, Paragraph
from records.project import Group, Project, Section
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.checks import clauses, counts, days, grams, tense
from workflows.checks.check import MOST, check, check_quarter
from workflows.checks.context import Context
from workflows.checks.manuscript import Manuscript, manuscript
from workflows.checks.rule import Reads, Rule
from workflows.checks.rules import RULES

NOW = Quarter(114, 4)
PROJECT = Project(
    project="case",
    name="跨河便橋",
    group="one",
    order=1,
    cities=tuple(city.id for city in FOUR),
    sections=(Section(id="main", by=("taipei", "keelung")),),
)
RECORD = QuarterRecord(
    quarter=NOW,
    title="合作方案辦理情形",
    as_of=date(2025, 12, 31),
    groups=(Group(id="one", label="交通組"),),
    cities=FOUR,
)
LENGTH = 30_000
LESS = 4
GROWTH = 7.0
"""What LESS times the text may cost at most: linear is 4, quadratic 16."""

QUICK = 0.05
"""Seconds of the longer text below which a ratio is noise."""

PIECES = (
    *("一", "十百", "1", "1,", "１", "1.", "1 萬 ", "0", "A", "a@", "a.", "09", "0-", "1/", " "),
    *("(", ")", "（(", "「", "」", "「甲」", "「電子煙」合作方案", "，", "。", "、", "；", "："),
    *("於", "已", "將", "預計", "原", "台", "臺", "的", "第", "第一季", "截至", "陳", "陳大明科長"),
    *("114年", "1月", "1月1日、", "114年1月1日", "於115年1月1日", "預計114年1月", "今年", "2025年"),
    *(
        "1件",
        "1件。",
        "共1項",
        "甲、",
        "甲、共3項",
        "總計1件",
        "(1件、2件)",
        "轉出1名",
        "轉入：",
        "30%",
    ),
    *("各分攤30%、", "兒領", "其它", "工業區產業園區", "臺北 1", "併入", "終止執行", "A123456789"),
    *("月台", "(1件", "截至1月", "甲案乙", "1項、", "計1場"),
    *("114.1.1", "1-1-", "民國", "(六)", "9/18(四)", "至", "20、21日", "$1元", "ABC-1234車號"),
)


def a_filing(*texts: str, owner: str = "taipei", quarter: Quarter = NOW) -> Filing:
    blocks = (List(ordered=True, items=tuple(map(Item, texts))),)
    return Filing(quarter=quarter, project="case", city=owner, parts={"main": blocks})


def a_context(*texts: str) -> Context:
    """Return a quarter in which everybody wrote the texts, last quarter too."""
    now = {("case", owner): a_filing(*texts, owner=owner) for owner in ("taipei", "keelung")}
    before = {("case", "taipei"): a_filing(*(f"{text}甲" for text in texts), quarter=NOW.previous)}
    return Context(RECORD, (PROJECT,), now, before, (PROJECT,))


def forget() -> None:
    for module in (clauses, counts, days, grams, tense):
        for kept in vars(module).values():
            if isinstance(kept, _lru_cache_wrapper):
                kept.cache_clear()


TEXT_RULES = [rule for rule in RULES if Reads.TEXT in rule.reads]


def costs(*texts: str) -> dict[str, float]:
    """Return the seconds of processor time that reading texts takes, and each rule."""
    forget()
    context = a_context(*texts)
    own = manuscript(PROJECT, a_filing(*texts))
    text = "\n".join(texts)
    told: dict[str, Callable[[], object]] = {
        "reading": lambda: (own.days, counts.counts(text), clauses.quotes(text))
    }
    taken = {}
    for name, call in (
        *told.items(),
        *((rule.id, _asked(rule, own, context)) for rule in TEXT_RULES),
    ):
        start = time.process_time()
        call()
        taken[name] = time.process_time() - start
    return taken


def _asked(rule: Rule, own: Manuscript, context: Context) -> Callable[[], object]:
    return lambda: list(islice(rule.find(own, context), MOST))


@pytest.mark.parametrize("piece", PIECES)
def test_rules_take_time_in_proportion_to_the_text(piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    slow = {name for name, seconds in costs(text).items() if seconds > QUICK}
    for _ in range(3 if slow else 0):
        # A machine that does something else for a moment is no defect: it is asked again.
        longer, shorter = costs(text), costs(text[: LENGTH // LESS])
        slow = {name for name in slow if longer[name] > GROWTH * shorter[name] + QUICK}

    assert slow == set()


ITEMS = 800
"""As many as a part may have (records.outline.MAX_ITEMS)."""

ENTRIES = (
    "預計 114 年 10 月 {n} 日召開第 {n} 次協調會議，共 {n} 件。",
    "114 年 {m} 月 {d} 日辦理強化社區韌性與企業夥伴合作交流第 {n} 場",
    "臺北市 {n} 件、新北市 {n} 件；累計 {n} 人：無。",
    "「方案{n}」合作方案併入此案，其它{n}台",
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_rules_take_time_in_proportion_to_the_items(entry: str) -> None:
    texts = [entry.format(n=n, m=n % 12 + 1, d=n % 28 + 1) for n in range(ITEMS)]
    slow = {name for name, seconds in costs(*texts).items() if seconds > QUICK}
    for _ in range(3 if slow else 0):
        longer, shorter = costs(*texts), costs(*texts[: ITEMS // LESS])
        slow = {name for name in slow if longer[name] > GROWTH * shorter[name] + QUICK}

    assert slow == set()


ODD = st.text(
    alphabet=st.sampled_from(
        "一二十百114年月日季第、，。；：（）()「」『』 至底於已將共件%"
        "轉出入臺台北市其它陳科長A@.-/１"
    ),
    max_size=60,
)


def outlines() -> st.SearchStrategy[tuple[Paragraph | List, ...]]:
    leaves = st.builds(Item, st.one_of(ODD, st.text(max_size=20)))
    items = st.recursive(
        leaves,
        lambda below: st.builds(
            Item,
            ODD,
            st.lists(
                st.builds(List, st.booleans(), st.lists(below, max_size=3).map(tuple)), max_size=2
            ).map(tuple),
        ),
        max_leaves=8,
    )
    lists = st.builds(List, st.booleans(), st.lists(items, max_size=4).map(tuple))
    return st.lists(st.one_of(st.builds(Paragraph, ODD), lists), max_size=4).map(tuple)


@given(outlines(), outlines(), outlines())
def test_no_text_crashes_a_rule(
    own: tuple[Paragraph | List, ...],
    other: tuple[Paragraph | List, ...],
    before: tuple[Paragraph | List, ...],
) -> None:
    def filing(owner: str, quarter: Quarter, blocks: tuple[Paragraph | List, ...]) -> Filing:
        return Filing(quarter=quarter, project="case", city=owner, parts={"": blocks})

    context = Context(
        RECORD,
        (PROJECT,),
        {
            ("case", "taipei"): filing("taipei", NOW, own),
            ("case", "keelung"): filing("keelung", NOW, other),
        },
        {("case", "taipei"): filing("taipei", NOW.previous, before)},
        (PROJECT,),
    )
    texts = {
        (each.section, each.item): each.text
        for each in manuscript(PROJECT, context.texts["case", "taipei"]).passages
    }
    for found in check_quarter(context):
        start, end = found.span
        assert 0 <= start <= end
        if found.city == "taipei" and found.item in dict(texts.keys()):
            assert end <= len(texts[found.section, found.item])
        assert found.message.endswith(("。", "？"))


@given(st.text(max_size=80))
def test_every_edit_leaves_a_text_that_can_be_checked_again(text: str) -> None:
    for found in check(a_filing(text), a_context("")):
        if found.edit is not None and found.item == "1":
            start, end = found.span
            assert text[:start] + found.edit + text[end:] != text


def test_a_rule_asks_at_most_fifty_times_of_one_text() -> None:
    found = check(a_filing("其它" * 500), a_context(""))

    assert Counter(each.rule for each in found)["language-variant"] == MOST


def test_a_text_nested_far_too_deep_is_read_as_far_as_sense_goes() -> None:
    deep = Item("底")
    for _ in range(5_000):
        deep = Item("層", (List(ordered=True, items=(deep,)),))
    filing = Filing(
        quarter=NOW,
        project="case",
        city="taipei",
        parts={"main": (List(ordered=True, items=(deep,)),)},
    )

    assert "soundness-deep" in {each.rule for each in check(filing, a_context(""))}


def sources() -> Iterator[str]:
    folder = Path(__file__).resolve().parents[3] / "workflows" / "checks"
    for path in sorted(folder.glob("*.py")):
        yield path.read_text("utf-8")


def test_the_package_reads_no_clock_and_no_file() -> None:
    outside = re.compile(r"(?<![\w.])open\(|\.read_text\(|\.(?:today|now)\(")

    assert [found[0] for text in sources() for found in outside.finditer(text)] == []
