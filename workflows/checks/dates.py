"""Dates: days that do not exist, that have not come, that have passed, or that contradict.

日期的規則. They read the mentions of ``workflows.checks.days``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from records.quarter import ROC_EPOCH, roc_date
from workflows.checks.clauses import clause_at, quoted
from workflows.checks.context import Context
from workflows.checks.days import Era, Mention, among
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.numerals import value_of
from workflows.checks.rule import Hit, Rule
from workflows.checks.tense import Tense, planned, tense_at

READER = "114Q4 報告的獨立審閱（六組）"
FAR_PAST, FAR_AHEAD = 40, 30
"""Years from the report's: what lies beyond was mistyped, or is history that no report tells."""

QUARTER_WORD = re.compile("第 {0,2}([1-4１-４一二三四]) {0,2}季")
UP_TO = re.compile("(?:截至|截止|統計至|累計至|計算至|資料時間(?:為|：|:)?)(?:民國)? {0,2}")
AHEAD = re.compile("(?:於|在|自|至|由|為)? {0,2}")
NO_YEAR_MEANT = re.compile("(?:每年|每|歷年|當年|同年|次年|翌年|隔年)[^。；，]{0,6}$")
WEEKDAYS = "一二三四五六日"


def _each(text: Manuscript) -> Iterator[tuple[Passage, Mention]]:
    for passage, found in text.days:
        yield from ((passage, mention) for mention in found)


def _words(passage: Passage, mention: Mention) -> str:
    return passage.text[mention.start : mention.end].strip()


def _no_such_day(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, mention in _each(text):
        if not mention.exists:
            words = _words(passage, mention)
            said = f"沒有「{words}」這一天，請改正日期。"
            yield Hit(passage, mention.start, mention.end, said)


def _told_as_done(text: Manuscript, context: Context) -> Iterator[Hit]:
    as_of = context.as_of
    for passage, mention in _each(text):
        first = mention.first
        if first is None or mention.month is None or first <= as_of:
            continue
        if quoted(passage.text, mention.start):
            continue  # part of a name
        tense = tense_at(passage.text, mention.start, context.words)
        if tense is Tense.PLANNED or (_limit(passage.text, mention) and tense is not Tense.DONE):
            continue
        if tense is Tense.DONE and _may_be_earlier(mention, context):
            continue
        said = (
            f"「{_words(passage, mention)}」在資料時間 {roc_date(as_of)}之後，讀起來卻像已經發生；"
            "如為預定事項請加「預計」，否則請改正日期。"
        )
        yield Hit(passage, mention.start, mention.end, said)


LIMIT_BEFORE = re.compile("[至到迄] {0,2}$")
LIMIT_BEHIND = re.compile(" {0,2}(?:之|以)?前")


def _limit(text: str, mention: Mention) -> bool:
    """Tell the end of a period, and a day before which something is to be (4 月底前)."""
    before = LIMIT_BEFORE.search(text, max(mention.start - 3, 0), mention.start)
    return bool(mention.until or before or LIMIT_BEHIND.match(text, mention.end))


def _may_be_earlier(mention: Mention, context: Context) -> bool:
    """Tell a date that took over a year ahead, but told as done is one of the report's year."""
    earlier = replace(mention, year=context.quarter.year)
    return (
        mention.era is Era.INHERITED
        and earlier.first is not None
        and (earlier.first <= context.as_of)
    )


def _plan_passed(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, found in text.days:
        ends = {
            AHEAD.match(passage.text, at).end()  # type: ignore[union-attr]  # matches anything
            for at in planned(passage.text, context.words)
        }
        for at, mention in enumerate(found):
            until = found[at + 1] if at + 1 < len(found) and found[at + 1].until else mention
            last = _next(until, context)
            if mention.start not in ends or mention.month is None or last is None:
                continue
            start, _end = clause_at(passage.text, mention.start)
            told = passage.text[start : mention.start]
            if last <= context.as_of and "原" not in told and "已" not in told:
                said = (
                    f"預定的「{_words(passage, mention)}」已經過了資料時間 "
                    f"{roc_date(context.as_of)}；請寫是否完成，或改寫新的期程。"
                )
                yield Hit(passage, mention.start, mention.end, said)


def _next(mention: Mention, context: Context) -> date | None:
    """Return the last day meant by a plan; None where it says no year and means the next one.

    A month of this quarter or the one before, without a year of its own, is one of the report's
    year; an earlier one has yet to come.
    """
    year = context.quarter.year
    if mention.era is not Era.INHERITED or (mention.year or 0) > year:
        return mention.last
    last = replace(mention, year=year).last
    return last if last and last >= context.quarter.previous.first_day else None


def _own_as_of(text: Manuscript, context: Context) -> Iterator[Hit]:
    quarter = context.quarter
    for passage, found in text.days:
        starts = {each.end(): each.start() for each in UP_TO.finditer(passage.text)}
        for mention in found:
            at = starts.get(mention.start)
            if at is None or mention.month is None:
                continue
            day = _latest(mention, context.as_of)
            if day and not quarter.first_day <= day <= quarter.last_day:
                said = (
                    f"「{passage.text[at : mention.end]}」不在本季（{quarter.label}）之內；"
                    f"請更新到 {roc_date(context.as_of)}，或說明為何是這一天。"
                )
                yield Hit(passage, at, mention.end, said)


def _latest(mention: Mention, as_of: date) -> date | None:
    """Return the last day meant; without a year of its own, the newest such day that is past."""
    said = mention.year is not None and mention.era is not Era.INHERITED
    if said or not mention.exists or mention.month is None:
        return mention.last
    year = as_of.year - ROC_EPOCH - (mention.month > as_of.month)
    # Only the quarter matters here: any day of the month says it.
    return date(year + ROC_EPOCH, mention.month, 1)


def _quarter_month(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, found in text.days:
        words = list(QUARTER_WORD.finditer(passage.text))
        clauses = Counter(clause_at(passage.text, word.start()) for word in words)
        for word in words:
            start, end = clause_at(passage.text, word.start())
            if clauses[start, end] > 1:
                continue
            inside = [each for each in among(found, start, end) if each.month and each.exists]
            if not inside:
                continue
            number = value_of(word[1])
            if all((each.month + 2) // 3 != number for each in inside if each.month):
                said = (
                    f"「{word[0]}」與同一句的「{_words(passage, inside[0])}」不是同一季，"
                    "請改正其中一個。"
                )
                yield Hit(passage, word.start(), word.end(), said)


def _weekday(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, mention in _each(text):
        day = mention.first if mention.day else None
        if day is not None and mention.weekday not in (None, day.weekday()):
            said = f"{roc_date(day)}是星期{WEEKDAYS[day.weekday()]}，請改正日期或星期。"
            yield Hit(passage, *mention.bracket, said)


def _backwards(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, found in text.days:
        for before, mention in pairwise(found):
            first, last = before.first, mention.last
            if mention.until and first and last and last < first:
                words = passage.text[before.start : mention.end]
                said = f"「{words}」的結束比開始早，請改正日期（跨年時請寫出年份）。"
                yield Hit(passage, before.start, mention.end, said)


def _no_year(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, found in text.days:
        for mention in found:
            if mention.era is not Era.NONE or mention.year is not None or not mention.exists:
                continue
            if mention.month and (mention.month + 2) // 3 == context.quarter.number:
                continue  # a month of the quarter itself is nobody's riddle
            start, _end = clause_at(passage.text, mention.start)
            if NO_YEAR_MEANT.search(passage.text[max(start, mention.start - 12) : mention.start]):
                continue
            said = f"「{_words(passage, mention)}」沒有寫年份，前文也沒有，請補上年份（全篇同）。"
            yield Hit(passage, mention.start, mention.end, said)
            return


def _relative_year(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, mention in _each(text):
        if mention.era is not Era.RELATIVE or quoted(passage.text, mention.start):
            continue
        words = passage.text[mention.start : mention.start + 2]
        if words[-1:] != "年":
            continue
        year = context.quarter.year + mention.offset
        said = f"「{words}」要看報告的時間才懂，請寫成「{year} 年」。"
        yield Hit(passage, mention.start, mention.start + 2, said, f"{year} 年")


def _mixed(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, mention in _each(text):
        if mention.era is not Era.AD or quoted(passage.text, mention.start):
            continue
        words = passage.text[mention.start : mention.end]
        year, sign, _rest = words.partition("年")
        if not sign:
            said = f"「{words}」是西元年，報告用民國年，請改寫。"
            yield Hit(passage, mention.start, mention.end, said)
            continue
        said = f"「{year.strip()} 年」是西元年，報告用民國年，請改成「{mention.year} 年」。"
        end = mention.start + len(year) + 1
        yield Hit(passage, mention.start, end, said, f"{mention.year} 年")


def _unlikely_year(text: Manuscript, context: Context) -> Iterator[Hit]:
    now = context.quarter.year
    for passage, mention in _each(text):
        year = mention.year
        if mention.era not in (Era.ROC, Era.AD) or mention.month is None or year is None:
            continue
        if not now - FAR_PAST <= year <= now + FAR_AHEAD:
            said = f"「{_words(passage, mention)}」的年份離本季太遠，請確認是否少打或多打數字。"
            yield Hit(passage, mention.start, mention.end, said)


RULES = (
    Rule(
        id="dates-no-such-day",
        level=Level.WARN,
        sentence="日期不存在",
        rationale="2 月 30 日或 13 月必是筆誤，讀者無從得知原來是哪一天。",
        source="國曆（格里曆）各月日數",
        find=_no_such_day,
    ),
    Rule(
        id="dates-told-as-done",
        level=Level.WARN,
        sentence="資料時間以後的日期，寫得像已經發生",
        rationale="報告只說到資料時間為止；之後的事只能是預定，同一句裡要有「預計」等字。",
        source=f"{READER}：B2、B3；報告首頁的資料時間",
        find=_told_as_done,
    ),
    Rule(
        id="dates-plan-passed",
        level=Level.WARN,
        sentence="預定的日期已經過了資料時間",
        rationale="多半是沿用上季文字；讀者要知道完成了沒有，或改到什麼時候。",
        source="檢查需求第 1 類；沿用文字的常見情形",
        find=_plan_passed,
    ),
    Rule(
        id="dates-own-as-of",
        level=Level.WARN,
        sentence="自訂的「截至」日期不在本季",
        rationale="數字停在上一季，和其他城市的數字不能相比。",
        source=f"{READER}：B4",
        find=_own_as_of,
    ),
    Rule(
        id="dates-quarter-month",
        level=Level.WARN,
        sentence="「第 n 季」與同一句的月份不符",
        rationale="6 月是第 2 季；季別或月份有一個寫錯。",
        source=f"{READER}：B1",
        find=_quarter_month,
    ),
    Rule(
        id="dates-weekday",
        level=Level.WARN,
        sentence="括號裡的星期與日期不符",
        rationale="與會者依星期安排行程；兩者有一個寫錯。",
        source="曆法計算",
        find=_weekday,
    ),
    Rule(
        id="dates-backwards",
        level=Level.WARN,
        sentence="期間的結束比開始早",
        rationale="多半是月份或年份漏改。",
        source="曆法計算",
        find=_backwards,
    ),
    Rule(
        id="dates-no-year",
        level=Level.HINT,
        sentence="不是本季的月份，沒有年份，前文也沒有",
        rationale="報告會留存多年；是今年、去年還是明年的 9 月，讀者猜不出來。",
        source=f"{READER}：B4 的成因",
        find=_no_year,
    ),
    Rule(
        id="dates-relative-year",
        level=Level.FIX,
        sentence="今年、去年、明年",
        rationale="一季的文字可能沿用到下一年，「今年」就變成另一年。",
        source="檢查需求第 1 類",
        find=_relative_year,
    ),
    Rule(
        id="dates-calendar-mixed",
        level=Level.FIX,
        sentence="日期用西元年",
        rationale="公文與報告的紀年用民國年；活動名稱裡的西元年不在此限。",
        source="行政院秘書處《文書處理手冊》：年份以國曆為準",
        find=_mixed,
    ),
    Rule(
        id="dates-unlikely-year",
        level=Level.WARN,
        sentence="年份離本季太遠",
        rationale="14 年 12 月多半是 114 年少打一個 1。",
        source="檢查需求第 1 類（二位數與三位數年份）",
        find=_unlikely_year,
    ),
)
