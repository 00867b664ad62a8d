"""Clauses: the sentences and clauses of a text, by the marks that end them.

子句. A sentence ends with 。；！？ (and their half-width kin beside Han), a clause with ， as well:

>>> text = "預計 6 月完工，12 月驗收。另案辦理"
>>> [text[slice(*sentence_at(text, at))] for at in (3, 12, 17)]
['預計 6 月完工，12 月驗收。', '預計 6 月完工，12 月驗收。', '另案辦理']
>>> text[slice(*clause_at(text, 12))]
'12 月驗收。'
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

SENTENCES = re.compile("[。；！？;]")
CLAUSES = re.compile("[。；！？;]|[，,](?![0-9０-９]{3})|(?<![0-9０-９])[，,]")

Span = tuple[int, int]
"""From a character, to the one behind the last."""


@lru_cache(maxsize=4096)
def _ends(text: str, *, clauses: bool) -> tuple[int, ...]:
    ends = [0, *(found.end() for found in (CLAUSES if clauses else SENTENCES).finditer(text))]
    return tuple(ends) if ends[-1] == len(text) else (*ends, len(text))


def _around(ends: tuple[int, ...], at: int) -> Span:
    number = min(bisect_right(ends, at), len(ends) - 1)
    return ends[max(number - 1, 0)], ends[number]


def sentence_at(text: str, at: int) -> Span:
    """Return the sentence that a character stands in."""
    return _around(_ends(text, clauses=False), at)


def clause_at(text: str, at: int) -> Span:
    """Return the clause that a character stands in."""
    return _around(_ends(text, clauses=True), at)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text."""
    return tuple(pairwise(_ends(text, clauses=False)))


def clauses(text: str) -> tuple[Span, ...]:
    """Return the clauses of a text."""
    return tuple(pairwise(_ends(text, clauses=True)))


QUOTES = {"「": "」", "『": "』", "《": "》", "〈": "〉"}


@lru_cache(maxsize=4096)
def quotes(text: str) -> tuple[Span, ...]:
    """Return what stands between quotation marks, the marks left out, outermost first."""
    found: list[Span] = []
    open_at: list[tuple[int, str]] = []
    for at, each in enumerate(text):
        if each in QUOTES:
            open_at.append((at + 1, QUOTES[each]))
        elif open_at and each == open_at[-1][1]:
            found.append((open_at.pop()[0], at))
    return tuple(sorted(found))


def quoted(text: str, at: int) -> bool:
    """Tell whether a character stands between quotation marks."""
    return within(quotes(text), at)


def within(spans: Sequence[Span], at: int) -> bool:
    """Tell whether a character stands in one of some spans, which are in the order of the text.

    Of spans in each other the outer ones come first, and so the answer is mostly the one before;
    a look at the few last ones keeps the time of it even.
    """
    found = bisect_right(spans, (at, sys.maxsize))
    return any(start <= at < end for start, end in spans[max(found - NESTED, 0) : found])


NESTED = 12
"""Spans in front of a character that are looked at; quotations stand two or three deep."""
