"""Accounts in a browser: accessible at every width, and a newcomer's whole way in and out."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from served import sign_in

from webapp import demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

PAGES = {
    "accounts": "/people",
    "account": "/people/1",
    "new": "/people/new",
    "handover": "/people/1/handover",
    "mine": "/me",
}
OUTSIDE = {"sign-in": "/sign-in", "forgotten": "/forgotten", "accessibility": "/accessibility"}
WIDTHS = (320, 390, 768, 1024, 1366, 1920)
PHRASE = "a phrase for the demonstration"


@pytest.fixture(scope="module")
def pass_of_an_administrator(browser: Browser, address: str) -> StorageState:
    """Return what a browser holds where an administrator is signed in."""
    context = browser.new_context()
    sign_in(context.new_page(), address, demonstration.ADMINISTRATOR)
    held = context.storage_state()
    context.close()
    return held


@pytest.fixture
def office(browser: Browser, pass_of_an_administrator: StorageState) -> Iterator[Page]:
    """Return a page of an administrator."""
    context = browser.new_context(storage_state=pass_of_an_administrator)
    yield context.new_page()
    context.close()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser where nobody is signed in."""
    context = browser.new_context()
    yield context
    context.close()


def sound(page: Page, url: str) -> None:
    """Open a page; check its policy, its accessibility light and dark, and every width."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [(width, over)] if over > 0 else []
    assert wide == []
    assert said == []
    host = re.match(r"https?://[^/]+", url)
    assert host
    assert [each for each in asked if not each.startswith(host[0])] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_accounts_is_sound(office: Page, address: str, name: str) -> None:
    sound(office, address + PAGES[name])


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_page_for_strangers_is_sound(stranger: BrowserContext, address: str, name: str) -> None:
    sound(stranger.new_page(), address + OUTSIDE[name])


def test_a_newcomer_is_invited_sets_a_password_and_comes_back(
    office: Page, stranger: BrowserContext, address: str
) -> None:
    office.goto(f"{address}/people")
    office.get_by_role("link", name="新增帳號").click()
    office.get_by_label("姓名").fill("許文玲")
    office.get_by_label("電子郵件").fill("newcomer@example.org")
    office.get_by_label("縣市（填報人才要選）").select_option("keelung")
    office.get_by_role("button", name="新增並邀請").click()
    link = office.locator("main code").inner_text()

    page = stranger.new_page()
    page.goto(f"{address}{link}")
    page.get_by_label("新密碼", exact=True).fill(PHRASE)
    page.get_by_label("再輸入一次新密碼").fill(PHRASE)
    page.get_by_role("button", name="設定密碼並登入").click()
    welcome = page.locator(".who").inner_text()
    page.get_by_role("button", name="登出").click()
    page.goto(f"{address}/114Q4/milk-subsidy/")
    page.get_by_label("電子郵件").fill("newcomer@example.org")
    page.get_by_label("密碼").fill(PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/114Q4/milk-subsidy/")

    assert "許文玲" in welcome
    assert "基隆市填報人" in welcome
    assert page.locator("h1").is_visible()


def test_what_is_wrong_is_reached_from_the_summary_by_key(
    stranger: BrowserContext, address: str
) -> None:
    page = stranger.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="登入").click()

    page.get_by_role("link", name="請輸入密碼。").focus()
    page.keyboard.press("Enter")

    assert page.title().startswith("錯誤：登入")
    assert page.evaluate("document.activeElement.id") == "password"


def test_after_signing_out_the_way_back_shows_nothing(
    stranger: BrowserContext, address: str
) -> None:
    page = stranger.new_page()
    sign_in(page, address, demonstration.READER)
    page.goto(f"{address}/114Q4/")
    page.get_by_role("button", name="登出").click()
    page.wait_for_url("**/sign-in")
    page.wait_for_load_state("networkidle")

    page.go_back()
    page.reload()

    assert "/sign-in" in page.url
