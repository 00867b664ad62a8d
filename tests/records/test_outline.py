import pytest
from any_records import outlines
from hypothesis import given

from records.outline import (
    MAX_DEPTH,
    MAX_ITEMS,
    Blocks,
    Item,
    List,
    Paragraph,
    Table,
    check,
    depth,
    joined,
    length,
    texts,
)


def a_list(*texts: str, ordered: bool = True) -> List:
    return List(ordered, tuple(map(Item, texts)))


def nested(levels: int) -> Blocks:
    blocks: Blocks = ()
    for _ in range(levels):
        blocks = (List(ordered=True, items=(Item("層", blocks),)),)
    return blocks


def test_texts_come_in_the_order_of_print() -> None:
    below = (Paragraph("三"), a_list("四"))
    blocks = (Paragraph("一"), List(True, (Item("二", below),)), Table(("五",), (("六",),)))

    assert list(texts(blocks)) == ["一", "二", "三", "四", "五", "六"]


def test_a_reader_counts_all_characters_but_blanks() -> None:
    assert length((Paragraph("114 年　開工"), a_list("ab"))) == 8


def test_neighbouring_lists_of_one_kind_become_one_and_empty_ones_vanish() -> None:
    bullets = a_list("丙", ordered=False)
    blocks = [a_list("甲"), List(True, ()), a_list("乙"), bullets, a_list("丁")]

    assert joined(blocks) == (a_list("甲", "乙"), bullets, a_list("丁"))


def test_depth_counts_the_lists_inside_each_other() -> None:
    assert [depth(nested(n)) for n in (0, 1, 4)] == [0, 1, 4]
    assert depth((List(True, ()),)) == 0


def test_no_depth_of_input_exhausts_the_check() -> None:
    assert check(nested(10_000)).startswith(f"清單最多 {MAX_DEPTH} 層")


@given(outlines())
def test_what_is_made_of_clean_texts_can_be_stored(blocks: Blocks) -> None:
    assert check(blocks) == ""


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        (nested(MAX_DEPTH + 1), "最多 4 層"),
        ((a_list(*["項"] * (MAX_ITEMS + 1)),), "最多 800 段"),
        ((Paragraph(""),), "段落不可空白"),
        ((List(True, ()),), "項目不可空白"),
        ((a_list("甲", ""),), "項目不可空白"),
        ((List(True, (Item("甲", (Paragraph(""),)),)),), "段落不可空白"),
        ((a_list("甲"), a_list("乙")), "併為一個"),
        ((Table((), ()),), "欄數要相同"),
        ((Table(("甲", "乙"), (("丙",),)),), "欄數要相同"),
        ((Paragraph("甲\n乙"),), "U+000A"),
        ((Table(("甲\u200b",), ()),), "U+200B"),
        ((a_list(" 甲"),), "前後有空白"),
    ],
)
def test_what_cannot_be_stored_is_told_in_a_sentence(blocks: Blocks, says: str) -> None:
    assert says in check(blocks)
