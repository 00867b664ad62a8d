"""Edits: hypothesis makes texts of the trade, and what people make of them in a quarter."""

from typing import Any

from hypothesis import strategies as st

from records.outline import Blocks, Item, List, Paragraph, Table, joined

PIECES = [
    *"完成驗收開工，。；：、（）臺北市新北市 一二三",
    "114年12月31日", "114 年 12 月", "12/31", "5.02億", "81%", "2,877人", "YouBike 2.0E", "Wi-Fi ",
    "3", "無。", "預計", "-5", "用地取得：",
]  # fmt: skip
sentences = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(
    lambda found: "".join(found).strip()
).filter(bool)  # fmt: skip


def of_sentences(depth: int = 2) -> st.SearchStrategy[Blocks]:
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
                    Item(words_of(draw, item.text), edited(draw, item.blocks)) for item in items
                ]
                if draw(st.booleans()):
                    draw(orders).shuffle(mine)
                if draw(st.booleans()):
                    mine = [*mine, Item(draw(sentences))]
                found.append(List(ordered, tuple(mine)))
            case Paragraph(text):
                found.append(Paragraph(words_of(draw, text)))
            case Table():
                found.append(block)
    return joined(found)


def words_of(draw: st.DrawFn, text: str) -> str:
    """Leave a sentence, change it, go on with it, or turn it round."""
    at, more = draw(edits)
    if at is None:
        return more
    return (text[at:] + text[:at] + more).strip() or "無"


edits = st.one_of(
    st.just((0, "")),
    st.tuples(st.none(), sentences),
    st.tuples(st.just(0), sentences),
    st.tuples(st.integers(1, 9), st.just("")),
)
all_texts = of_sentences()
orders = st.randoms(use_true_random=False)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Blocks, Blocks]:
    before = draw(all_texts)
    return before, draw(all_texts) if draw(st.booleans()) else edited(draw, before)


@st.composite
def triples(draw: st.DrawFn) -> tuple[Blocks, Blocks, Blocks]:
    """A text, and what each of two people made of it."""
    base = draw(all_texts)
    return base, edited(draw, base), edited(draw, base)
