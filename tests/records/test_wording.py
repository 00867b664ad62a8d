import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.wording import REFUSED, clean, fault, refused_in, sound

TYPED = st.text(st.characters(exclude_categories=())) | st.text(" \t\u3000\u00a0a\u0301\u200b")


@given(TYPED)
def test_what_is_clean_has_no_fault_and_cleans_to_itself(typed: str) -> None:
    cleaned = clean(typed)

    assert fault(cleaned) == ""
    assert clean(cleaned) == cleaned


@given(TYPED)
def test_a_text_has_a_fault_exactly_where_cleaning_would_change_it(typed: str) -> None:
    assert (fault(typed) == "") == (clean(typed) == typed)


def test_the_quick_look_and_the_thorough_one_agree_on_every_character() -> None:
    characters = map(chr, range(sys.maxunicode + 1))

    assert [c for c in characters if sound(c) == bool(REFUSED.search(c))] == []


@pytest.mark.parametrize(
    "text",
    [
        "臺台",
        "（全形）(半形)，、：",
        "𠮷野家",  # CJK extension B
        "𪚥\U00030000\U00031350\U000323b0",  # extensions B, G, H and I
        "葛\U000e0100城",  # an ideographic variation, as in names of people
        "❤\ufe0f",
        "ไทย Việt Nam",
    ],
)
def test_what_people_write_passes(text: str) -> None:
    assert fault(text) == ""
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\uf0d8 新北市\u200b：\u00a0完成\x0b驗收 ", "新北市： 完成 驗收"),  # left behind by Word
        ("e\u0301", "é"),
        ("\uf900", "\u8c48"),  # NFC knows no compatibility ideographs
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("一\ufffc二\u034f三", "一二三"),
        ("\u3000開工", "開工"),
        ("一\r\n二", "一 二"),
    ],
)
def test_what_is_no_text_is_taken_out(typed: str, stored: str) -> None:
    assert clean(typed) == stored
    assert fault(typed) != ""


@pytest.mark.parametrize("category", ["Cc", "Cs", "Co", "Zl", "Zp"])
def test_no_character_of_these_categories_is_kept(category: str) -> None:
    found = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == category]

    assert found
    assert [c for c in found if sound(c)] == []


def test_a_refused_character_is_found_with_its_line() -> None:
    assert refused_in("一\n二\n三\x00") == ("含有不能保存的字元 U+0000，請刪除。", 2)
    assert refused_in("一\n二\n") is None
