"""Tense: whether a clause tells of what is done, or of what is planned.

已辦或預定. Chinese verbs have none; words say it. A word of the clause itself counts first, then
the last one before it in the sentence:

>>> text = "預計 118 年 6 月完工，12 月完成驗收。已於 1 月實施"
>>> [tense_at(text, at, SHIPPED).name for at in (4, 16, 28)]
['PLANNED', 'PLANNED', 'DONE']
"""

import re
from enum import Enum
from functools import lru_cache

from workflows.checks.clauses import clause_at, sentence_at
from workflows.checks.words import SHIPPED, WordLists

__all__ = ["SHIPPED", "Tense", "done", "planned", "tense_at"]


class Tense(Enum):
    """What the words say."""

    DONE = 1
    PLANNED = 2
    UNSAID = 3


@lru_cache(maxsize=16)
def _pattern(words: WordLists) -> "re.Pattern[str]":
    def either(names: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"

    exceptions = (*words.exceptions("planned"), *words.exceptions("done"))
    return re.compile(
        f"(?:{either(exceptions)})"
        f"|(?P<planned>{either(words.words('planned'))})|(?P<done>{either(words.words('done'))})"
    )


@lru_cache(maxsize=4096)
def _said(text: str, words: WordLists) -> tuple[tuple[int, Tense], ...]:
    return tuple(
        (found.start(), Tense.PLANNED if found["planned"] else Tense.DONE)
        for found in _pattern(words).finditer(text)
        if found["planned"] or found["done"]
    )


def tense_at(text: str, at: int, words: WordLists) -> Tense:
    """Return what the words around a character say of its clause."""
    start, end = clause_at(text, at)
    inside = {tense for where, tense in _said(text, words) if start <= where < end}
    if inside:
        return Tense.PLANNED if Tense.PLANNED in inside else Tense.DONE
    first, _ = sentence_at(text, at)
    before = [tense for where, tense in _said(text, words) if first <= where < start]
    return before[-1] if before else Tense.UNSAID


def planned(text: str, words: WordLists) -> tuple[int, ...]:
    """Return where words of planning stand."""
    return tuple(where for where, tense in _said(text, words) if tense is Tense.PLANNED)


def done(text: str, words: WordLists) -> tuple[int, ...]:
    """Return where words of what is done stand."""
    return tuple(where for where, tense in _said(text, words) if tense is Tense.DONE)
