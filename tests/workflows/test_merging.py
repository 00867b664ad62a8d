"""Two people in one text: what each did alone is taken, and nothing is lost in silence."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from edits import all_texts, pairs, triples
from hypothesis import given, settings

from records.outline import Blocks, texts
from workflows.merging import Choice, Merged, Open, Undecided, Unit, merge, resolve
from workflows.outline_box.reading import from_box
from workflows.outline_box.writing import to_box

BASE = "1. 會勘。\n2. 設計：\n  (1) 基本設計。\n  (2) 細部設計。\n3. 發包。"


def merged(base: str, mine: str, theirs: str) -> Merged:
    return merge(from_box(base), from_box(mine), from_box(theirs))


def text(found: Merged, *choices: Choice) -> str:
    chosen = dict(zip((each.id for each in found.conflicts), choices, strict=True))
    return to_box(resolve(found, chosen)).rstrip("\n")


def taken(found: Merged) -> list[str]:
    return [str(each) for each in found.taken]


# -- Taken -------------------------------------------------------------------------------------


def test_items_that_one_changed_are_taken_and_the_others_work_is_told() -> None:
    found = merged(
        BASE,
        BASE.replace("會勘。", "完成會勘。"),
        BASE.replace("細部設計。", "細部設計審查中。") + "\n4. 開工。",
    )

    assert text(found) == (
        "1. 完成會勘。\n2. 設計：\n  (1) 基本設計。\n  (2) 細部設計審查中。\n3. 發包。\n4. 開工。"
    )
    assert taken(found) == ["同事修改了「細部設計審查中。」", "同事新增了「開工。」"]


def test_what_the_other_took_out_is_taken_out_and_told() -> None:
    found = merged(BASE, BASE + "\n4. 開工。", BASE.replace("\n3. 發包。", ""))

    assert text(found).endswith("  (2) 細部設計。\n3. 開工。")
    assert taken(found) == ["同事刪除了「發包。」"]


def test_both_add_at_the_same_place_and_both_are_there() -> None:
    found = merged("1. 甲", "1. 甲\n2. 我的", "1. 甲\n2. 同事的")

    assert text(found) == "1. 甲\n2. 同事的\n3. 我的"


def test_both_add_the_same_and_it_is_there_once() -> None:
    assert text(merged("1. 甲", "1. 甲\n2. 乙", "1. 甲\n2. 乙")) == "1. 甲\n2. 乙"


def test_an_item_that_the_other_moved_keeps_my_words() -> None:
    base = "1. 完成公廁盤點。\n2. 完成步道巡檢。\n3. 新設指標牌。"
    mine = base.replace("步道巡檢", "步道巡檢十公里")
    theirs = "1. 新設指標牌。\n2. 完成公廁盤點。\n3. 完成步道巡檢。"

    found = merged(base, mine, theirs)

    assert text(found) == "1. 新設指標牌。\n2. 完成公廁盤點。\n3. 完成步道巡檢十公里。"
    assert taken(found) == ["同事調整了順序，第一項是「新設指標牌。」"]


def test_my_order_stays_and_the_others_words_come_along() -> None:
    base = "1. 完成公廁盤點。\n2. 完成步道巡檢。\n3. 新設指標牌。"
    mine = "1. 新設指標牌。\n2. 完成公廁盤點。\n3. 完成步道巡檢。"

    found = merged(base, mine, base.replace("指標牌", "指標牌十面"))

    assert text(found) == mine.replace("指標牌", "指標牌十面")
    assert taken(found) == ["同事修改了「新設指標牌十面。」"]


def test_an_item_that_the_other_put_below_another_one_has_moved() -> None:
    base = "1. 宣導活動：\n2. 辦理淨灘活動。"

    found = merged(base, base, "1. 宣導活動：\n  (1) 辦理淨灘活動。")

    assert text(found) == "1. 宣導活動：\n  (1) 辦理淨灘活動。"
    assert taken(found) == ["同事移動了「辦理淨灘活動。」"]


def test_what_stands_below_an_item_that_both_changed_is_merged() -> None:
    found = merged(BASE, BASE.replace("基本", "初步"), BASE.replace("細部設計", "細部設計書圖"))

    assert "  (1) 初步設計。\n  (2) 細部設計書圖。" in text(found)


# -- Conflicts ---------------------------------------------------------------------------------


def a_conflict() -> Merged:
    return merged(BASE, BASE.replace("發包", "完成發包"), BASE.replace("發包", "重新發包"))


@pytest.mark.parametrize(
    ("choice", "end"),
    [
        (Choice.MINE, "3. 完成發包。"),
        (Choice.THEIRS, "3. 重新發包。"),
        (Choice.BOTH, "3. 重新發包。\n4. 完成發包。"),
    ],
)
def test_an_item_that_both_changed_is_a_choice(choice: Choice, end: str) -> None:
    found = a_conflict()
    (conflict,) = found.conflicts

    assert [to_box(each) for each in (conflict.base, conflict.mine, conflict.theirs)] == [
        "1. 發包。\n",
        "1. 完成發包。\n",
        "1. 重新發包。\n",
    ]
    assert text(found, choice).endswith(end)


def test_without_a_choice_there_is_no_text_but_a_sentence() -> None:
    found = a_conflict()

    with pytest.raises(Undecided, match=r"^還有 1 項兩人都改過，請逐項選擇要用哪一份。$") as told:
        resolve(found, {})
    assert told.value.ids == (found.conflicts[0].id,)


def test_the_same_conflict_has_the_same_id_and_another_text_another_one() -> None:
    again = merged(BASE, BASE.replace("發包", "完成發包"), BASE.replace("發包", "三度發包"))

    assert a_conflict().conflicts[0].id == a_conflict().conflicts[0].id
    assert a_conflict().conflicts[0].id != again.conflicts[0].id


def test_two_equal_conflicts_are_two_choices() -> None:
    found = merged("1. 甲：\n  (1) 無\n2. 乙：\n  (1) 無", *(
        f"1. 甲：\n  (1) {word}\n2. 乙：\n  (1) {word}" for word in ("無，仍洽商", "無，待複勘")
    ))  # fmt: skip

    assert len({each.id for each in found.conflicts}) == 2
    assert text(found, Choice.MINE, Choice.THEIRS) == (
        "1. 甲：\n  (1) 無，仍洽商\n2. 乙：\n  (1) 無，待複勘"
    )


def test_what_one_took_out_and_the_other_changed_is_a_choice_with_all_below_it() -> None:
    without = "1. 會勘。\n2. 發包。"
    found = merged(BASE, without, BASE.replace("基本設計。", "基本設計核定。"))
    (conflict,) = found.conflicts

    assert conflict.mine == ()
    assert text(found, Choice.MINE) == without
    assert text(found, Choice.THEIRS) == BASE.replace("基本設計。", "基本設計核定。")


def test_below_an_item_in_conflict_the_rest_is_merged_and_is_there_once() -> None:
    found = merged(
        "1. 設計辦理中：\n  (1) 甲\n  (2) 乙",
        "1. 設計辦理中，已審查：\n  (1) 甲\n  (2) 乙\n  (3) 丙",
        "1. 設計辦理中，待審查：\n  (1) 甲甲\n  (2) 乙",
    )

    assert text(found, Choice.BOTH) == (
        "1. 設計辦理中，待審查：\n  (1) 甲甲\n  (2) 乙\n  (3) 丙\n2. 設計辦理中，已審查："
    )


def test_what_both_put_in_the_place_of_one_is_a_choice() -> None:
    found = merged("1. 無。", "1. 完成步道整修三公里。", "1. 召開跨市協調會議。")

    assert len(found.conflicts) == 1
    assert text(found, Choice.BOTH) == "1. 召開跨市協調會議。\n2. 完成步道整修三公里。"


def test_tables_are_merged_whole() -> None:
    base = "| 市 | 件 |\n| 基隆市 | 3 |"
    found = merged(base, base.replace("3", "4"), base.replace("3", "5"))

    assert text(found, Choice.THEIRS) == base.replace("3", "5")


# -- What holds for every three texts ------------------------------------------------------------


@given(pairs())
@settings(max_examples=100)
def test_what_i_did_not_touch_is_theirs(pair: tuple[Blocks, Blocks]) -> None:
    base, theirs = pair
    found = merge(base, base, theirs)

    assert resolve(found, {}) == theirs
    assert bool(found.taken) <= (base != theirs)


@given(pairs())
@settings(max_examples=100)
def test_what_they_did_not_touch_is_mine(pair: tuple[Blocks, Blocks]) -> None:
    base, mine = pair
    found = merge(base, mine, base)

    assert resolve(found, {}) == mine
    assert found.taken == ()


@given(pairs())
def test_what_both_did_alike_is_no_conflict(pair: tuple[Blocks, Blocks]) -> None:
    base, both = pair
    found = merge(base, both, both)

    assert resolve(found, {}) == both
    assert found.taken == ()


def everything(units: Iterable[Unit | Open]) -> Iterator[str]:
    for unit in units:
        if isinstance(unit, Open):
            yield from everything(unit.mine)
            yield from everything(unit.theirs)
        else:
            yield from texts((unit.block,)) if not hasattr(unit.block, "blocks") else ()
            yield getattr(unit.block, "text", "")
            yield from everything(unit.below)


@given(triples())
@settings(max_examples=150)
def test_nothing_that_anybody_wrote_is_lost(triple: tuple[Blocks, Blocks, Blocks]) -> None:
    base, mine, theirs = triple
    found = merge(base, mine, theirs)
    there = set(everything(found.units))
    was, here, other = (Counter(texts(each)) for each in triple)

    assert {*here, *other} - {*was} <= there
    assert {each for each in was if was[each] == here[each] == other[each] == 1} <= there


@given(triples())
@settings(max_examples=100)
def test_every_choice_makes_a_text_with_the_words_that_were_chosen(
    triple: tuple[Blocks, Blocks, Blocks],
) -> None:
    found = merge(*triple)

    for choice in Choice:
        there = set(texts(resolve(found, {each.id: choice for each in found.conflicts})))
        for conflict in found.conflicts:
            chosen = {
                Choice.MINE: set(texts(conflict.mine)),
                Choice.THEIRS: set(texts(conflict.theirs)),
                Choice.BOTH: {*texts(conflict.mine), *texts(conflict.theirs)},
            }[choice]
            assert chosen <= there


@given(all_texts)
def test_a_text_of_nobody_stays(blocks: Blocks) -> None:
    found = merge(blocks, blocks, blocks)

    assert resolve(found, {}) == blocks
    assert (found.taken, found.conflicts) == ((), ())
