"""Edits: hypothesis makes texts of the trade, and what people make of them in a quarter."""

from typing import Any

from hypothesis import strategies as st

from records.outline import Blocks, Item, List, Paragraph, Table, joined

PIECES = [
    *"完成驗收開工，。；：、（）臺北市新北市 一二三",
    "114年12月31日", "114 年 12 月", "12/31", "5.02億", "81%", "2,877人", "YouBike 2.0E", "Wi-Fi ",
    "3", "無。", "預計", "-5", "用地取得：",
]  # fmt: skip
sentences = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map(
    lambda found: "".join(found).strip()
).filter(bool)  # fmt: skip


def of_sentences(depth: int = 3) -> st.SearchStrategy[Blocks]:
    row = st.tuples(sentences, st.one_of(st.just(""), sentences))
    kinds: list[st.SearchStrategy[Any]] = [
        st.builds(Paragraph, sentences),
        st.builds(Table, row, st.lists(row, max_size=2).map(tuple)),
    ]
    if depth:
        items = st.lists(
            st.builds(Item, sentences, of_sentences(depth - 1)), min_size=1, max_size=4
        )
        kinds += 2 * [st.builds(List, st.booleans(), items.map(tuple))]
    return st.lists(st.one_of(kinds), max_size=3).map(joined)


def edited(draw: st.DrawFn, blocks: Blocks) -> Blocks:
    """Change some of a text: words, order, levels."""
    found: list[Any] = []
    for block in blocks:
        match block:
            case List(ordered, items):
                mine = [
                    Item(draw(words_of(item.text)), edited(draw, item.blocks)) for item in items
                ]
                if draw(st.booleans()):
                    mine = draw(st.permutations(mine))
                if draw(st.booleans()):
                    mine = [*mine, Item(draw(sentences))]
                found.append(List(ordered, tuple(mine)))
            case Paragraph(text):
                found.append(Paragraph(draw(words_of(text))))
            case Table():
                found.append(block)
    return joined(found)


def words_of(text: str) -> st.SearchStrategy[str]:
    return st.one_of(
        st.just(text),
        sentences,
        sentences.map(lambda more: text + more),
        st.integers(0, len(text)).map(lambda n: (text[n:] + text[:n]).strip() or "無"),
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Blocks, Blocks]:
    before = draw(of_sentences())
    return before, draw(of_sentences()) if draw(st.booleans()) else edited(draw, before)


@st.composite
def triples(draw: st.DrawFn) -> tuple[Blocks, Blocks, Blocks]:
    """A text, and what each of two people made of it."""
    base = draw(of_sentences(2))
    return base, edited(draw, base), edited(draw, base)
