"""Tense: whether a clause tells of what is done, or of what is planned.

已辦或預定. Chinese verbs have none; words say it. A word of the clause itself counts first, then
the last one before it in the sentence:

>>> text = "預計 118 年 6 月完工，12 月完成驗收。已於 1 月實施"
>>> [tense_at(text, at, SHIPPED).name for at in (4, 16, 28)]
['PLANNED', 'PLANNED', 'DONE']
"""

import re
from bisect import bisect_left
from enum import Enum
from functools import lru_cache

from workflows.checks.clauses import clause_at, sentence_at
from workflows.checks.words import SHIPPED, WordLists

__all__ = ["SHIPPED", "Tense", "planned", "tense_at"]


NEAR = 20
"""Words on each side of a character that are looked at."""


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
def _said(text: str, words: WordLists) -> tuple[tuple[int, Tense, int], ...]:
    return tuple(
        (found.start(), Tense.PLANNED if found["planned"] else Tense.DONE, found.end())
        for found in _pattern(words).finditer(text)
        if found["planned"] or found["done"]
    )


def tense_at(text: str, at: int, words: WordLists) -> Tense:
    """Return what the words around a character say of its clause."""
    said = _said(text, words)
    start, end = clause_at(text, at)
    begins, ends = (bisect_left(said, each, key=lambda pair: pair[0]) for each in (start, end))
    # The words nearest the character decide where a clause has very many.
    near = bisect_left(said, at, key=lambda pair: pair[0])
    inside = {tense for _, tense, _ in said[max(begins, near - NEAR) : min(ends, near + NEAR)]}
    if inside:
        return Tense.PLANNED if Tense.PLANNED in inside else Tense.DONE
    first, _ = sentence_at(text, at)
    before = begins and said[begins - 1][0] >= first
    return said[begins - 1][1] if before else Tense.UNSAID


def planned(text: str, words: WordLists) -> tuple[int, ...]:
    """Return where words of planning end."""
    return tuple(end for _, tense, end in _said(text, words) if tense is Tense.PLANNED)
