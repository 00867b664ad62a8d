"""The form in a browser: at every width, with scripts and without, two people in one text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import serving, sign_in

from webapp import accounts, demonstration
from webapp.database import Database, beside
from workflows.people import Person, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

FILER = demonstration.FILERS["keelung"]
COLLEAGUE = Person("簡同事", "keelung-2@example.org", Role.FILER, "keelung")
URL = "/114Q4/green-travel-routes/keelung"
JOINT = "/114Q4/green-trails/joint"
PAGES = {
    "form": URL,
    "missing": "/114Q4/audio-guide-platform/keelung",
    "history": f"{URL}/history",
    "sheet": f"{URL}/word",
    "suggest": f"{JOINT}/suggest",
    "wording": f"{JOINT}/suggest?spot=main/0",
}
WIDTHS = (320, 390, 768, 1024, 1366, 1920)
BOX = "textarea[data-outline-box]"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a demonstration that is written to, with one more filer of a city."""
    records = Path(tmp_path_factory.mktemp("form")) / "records.git"
    demonstration.make(records).close()
    database = Database(beside(records))
    database.upgrade()
    accounts.add(database, COLLEAGUE, on=demonstration.SIGNED_UP, password=demonstration.PASSWORD)
    database.close()
    yield from serving(records)


def opened(
    browser: Browser, address: str, person: Person = FILER, *, scripts: bool = True
) -> BrowserContext:
    context = browser.new_context(java_script_enabled=scripts)
    sign_in(context.new_page(), address, person)
    return context


@pytest.fixture(scope="module")
def signed_in(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = opened(browser, address)
    yield context
    context.close()


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    made = signed_in.new_page()
    yield made
    made.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def save(page: Page) -> None:
    page.locator(".keep button[name=then][value=stay]").click()


# -- Every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(page: Page, address: str, name: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + PAGES[name])
    unfold(page)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen_and_none_breaks_the_policy(
    page: Page, address: str, name: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + PAGES[name])
    unfold(page)

    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [(width, over)] if over > 0 else []

    assert wide == []
    assert said == []


def test_thirty_thousand_characters_without_a_blank_stay_on_the_screen(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + URL)
    page.fill(BOX, "甲" * 30_000)
    expect(page.locator("#live")).to_contain_text("甲甲甲甲")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


# -- A text, with scripts and without ------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_filer_takes_over_changes_saves_and_goes_on(
    browser: Browser, address: str, *, scripts: bool
) -> None:
    context = opened(browser, address, scripts=scripts)
    page = context.new_page()
    page.goto(address + URL)
    before = page.locator(".portion .item").first.inner_text().split("\n")[-1]
    page.fill(BOX, "1. 本季新寫的一項。")
    page.locator("button.take").first.click()
    expect(page.locator(BOX)).to_have_value(re.compile("本季新寫的一項。[^$]*" + re.escape(before)))
    save(page)
    expect(page.locator(".banner.good")).to_contain_text("完成")

    page.locator(".banner.good a").click()

    assert page.url.split("?")[0] != address + URL
    assert page.locator(BOX).count() > 0
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_fault_is_told_at_the_box_with_the_words_in_it(
    browser: Browser, address: str, *, scripts: bool
) -> None:
    context = opened(browser, address, scripts=scripts)
    page = context.new_page()
    page.goto(address + URL)
    page.fill(BOX, "1. 一\n  (1) 二\n    A. 三\n      a. 四\n        • 五")
    save(page)

    assert page.title().startswith("錯誤：")
    assert "第 5 行" in page.locator(".summary").inner_text()
    page.locator(".summary a").first.click()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert "五" in page.input_value(BOX)
    found = Axe().run(page) if scripts else None
    assert found is None or found.violations_count == 0, found.generate_report()
    page.fill(BOX, "1. 改好了。")
    save(page)
    expect(page.locator(".banner.good")).to_be_visible()
    context.close()


def test_what_was_typed_and_not_saved_is_there_again_and_can_be_thrown_away(
    browser: Browser, address: str
) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto(address + URL)
    with page.expect_response(lambda answer: answer.url.endswith("/unsent")):
        page.fill(BOX, "1. 只打了一半")
    context.close()

    context = opened(browser, address, scripts=False)
    page = context.new_page()
    page.goto(address + URL)
    assert "只打了一半" in page.input_value(BOX)
    page.click("text=看差異，或捨棄")
    assert "只打了一半" in page.locator("ins").first.inner_text()
    page.click("button:has-text('捨棄')")

    assert "只打了一半" not in page.input_value(BOX)
    context.close()


# -- Two people ----------------------------------------------------------------------------------


def test_two_people_in_one_text_lose_nothing(browser: Browser, address: str) -> None:
    mine = opened(browser, address, scripts=False)
    theirs = opened(browser, address, COLLEAGUE, scripts=False)
    one, other = mine.new_page(), theirs.new_page()
    three = ("海岸步道全線完工並開放。", "接駁公車已行駛 3 個月。", "解說牌設計中，預計 5 月設置。")
    one.goto(address + URL)
    one.fill(BOX, listed(*three))
    save(one)
    one.goto(address + URL)
    other.goto(address + URL)
    assert FILER.name in other.locator("#presence").inner_text()

    one.fill(BOX, listed(three[0] + "（甲）", three[1] + "（甲）", three[2]))
    save(one)
    other.fill(BOX, listed(three[0], three[1] + "（乙）", three[2] + "（乙）"))
    save(other)

    assert other.locator("fieldset.card").count() == 1
    assert "兩人都改過" in other.locator("main").inner_text()
    other.get_by_label("兩份都留").check()
    other.click("button:has-text('合併並儲存')")
    text = other.input_value(BOX)
    wanted = (three[0] + "（甲）", three[1] + "（甲）", three[1] + "（乙）", three[2] + "（乙）")
    assert [each for each in wanted if each not in text] == []
    mine.close()
    theirs.close()


def listed(*items: str) -> str:
    return "".join(f"{number}. {item}\n" for number, item in enumerate(items, 1))


def test_a_participant_suggests_and_the_lead_adopts(browser: Browser, address: str) -> None:
    city = demonstration.FILERS["new-taipei"]
    context = opened(browser, address, city, scripts=False)
    page = context.new_page()
    page.goto(f"{address}{JOINT}/suggest")
    page.locator("a:has-text('建議新增一項')").first.click()
    page.fill("#wording", "新北市建議增列的一項。")
    page.click("main form button")
    assert "新北市建議增列的一項。" in page.locator(".talk").inner_text()
    context.close()

    leads = (opened(browser, address, each) for each in demonstration.FILERS.values())
    for lead in leads:
        desk = lead.new_page()
        desk.goto(address + JOINT)
        if desk.locator("button:has-text('採用')").count():
            desk.locator("button:has-text('採用')").first.click()
            expect(desk.locator(BOX)).to_have_value(re.compile("新北市建議增列的一項。"))
            lead.close()
            return
        lead.close()
    pytest.fail("nobody leads this project")
