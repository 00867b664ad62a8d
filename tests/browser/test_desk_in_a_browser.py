"""A filer's way in a browser: the desk, many at once, check, send, the receipt, taking back."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page
from served import serving, sign_in

from webapp import demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

FILER = demonstration.FILERS["taoyuan"]
WIDTHS = (320, 390, 768, 1024, 1366, 1920)
RECEIPT = "/114Q4/receipts/114Q4-taoyuan-0001"
PAGES = {
    "desk": "/114Q4/desk",
    "group": "/114Q4/desk?group=transport",
    "check": "/114Q4/check",
    "receipts": "/114Q4/receipts",
    "contacts": "/114Q4/contacts",
    "contact": "/114Q4/milk-subsidy/contacts/taoyuan",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a demonstration that is written to, and return its address without a slash."""
    records = tmp_path_factory.mktemp("desk") / "records.git"
    demonstration.make(records).close()
    yield from serving(records)


def opened(browser: Browser, address: str, *, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(java_script_enabled=scripts)
    sign_in(context.new_page(), address, FILER)
    return context


@pytest.fixture(scope="module")
def signed_in(browser: Browser, desk: str) -> Iterator[BrowserContext]:
    context = opened(browser, desk)
    yield context
    context.close()


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    made = signed_in.new_page()
    yield made
    made.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def too_wide(page: Page) -> list[tuple[int, int]]:
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [(width, over)] if over > 0 else []
    return wide


def faults(page: Page) -> str:
    """Return what axe finds, light and dark, and which widths are too narrow."""
    unfold(page)
    found = ""
    for scheme, width in (("light", 1366), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.set_viewport_size({"width": width, "height": 800})
        run = Axe().run(page)
        found += run.generate_report() if run.violations_count else ""
    return found + "".join(f"{each} " for each in too_wide(page))


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_filer_are_accessible_fit_and_keep_the_policy(
    page: Page, desk: str, name: str
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(desk + PAGES[name])

    assert faults(page) == ""
    assert said == []
    assert [url for url in asked if not url.startswith(desk)] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_filer_goes_the_whole_way(
    browser: Browser,
    scripts: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    records = tmp_path_factory.mktemp("way") / "records.git"
    demonstration.make(records).close()
    served = serving(records)
    address = next(served)
    context = opened(browser, address, scripts=scripts)
    page = context.pages[0]
    try:
        _go_the_whole_way(page, address, look=scripts)
    finally:
        context.close()
        next(served, None)


def _go_the_whole_way(page: Page, address: str, *, look: bool) -> None:
    page.goto(f"{address}/")
    assert page.url == f"{address}/114Q4/desk"

    _carry_on(page, look=look)
    assert "2 篇沿用先前的文字" in page.inner_text("main")

    page.click("a:has-text('檢查並送審')")
    boxes = page.locator("input[name=send]:checked").count()
    assert boxes >= 2
    assert not look or faults(page) == ""
    page.fill("#note", "數字待會計確認")
    page.click("button:has-text('送審勾選的文字')")

    # What has errors stays behind; the rest has its receipt either way.
    if not page.url.endswith(RECEIPT):
        page.click("a:has-text('114Q4-桃園-0001')")
    assert page.url == address + RECEIPT
    assert page.title().startswith("送審回執 114Q4-桃園-0001")
    assert not look or faults(page) == ""
    assert page.locator("table.receipt tbody tr").count() >= 2

    page.click("a:has-text('撤回')")
    waiting = page.locator("section[aria-labelledby=wait] li").count()
    page.locator("section[aria-labelledby=wait] button").first.click()
    assert "已撤回" in page.inner_text("main")
    assert page.locator("section[aria-labelledby=wait] li").count() == waiting - 1


def _carry_on(page: Page, *, look: bool) -> None:
    """Say of two projects that nothing is new, after forgetting to tick and to give a reason."""
    page.locator("button:has-text('本季無新進度')").first.click()
    assert page.title().startswith("錯誤：")
    assert not look or faults(page) == ""
    for key in (
        "weather-intelligence/taoyuan",
        "tariff-markets/taoyuan",
        "principal-training/taoyuan",
    ):
        page.check(f"input[value='{key}']")
    page.locator("button:has-text('本季無新進度')").first.click()
    assert "不能沿用" in page.inner_text("main")
    page.click("button:has-text('存成草稿')")
    assert page.title().startswith("錯誤：本季無新進度")
    assert not look or faults(page) == ""
    page.fill("#reason", "尚未到下一個查核點")
    page.click("button:has-text('存成草稿')")


def test_the_desk_is_whole_by_keyboard(page: Page, desk: str) -> None:
    page.goto(f"{desk}/114Q4/desk")
    box = page.locator("input[value='weather-intelligence/taoyuan']")

    for _ in range(60):
        page.keyboard.press("Tab")
        if box.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Space")

    assert box.is_checked()
    assert box.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/nothing-new")
    assert "勾選的 1 篇" in page.inner_text("main")


def test_a_wrong_contact_is_said_at_its_field(page: Page, desk: str) -> None:
    page.goto(f"{desk}/114Q4/milk-subsidy/contacts/taoyuan")
    page.fill("#phone-1", "03-332-2101")
    page.fill("#agency-1", "")
    page.click("button:has-text('儲存')")

    assert page.title().startswith("錯誤：承辦窗口：桃園市")
    assert page.input_value("#phone-1") == "03-332-2101"
    page.click(".summary a")
    assert page.evaluate("document.activeElement.id") == "agency-1"
    assert faults(page) == ""


def test_everything_that_is_pressed_is_large_enough(page: Page, desk: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    small = []
    for url in PAGES.values():
        page.goto(desk + url)
        unfold(page)
        small += page.evaluate(
            """() => [...document.querySelectorAll('a, summary, button, input:not([type=hidden])')]
                .filter(each => !each.matches('.skip, p a'))
                .map(each => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
                .filter(([, box]) => box.height < 24 || box.width < 24)
                .map(([text, box]) => `${text} ${box.width} x ${box.height}`)"""
        )

    assert small == []


def test_a_receipt_prints_on_one_sheet_without_what_only_screens_need(
    browser: Browser, desk: str
) -> None:
    context = opened(browser, desk)
    page = context.pages[0]
    page.goto(f"{desk}/114Q4/check")
    page.click("button:has-text('送審勾選的文字')")
    if "/receipts/" not in page.url:
        page.click("a:has-text('114Q4-桃園-')")
    page.emulate_media(media="print")

    shown = page.evaluate(
        """() => [...document.querySelectorAll('header, footer, .btns, .done, td.now, td code')]
            .filter(each => each.getClientRects().length).map(each => each.tagName)"""
    )

    assert set(shown) == {"CODE"}
    context.close()
