"""Stale: what was taken over from last quarter without being looked at.

沿用的規則. What asks about a whole project is asked once, of the project; only what a city can
answer by itself is asked of its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from records.filing import Progress
from records.quarter import roc_date
from workflows.checks.clauses import clause_at
from workflows.checks.context import Context
from workflows.checks.days import Mention, mentions
from workflows.checks.finding import Level
from workflows.checks.grams import likeness, words_of
from workflows.checks.manuscript import Manuscript, Passage
from workflows.checks.rule import Hit, Reads, Rule

READER = "114Q4 報告的獨立審閱（六組）"
NEARLY = 0.9
"""Share of a text's characters in items that last quarter had, from which it is nearly the same."""

ALIKE = 0.35
"""Likeness from which an item is the heir of last quarter's."""

MOST_PROMISES = 20
"""Promises of one text that are asked about; the longest real list has 6."""

GOING_ON = re.compile(
    "持續|刻正|目前|辦理中|進行中|評估中|審查中|研議|研擬|預計|規劃|將|擬|俟|後續"
)
OVER = re.compile("完成|完畢|完竣|辦竣|結訓|落幕|結案")


@dataclass(frozen=True, slots=True)
class Promise:
    """What last quarter's text planned: its passage, the clause, and the day that it named."""

    passage: Passage
    words: str
    day: date


def promises(text: Manuscript, context: Context) -> tuple[Promise, ...]:
    """Return what last quarter promised for a day that has come, for 完成, 展延 or 取消."""
    previous = context.previous(text)
    return tuple(islice(_promises(previous, context), MOST_PROMISES)) if previous else ()


def _promises(previous: Manuscript, context: Context) -> Iterator[Promise]:
    for passage, found in previous.days:
        for mention in found:
            day = mention.last
            if day is None or mention.month is None or day > context.as_of:
                continue
            if day < context.quarter.previous.first_day:
                continue
            start, end = clause_at(passage.text, mention.start)
            words = passage.text[start:end].strip("，。； ")
            if any(each in words for each in context.words.words("promised")):
                yield Promise(passage, words, day)


def _kept(text: Manuscript, context: Context) -> Iterator[Hit]:
    said = {each.text: each for each in text.passages}
    asked: set[str] = set()
    for promise in promises(text, context):
        if promise.words in asked:
            continue
        same = said.get(promise.passage.text)
        heir = same or _heir(promise.words, text)
        if heir and not same and promise.words not in heir.text:
            continue  # written anew, whatever it says now
        asked.add(promise.words)
        sentence = f"上季說「{promise.words[:40]}」，日子已到：完成了、展延到何時，還是取消？"
        if heir:
            start = max(heir.text.find(promise.words), 0)
            yield Hit(heir, start, start + len(promise.words), sentence)
        else:
            yield Hit(text.whole, 0, 0, sentence)


def _heir(words: str, text: Manuscript) -> Passage | None:
    alike = [(likeness(words, each.text), each) for each in text.passages]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _same(text: Manuscript, context: Context) -> Iterator[Hit]:
    previous = context.previous(text)
    if previous is None or not _says_new(text) or not words_of(text.whole.text):
        return
    if _squash(text.whole.text) == _squash(previous.whole.text):
        said = "和上季一字不差；如無新進度請選「本季無新進度」並寫理由，否則請更新。"
        yield Hit(text.whole, 0, 0, said)


def _nearly(text: Manuscript, context: Context) -> Iterator[Hit]:
    previous = context.previous(text)
    if previous is None or not _says_new(text):
        return
    before = {_squash(each.text) for each in previous.passages}
    total = sum(len(each.text) for each in text.passages)
    new = [each for each in text.passages if _squash(each.text) not in before]
    kept = total - sum(len(each.text) for each in new)
    changed = _squash(text.whole.text) != _squash(previous.whole.text)
    if changed and total and kept >= NEARLY * total and not _of_quarter(text, new, context):
        said = "幾乎和上季相同，也沒有本季的日期；請確認本季是否有新進度。"
        yield Hit(text.whole, 0, 0, said)


def _of_quarter(text: Manuscript, some: list[Passage], context: Context) -> bool:
    return any(
        mention.within(context.quarter) for passage in some for mention in text.dates(passage)
    )


def _says_new(text: Manuscript) -> bool:
    return text.filing is not None and text.filing.progress is Progress.NEW


def _squash(text: str) -> str:
    return "".join(text.split())


# -- A project as a whole -----------------------------------------------------------------------


def _mentions(text: Manuscript, context: Context) -> list[Mention]:
    told = [text, *context.beside(text)]
    return [mention for each in told for _, found in each.days for mention in found]


def _is_new(text: Manuscript, context: Context) -> bool:
    """Tell whether the project's note says that it was taken up in this quarter (同意新增)."""
    return any(each.within(context.quarter) for each in mentions(text.project.note))


def _no_date(text: Manuscript, context: Context) -> Iterator[Hit]:
    if not context.owned(text.project) or _is_new(text, context):
        return
    if not any(each.month for each in _mentions(text, context)):
        said = "整個方案沒有任何日期，讀者看不出是哪一季的事；請寫出本季做了什麼、在哪一天。"
        yield Hit(text.whole, 0, 0, said)


def _old_date(text: Manuscript, context: Context) -> Iterator[Hit]:
    if not context.owned(text.project) or _is_new(text, context):
        return
    dated = [each for each in _mentions(text, context) if each.month and each.last]
    if not dated or any(each.within(context.quarter) for each in dated):
        return
    past = [each.last for each in dated if each.last and each.last < context.quarter.first_day]
    newest = f"最近的是 {roc_date(max(past))}" if past else "都在資料時間以後"
    said = f"整個方案沒有本季（{context.quarter.label}）的日期，{newest}；請確認是否更新。"
    yield Hit(text.whole, 0, 0, said)


def _all_done(text: Manuscript, context: Context) -> Iterator[Hit]:
    told = context.beside(text)
    dated = [each for each in _mentions(text, context) if each.month and each.last]
    if not told or not dated or any(each.last > context.as_of for each in dated if each.last):
        return
    whole = "\n".join(each.whole.text for each in told)
    if OVER.search(whole) and not GOING_ON.search(whole):
        said = "各市寫的都已辦完，沒有後續；是否建議解除列管，或補上下一步？"
        yield Hit(text.whole, 0, 0, said)


def _ended(text: Manuscript, context: Context) -> Iterator[Hit]:
    words = context.words.words("ended")
    previous = context.previous(text)
    before = {_squash(each.text) for each in previous.passages} if previous else set()
    for passage in text.passages:
        for word in words:
            at = passage.text.find(word)
            if at >= 0:
                again = _squash(passage.text) in before
                said = (
                    f"上季已寫「{word}」，這一項請刪除。"
                    if again
                    else f"這一項已「{word}」，下一季起請不再列入。"
                )
                yield Hit(passage, at, at + len(word), said)
                break


RULES = (
    Rule(
        id="stale-same",
        level=Level.WARN,
        sentence="和上季一字不差，卻說有新進度",
        rationale="沿用上季文字要說明理由；讀者分不出是沒有進度還是忘了更新。",
        source="檢查需求第 6 類",
        find=_same,
    ),
    Rule(
        id="stale-nearly",
        level=Level.HINT,
        sentence="幾乎和上季相同，也沒有本季的日期",
        rationale="只改了幾個字，沒有新的事實。",
        source=f"{READER}：E3；檢查需求第 6 類",
        find=_nearly,
    ),
    Rule(
        id="stale-promise",
        level=Level.HINT,
        sentence="上季預定的日子到了，本季沒有交代",
        rationale="完成、展延或取消，都是讀者記得要問的。",
        source="檢查需求第 6 類",
        find=_kept,
    ),
    Rule(
        id="stale-ended",
        level=Level.HINT,
        sentence="已終止的項目",
        rationale="終止的事報告一次就夠，下一季要拿掉。",
        source=f"{READER}：E7",
        find=_ended,
    ),
    Rule(
        id="stale-no-date",
        level=Level.HINT,
        sentence="整個方案沒有任何日期",
        rationale="沒有日期的文字每一季都可以照印。",
        source=f"{READER}：E2",
        find=_no_date,
        reads=Reads.FRONT,
    ),
    Rule(
        id="stale-old-date",
        level=Level.HINT,
        sentence="整個方案沒有本季的日期",
        rationale="季報要說本季的事；只有舊日期，多半沒有更新。按市逐篇提醒會太多，所以一個方案只問一次。",
        source=f"{READER}：E1",
        find=_old_date,
        reads=Reads.FRONT,
    ),
    Rule(
        id="stale-all-done",
        level=Level.HINT,
        sentence="各市都已辦完，沒有下一步",
        rationale="可以建議解除列管，或寫出後續規劃。",
        source=f"{READER}：E6",
        find=_all_done,
        reads=Reads.FRONT,
    ),
)
