"""Typed: how what stands in a form differs from what is saved, line by line, as it was typed.

輸入的文字. Nothing is read here: what cannot be kept yet is compared all the same.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from webapp.forms.filing import CHOICES, FilingForm

Change = tuple[str, str]
"""``same``, ``gone`` or ``new``, and the line."""

MOST = 4_000
"""Lines of a box that are compared; of a longer one all lines count as changed."""


def differences(saved: FilingForm, typed: FilingForm) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Yield the label of each field that differs, and how."""
    pairs = [("本季進度", CHOICES[saved.chosen], CHOICES[typed.chosen])]
    fields = [saved.reason, *saved.figures, *(box for _, box in saved.sections)]
    pairs += [(str(f.label.text), str(f.data or ""), str(typed[f.name].data or "")) for f in fields]
    for label, before, after in pairs:
        one, other = (text.rstrip().splitlines() for text in (before, after))
        if one != other:
            yield label, tuple(compared(one, other))


def compared(one: list[str], other: list[str]) -> Iterator[Change]:
    """Yield lines of two texts.

    >>> list(compared(["甲", "乙"], ["甲", "丙"]))
    [('same', '甲'), ('gone', '乙'), ('new', '丙')]
    """
    if max(len(one), len(other)) > MOST:
        yield from (("gone", line) for line in one)
        yield from (("new", line) for line in other)
        return
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (("same", line) for line in one[a:b])
        else:
            yield from (("gone", line) for line in one[a:b])
            yield from (("new", line) for line in other[c:d])
