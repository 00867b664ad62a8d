"""Numbers: totals that are not the sum of their parts, and counts that contradict their lists.

數字的規則. They read the counts of ``workflows.checks.counts``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from workflows.checks.clauses import clause_at, sentence_at, sentences, within
from workflows.checks.context import Context
from workflows.checks.counts import Count, counts
from workflows.checks.days import Mention, among, mentions
from workflows.checks.finding import Level
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.rule import Hit, Rule, each_passage

READER = "114Q4 報告的獨立審閱（六組）"

BRACKETS = re.compile("[(（]([^()（）]{1,400})[)）]")
SUBTOTAL = re.compile("總|共|合計|小計")
SOME = re.compile("^(?:其中|含|包括|包含|內含|例如|如)")
TOTAL = re.compile("(?:總計|合計|總共|總數為|總數)[^0-9０-９，。；]{0,6}$")
SHARED = re.compile("分攤|負擔|占比|佔比")
EACH = re.compile("各(?:自)?(?:分攤|負擔|占|佔)? {0,2}$")
LISTED = re.compile("[、及和與]")
MONEY = re.compile(r"\\?[$＄](?=[0-9０-９][0-9０-９,，.]{0,20} {0,2}(?:萬|億)?元)")
STATISTIC = frozenset({"件", "人", "場", "則", "梯次", "家", "案", "校"})
PERIOD = re.compile("年|月|季|本期|迄今|每(?:日|週|周)")
FULL = Decimal(100)
NEAR = Decimal("0.5")
JUMP = 10
MOST_PARTS = 40
MOST_NAMES = 120
"""Counts before a total that may be its parts, and characters that may name the owners of one
share or the entries of one list; the longest in the report take a tenth of it."""
MIN_JUMP = Decimal(10)


def _total(passage: Passage, _: Context) -> Iterator[Hit]:
    yield from _bracketed(passage)
    text = passage.text
    for start, inside in _by_sentence(text):
        for at, total in enumerate(inside):
            if not TOTAL.search(text, max(total.start - 12, start), total.start):
                continue
            before = inside[max(at - MOST_PARTS, 0) : at]
            parts = [each for each in before if each.unit == total.unit]
            if len(parts) > 1 and not _adds_up(parts, total):
                added = sum((each.value for each in parts), Decimal(0))
                yield _wrong_total(passage, total, added)


def _by_sentence(text: str) -> Iterator[tuple[int, list[Count]]]:
    """Yield each sentence with counts: where it begins, and its counts outside brackets."""
    brackets = [found.span() for found in BRACKETS.finditer(text)]
    ends = [end for _, end in sentences(text)]
    told: dict[int, list[Count]] = {}
    for count in counts(text):
        if not within(brackets, count.start):
            told.setdefault(bisect_right(ends, count.start), []).append(count)
    for number, inside in told.items():
        yield (ends[number - 1] if number else 0), inside


def _adds_up(parts: list[Count], total: Count) -> bool:
    """Tell whether the last so many parts add up to the total; before them stands another list."""
    if total.about or any(each.about for each in parts):
        return True
    added = Decimal(0)
    for part in reversed(parts):
        added += part.value
        if added == total.value:
            return True
    return False


def _bracketed(passage: Passage) -> Iterator[Hit]:
    found = {each.stop: each for each in counts(passage.text)}
    for bracket in BRACKETS.finditer(passage.text):
        total = found.get(bracket.start())
        if total is None or total.about or SUBTOTAL.search(bracket[1]):
            continue
        parts = [each for each in counts(bracket[1]) if each.unit == total.unit]
        added = sum((each.value for each in parts), Decimal(0))
        if len(parts) < 2 or any(each.about for each in parts):  # noqa: PLR2004 - a sum has two
            continue
        wrong = added > total.value if SOME.match(bracket[1]) else added != total.value
        if wrong:
            yield _wrong_total(passage, total, added)


def _wrong_total(passage: Passage, total: Count, added: Decimal) -> Hit:
    said = f"各項相加是 {added.normalize():,f}，總數卻是 {total.plain}，請確認是哪一個數字有誤。"
    return Hit(passage, total.start, total.stop, said)


def _opposite(passage: Passage, context: Context) -> Iterator[Hit]:
    label, colon, rest = passage.text.partition("：")
    if not colon or "總" not in label:
        return
    for pair in context.words.pairs("opposites"):
        for own, other in (pair, pair[::-1]):
            at = rest.find(other)
            if own in label and other not in label and at >= 0:
                start = len(label) + 1 + at
                said = f"「{own}」的總數裡有一項寫成「{other}」，請確認是數字放錯還是名稱寫錯。"
                yield Hit(passage, start, start + len(other), said)


def _shares(passage: Passage, _: Context) -> Iterator[Hit]:
    text = passage.text
    for start, inside in _by_sentence(text):
        shares = [each for each in inside if each.unit == "%"]
        end = sentence_at(text, start)[1]
        if not shares or not SHARED.search(text, start, end):
            continue
        if len(shares) < 2 or any(each.about for each in shares):  # noqa: PLR2004 - one is no sum
            continue
        added = sum((each.value * _times(text, start, each) for each in shares), Decimal(0))
        if abs(added - FULL) > NEAR:
            said = f"各方的比例相加是 {added.normalize():f}%，不是 100%，請確認。"
            yield Hit(passage, shares[0].start, shares[-1].stop, said)


def _times(text: str, start: int, share: Count) -> int:
    """Return how many owners a share is said of: 甲、乙及丙各 30%."""
    if not EACH.search(text, max(share.start - 8, start), share.start):
        return 1
    first = max(clause_at(text, share.start)[0], share.start - MOST_NAMES)
    return len(LISTED.findall(text, first, share.start)) + 1


# -- Counts beside lists ------------------------------------------------------------------------

SESSIONS = re.compile("(?:共|共計|計|合計|總計|召開|辦理|舉辦|共辦理|共召開){1,3} {0,2}$")
SO_MANY = re.compile("(?:共|共計|計|等) {0,2}$")
BELOW = re.compile("(?:下列|以下|如下|分為?|計有) {0,2}$")


def _list_count(text: Manuscript, _: Context) -> Iterator[Hit]:
    for passage, days in text.days:
        for count in counts(passage.text):
            if count.unit in ("場", "次", "梯次"):
                yield from _sessions(passage, days, count)
            elif count.unit in ("項", "類", "案", "點"):
                yield from _so_many(passage, count)


def _sessions(passage: Passage, days: tuple[Mention, ...], count: Count) -> Iterator[Hit]:
    """Two days, then 共 3 場次."""
    start = max(clause_at(passage.text, count.start)[0], count.start - MOST_NAMES)
    before = passage.text[start : count.start]
    inside = [each for each in among(days, start, count.start) if each.month]
    if len(inside) < 2 or any(each.day is None or each.until for each in inside):  # noqa: PLR2004 - one day may have several
        return
    gap = passage.text[inside[-1].end : count.start]
    if not SESSIONS.search(before) or len(gap) > 6 or "各" in gap:  # noqa: PLR2004 - right behind the days
        return
    if count.value != len(inside):
        said = f"前面列了 {len(inside)} 個日期，卻寫 {count.plain} 場（次），請確認是否漏列日期。"
        yield Hit(passage, count.start, count.stop, said)


def _so_many(passage: Passage, count: Count) -> Iterator[Hit]:
    """甲、乙、丙共 3 項, or 下列 2 項 above a list."""
    start = max(clause_at(passage.text, count.start)[0], count.start - MOST_NAMES)
    before = passage.text[start : count.start]
    if BELOW.search(before):
        listed = len(passage.below)
        if listed and listed != count.value:
            said = f"寫 {count.plain} 項，下面列了 {listed} 項，請確認。"
            yield Hit(passage, count.start, count.stop, said)
        return
    word = SO_MANY.search(before)
    if word is None or "、" not in before:
        return
    listed = before[: word.start()].count("、") + 1
    most = len(LISTED.findall(before[: word.start()])) + 1
    more_than_said = listed > count.value
    other = count.value not in range(listed, most + 1) and "等" not in word[0]
    if more_than_said or (other and listed > 1):
        said = f"前面列了 {listed} 項，卻寫 {count.plain} 項，請確認。"
        yield Hit(passage, count.start, count.stop, said)


# -- Against last quarter -----------------------------------------------------------------------

Key = tuple[str, str, str, str]


def _against(text: Manuscript, context: Context) -> Iterator[tuple[Passage, Count, Count, str]]:
    """Yield counts with what stood there last quarter, and the label that both bear."""
    previous = context.previous(text)
    if previous is None:
        return
    before, now = _labelled(previous), _labelled(text)
    for key, (passage, count) in now.items():
        if key in before and _years(passage) == _years(before[key][0]):
            yield passage, count, before[key][1], key[2]


def _years(passage: Passage) -> set[int | None]:
    return {each.year for each in mentions(passage.text)} - {None}


def _labelled(text: Manuscript) -> dict[Key, tuple[Passage, Count]]:
    found: dict[Key, tuple[Passage, Count]] = {}
    twice: set[Key] = set()
    for passage in text.passages:
        above = "\n".join(each.text for each in passage.above)
        head = passage.text.partition("：")[0] if "：" in passage.text else ""
        for count in counts(passage.text):
            label = _label(passage.text, count.start)
            key = (passage.section, above + head, label, count.unit)
            if len(label) < 2 or key in found:  # noqa: PLR2004 - a word has two characters
                twice.add(key)
            found[key] = (passage, count)
    return {key: value for key, value in found.items() if key not in twice}


def _label(text: str, end: int) -> str:
    start = max(end - 24, 0)
    words = re.split("[，。；：、()（）]", text[start:end])[-1]
    return re.sub(r"[0-9０-９,.\s]+", "#", words).strip("#")


def _fell(text: Manuscript, context: Context) -> Iterator[Hit]:
    words = context.words.words("cumulative")
    for passage, count, before, label in _against(text, context):
        if count.value < before.value and any(word in label for word in words):
            said = f"累計數由上季的 {before.plain} 減為 {count.plain}，請確認。"
            yield Hit(passage, count.start, count.stop, said)


def _jumped(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage, count, before, _ in _against(text, context):
        small, large = sorted((count.value, before.value))
        if large >= MIN_JUMP and small * JUMP <= large and small >= 0 and count.unit != "%":
            said = f"上季是 {before.plain}，本季是 {count.plain}，相差十倍以上，請確認位數。"
            yield Hit(passage, count.start, count.stop, said)


# -- Alone ---------------------------------------------------------------------------------------


def _money_twice(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in MONEY.finditer(passage.text):
        said = "「$」與「元」寫了兩次幣別，請留一個。"
        yield Hit(passage, found.start(), found.end(), said, "")


def _no_period(text: Manuscript, _: Context) -> Iterator[Hit]:
    said = [each.heading for each in text.project.sections] + [text.whole.text]
    if any(map(PERIOD.search, said)):
        return
    for passage in text.passages:
        for count in counts(passage.text):
            if count.unit in STATISTIC:
                words = passage.text[count.start : count.stop]
                sentence = f"「{words}」是哪一段期間的數字？全篇沒有年月，請補上期間。"
                yield Hit(passage, count.start, count.stop, sentence)
                return


def _city_missing(text: Manuscript, context: Context) -> Iterator[Hit]:
    if text.owner != "joint":
        return
    shorts = {city.short: city.label for city in context.record.cities}
    number = re.compile(f"({'|'.join(map(re.escape, shorts))})[市縣]?[：:]? {{0,2}}[0-9０-９]")
    told: dict[tuple[str, str], list[tuple[Passage, set[str]]]] = {}
    for passage in text.passages:
        cities = set(number.findall(passage.text))
        told.setdefault((passage.section, passage.parent), []).append((passage, cities))
    for rows in told.values():
        named = [cities for _, cities in rows]
        most = set().union(*named)
        if sum(cities == most for cities in named) < 2 or len(most) < 3:  # noqa: PLR2004 - a pattern
            continue
        for passage, cities in rows:
            if 2 <= len(cities) < len(most):  # noqa: PLR2004 - a row of cities too
                missing = "、".join(shorts[each] for each in shorts if each in most - cities)
                sentence = f"其他各項都有{missing}的數字，這一項沒有；如為 0 請寫 0。"
                yield Hit(passage, 0, len(passage.text), sentence)


RULES = (
    Rule(
        id="numbers-total",
        level=Level.WARN,
        sentence="總數不等於各項相加",
        rationale="讀者會按計算機；總數與分項對不上，兩者都不可信。",
        source="檢查需求第 2 類；同一句話內的算術",
        find=each_passage(_total),
    ),
    Rule(
        id="numbers-opposite",
        level=Level.WARN,
        sentence="轉入的總數裡有一項寫成轉出（或相反）",
        rationale="分項的名稱與總數相反，數字便歸錯一邊。",
        source=f"{READER}：A2",
        find=each_passage(_opposite),
    ),
    Rule(
        id="numbers-shares",
        level=Level.WARN,
        sentence="分攤比例相加不是 100%",
        rationale="經費分攤要湊足全數；少的部分沒有人出。",
        source="檢查需求第 2 類",
        find=each_passage(_shares),
    ),
    Rule(
        id="numbers-list",
        level=Level.HINT,
        sentence="「共 n 場次／項」與所列的不同",
        rationale="列了 2 個日期卻寫 3 場，讀者會問少了哪一場。",
        source=f"{READER}：A3",
        find=_list_count,
    ),
    Rule(
        id="numbers-fell",
        level=Level.WARN,
        sentence="累計的數字比上季少",
        rationale="累計只會增加；減少表示其中一季有誤，或統計範圍改變而沒有說明。",
        source="檢查需求第 2 類",
        find=_fell,
    ),
    Rule(
        id="numbers-jump",
        level=Level.HINT,
        sentence="數字與上季相差十倍以上",
        rationale="多半是多打或少打一位數。",
        source="檢查需求第 2 類",
        find=_jumped,
    ),
    Rule(
        id="numbers-money",
        level=Level.FIX,
        sentence="金額同時寫「$」與「元」",
        rationale="幣別寫了兩次。",
        source=f"{READER}：A10",
        find=each_passage(_money_twice),
    ),
    Rule(
        id="numbers-no-period",
        level=Level.HINT,
        sentence="有統計數字，全篇卻沒有期間",
        rationale="不知道是一季、一年還是累計，數字不能相比。",
        source=f"{READER}：A6",
        find=_no_period,
    ),
    Rule(
        id="numbers-city-missing",
        level=Level.WARN,
        sentence="逐市列數字時少了一個市",
        rationale="是 0 還是漏填，讀者分不出來。",
        source=f"{READER}：A4",
        find=_city_missing,
    ),
)
