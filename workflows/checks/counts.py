"""Counts: the numbers with a unit that stand in a text.

數量. 2,877 人次, 2 萬 848 件, １２ 場, 5.02 億元, 95.5%, 兩場次; ordinals (第 6 次) are none:

>>> [(str(each.value), each.unit) for each in counts("第 6 次共 2 萬 848 人次、５.02 億元及兩場次")]
[('20848', '人'), ('502000000.00', '元'), ('2', '場')]

Every repetition of the patterns is bounded, so that reading takes time in proportion to the text.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from workflows.checks.numerals import DIGITS, narrow, value_of

UNITS = (
    *("人次", "家次", "場次", "梯次", "校次", "班次", "車次", "戶次", "件次"),
    *("公噸", "公里", "公尺", "公斤", "公頃", "平方公尺", "小時", "分鐘"),
    *("個子項", "個項目", "個", "件", "人", "名", "位", "場", "次", "則", "項", "案", "校", "家"),
    *("所", "處", "輛", "組", "班", "戶", "元", "噸", "國", "類", "站", "份", "冊", "棵", "株"),
    *("隊", "團", "張", "間", "臺", "台", "座", "支", "條", "點", "篇", "片", "套", "艘", "床"),
    *("%", "％", "‰"),
)
SAME = {
    "人次": "人",
    "名": "人",
    "位": "人",
    "場次": "場",
    "家次": "家",
    "％": "%",
    "個子項": "項",
    "個項目": "項",
    "校次": "校",
    "件次": "件",
    "台": "臺",
}
"""Units that count the same; a total may say 人次 where its parts say 人."""

BIG = {"億": 10**8, "萬": 10**4, "千": 10**3}

_NUMBER = (
    rf"[{DIGITS}]{{1,15}}(?:[,，][{DIGITS}]{{3}}(?![{DIGITS}])){{0,5}}(?:[.．][{DIGITS}]{{1,6}})?"
)
_UNITS = "|".join(sorted(UNITS, key=len, reverse=True))

COUNT = re.compile(
    rf"""
    (?<![{DIGITS}])(?<![{DIGITS}][,.，．])
    (?:
        (?P<first>{_NUMBER})(?![{DIGITS}])
        (?:[ ]{{0,2}}(?P<big>億|萬|千)
            (?:[ ]{{0,2}}(?P<second>{_NUMBER})(?:[ ]{{0,2}}(?P<small>萬|千))?)?)?
      | (?P<han>[一二兩三四五六七八九十]{{1,3}})
    )
    (?P<about>[ ]{{0,1}}[餘多])?[ ]{{0,2}}(?P<unit>{_UNITS})
    """,
    re.VERBOSE,
)
ORDINAL = re.compile("(?:第|No\\.|編號) {0,2}$")


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts; ``start`` to ``end`` is the number, ``stop`` is behind its unit.

    ``unit`` is the one that it is compared by (SAME). ``about``: 42 萬餘.
    """

    start: int
    end: int
    stop: int
    value: Decimal
    unit: str
    about: bool = False

    @property
    def plain(self) -> str:
        """The value as a person writes it."""
        return f"{self.value.normalize():,f}"


@lru_cache(maxsize=4096)
def counts(text: str) -> tuple[Count, ...]:
    """Return the counts of a text from left to right."""
    return tuple(
        _count(found)
        for found in COUNT.finditer(text)
        if not ORDINAL.search(text, max(found.start() - 5, 0), found.start())
    )


def _count(found: "re.Match[str]") -> Count:
    unit = found["unit"]
    end = max(found.end(name) for name in ("first", "big", "second", "small", "han"))
    about = bool(found["about"])
    return Count(found.start(), end, found.end(), _value(found), SAME.get(unit, unit), about)


def _value(found: "re.Match[str]") -> Decimal:
    if found["han"]:
        return Decimal(value_of(found["han"]) or 0)
    value = _decimal(found["first"])
    if found["big"]:
        value *= BIG[found["big"]]
    if found["second"]:
        value += _decimal(found["second"]) * BIG.get(found["small"] or "", 1)
    return value


def _decimal(written: str) -> Decimal:
    return Decimal(narrow(written).replace("．", ".").replace(",", ""))


def written(number: str) -> Decimal | None:
    """Return the number that a field holds (1,234 or 2 萬 848 or １２.5), None where it is none."""
    found = COUNT.fullmatch(f"{number.strip()}個")
    return _value(found) if found and not found["about"] and not found["han"] else None
