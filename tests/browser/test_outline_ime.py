"""While an input method composes, the box touches nothing."""

from collections.abc import Iterator

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, CDPSession, Page
from writing import Box, Desk, until, writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    with writing(Desk()) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close(run_before_unload=False)


@pytest.fixture
def method(opened: Page) -> CDPSession:
    return opened.context.new_cdp_session(opened)


def compose(method: CDPSession, *stages: str) -> None:
    """Show what the input method offers, one stage after the other."""
    for stage in stages:
        method.send(
            "Input.imeSetComposition",
            {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)},
        )


def key_of_the_method(method: CDPSession, key: str) -> None:
    """Press a key that the input method takes for itself."""
    for kind in ("rawKeyDown", "keyUp"):
        method.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229},
        )


def test_a_word_is_composed_and_the_list_goes_on(opened: Page, method: CDPSession) -> None:
    box = Box(opened)
    box.begin("1. 甲¦\n2. 丙")

    box.press("Enter")
    compose(method, "ㄧ", "ㄧˇ", "乙")
    method.send("Input.insertText", {"text": "乙"})

    assert box.text == "1. 甲\n2. 乙¦\n3. 丙"


@pytest.mark.parametrize("key", ["Enter", "Tab", "Escape", "Backspace", "Process"])
def test_keys_of_the_input_method_are_its_own(opened: Page, method: CDPSession, key: str) -> None:
    box = Box(opened)
    box.begin("1. 甲\n2. ¦\n3. 丙")

    compose(method, "ㄧ", "ㄧˇ")
    during = box.value
    key_of_the_method(method, key)

    assert during == box.value == "1. 甲\n2. ㄧˇ\n3. 丙"


def test_a_composition_over_lines_is_left_to_the_browser(opened: Page, method: CDPSession) -> None:
    box = Box(opened)
    box.begin("1. 甲¦乙\n2. 丙¦丁\n3. 戊")

    compose(method, "ㄅ", "ㄅㄚ")
    method.send("Input.insertText", {"text": "八"})

    assert box.value == "1. 甲八丁\n3. 戊"
    box.press("End", "Enter")
    assert box.value == "1. 甲八丁\n2. \n3. 戊"


def test_undo_takes_a_composed_word_and_then_the_step(opened: Page, method: CDPSession) -> None:
    box = Box(opened)
    box.begin("1. 甲¦")

    box.press("Enter")
    compose(method, "ㄧ")
    method.send("Input.insertText", {"text": "乙"})
    composed = box.value
    while box.value == composed:
        box.press("Control+z")
    assert box.value == "1. 甲\n2. "
    box.press("Control+z")

    assert box.value == "1. 甲"


def test_what_is_composed_is_kept_and_counted_afterwards(opened: Page, method: CDPSession) -> None:
    box = Box(opened)
    box.begin("1. ¦")

    compose(method, "ㄅ")
    method.send("Input.insertText", {"text": "八里"})

    until(opened, lambda: opened.inner_text("#count") == "2 字（上季 68 字）")
