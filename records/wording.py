r"""Wording: the characters that a stored text is made of.

文字. A stored text is one line of NFC without control, private-use or invisible characters and
without blanks at its ends. ``fault`` asks for that, ``clean`` brings a typed text there:

>>> clean("\uf0d8 新北市\u200b：\u00a0完成\x0b驗收 ")
'新北市： 完成 驗收'
>>> fault("新北市：完成"), fault("新北市：\u200b完成")
('', '含有不能保存的字元 U+200B，請刪除後重新輸入。')

Widths, brackets, 臺/台 and every ideograph of a supplementary plane stay as they were typed. NFC
itself changes compatibility ideographs (U+F900 becomes U+8C48). U+200D and U+200C are invisible
and refused as well, so a joined emoji is kept as the emoji it was joined from.
"""

import re
import unicodedata

INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb\ufffc"
)
"""Soft hyphen, zero-width, joining and interlinear marks; Word and web pages leave them behind."""

_NONCHARACTERS = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)

REFUSED = re.compile(
    "[\x00-\x1f\x7f-\xa0\u2028-\u202f\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    f"\U000e0000-\U000e007f\U000f0000-\U0010ffff{INVISIBLE}{_NONCHARACTERS}]"
)
"""What no text holds: control, bidirectional, invisible and private-use characters, surrogates,
noncharacters, and the blanks (U+00A0, U+202F, U+2028) that look like a space or a line."""

BLANKS = re.compile("[\t\n\x0b\x0c\r\x85\u00a0\u2028\u2029\u202f]+")
"""What ``clean`` turns into one space, where REFUSED would only delete it."""


def sound(text: str) -> bool:
    """Whether no character of a text is refused (``str.isprintable`` knows most of them)."""
    return (text.isprintable() and "\u034f" not in text and "\ufffc" not in text) or (
        REFUSED.search(text) is None
    )


def clean(text: str) -> str:
    """Return text as it is stored; ``fault`` finds nothing in it, and it cleans to itself."""
    spaced = BLANKS.sub(" ", text)
    return unicodedata.normalize("NFC", REFUSED.sub("", spaced)).strip()


def fault(text: str) -> str:
    """Say in a sentence why a text cannot be stored as it is; an empty string if it can."""
    if not sound(text) and (found := REFUSED.search(text)):
        return f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除後重新輸入。"
    if not unicodedata.is_normalized("NFC", text):
        return "文字不是標準寫法（Unicode NFC），請重新輸入或由表單儲存。"
    if text != text.strip():
        return "文字前後有空白，請刪除。"
    return ""


def refused_in(text: str) -> tuple[str, int] | None:
    r"""Find the first refused character of a text of several lines: a sentence, and lines before.

    >>> refused_in("一\n二\x07")
    ('含有不能保存的字元 U+0007，請刪除。', 1)
    """
    if sound(text.replace("\n", "")):
        return None
    for number, line in enumerate(text.split("\n")):
        if found := REFUSED.search(line):
            return f"含有不能保存的字元 U+{ord(found[0]):04X}，請刪除。", number
    return None
