"""The outline box at the keyboard of a real browser."""

from collections.abc import Iterator

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page
from writing import Box, Desk, writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    with writing(Desk()) as address:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        yield page
        assert complaints == []
        page.close(run_before_unload=False)


@pytest.fixture
def box(opened: Page) -> Box:
    opened.evaluate("document.getElementById('body').blur()")
    return Box(opened)


KEYS = {
    "Enter goes on with the next number": (
        "1. 甲¦\n2. 乙", ["Enter"], "1. 甲\n2. ¦\n3. 乙",
    ),
    "Enter within a text parts it": ("1. 甲¦乙", ["Enter"], "1. 甲\n2. ¦乙"),
    "Enter before a text leaves an empty item": ("1. ¦甲", ["Enter"], "1. \n2. ¦甲"),
    "Enter goes on with bullets": ("• 甲¦", ["Enter"], "• 甲\n• ¦"),
    "Enter keeps the style that people type": (
        "一、甲\n（一）乙¦\n二、丙", ["Enter"], "一、甲\n（一）乙\n（二） ¦\n二、丙",
    ),
    "Enter counts in full widths": ("１．甲¦", ["Enter"], "１．甲\n２． ¦"),
    "Enter numbers its list": ("99. 甲¦", ["Enter"], "1. 甲\n2. ¦"),
    "Enter on an empty item steps out": (
        "1. 甲\n  (1) 乙\n  (2) ¦\n2. 丙", ["Enter"], "1. 甲\n  (1) 乙\n2. ¦\n3. 丙",
    ),
    "Enter on an empty item of the first level leaves the list": (
        "1. 甲\n2. ¦\n3. 丙", ["Enter"], "1. 甲\n¦\n2. 丙",
    ),
    "Enter in a paragraph is an empty line": ("說明¦", ["Enter"], "說明\n¦"),
    "Enter replaces what is selected": ("1. 甲¦乙\n2. 丙¦丁", ["Enter"], "1. 甲\n2. ¦丁"),
    "Enter behind a row begins the next": ("| 市 | 件 |¦", ["Enter"], "| 市 | 件 |\n| ¦ |  |"),
    "Enter in an empty row ends the table": (
        "| 市 | 件 |\n|  |  |¦", ["Enter"], "| 市 | 件 |\n¦",
    ),
    "Shift+Enter is a paragraph of the item": ("1. 甲¦", ["Shift+Enter"], "1. 甲\n  ¦"),
    "Ctrl+] moves an item in": ("1. 甲\n2. 乙¦", ["Control+]"], "1. 甲\n  (1) 乙¦"),
    "with what is below it": (
        "1. 甲\n2. 乙¦\n  (1) 丙\n  說明\n3. 丁",
        ["Control+]"],
        "1. 甲\n  (1) 乙¦\n    A. 丙\n    說明\n2. 丁",
    ),
    "Ctrl+[ moves it out": (
        "1. 甲\n  (1) 乙¦\n  (2) 丙\n2. 丁", ["Control+["], "1. 甲\n2. 乙¦\n  (1) 丙\n3. 丁",
    ),
    "Alt+Shift and arrows, as in Word": (
        "1. 甲\n2. 乙¦", ["Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"], "1. 甲\n2. 乙¦",
    ),
    "several items move together": (
        "1. 甲\n2. ¦乙\n3. 丙¦\n4. 丁", ["Control+]"], "1. 甲\n  (1) ¦乙\n  (2) 丙¦\n2. 丁",
    ),
    "the first item does not move in": ("1. 甲¦", ["Control+]"], "1. 甲¦"),
    "nothing goes below the fourth level": (
        "1. 甲\n  (1) 乙\n    A. 丙\n      a. 丁\n      b. 戊¦",
        ["Control+]"],
        "1. 甲\n  (1) 乙\n    A. 丙\n      a. 丁\n      b. 戊¦",
    ),
    "out of the first level it is a paragraph": (
        "1. 甲\n2. 乙¦\n3. 丙", ["Control+["], "1. 甲\n乙¦\n1. 丙",
    ),
    "and in again an item": ("1. 甲\n乙¦", ["Control+]"], "1. 甲\n2. 乙¦"),
    "Tab at a marker moves in": ("1. 甲\n2. ¦乙", ["Tab"], "1. 甲\n  (1) ¦乙"),
    "Shift+Tab at a marker moves out": ("1. 甲\n  (1) ¦乙", ["Shift+Tab"], "1. 甲\n2. ¦乙"),
    "Backspace at a marker takes it off": (
        "1. 甲\n2. ¦乙\n3. 丙", ["Backspace"], "1. 甲\n¦乙\n1. 丙",
    ),
    "Backspace in a text takes a letter": ("1. 甲乙¦", ["Backspace"], "1. 甲¦"),
    "Delete at the end joins without the marker": (
        "1. 甲¦\n2. 乙\n3. 丙", ["Delete"], "1. 甲¦乙\n2. 丙",
    ),
    "lines that go leave the rest numbered": (
        "1. 甲\n¦2. 乙\n3. 丙\n¦4. 丁", ["Delete"], "1. 甲\n¦2. 丁",
    ),
    "lines that are cut too": ("1. 甲\n¦2. 乙\n¦3. 丙", ["Control+x"], "1. 甲\n¦2. 丙"),
    "typing over lines numbers the rest": (
        "1. 甲¦乙\n2. 丙¦丁\n3. 戊", ["x"], "1. 甲x¦丁\n2. 戊",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "keys", "after"), KEYS.values(), ids=KEYS)
def test_a_key_does_what_word_does_and_one_undo_takes_it_back(
    box: Box, text: str, keys: list[str], after: str
) -> None:
    box.begin(text)
    before = box.value

    assert box.press(*keys) == after
    undone = [box.press("Control+z") for _ in keys if after.replace("¦", "") != before]
    assert box.value == before, undone


def test_undo_and_redo_go_through_every_step(box: Box) -> None:
    box.begin("1. 甲¦")
    seen = [box.value]
    for keys in (["Enter"], ["乙"], ["Enter"], ["Tab"], ["丙"], ["Control+["]):
        for key in keys:
            if len(key) == 1:
                box.page.keyboard.insert_text(key)
            else:
                box.press(key)
        seen.append(box.value)

    assert seen[-1] == "1. 甲\n2. 乙\n3. 丙"
    for expected in reversed(seen[:-1]):
        box.press("Control+z")
        assert box.value == expected
    for expected in seen[1:]:
        box.press("Control+y")
        assert box.value == expected


def test_lists_that_nobody_touched_keep_their_characters(box: Box) -> None:
    untouched = "  ９. 舊表\n\n三、 前言\n獨立一段　\n"
    box.begin(untouched + "1. 甲¦\n1. 乙")

    box.press("Enter")

    assert box.value == untouched + "1. 甲\n2. \n3. 乙"


def test_tab_in_a_text_leaves_the_field(box: Box) -> None:
    box.begin("1. 甲¦")

    box.press("Tab")

    assert box.page.evaluate("document.activeElement.id") == "next"
    assert box.value == "1. 甲"


def test_esc_gives_tab_back_and_says_so(box: Box) -> None:
    box.begin("1. 甲\n2. ¦乙")

    box.press("Escape", "Tab")

    assert box.page.evaluate("document.activeElement.id") == "next"
    assert box.said() == "Tab 鍵已恢復為移到下一個欄位"
    assert box.value == "1. 甲\n2. 乙"


def test_who_only_walks_through_the_page_is_not_held_in_the_box(box: Box) -> None:
    box.begin("1. 甲\n2. ¦乙")
    box.page.evaluate("document.getElementById('body').setSelectionRange(0, 0)")
    box.page.focus(".box-tools button[tabindex='0']")

    box.press("Tab", "Tab")

    assert box.page.evaluate("document.activeElement.id") == "next"
    assert box.value == "1. 甲\n2. 乙"


def test_the_tools_work_by_keyboard_and_give_the_caret_back(box: Box) -> None:
    box.begin("1. 甲\n2. 乙¦")
    box.page.focus(".box-tools button[tabindex='0']")

    assert box.press("Enter") == "1. 甲\n  (1) 乙¦"
    assert box.said() == "第 2 層，(1)"
    box.page.focus(".box-tools button[tabindex='0']")
    assert box.press("ArrowRight", "Enter") == "1. 甲\n2. 乙¦"
    assert box.page.evaluate("document.activeElement.id") == "body"


def test_what_cannot_be_done_is_said(box: Box) -> None:
    box.begin("1. 甲¦")

    box.press("Control+]")

    assert box.said() == "第一項前面沒有可以歸入的項目，不能再降一層"


def test_the_tool_for_numbers_prints_the_whole_as_the_report_does(box: Box) -> None:
    box.begin("一、甲\n（一）乙\n三、丙\n• 丁¦")

    box.page.click("text=整理編號")

    assert box.value == "1. 甲\n  (1) 乙\n2. 丙\n  • 丁"
    box.press("Control+z")
    assert box.value == "一、甲\n（一）乙\n三、丙\n• 丁"


def test_the_caret_stays_in_sight(box: Box) -> None:
    lines = [f"{n}. 第 {n} 項的文字" for n in range(1, 200)]
    box.begin("\n".join([*lines[:150], lines[150] + "¦", *lines[151:]]))
    box.page.evaluate("document.getElementById('body').scrollTop = 0")

    box.press("Enter")
    box.page.keyboard.type("x")
    there = box.page.evaluate("document.getElementById('body').scrollTop")
    box.press("Enter")

    assert there > 1000
    assert abs(box.page.evaluate("document.getElementById('body').scrollTop") - there) < 100
