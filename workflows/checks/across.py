"""Across cities: one event told with two dates, two quarters or two names; none beside a report.

跨市比對的規則. Both texts are shown; neither is said to be wrong.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from records.city import JOINT, City
from workflows.checks.clauses import sentence_at
from workflows.checks.context import Context
from workflows.checks.dates import QUARTER_WORD
from workflows.checks.days import Mention
from workflows.checks.finding import Level
from workflows.checks.grams import grams, shared, words_of
from workflows.checks.manuscript import SERIES, Manuscript, Passage
from workflows.checks.numerals import value_of
from workflows.checks.rule import Hit, Rule

READER = "114Q4 報告的獨立審閱（六組）"

TITLE = 12
"""Characters that two texts must share before one event is taken for the other (the reader's
trial: one pair in the report shares so many, and none by chance)."""

SAME_NAME = 8
"""Characters of a name from which it is the same name."""

SAME_THING = 3
"""Characters of a word that tells what an event is about."""

EXCERPT = 28

MOST_A_DAY = 8
"""Passages of one day that later ones are compared with."""

NOTHING = re.compile("^(?:無|無。|本季無。?|無此情形。?|尚無。?|無相關.{0,8})$")
AGENCY = re.compile(
    "政府|消防|警察|環保|衛生|社會|教育|交通|捷運|工務|都市發展|都發|產業|觀光"
    "|本市|本府|本局|四市|三市|市局|縣市"
)
PLAIN = re.compile(
    "辦理|舉辦|召開|參加|參與|邀請|派員|出席|前往|完成|進行|分享|觀摩|活動|消防局|政府|會議"
    "|訓練|交流|經驗|技術|指導|參訓|共計|第一|第二|年度|計畫|於|至|及|與|等|並|已"
)
"""Words that any two events share."""


def _told(passage: Passage, mention: Mention) -> str:
    start, end = sentence_at(passage.text, mention.start)
    return passage.text[start:end].strip()


def _cities(text: Manuscript, context: Context) -> tuple[Manuscript, ...]:
    """Return the other cities' texts; the joint one is told by all of them."""
    if text.owner == JOINT:
        return ()
    return tuple(each for each in context.beside(text) if each.owner != JOINT)


def _excerpt(words: str) -> str:
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…"


def _other_date(text: Manuscript, context: Context) -> Iterator[Hit]:
    others = _cities(text, context)
    titles = [(other, _titles(other)) for other in others]
    for passage, own in text.exact:
        for other, told in titles:
            found = _elsewhen(passage, own, told)
            if found is None:
                continue
            title, beside, there = found
            mention = next(iter(own.values()))
            label = context.record.city_label(other.owner)
            said = (
                f"{label}也寫「{title}」，日期是"
                f"「{beside.text[there.start : there.end].strip()}」；"
                "是兩場活動，還是有一個日期有誤？"
            )
            yield Hit(passage, mention.start, mention.end, said)
            break


Titles = dict[str, tuple[Passage, dict[date, Mention]]]
"""Passages with exact days, by every piece of their text that is as long as a title."""


def _titles(other: Manuscript) -> Titles:
    found: Titles = {}
    for passage, days in other.exact:
        for title in grams(passage.text, TITLE):
            found.setdefault(title, (passage, days))
    return found


def _elsewhen(
    passage: Passage, own: dict[date, Mention], told: Titles
) -> tuple[str, Passage, Mention] | None:
    """Return where another text tells of one event on other days only."""
    words = words_of(passage.text)
    for at in range(len(words) - TITLE + 1):
        title = words[at : at + TITLE]
        if title in told and not AGENCY.search(title):
            beside, days = told[title]
            same = own.keys() & days.keys()
            return None if same else (title, beside, next(iter(days.values())))
    return None


def _same_day(
    text: Manuscript, context: Context
) -> Iterator[tuple[Passage, Mention, Manuscript, Passage, Mention]]:
    """Yield what another city tells of a day that this text tells of, once a passage."""
    others = _cities(text, context)
    for passage, own in text.exact:
        if sum(not each.until for each in own.values()) > SERIES:
            continue
        for other in others:
            day = min(own.keys() & other.single.keys(), default=None)
            if day is not None:
                yield passage, own[day], other, *other.single[day]


def _other_quarter(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, mention, other, beside, there in _same_day(text, context):
        own, others = (
            list(QUARTER_WORD.finditer(_told(p, m)))
            for p, m in ((passage, mention), (beside, there))
        )
        if len(own) != 1 or len(others) != 1:
            continue
        if value_of(own[0][1]) != value_of(others[0][1]):
            start = sentence_at(passage.text, mention.start)[0]
            start += len(passage.text[start:]) - len(passage.text[start:].lstrip())
            label = context.record.city_label(other.owner)
            day = passage.text[mention.start : mention.end].strip()
            said = f"{label}說 {day}那一場是「{others[0][0]}」，這裡是「{own[0][0]}」，請兩市確認。"
            yield Hit(passage, start + own[0].start(), start + own[0].end(), said)


def _other_name(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, mention, other, beside, there in _same_day(text, context):
        here, theirs = _told(passage, mention), _told(beside, there)
        if shared(here, theirs, SAME_NAME) or not _one_thing(here, theirs, context):
            continue
        label = context.record.city_label(other.owner)
        said = f"{label}同一天寫「{_excerpt(theirs)}」；如為同一件事，名稱請一致。"
        yield Hit(passage, mention.start, mention.end, said)


def _one_thing(here: str, theirs: str, context: Context) -> bool:
    ours, others = (_pieces(_bare(each, context.record.cities)) for each in (here, theirs))
    return bool(ours & others)


def _bare(text: str, cities: tuple[City, ...]) -> str:
    """Return a text without the words that any two events share; ・ parts what stood there."""
    return PLAIN.sub("・", _names(cities).sub("・", text))


@lru_cache(maxsize=16)
def _names(cities: tuple[City, ...]) -> "re.Pattern[str]":
    return re.compile("|".join(f"{re.escape(city.short)}[市縣]?" for city in cities))


def _pieces(text: str) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for piece in re.split(r"[・\W0-9]+", text):
        found |= grams(piece, SAME_THING)
    return found


def _nothing(text: Manuscript, context: Context) -> Iterator[Hit]:
    reports: dict[str, str] = {}
    for other in _cities(text, context):
        for passage in other.passages:
            head, rest = _parted(passage.text)
            if rest and not NOTHING.match(rest):
                reports.setdefault(head, other.owner)
    for passage in text.passages:
        head, rest = _parted(passage.text)
        owner = reports.get(head)
        if rest and owner and NOTHING.match(rest):
            label = context.record.city_label(owner)
            said = f"這裡寫無，{label}的「{head[:20]}」卻有內容；請確認是否漏填。"
            yield Hit(passage, len(passage.text) - len(rest), len(passage.text), said)


def _parted(text: str) -> tuple[str, str]:
    """Part what stands before the first colon, of any width, from what stands behind it."""
    head, *rest = re.split("[：:]", text.rstrip(), maxsplit=1)
    return head.strip(), "".join(rest).lstrip()


def _twice(text: Manuscript, _: Context) -> Iterator[Hit]:
    """Find one event of one owner under two sections."""
    told: dict[date, list[Passage]] = {}
    for passage, days in text.exact:
        for day, mention in days.items():
            before = [each for each in told.get(day, ()) if each.section != passage.section]
            title = next(
                filter(None, (shared(passage.text, e.text, SAME_NAME) for e in before)), ""
            )
            if title:
                said = f"「{title}…」同一天的事在另一段也寫了，請確認是否重複。"
                yield Hit(passage, mention.start, mention.end, said)
                break
        for day in days:
            told.setdefault(day, [])
            if len(told[day]) < MOST_A_DAY:
                told[day].append(passage)


RULES = (
    Rule(
        id="across-date",
        level=Level.HINT,
        sentence="同一活動，兩個市的日期不同",
        rationale="是兩場活動，還是其中一個市照抄時日期有誤，要問一次。",
        source=f"{READER}：B5",
        find=_other_date,
    ),
    Rule(
        id="across-quarter",
        level=Level.WARN,
        sentence="同一天的活動，兩個市說是不同的季",
        rationale="同一場活動不會既是第 1 季又是第 2 季。",
        source=f"{READER}：B1",
        find=_other_quarter,
    ),
    Rule(
        id="across-name",
        level=Level.HINT,
        sentence="同一天的同一件事，兩個市的名稱不同",
        rationale="讀者會以為是兩個會議、兩個單位。",
        source=f"{READER}：B2、B6、B7",
        find=_other_name,
    ),
    Rule(
        id="across-none",
        level=Level.HINT,
        sentence="一個市寫「無」，另一個市有內容",
        rationale="四市互相交流的事，不會只有兩個市有。",
        source=f"{READER}：A8",
        find=_nothing,
    ),
    Rule(
        id="across-twice",
        level=Level.HINT,
        sentence="同一件事在同一篇的兩段都寫了",
        rationale="同一場活動計入兩個主題，成果會被重複計算。",
        source=f"{READER}：B8",
        find=_twice,
    ),
)
