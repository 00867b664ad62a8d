"""The script of the outline box reads and prints what the server reads and prints."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page
from writing import Desk, writing

from records.numbering import SCHEMES
from records.outline import Blocks, Item, List, Paragraph, length
from workflows.outline_box.reading import FaultyBox, from_box
from workflows.outline_box.writing import to_box

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

CASES = json.loads(
    (Path(__file__).resolve().parents[1] / "cases" / "outline-box.json").read_text("utf-8")
)
INDENTS = ("", "", "", "  ", "  ", "    ", "      ", "\u3000", "\t", " ", "   ")
MARKS = (
    "1. ", "2. ", "(1) ", "(2) ", "A. ", "B. ", "a. ", "• ", "- ", "一、", "（一）", "二、", "",
    "| a | b |", "| --- | --- |", "|甲|", "甲\t乙", "'", "1.", "①", "⑵", "(a) ", "99. ", "100. ",
    "AA. ", "甲、", "１．", "（２）", "十二、", "o\t", "\uf0d8 ", "\u200b1. ",
)  # fmt: skip
WORDS = ("開工", "驗收完成。", "A. 甲", "3.5 公里", "x  y", "113 年", "1月3日", "字\u200b字")
SIGNS = [
    *"'|\\•-*○.、()（）①⑴ \u30000123ABCabciv一二十百零年月甲乙\t",
    "---",
    "\\|",
    "100. ",
    "一百、 ",
]


def typed(chance: Random) -> str:
    """Make up what somebody may type."""

    def line() -> str:
        if chance.random() < 0.1:
            return ""
        if chance.random() < 0.2:
            return "".join(chance.choice(SIGNS) for _ in range(chance.randint(1, 6)))
        return chance.choice(INDENTS) + chance.choice(MARKS) + chance.choice(WORDS)

    return "\n".join(line() for _ in range(chance.randint(1, 9)))


def long_list(depth: int) -> Blocks:
    blocks: Blocks = (List(ordered=True, items=tuple(Item(f"AA. {n}") for n in range(790))),)
    for _ in range(depth - 1):
        blocks = (List(ordered=True, items=(Item("上", blocks),)), Paragraph("100. 段落"))
    return blocks


def printed(text: str, scheme: str) -> str | None:
    """Print what the server reads; None where it refuses it."""
    try:
        return to_box(from_box(text, SCHEMES[scheme]), SCHEMES[scheme]).removesuffix("\n")
    except FaultyBox:
        return None


TIDY = """async (texts) => {
    const { tidied } = await import('/static/outline-text.js');
    const { Scheme } = await import('/static/outline-marks.js');
    return texts.map(([text, scheme]) => tidied(text, new Scheme(scheme)));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with writing(Desk()) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close(run_before_unload=False)


def agree(page: Page, texts: list[tuple[str, str]]) -> int:
    """Compare both on texts; return how many were no faults."""
    expected = [printed(*each) for each in texts]
    found = page.evaluate(TIDY, [list(each) for each in texts])
    differing = [
        (text, ours, theirs)
        for text, ours, theirs in zip(texts, expected, found, strict=True)
        if ours is not None and ours != theirs
    ]
    assert differing == []
    return sum(each is not None for each in expected)


def test_it_agrees_on_the_shared_cases(page: Page) -> None:
    texts = [
        ("\n".join(case["typed"]), scheme)
        for case in [*CASES["read"], *CASES["refused"]]
        for scheme in SCHEMES
    ]

    assert agree(page, texts) > len(CASES["read"])


@pytest.mark.parametrize("seed", range(4))
def test_it_agrees_on_outlines_that_people_may_type(page: Page, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - made-up outlines
    texts = [(typed(chance), chance.choice(list(SCHEMES))) for _ in range(1_000)]

    assert agree(page, texts) > 300


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_it_counts_as_far_as_the_server(page: Page, depth: int) -> None:
    texts = [(to_box(long_list(depth), SCHEMES[id_]), id_) for id_ in SCHEMES]

    assert agree(page, texts) == len(SCHEMES)


def test_it_counts_the_characters_that_the_server_counts(page: Page) -> None:
    chance = Random(7)  # noqa: S311 - made-up outlines
    texts = [typed(chance) for _ in range(600)]
    sound = [text for text in texts if printed(text, "report") is not None]

    found = page.evaluate(
        """async (texts) => {
            const { length } = await import('/static/outline-text.js');
            return texts.map((text) => length(text));
        }""",
        sound,
    )

    assert len(sound) > 150
    assert found == [length(from_box(text)) for text in sound]


EDITS = """async (texts) => {
    const edit = await import('/static/outline-edit.js');
    const { read } = await import('/static/outline-text.js');
    const words = (text) => read(text).filter(({ role }) => role !== 'blank')
        .map((line) => (line.role === 'row'
            ? line.cells.map((cell) => cell.trim()).join('|') : line.text.trim()));
    const places = (text) => read(text)
        .map(({ role, depth, ordered }) => `${role} ${depth} ${ordered}`);
    const wrong = [];
    let moved = 0;
    for (const text of texts) {
        for (let at = 0; at <= text.length; at += 1) {
            if (at && text[at - 1] !== '\\n') continue;
            for (const by of [1, -1]) {
                const after = edit.shift(text, at, at, by);
                if (after.said !== 'moved') continue;
                moved += 1;
                if (words(after.text).join('¶') !== words(text).join('¶')) {
                    wrong.push(['words', text, after.text]);
                }
                const [one, other] = [places(after.text), places(text)];
                const [changed] = one.map((each, n) => n).filter((n) => one[n] !== other[n]);
                if (changed === undefined) wrong.push(['nothing', text, after.text]);
            }
        }
    }
    return [moved, wrong];
}"""


def test_moving_an_item_keeps_every_word_and_changes_its_place(page: Page) -> None:
    chance = Random(11)  # noqa: S311 - made-up outlines
    sound = [text for text in (typed(chance) for _ in range(400)) if printed(text, "report")]

    moved, wrong = page.evaluate(EDITS, sound)

    assert moved > 200
    assert wrong == []
