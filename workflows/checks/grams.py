"""Grams: short pieces of texts, to tell what two of them share in time that grows with them only.

共同的片段. Blanks, digits and marks are left out, so that a date between two words parts nothing:

>>> sorted(grams("甲乙 12 丙，丁", 3))
['乙丙丁', '甲乙丙']
"""

import re
from functools import lru_cache

NO_WORD = re.compile(r"[\s0-9０-９\W_]+")


def words_of(text: str) -> str:
    """Return the letters and ideographs of a text."""
    return NO_WORD.sub("", text)


@lru_cache(maxsize=8192)
def grams(text: str, length: int) -> frozenset[str]:
    """Return every piece of a length."""
    words = words_of(text)
    return frozenset(words[at : at + length] for at in range(len(words) - length + 1))


def shared(one: str, other: str, length: int) -> str:
    """Return a piece of a length that two texts share, the first of one; '' for none."""
    common = grams(one, length) & grams(other, length)
    if not common:
        return ""
    words = words_of(one)
    return next(
        words[at : at + length]
        for at in range(len(words) - length + 1)
        if words[at : at + length] in common
    )


def likeness(one: str, other: str) -> float:
    """Return how much of the smaller text's pairs of characters the other one has, 0 to 1."""
    pairs = grams(one, 2), grams(other, 2)
    smaller = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / smaller if smaller else 0.0
