"""What stands beside the box follows it, and never holds it up."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page, Route
from writing import Box, Desk, until, writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def desk() -> Desk:
    return Desk(text="1. 甲")


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with writing(desk) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close(run_before_unload=False)


def test_the_preview_follows_the_box(page: Page) -> None:
    Box(page).begin("1. 乙 <b>¦")

    until(page, lambda: page.inner_text("#preview") == "預覽：1. 乙 <b>")


def test_a_newer_text_cancels_the_question_about_the_older(page: Page) -> None:
    asked: list[str] = []
    cancelled: list[str] = []

    def hold_the_first(route: Route) -> None:
        asked.append(route.request.post_data or "")
        if len(asked) > 1:
            route.continue_()

    page.route("**/preview", hold_the_first)
    page.on("requestfailed", lambda request: cancelled.append(request.post_data or ""))
    Box(page).begin("1. 舊¦")
    until(page, lambda: len(asked) == 1)

    page.keyboard.insert_text("新")

    until(page, lambda: page.inner_text("#preview") == "預覽：1. 舊新")
    assert cancelled == asked[:1]


def test_a_preview_that_cannot_be_had_says_so_and_comes_back(page: Page, desk: Desk) -> None:
    Box(page).begin("1. 乙¦")
    until(page, lambda: page.inner_text("#preview") == "預覽：1. 乙")
    desk.broken = True
    page.keyboard.insert_text("丙")
    until(page, lambda: bool(page.get_attribute("#preview", "data-stale")))

    desk.broken = False
    page.keyboard.insert_text("丁")

    until(page, lambda: page.inner_text("#preview") == "預覽：1. 乙丙丁")
    assert page.get_attribute("#preview", "data-stale") is None


def test_the_count_leaves_markers_and_blanks_out(page: Page) -> None:
    assert page.inner_text("#count") == "1 字（上季 68 字）"

    Box(page).begin("1. 甲 乙\n  (1) 丙¦")

    until(page, lambda: page.inner_text("#count") == "3 字（上季 68 字）")


def test_last_quarters_item_goes_on_with_the_list_in_one_step(page: Page) -> None:
    box = Box(page)
    box.begin("1. ¦甲")

    page.click("#take")

    assert box.text == "1. 甲\n2. 上季一項\n  (1) 上季細項¦"
    assert box.said() == "已帶入文末，可以按 Ctrl+Z 復原"
    assert page.url.count("/") == 3
    box.press("Control+z")
    assert box.value == "1. 甲"


def test_it_begins_an_empty_box(page: Page) -> None:
    box = Box(page)
    box.begin("¦")

    page.click("#take")

    assert box.value == "1. 上季一項\n  (1) 上季細項"


def test_who_else_writes_here_is_said(browser: Browser) -> None:
    desk = Desk(others="陳小姐（新北市）14:20 起也在編輯這一案。")
    with writing(desk) as address:
        page = browser.new_page()
        page.goto(address)

        page.locator(f"text={desk.others}").wait_for()
        page.close()


def test_nobody_else_is_not_mentioned(page: Page, desk: Desk) -> None:
    until(page, lambda: "POST /presence" in desk.asked)

    assert page.locator("#presence").is_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 320)])
def test_axe_finds_no_fault_in_the_tools_and_the_notices(
    page: Page, desk: Desk, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    desk.signed_in = False
    Box(page).begin("1. 甲\n2. 乙¦")
    page.locator("text=登入已逾時").first.wait_for()

    # The page around the form is made up; the real one is judged with its frame.
    found = Axe().run(page, options={"rules": {"region": {"enabled": False}}})

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_tools_are_large_enough_to_hit(page: Page) -> None:
    heights = page.evaluate(
        "[...document.querySelectorAll('.tool')].map(each => each.getBoundingClientRect().height)"
    )

    assert len(heights) == 4
    assert min(heights) >= 24
