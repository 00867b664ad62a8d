"""Markers that people type before an item, and the ones that files count by themselves.

>>> [(m.style, m.number) for m in at("（12）臺北市：", 0)[0]]
[('(1)', 12)]
>>> at("1986. x", 0)
((), 0)
>>> [(m.style, m.number) for m in at("i. 甲", 0)[0]]
[('a.', 9), ('i.', 1)]
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from records.numbering import Counting, Level


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its style (how the first one is written), its count, and how it stands there."""

    style: str
    number: int
    written: str


CHINESE = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = {"i": 1, "v": 5, "x": 10}


def chinese_number(written: str) -> int:
    """Read a Chinese number from 1 to 99; 0 where it is none.

    >>> chinese_number("二十一"), chinese_number("十"), chinese_number("一二")
    (21, 10, 0)
    >>> chinese_number("十十一")
    0
    """
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    high = (CHINESE.index(tens) if tens else 1) if ten else 0
    return 10 * high + (CHINESE.index(ones) if ones else 0)


def roman_number(written: str) -> int:
    """Read a small Roman number from 1 to 39; 0 where it is none.

    >>> roman_number("xiv"), roman_number("iix")
    (14, 0)
    """
    values = [ROMAN[letter] for letter in written]
    total = sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))
    return total if roman(total) == written else 0


def roman(number: int) -> str:
    """Write a small Roman number, from 1 to 39.

    >>> roman(9), roman(14)
    ('ix', 'xiv')
    """
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens, rest = divmod(max(number, 0), 10)
    return "x" * tens + ones[rest]


def _letter(written: str) -> int:
    return ord(written.upper()) - ord("A") + 1


D = "[0-9０-９]"
HAN = "[一二三四五六七八九十]"
Reading = Callable[[str], int]

FORMS: tuple[tuple[str, re.Pattern[str], Reading], ...] = (
    # a point, and no decimal behind it, unless it is a year or a day (1.113 年, 1.5月3日)
    (
        "1.",
        re.compile(rf"({D}{{1,2}})[.．](?:(?!{D})|(?={D}{{2,4}}\s*年|{D}{{1,2}}\s*月\s*{D}))"),
        int,
    ),
    ("1、", re.compile(rf"({D}{{1,2}})、(?:(?!{D})|(?={D}{{3,4}}\s*年))"), int),
    ("(1)", re.compile(rf"[(（]({D}{{1,2}})[)）]"), int),
    ("1)", re.compile(rf"({D}{{1,2}})[)）]"), int),
    ("A.", re.compile(r"([A-ZＡ-Ｚ])[.．](?![A-Za-z])"), lambda w: _letter(_narrow(w))),
    ("a.", re.compile(r"([a-zａ-ｚ])[.．](?![A-Za-z])"), lambda w: _letter(_narrow(w))),
    ("(A)", re.compile(r"[(（]([A-ZＡ-Ｚ])[)）]"), lambda w: _letter(_narrow(w))),
    ("(a)", re.compile(r"[(（]([a-zａ-ｚ])[)）]"), lambda w: _letter(_narrow(w))),
    ("i.", re.compile(r"([ivx]{1,6})[.．](?![A-Za-z])"), roman_number),
    ("(i)", re.compile(r"[(（]([ivx]{1,6})[)）]"), roman_number),
    ("一、", re.compile(rf"({HAN}{{1,3}})、(?!{HAN})"), chinese_number),
    ("(一)", re.compile(rf"[(（]({HAN}{{1,3}})[)）]"), chinese_number),
    ("甲、", re.compile(rf"([{STEMS}])、(?![{STEMS}])"), lambda w: STEMS.index(w) + 1),
    ("①", re.compile(f"([{CIRCLED}])"), lambda w: CIRCLED.index(w) + 1),
    ("(1)", re.compile("([\u2474-\u2487])"), lambda w: ord(w) - 0x2473),
    ("1.", re.compile("([\u2488-\u249b])"), lambda w: ord(w) - 0x2487),
    ("(一)", re.compile("([\u3220-\u3229])"), lambda w: ord(w) - 0x321F),
)
"""Every typed marker that is understood: its style, how it looks, how its count reads."""

UNSAID = "#"
"""The style of a list that only says that it counts, and not how; it goes with any scheme."""

LINE_START_ONLY = frozenset({"1)", "甲、", "i.", "(i)", "A、"})
"""Styles that prose itself uses within a sentence; they count only where a line begins."""

_FIRST = re.compile(
    rf"[(（]?(?:{D}|{HAN}|[A-Za-zＡ-Ｚａ-ｚ{STEMS}{CIRCLED}\u2474-\u249b\u3220-\u3229])"
)

BULLET = re.compile(
    r"(?P<sure>[•●▪◾‧∙⚫])[ \t\u3000]*|(?P<blank>[-–—*+·■□◆◇○◎➢➤▶►◦✓✔★☆])[ \t\u3000]+"
)
"""Signs before an item without a number; the second kind only where a blank follows."""


def _narrow(wide: str) -> str:
    return unicodedata.normalize("NFKC", wide)


def at(text: str, start: int) -> tuple[tuple[Marker, ...], int]:
    """Return the markers that may be meant at a place, and where the item's text begins."""
    if not _FIRST.match(text, start):
        return (), start
    found, end = [], start
    for style, form, reading in FORMS:
        match = form.match(text, start)
        if match and (number := reading(match[1])) > 0:
            found.append(Marker(style, number, match[0]))
            end = max(end, match.end())
    while found and end < len(text) and text[end].isspace():
        end += 1
    return tuple(found), end


def style_of(level: Level) -> str:
    """Return the style of a printed level, by the way its first marker is written."""
    return level.marker(1)


COUNTED = {
    "arabic": (Counting.ARABIC.write, "1"),
    "upper": (Counting.UPPER.write, "A"),
    "lower": (Counting.LOWER.write, "a"),
    "chinese": (Counting.CHINESE.write, "一"),
    "roman": (roman, "i"),
    "stem": (lambda n: STEMS[(n - 1) % len(STEMS)], "甲"),
    "circled": (lambda n: CIRCLED[(n - 1) % len(CIRCLED)], "①"),
}
"""How a file that counts by itself writes a count, and the first one."""


def counted(kind: str, number: int, before: str = "", after: str = ".") -> Marker:
    """Return the marker that a file shows for the number-th item of a list.

    >>> counted("chinese", 3, "（", "）")
    Marker(style='(一)', number=3, written='（三）')
    """
    write, first = COUNTED[kind]
    narrow = str.maketrans("（）．", "().")
    style = (before + first + after).strip().translate(narrow)
    return Marker(style, number, (before + write(number) + after).strip())
