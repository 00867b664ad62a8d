"""Tokens: what a mark of change never cuts: a date, a number with its unit, a Latin word.

Everything else is one character a token. Blanks between Chinese and digits or Latin say nothing;
they belong to the token behind them, and not to its key:

>>> [token.text for token in tokens("於 114 年 12 月完成5.02億")]
['於', ' 114 年 12 月', '完', '成', '5.02億']
>>> tokens("於 114 年 12 月")[1].key
'114年12月'
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What a token is."""

    DATE = "date"
    NUMBER = "number"
    WORD = "word"
    CHINESE = "chinese"
    SIGN = "sign"
    BLANK = "blank"


class Token(NamedTuple):
    """A piece of text; two tokens are the same where their keys are."""

    text: str
    key: str
    sort: Sort

    @property
    def lead(self) -> str:
        """The blank before it that says nothing."""
        return (
            "" if self.sort is Sort.BLANK else self.text[: len(self.text) - len(self.text.lstrip())]
        )

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a date."""
        return self.sort in FIGURES


SORTS = {sort.value: sort for sort in Sort}
FIGURES = frozenset({Sort.DATE, Sort.NUMBER})
_NARROW = frozenset({Sort.DATE, Sort.NUMBER, Sort.WORD})

_D = "[0-9０-９]"
_GAP = "[ \u3000]{0,2}"
_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u03ff\uff21-\uff3a\uff41-\uff5a]"
_JOINED = "[\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
_PLAIN = f"(?:{_D}{{1,3}}(?:,{_D}{{3}})+(?!{_D})|{_D}+)(?:[.．]{_D}+)?"
_MONTH = f"{_D}{{1,2}}{_GAP}月(?:{_GAP}{_D}{{1,2}}{_GAP}日)?"

_CHINESE = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"

_BLANKS = re.compile(
    rf"(?<=(?:{_D}|{_LETTER}))\s+(?=(?:{_D}|{_LETTER}))|(?<=[{_CHINESE}])\s+(?=[{_CHINESE}])|(\s+)"
)

_TOKEN = re.compile(
    rf"""
    (?P<date>
        (?:(?:民國|西元){_GAP})?{_D}{{2,4}}{_GAP}年(?:{_GAP}{_MONTH})?
      | {_MONTH}
      | {_D}{{1,2}}{_GAP}日
      | {_D}{{2,4}}([./-]){_D}{{1,2}}\2{_D}{{1,2}}(?!{_D})
      | {_D}{{1,2}}[/:：]{_D}{{1,2}}(?![0-9０-９/])
    )
  | (?P<word>
        {_D}*{_LETTER}(?:{_LETTER}|{_D})*(?:[-._'’@](?:{_LETTER}|{_D})+)*
    )
  | (?P<number>
        (?:(?<![0-9０-９A-Za-z%])[-−+±])?{_PLAIN}
        (?:[百千萬億兆]+(?:{_PLAIN}[百千萬億兆]+)*|{_LETTER}{{1,5}}[23²³]?)?
        (?:{_GAP}(?:[%％‰℃㎡㎞㎏°]|個百分點))?
      | [〇零一二三四五六七八九十百千萬億兩]{{2,}}
    )
  | (?P<blank>\s+)
  | (?P<chinese>[{_CHINESE}]{_JOINED})
  | (?P<sign>.{_JOINED})
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> tuple[Token, ...]:
    """Take a text apart; the texts of the tokens, one behind the other, are the text."""
    found: list[Token] = []
    blank, before = "", Sort.SIGN
    for match in _TOKEN.finditer(text):
        sort = SORTS[match.lastgroup or "sign"]
        if sort is Sort.BLANK:
            blank = match[0]
            continue
        if blank and _counts(before, sort):
            found.append(Token(blank, " ", Sort.BLANK))
            blank = ""
        piece = match[0]
        key = "".join(piece.split()) if sort in FIGURES else piece
        found.append(Token(blank + piece, key, sort))
        blank, before = "", sort
    if blank:
        found.append(Token(blank, " ", Sort.BLANK))
    return tuple(found)


def _counts(before: Sort, after: Sort) -> bool:
    """Whether a blank between two tokens says something: within Latin, or within Chinese."""
    if before in _NARROW:
        return after in _NARROW
    return before is after is Sort.CHINESE


def without_idle_blanks(text: str) -> str:
    """Return text without the blanks that say nothing, and one blank for any other.

    >>> without_idle_blanks("於 114 年  New\u3000Taipei 完成 驗收")
    '於114年New Taipei完成 驗收'
    """
    return _BLANKS.sub(lambda found: "" if found[1] else " ", text)
