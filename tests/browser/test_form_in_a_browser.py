"""The form in a browser: the box, the live column, what is kept, and two people in one text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import serving, sign_in

from records.archive import Archive
from records.place import Place
from records.quarter import Quarter
from webapp import demonstration
from workflows import filing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

FILER = demonstration.FILERS["taipei"]
DRAFT = "/114Q4/fire-resource-exchange/taipei"
PLACE = Place(Quarter(114, 4), "fire-resource-exchange", "taipei")
WIDTHS = (320, 390, 768, 1024, 1366, 1920)
PAGES = {
    "draft": DRAFT,
    "text": f"{DRAFT}/history",
    "sheet": f"{DRAFT}/word",
    "suggestions": "/114Q4/emergency-vehicle-priority/joint/suggest",
    "several sections": "/114Q4/child-welfare-staff/taipei",
    "joint": "/114Q4/emergency-vehicle-priority/joint",
}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "records.git"
    demonstration.make(path).close()
    return path


@pytest.fixture(scope="module")
def form(records: Path) -> Iterator[str]:
    """Serve a demonstration that is written to, and return its address without a slash."""
    yield from serving(records)


@pytest.fixture
def context(browser: Browser, form: str) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    sign_in(opened.new_page(), form, FILER)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def said(records: Path) -> str:
    """Return the text that is saved, as one string."""
    with Archive.open(records) as archive:
        return archive.text(filing.submission(archive, PLACE).blob).decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_form_are_accessible_fit_and_keep_the_policy(
    page: Page, form: str, name: str
) -> None:
    heard: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(form + PAGES[name])
    assert answer
    assert answer.status == 200
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    found = ""
    for scheme, width in (("light", 1366), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.set_viewport_size({"width": width, "height": 800})
        run = Axe().run(page)
        found += run.generate_report() if run.violations_count else ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += f"{width}: {over} " if over > 0 else ""

    assert found == ""
    assert heard == []
    assert [url for url in asked if not url.startswith(form)] == []


def test_the_live_column_follows_what_is_typed(page: Page, form: str) -> None:
    page.goto(form + DRAFT)
    box = page.locator("textarea.outline").first
    box.fill("1. 完成盤點。\n2. 已於 114 年 13 月點交。")

    expect(page.locator("#live")).to_contain_text("完成盤點。")
    expect(page.locator("#live")).to_contain_text("13 月")


def test_what_was_typed_is_there_after_the_page_was_closed(
    context: BrowserContext, page: Page, form: str
) -> None:
    page.goto(form + DRAFT)
    page.locator("textarea.outline").first.fill("1. 寫到一半的文字。")
    expect(page.locator("[data-unsent-status]")).to_contain_text("保存")
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(form + DRAFT)

    expect(again.locator("textarea.outline").first).to_have_value("1. 寫到一半的文字。")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_text_is_written_and_saved(
    browser: Browser,
    form: str,
    records: Path,
    scripts: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, form, FILER)
    page.goto(form + DRAFT)
    words = f"1. 完成點交，{'有' if scripts else '無'}程式。\n  (1) 三方會同。"
    page.locator("textarea.outline").first.fill(words)
    page.locator(".keep button:has-text('儲存')").first.click()

    expect(page.locator(".banner.good")).to_contain_text("已儲存為草稿")
    assert f"完成點交，{'有' if scripts else '無'}程式。" in said(records)
    context.close()


def test_two_people_in_one_text_keep_both(
    browser: Browser, context: BrowserContext, page: Page, form: str, records: Path
) -> None:
    page.goto(form + DRAFT)
    page.locator("textarea.outline").first.fill("1. 甲。\n2. 乙。")
    page.locator(".keep button:has-text('儲存')").first.click()
    other = browser.new_context()
    sign_in(other.new_page(), form, demonstration.COORDINATOR)
    theirs = other.new_page()
    theirs.goto(f"{form}{DRAFT}?write")
    theirs.locator("textarea.outline").first.fill("1. 甲，已改。\n2. 乙。")
    mine = context.new_page()
    mine.goto(form + DRAFT)
    mine.locator("textarea.outline").first.fill("1. 甲。\n2. 乙，也改。")
    theirs.locator(".keep button:has-text('儲存')").first.click()
    expect(theirs.locator(".banner.good")).to_be_visible()
    mine.locator(".keep button:has-text('儲存')").first.click()

    expect(mine.locator(".banner.good")).to_contain_text("一併保留")
    assert "甲，已改。" in said(records)
    assert "乙，也改。" in said(records)
    other.close()
