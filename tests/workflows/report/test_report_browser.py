"""The page in a browser: accessible, inert, and printed on A4 with its heads repeated."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from holdings import a_project, every_shape, with_gaps
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from records.holding import Holding
from workflows.report.publish import publish

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def _open(page: Page, holding: Holding, folder: Path) -> list[str]:
    """Open a report; return what the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    file = folder / "report.html"
    file.write_bytes(publish(holding, "html"))
    page.goto(file.as_uri())
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("holding", [every_shape(), with_gaps()], ids=["shapes", "gaps"])
def test_the_page_has_no_fault_that_axe_finds(
    page: Page, holding: Holding, scheme: str, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    _open(page, holding, tmp_path)
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_the_policy_lets_the_stylesheet_in_and_no_script(page: Page, tmp_path: Path) -> None:
    said = _open(page, every_shape(), tmp_path)
    style = page.locator("#rescue ol").first.evaluate(
        "each => getComputedStyle(each).listStyleType"
    )

    assert said == []
    assert style == "none"


def test_a_selected_item_has_its_marker(page: Page, tmp_path: Path) -> None:
    _open(page, every_shape(), tmp_path)
    copied = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.getElementById('rescue.1'));
            return getSelection().toString();
        }"""
    )

    assert copied.split("\n")[:2] == ["1. 聯合演練：", "(1) 臺北市：1 場。"]


def test_a_printed_report_repeats_its_heads_and_numbers_its_pages(
    page: Page, tmp_path: Path
) -> None:
    items = "\n".join(f"1. 第 {at} 項工程。" for at in range(150))
    long = a_project("long", name="長案", joint=items)
    holding = every_shape()
    whole = replace(
        holding,
        projects=(long.project, *holding.projects),
        filings={**holding.filings, ("long", "joint"): long.filings["joint"]},
    )
    _open(page, whole, tmp_path)
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = ["".join(normalize("NFKC", each.extract_text()).split()) for each in pages]

    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    assert all(f"第{at}頁,共{len(pages)}頁" in text for at, text in enumerate(texts, 1))
    assert sum("第80項" in text for text in texts) == 1
    assert all("最新辦理情形" in text for text in texts if "項工程。" in text)
