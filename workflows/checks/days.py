"""Days: the dates that stand in a text, as the people of Taiwan write them.

日期. 114年5月20、21日 and 5 月 20 日至 22 日, 114.5.20, 2025/5/20, 民國一百一十四年五月, 9 月底,
今年 5 月: each is a mention, with the year that it says or takes over from the one before it:

>>> for each in mentions("114年5月20、21日及6月2日，共 3 日。"):
...     print(each.start, each.end, each.year, each.month, each.day)
0 8 114 5 20
9 12 114 5 21
13 17 114 6 2

Years are those of the Republic of China (民國): year 1 is 1912, so 1911 less than the Common Era.
A number of two or three digits before 年 is a year where a month follows it or where it is 80 or
more; 3 年 and 25 年 are spans of time.

The scanner reads tokens from left to right, once: its work grows with the text and no faster.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from records.quarter import ROC_EPOCH, Quarter
from workflows.checks.numerals import DIGITS, HAN, narrow, value_of

SPANS_END = 80
"""Below, a bare number before 年 counts years; from here on it names one (80 is 1991)."""

FIRST_AD, LAST_AD = 1900, 2200
MONTHS = 12
LAST_ROC = 289
"""Years of the Republic that a text may mean (2200); beyond, a number is something else."""


class Era(StrEnum):
    """How the year of a mention was written."""

    ROC = "roc"
    AD = "ad"
    RELATIVE = "relative"
    INHERITED = "inherited"
    NONE = "none"


class Part(StrEnum):
    """A part of a month that stands for a day."""

    BEGINNING = "初"
    FIRST = "上旬"
    MIDDLE = "中旬"
    LAST = "下旬"
    END = "底"


DAYS_OF = {
    Part.BEGINNING: (1, 10),
    Part.FIRST: (1, 10),
    Part.MIDDLE: (11, 20),
    Part.LAST: (21, 31),
    Part.END: (21, 31),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One date of a text.

    ``year`` counts the ROC way and is None where nobody says it; a relative one (今年) is
    ``offset`` years from the report's. ``day`` is None where a month is meant, ``month`` where a
    year is. ``until``: the mention before it is the beginning of a range that this one ends.
    ``weekday``: 0 is Monday, None where none stands in brackets; ``bracket`` is its span.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    era: Era = Era.NONE
    offset: int = 0
    part: Part | None = None
    until: bool = False
    weekday: int | None = None
    bracket: tuple[int, int] = (0, 0)

    @property
    def exists(self) -> bool:
        """Whether there is such a day; 2 月 29 日 without a year may be one."""
        if self.month is None:
            return True
        if not 1 <= self.month <= MONTHS:
            return False
        return self.day is None or 1 <= self.day <= self._length()

    def _length(self) -> int:
        year = self.year + ROC_EPOCH if self.year is not None and self.year <= LAST_ROC else 2000
        return monthrange(year, self.month or 1)[1]

    @property
    def first(self) -> date | None:
        """The first day that is meant, or None where that cannot be said."""
        return self._day(1, first=True)

    @property
    def last(self) -> date | None:
        """The last day that is meant, or None where that cannot be said."""
        return self._day(31, first=False)

    def _day(self, otherwise: int, *, first: bool) -> date | None:
        if self.year is None or not 1 <= self.year <= LAST_ROC or not self.exists:
            return None
        month = self.month or (1 if first else MONTHS)
        if self.part:
            otherwise = DAYS_OF[self.part][0 if first else 1]
        length = monthrange(self.year + ROC_EPOCH, month)[1]
        return date(self.year + ROC_EPOCH, month, min(self.day or otherwise, length))

    def within(self, quarter: Quarter) -> bool:
        """Whether a day of the quarter is meant."""
        first, last = self.first, self.last
        if first is None or last is None or self.month is None:
            return False
        return first <= quarter.last_day and last >= quarter.first_day


TOKEN = re.compile(
    rf"""
    (?P<era>民國|西元)?[ ]{{0,2}}(?P<number>[{DIGITS}]+|[{HAN}]{{1,7}})[ ]{{0,2}}
        (?P<unit>年度|年|月份|月|日|號)
        (?P<part>上旬|中旬|下旬|底|初)?
    | (?P<relative>今年|本年|去年|前年|明年|後年)度?(?P<rpart>底|初)?
    | (?P<dotted>[{DIGITS}]+(?:(?P<sign>[./\-])[{DIGITS}]+(?P=sign)|/)[{DIGITS}]+)
    | (?P<bare>[{DIGITS}]+)
    | [(（](?:星期|週|周|禮拜)?(?P<weekday>[一二三四五六日天])[)）]
    """,
    re.VERBOSE,
)

RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "後年": 2}
WEEKDAYS = {**{each: at for at, each in enumerate("一二三四五六日")}, "天": 6}

LISTS = re.compile("[ ]{0,2}(?:、|及|和|與|，|,|;|；)[ ]{0,2}", re.ASCII)
RANGES = re.compile("[ ]{0,2}(?:至|到|~|～|-|－|—|–|─)[ ]{0,2}", re.ASCII)
NEAR = re.compile("[ ]{0,2}", re.ASCII)


@lru_cache(maxsize=4096)
def mentions(text: str, year: int | None = None) -> tuple[Mention, ...]:
    """Return the dates of a text from left to right.

    ``year``: the one that a date without a year takes over, as long as the text says none.
    """
    return tuple(_Scan(text, year).mentions())


@dataclass(slots=True)
class _Scan:
    """One reading from left to right: what was read last, and the year that goes on."""

    text: str
    year: int | None
    pending: Mention | None = None
    before: Mention | None = None
    opened: tuple[int, int, int] | None = None
    era: Era = Era.INHERITED
    offset: int = 0

    def mentions(self) -> Iterator[Mention]:
        for token in TOKEN.finditer(self.text):
            yield from self._read(token)
        yield from self._close()

    def _read(self, token: "re.Match[str]") -> Iterator[Mention]:
        if token["weekday"]:
            self._weekday(token)
        elif token["relative"]:
            yield from self._relative(token)
        elif token["dotted"]:
            yield from self._dotted(token)
        elif token["bare"]:
            self._bare(token)
        else:
            yield from self._number(token)

    # -- What tokens do ----------------------------------------------------------------------

    def _number(self, token: "re.Match[str]") -> Iterator[Mention]:
        value = value_of(token["number"])
        if value is None or _counts_on(self.text, token.start("number")):
            return
        if token["unit"].startswith("年"):
            yield from self._year(token, value)
        elif token["unit"].startswith("月"):
            yield from self._month(token, value)
        else:
            yield from self._day(token, value)

    def _year(self, token: "re.Match[str]", value: int) -> Iterator[Mention]:
        ad = FIRST_AD <= value <= LAST_AD and token["era"] != "民國"
        roc = value - ROC_EPOCH if ad else value
        spoken = token["era"] or ad or SPANS_END <= value <= LAST_ROC
        if not (spoken or self._month_follows(token)) or not 1 <= roc < FIRST_AD:
            return
        yield from self._close()
        start = token.start("era") if token["era"] else token.start("number")
        era = Era.AD if ad else Era.ROC
        part = Part(token["part"]) if token["part"] in ("底", "初") else None
        month = {Part.END: MONTHS, Part.BEGINNING: 1}.get(part) if part else None
        self.year, self.era, self.offset = roc, era, 0
        until = self._ranges(start)
        self.pending = Mention(start, token.end(), roc, month, era=era, part=part, until=until)
        if part:
            yield from self._close()

    def _month_follows(self, token: "re.Match[str]") -> bool:
        after = TOKEN.match(self.text, NEAR.match(self.text, token.end()).end())  # type: ignore[union-attr]  # matches anything
        return bool(after and (after["unit"] or "").startswith("月"))

    def _relative(self, token: "re.Match[str]") -> Iterator[Mention]:
        yield from self._close()
        offset = RELATIVE[token["relative"]]
        part = Part(token["rpart"]) if token["rpart"] else None
        month = {Part.END: MONTHS, Part.BEGINNING: 1}.get(part) if part else None
        self.year, self.era, self.offset = None, Era.RELATIVE, offset
        self.pending = Mention(
            token.start(), token.end(), None, month, era=Era.RELATIVE, offset=offset, part=part
        )

    def _month(self, token: "re.Match[str]", value: int) -> Iterator[Mention]:
        if value > 99 or self._is_span(token):  # noqa: PLR2004 - two digits
            return
        part = Part(token["part"]) if token["part"] else None
        year = self.pending
        if year and year.month is None and self._touches(year.end, token.start()):
            self.pending = replace(year, end=token.end(), month=value, part=part)
            return
        opened, self.opened = self.opened, None
        yield from self._close()
        if opened and RANGES.fullmatch(self.text, opened[1], token.start()):
            yield self._inheriting(opened[0], opened[1], opened[2])
            until = True
        else:
            until = self._ranges(token.start())
        self.pending = replace(
            self._inheriting(token.start("number"), token.end(), value), part=part, until=until
        )

    def _day(self, token: "re.Match[str]", value: int) -> Iterator[Mention]:
        now = self.pending
        if now and now.month is not None and now.day is None and not now.part:
            if self._touches(now.end, token.start()):
                self.pending = replace(now, end=token.end(), day=value)
                return
            if self.opened and self._follows(self.opened[1], token.start()):
                yield from self._days(token, value)
                return
        before = now or self.before
        if before and before.day is not None and self._follows(before.end, token.start()):
            yield from self._close()
            self.pending = replace(
                before,
                start=token.start("number"),
                end=token.end(),
                day=value,
                until=bool(RANGES.fullmatch(self.text, before.end, token.start())),
                weekday=None,
            )

    def _days(self, token: "re.Match[str]", value: int) -> Iterator[Mention]:
        """Take 20、21日 behind a month: two days of which only the last one says 日."""
        now, opened = self.pending, self.opened
        if now is None or opened is None:
            return
        until = bool(RANGES.fullmatch(self.text, opened[1], token.start()))
        self.pending = replace(now, end=opened[1], day=opened[2])
        yield from self._close()
        self.pending = replace(
            now, start=token.start("number"), end=token.end(), day=value, until=until
        )

    def _bare(self, token: "re.Match[str]") -> None:
        value = value_of(token["bare"])
        self.opened = None
        if value is None or _counts_on(self.text, token.start()):
            return
        now = self.pending
        touching = now and now.month is not None and now.day is None and not now.part
        if touching and now and not self._touches(now.end, token.start()):
            touching = False
        if now is None or now.month is None or touching:
            self.opened = (token.start(), token.end(), value)

    def _weekday(self, token: "re.Match[str]") -> None:
        if self.pending and self._touches(self.pending.end, token.start()):
            self.pending = replace(
                self.pending,
                end=token.end(),
                weekday=WEEKDAYS[token["weekday"]],
                bracket=token.span(),
            )

    def _dotted(self, token: "re.Match[str]") -> Iterator[Mention]:
        yield from self._close()
        numbers = [int(each) for each in re.split(r"[./\-]", narrow(token["dotted"]))[:3]]
        if _counts_on(self.text, token.start()) or _counts_further(self.text, token.end()):
            return
        if len(numbers) == 3 and numbers[0] >= SPANS_END and numbers[0] <= LAST_AD:  # noqa: PLR2004 - year, month, day
            ad = numbers[0] >= FIRST_AD
            year = numbers[0] - ROC_EPOCH if ad else numbers[0]
            if year > LAST_ROC or numbers[1] > 19 or numbers[2] > 39:  # noqa: PLR2004 - no codes
                return
            self.year, self.era, self.offset = year, Era.AD if ad else Era.ROC, 0
            until = self._ranges(token.start())
            self.pending = Mention(
                token.start(),
                token.end(),
                year,
                numbers[1],
                numbers[2],
                era=self.era,
                until=until,
            )
        elif len(numbers) == 2 and "/" in token["dotted"] and self._dated(token):  # noqa: PLR2004
            month, day = numbers
            self.pending = replace(self._inheriting(token.start(), token.end(), month), day=day)

    def _dated(self, token: "re.Match[str]") -> bool:
        """Tell a date such as 9/18(四) or 於 9/18 from a fraction."""
        before = self.text[max(token.start() - 2, 0) : token.start()].rstrip()
        after = TOKEN.match(self.text, token.end())
        return before.endswith(("於", "至", "自")) or bool(after and after["weekday"])

    # -- What stands beside what -------------------------------------------------------------

    def _inheriting(self, start: int, end: int, month: int) -> Mention:
        if self.era is Era.RELATIVE:
            return Mention(start, end, None, month, era=Era.RELATIVE, offset=self.offset)
        era = Era.NONE if self.year is None else Era.INHERITED
        return Mention(start, end, self.year, month, era=era)

    def _touches(self, end: int, start: int) -> bool:
        return NEAR.fullmatch(self.text, end, start) is not None

    def _follows(self, end: int, start: int) -> bool:
        return bool(
            LISTS.fullmatch(self.text, end, start) or RANGES.fullmatch(self.text, end, start)
        )

    def _ranges(self, start: int) -> bool:
        return bool(self.before and RANGES.fullmatch(self.text, self.before.end, start))

    def _is_span(self, token: "re.Match[str]") -> bool:
        """Tell 6 個月 and 3 月內 from a month: here only what the unit alone does not say."""
        return self.text.startswith("內", token.end())

    def _close(self) -> Iterator[Mention]:
        if self.pending is not None:
            self.before, self.pending, self.opened = self.pending, None, None
            yield self.before


def _counts_on(text: str, start: int) -> bool:
    """Tell the rest of a longer number (2,877 or 5.02) from a number."""
    return start > 1 and text[start - 1] in ",.，．" and text[start - 2].isdigit()


def _counts_further(text: str, end: int) -> bool:
    return end + 1 < len(text) and text[end] in ",./-" and text[end + 1].isdigit()


def among(found: tuple[Mention, ...], start: int, end: int) -> tuple[Mention, ...]:
    """Return the mentions, of one text in its order, that begin in a span of it."""
    first, last = (bisect_left(found, at, key=lambda each: each.start) for at in (start, end))
    return found[first:last]


def resolved(mention: Mention, year: int) -> Mention:
    """Return a mention whose relative year is said in full, for a report of a year."""
    if mention.era is not Era.RELATIVE:
        return mention
    return replace(mention, year=year + mention.offset)
