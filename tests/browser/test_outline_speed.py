"""How long a key takes in a full box: 800 items, 30,000 characters."""

import statistics
from collections.abc import Iterator

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page
from writing import Box, Desk, writing

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

SENTENCE = "平時氣象情資交流：天氣日報、影音及簡報，四市共同辦理並逐季檢討改進。"
FULL = "\n".join(f"{n}. {SENTENCE}" for n in range(1, 801))

WATCH = """() => {
    window.took = [];
    const box = document.getElementById('body');
    let begun = 0;
    window.addEventListener('keydown', () => { begun = performance.now(); }, true);
    window.addEventListener('input', () => {
        const input = performance.now() - begun;
        requestAnimationFrame(() => setTimeout(() => {
            window.took.push([input, performance.now() - begun]);
        }));
    });
}"""


@pytest.fixture(params=[True, False], ids=["with the script", "without"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with writing(Desk(text=FULL, script=request.param)) as address:
        opened = browser.new_page()
        opened.goto(address)
        opened.focus("#body")
        opened.evaluate(WATCH)
        yield opened
        opened.close(run_before_unload=False)


def took(page: Page, key: str, places: list[int]) -> tuple[float, ...]:
    """Return the median of a key: until the text has changed, and until it is drawn; in ms."""
    page.evaluate("window.took = []")
    for at in places:
        page.evaluate("at => document.getElementById('body').setSelectionRange(at, at)", at)
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    found = page.evaluate("window.took")
    return tuple(round(statistics.median(each), 1) for each in zip(*found, strict=True))


def test_a_key_in_a_full_box(page: Page, request: pytest.FixtureRequest) -> None:
    begins = [at for at in range(len(FULL)) if FULL.startswith("\n", at)]
    figures = {
        "a letter": took(page, "x", [len(FULL) // 2] * 30),
        "Enter in the first items": took(page, "Enter", begins[:8]),
        "undo of that": took(page, "Control+z", [0] * 8),
        "Enter in the last items": took(page, "Enter", begins[-8:]),
    }

    print(f"\n{request.node.name}: {len(FULL):,} characters, 800 items")
    for name, (changed, drawn) in figures.items():
        print(f"  {name}: changed after {changed} ms, drawn after {drawn} ms")
    assert Box(page).value
