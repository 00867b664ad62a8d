"""The pages in a browser: accessible, from phones to wide screens, by keyboard, and on paper."""

from collections.abc import Iterator
from io import BytesIO
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from pypdf import PdfReader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

PAGES = {
    "overview": "/114Q4/",
    "finished": "/114Q3/",
    "project": "/114Q4/milk-subsidy/",
    "sections": "/114Q4/child-welfare-staff/",
    "reopened": "/114Q4/toy-sharing-forum/joint",
    "filing": "/114Q4/milk-subsidy/new-taipei",
    "report": "/114Q4/report",
    "files": "/114Q3/report/files",
    "editions": "/114Q3/report/editions",
    "verify": "/verify",
    "findings": "/114Q4/findings",
    "figures": "/114Q4/toddler-doctors/figures",
    "queue": "/114Q4/queue",
    "review": "/114Q4/keelung-metro/joint/review",
    "the text alone": "/114Q4/net-zero-joint-action/taipei/review?against=text",
    "merged": "/114Q4/milk-subsidy/new-taipei/review",
    "merging": "/114Q4/merge",
    "letters": "/letters",
    "life": "/114Q4/life",
    "opening": "/quarters/open",
    "sitemap": "/sitemap",
    "accessibility": "/accessibility",
    "lost": "/114Q4/nothing/",
}
WIDTHS = (320, 390, 768, 1024, 1366, 1920)


@pytest.fixture
def context(browser: Browser, pass_of_a_coordinator: StorageState) -> Iterator[BrowserContext]:
    opened = browser.new_context(storage_state=pass_of_a_coordinator)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def open_page(page: Page, url: str) -> list[str]:
    """Open a page, its folded parts too; return what the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    return said


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(page: Page, address: str, name: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, address + PAGES[name])

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen(page: Page, address: str, name: str) -> None:
    open_page(page, address + PAGES[name])

    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [(width, over)] if over > 0 else []

    assert wide == []


@pytest.mark.parametrize("name", ["overview", "project", "report"])
def test_letters_of_twice_the_size_still_fit(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    open_page(page, address + PAGES[name])
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_is_kept_and_nothing_comes_from_another_host(
    page: Page, address: str, name: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    said = open_page(page, address + PAGES[name])

    assert [line for line in said if "404 (NOT FOUND)" not in line] == []
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("name", ["overview", "project", "filing", "sitemap"])
def test_every_link_is_large_enough_to_hit(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, address + PAGES[name])

    # A link within a sentence is as high as its line (WCAG 2.2, 2.5.8); every other one has 24 px.
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, summary')]
            .filter(each => !each.matches('.skip, .report a, p a'))
            .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([text, box]) => `${text} ${box.width} x ${box.height}`)"""
    )

    assert small == []


def test_the_first_key_leads_past_the_navigation(page: Page, address: str) -> None:
    open_page(page, address + PAGES["overview"])

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    seen = page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert (first, seen) == ("跳到主要內容", True)
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_where_the_keyboard_is_can_be_seen(page: Page, address: str) -> None:
    open_page(page, address + PAGES["overview"])

    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineStyle, "
            "parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"
        )
        if outline[0] == "none" or outline[1] < 2:
            unseen.append(page.evaluate("document.activeElement.outerHTML"))

    assert unseen == []


def test_a_cell_leads_to_its_text(page: Page, address: str) -> None:
    open_page(page, address + PAGES["overview"])

    page.click("a.c.returned >> nth=0")

    assert page.url.endswith("/#taoyuan")
    assert page.locator("h3#taoyuan").is_visible()
    assert "退回補正" in page.locator("section.returned").inner_text()


def _printed(page: Page) -> tuple[list[tuple[int, int]], list[str]]:
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    sizes = [(round(float(p.mediabox[2])), round(float(p.mediabox[3]))) for p in pages]
    texts = ["".join(normalize("NFKC", each.extract_text()).split()) for each in pages]
    return sizes, texts


def test_the_overview_prints_on_two_sheets(page: Page, address: str) -> None:
    page.goto(address + PAGES["overview"])

    sizes, texts = _printed(page)

    assert sizes == [(842, 595), (842, 595)]
    assert "114年第4季填報概況" in texts[0]
    assert "觀光文創組" in "".join(texts)
    assert "網站導覽" not in "".join(texts)


def test_the_report_prints_as_the_report(page: Page, address: str) -> None:
    page.goto(address + PAGES["report"])

    sizes, texts = _printed(page)

    assert set(sizes) == {(595, 842)}
    assert "「基北北桃合作交流平臺」合作方案辦理情形資料時間" in texts[0]
    assert f"第1頁,共{len(texts)}頁" in texts[0]
    assert "第4季彙整報告" not in texts[0]
    assert "下載" not in texts[0]
