"""Lineage and names: quoted projects, those that were taken over, and who speaks for whom.

沿革與名稱的規則. Names are looked up folded (after NFKC, without blanks, 台 as 臺), present, former
and taken over alike.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from records.city import JOINT, City
from records.project import Section, Status
from workflows.checks.context import Context, folded
from workflows.checks.finding import Level
from workflows.checks.grams import grams
from workflows.checks.manuscript import Manuscript
from workflows.checks.rule import Hit, Reads, Rule

READER = "114Q4 報告的獨立審閱（六組）"

QUOTED_PROJECT = re.compile("[「『]([^「」『』]{2,80})[」』](?:等)?(?:合作方案|合作案|合作計畫案)")
QUOTED = re.compile("[「『]([^「」『』]{2,80})[」』]")
FIRST_PERSON = re.compile("本(?:市|府|局|處|所|縣)(?!各|所屬)")
NEAR_NAME = 0.6


def _unknown(text: Manuscript, context: Context) -> Iterator[Hit]:
    for passage in text.passages:
        for found in QUOTED_PROJECT.finditer(passage.text):
            if folded(found[1]) not in context.names:
                near = _nearest(found[1], context)
                meant = f"；是否為「{near}」？" if near else "，請改為登記的名稱。"
                said = f"方案名冊（含曾用名稱）沒有「{found[1]}」{meant}"
                yield Hit(passage, found.start(1), found.end(1), said)


def _former(text: Manuscript, context: Context) -> Iterator[Hit]:
    """Find quoted names that a project bore before, or that another one took over."""
    for passage in text.passages:
        for found in QUOTED_PROJECT.finditer(passage.text):
            now = context.project(context.names.get(folded(found[1]), ""))
            if now is None or now is text.project or folded(now.name) == folded(found[1]):
                continue
            said = f"「{found[1]}」是以前的名稱，現在是「{now.name}」；請確認要寫哪一個。"
            yield Hit(passage, found.start(1), found.end(1), said)


def _nearest(name: str, context: Context) -> str:
    """Return the registered name that shares the most pairs of characters, '' for none near."""
    wanted = grams(folded(name), 2)
    best, score = "", NEAR_NAME
    for project in context.projects:
        for known in project.names:
            pairs = grams(known, 2)
            shared = len(wanted & pairs) / max(min(len(wanted), len(pairs)), 1)
            if shared > score and len(wanted & pairs) > 1:
                best, score = known, shared
    return best


def _spelt(text: Manuscript, context: Context) -> Iterator[Hit]:
    """Find quoted names that are a project's, written in other widths or with 台."""
    projects = {folded(name): name for project in context.projects for name in project.names}
    for passage in text.passages:
        for found in QUOTED.finditer(passage.text):
            right = projects.get(folded(found[1]))
            if right and right != found[1]:
                said = f"登記的名稱是「{right}」，請照登記的寫。"
                yield Hit(passage, found.start(1), found.end(1), said, right)


def _taken_over(text: Manuscript, context: Context) -> Iterator[Hit]:
    other = context.project(context.taken_over.get(text.project.project, ""))
    if other is not None and any(each.text.strip() for each in text.passages):
        said = f"這個方案已併入「{other.name}」，本季仍有文字；請改填在併入的方案，或改正沿革。"
        yield Hit(text.whole, 0, 0, said)


def _delisted(text: Manuscript, _: Context) -> Iterator[Hit]:
    if text.project.status is Status.DELISTED and text.whole.text.strip():
        yield Hit(text.whole, 0, 0, "這個方案已解除列管，本季不必填報；請確認是否恢復列管。")


def _first_person(text: Manuscript, context: Context) -> Iterator[Hit]:
    if text.owner != JOINT:
        return
    labels = tuple(city.label for city in context.record.cities)
    for passage in text.passages:
        if passage.text.startswith(labels) or any(a.text.startswith(labels) for a in passage.above):
            continue  # an item that one city speaks in
        for found in FIRST_PERSON.finditer(passage.text):
            said = f"合併的文字是各市一起說的，「{found[0]}」看不出是哪一個市，請寫機關名稱。"
            yield Hit(passage, found.start(), found.end(), said)


@lru_cache(maxsize=16)
def _short(cities: tuple[City, ...]) -> "re.Pattern[str]":
    names = "|".join(re.escape(city.short) for city in cities if city.short != city.label)
    return re.compile(rf"(?:{names or '(?!)'})(?= {{0,2}}[：:]? {{0,2}}[0-9０-９])")


def _short_city(text: Manuscript, context: Context) -> Iterator[Hit]:
    labels = {city.short: city.label for city in context.record.cities}
    pattern = _short(context.record.cities)
    for passage in text.passages:
        if not any(label in passage.text for label in labels.values()):
            continue
        for found in pattern.finditer(passage.text):
            label = labels[found[0]]
            said = f"同一項的其他城市寫全名，「{found[0]}」請寫成「{label}」。"
            yield Hit(passage, found.start(), found.end(), said, label)


def _section_city(text: Manuscript, context: Context) -> Iterator[Hit]:
    """Find sections of one project that one city of the others is missing from."""
    sections = [each for each in text.project.sections if not each.joint]
    every = {city for each in sections for city in each.owners}
    for section in sections:
        missing = every - set(section.owners)
        sisters = [each for each in sections if missing <= set(each.owners)]
        if len(missing) == 1 and len(section.owners) > 1 and sisters:
            passage = next((p for p in text.passages if p.section == section.id), text.whole)
            said = f"這一段沒有{_labels(missing, context)}，其他段落有；是沒有參與，還是漏列？"
            yield Hit(passage, 0, len(passage.text) if passage.item else 0, said)
    yield from _sister_city(text, context, every, sections)


def _sister_city(
    text: Manuscript, context: Context, every: set[str], sections: list[Section]
) -> Iterator[Hit]:
    """Find a project that a city is missing from which all its sisters (甲案-乙、甲案-丙) have."""
    name = text.project.name
    stem = re.split("[-－—:：]", name, maxsplit=1)[0]
    if len(sections) != 1 or stem == name or len(stem) < STEM:
        return
    sisters = [
        {city for each in other.sections for city in each.owners} - {JOINT}
        for other in context.projects
        if other is not text.project and other.name.startswith(stem)
    ]
    if len(sisters) < 2:  # noqa: PLR2004 - one sister is no rule
        return
    missing = set.intersection(*sisters) - every
    if len(missing) == 1 and len(every) > 1:
        said = (
            f"「{stem}」的其他方案都有{_labels(missing, context)}，這個方案沒有；請確認參與縣市。"
        )
        yield Hit(text.whole, 0, 0, said)


STEM = 4
"""Characters that two names must share before a dash to be called sisters."""


def _labels(cities: set[str], context: Context) -> str:
    return "、".join(context.record.city_label(city) for city in sorted(cities))


RULES = (
    Rule(
        id="lineage-unknown",
        level=Level.WARN,
        sentence="引用的合作方案不在名冊上",
        rationale="讀者會去找那個方案；名冊的現名與曾用名稱都找不到，就不知道指的是哪一個。",
        source=f"{READER}：D1",
        find=_unknown,
        reads=Reads.TEXT | Reads.FRONT,
    ),
    Rule(
        id="lineage-former",
        level=Level.HINT,
        sentence="引用的合作方案已更名或併入其他方案",
        rationale="名冊知道它到哪裡去了；讀者不知道。",
        source="檢查需求第 5 類；方案紀錄的曾用名稱與註記",
        find=_former,
    ),
    Rule(
        id="lineage-spelt",
        level=Level.FIX,
        sentence="引用的方案名稱與登記的寫法不同",
        rationale="全形驚嘆號與半形驚嘆號，對搜尋來說是兩個名字。",
        source=f"{READER}：D2",
        find=_spelt,
        reads=Reads.TEXT | Reads.FRONT,
    ),
    Rule(
        id="lineage-taken-over",
        level=Level.WARN,
        sentence="已併入其他方案，本季仍有文字",
        rationale="同一件事會在報告裡出現兩次，各說各話。",
        source=f"{READER}：D3",
        find=_taken_over,
    ),
    Rule(
        id="lineage-delisted",
        level=Level.WARN,
        sentence="已解除列管，本季仍有文字",
        rationale="解除列管的方案不再報告。",
        source="檢查需求第 5 類",
        find=_delisted,
    ),
    Rule(
        id="lineage-first-person",
        level=Level.HINT,
        sentence="合併的文字裡有「本市、本府、本局」",
        rationale="四市合寫的文字沒有「本市」；讀者分不出是誰。",
        source="檢查需求第 5 類",
        find=_first_person,
    ),
    Rule(
        id="lineage-short-city",
        level=Level.FIX,
        sentence="同一項裡其他城市寫全名，這個城市寫簡稱",
        rationale="名稱一致，數字才對得起來。",
        source=f"{READER}：A5",
        find=_short_city,
    ),
    Rule(
        id="lineage-city-missing",
        level=Level.HINT,
        sentence="同一方案的其他段落（或同系列的其他方案）有的市，這裡沒有",
        rationale="是沒有參與還是漏列，要問一次。",
        source=f"{READER}：C1、C4",
        find=_section_city,
        reads=Reads.FRONT,
    ),
)
