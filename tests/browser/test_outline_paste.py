"""What other programs put on the clipboard becomes an outline, or is refused with advice.

``tests/cases/clipboard``: NAME.html and NAME.txt are what the program brings; NAME.box is what
stands in the box afterwards, NAME.refused what is said instead.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page
from writing import Box, Desk, writing

from workflows.outline_box.reading import from_box
from workflows.outline_box.writing import to_box

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

CLIPBOARD = Path(__file__).resolve().parents[1] / "cases" / "clipboard"
READ = sorted(path.stem for path in CLIPBOARD.glob("*.box"))
REFUSED = sorted(path.stem for path in CLIPBOARD.glob("*.refused"))


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    with writing(Desk()) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close(run_before_unload=False)


@pytest.fixture
def box(opened: Page) -> Box:
    opened.evaluate("document.getElementById('body').blur()")
    return Box(opened)


def brought(name: str) -> dict[str, str]:
    kinds = {"html": "html", "plain": "txt"}
    found = {kind: CLIPBOARD / f"{name}.{end}" for kind, end in kinds.items()}
    return {kind: path.read_text("utf-8") for kind, path in found.items() if path.exists()}


@pytest.mark.parametrize("name", READ)
def test_what_is_pasted_is_an_outline_and_one_undo_takes_it_back(box: Box, name: str) -> None:
    box.begin("¦")

    box.paste(**brought(name))

    expected = (CLIPBOARD / f"{name}.box").read_text("utf-8")
    assert box.value == expected.removesuffix("\n")
    assert to_box(from_box(box.value)) == expected
    box.press("Control+z")
    assert box.value == ""


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_not_print_is_refused_with_what_to_do(box: Box, name: str) -> None:
    box.begin("1. 甲¦")

    assert box.paste(**brought(name)) == "1. 甲¦"
    assert box.said() == (CLIPBOARD / f"{name}.refused").read_text("utf-8").strip()


PASTES = {
    "items go on with the list": (
        "1. 甲\n2. ¦\n3. 丁", "1. 乙\n2. 丙", "1. 甲\n2. 乙\n3. 丙¦\n4. 丁",
    ),
    "below the item of the caret, at its level": (
        "1. 甲\n  (1) 乙¦\n2. 丁",
        "一、丙\n（一）戊",
        "1. 甲\n  (1) 乙\n  (2) 丙\n    A. 戊¦\n2. 丁",
    ),
    "lines without a marker are items there": ("1. 甲\n2. ¦", "乙\n丙", "1. 甲\n2. 乙\n3. 丙¦"),
    "but paragraphs in a paragraph": ("¦", "乙\n丙", "乙\n丙¦"),
    "within a text its ends join": ("1. 甲¦乙", "1. 丙\n2. 丁", "1. 甲丙\n2. 丁¦乙"),
    "a few words stay in the line": ("1. 甲¦乙", "丙丁", "1. 甲丙丁¦乙"),
    "and lose a marker that came with them": ("1. 甲\n2. ¦", "(3)\t丙", "1. 甲\n2. 丙¦"),
    "in place of what is selected": ("1. 甲\n2. ¦乙\n3. 丙¦", "丁\n戊", "1. 甲\n2. 丁\n3. 戊¦"),
    "a table stands below its item": (
        "1. 甲¦\n2. 乙", "市\t件\n臺北市\t3", "1. 甲\n  | 市 | 件 |\n  | 臺北市 | 3 |¦\n2. 乙",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "plain", "after"), PASTES.values(), ids=PASTES)
def test_what_is_pasted_fits_in_where_the_caret_is(
    box: Box, text: str, plain: str, after: str
) -> None:
    box.begin(text)
    before = box.value

    assert box.paste(plain=plain) == after
    box.press("Control+z")
    assert box.value == before


def test_pasted_html_brings_no_element_and_asks_for_nothing(box: Box) -> None:
    asked: list[str] = []
    box.page.on("request", lambda request: asked.append(request.url))
    box.begin("¦")

    box.paste("<ul><li>甲 &lt;b&gt;<img src='/x.png' onerror='alert(1)'></li><li>乙</li></ul>")

    assert box.value == "• 甲 <b>\n• 乙"
    box.page.wait_for_timeout(100)
    assert [url for url in asked if "x.png" in url] == []


def test_what_is_dragged_from_elsewhere_is_read_like_what_is_pasted(box: Box) -> None:
    box.begin("1. 甲\n2. ¦")
    box.page.evaluate(
        """() => {
            const from = document.createElement('p');
            from.id = 'from';
            from.innerHTML = '一、乙<br>二、丙';
            document.querySelector('h1').after(from);
            const range = document.createRange();
            range.selectNodeContents(from);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    start = box.page.locator("#from").bounding_box()
    goal = box.page.locator("#body").bounding_box()
    assert start
    assert goal

    mouse = box.page.mouse
    mouse.move(start["x"] + 12, start["y"] + 12)
    mouse.down()
    mouse.move(goal["x"] + 200, goal["y"] + 52, steps=8)
    mouse.up()

    assert box.value == "1. 甲\n2. 乙\n3. 丙"
    box.page.evaluate("document.getElementById('from').remove()")
