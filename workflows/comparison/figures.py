"""Figures that moved: numbers and dates of a changed line, old beside new.

>>> from records.outline import Paragraph
>>> from workflows.comparison.compare import compare
>>> before, after = (Paragraph("施工中，進度達95.5%。"),), (Paragraph("施工中，進度達97.2%。"),)
>>> for each in moved_figures(compare(before, after)):
...     print(each.old, each.new, each.clause, each.difference)
95.5% 97.2% 進度達97.2% 1.7
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from workflows.comparison.compare import Comparison, Entry
from workflows.comparison.nodes import Place
from workflows.comparison.redline import Mark, Runs
from workflows.comparison.tokens import Sort, tokens

_STOP = re.compile("[，。；;：！？]")
_NUMBER = re.compile(r"([+±−-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)((?:\.[0-9]+)?)(\D*)")


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A number or a date that became another one; ``old`` or ``new`` is empty where it has none.

    ``clause`` is the part of the sentence that the new one stands in (the old one, where there is
    no new one). ``difference`` is new less old, where both are numbers with the same unit.
    """

    sort: Sort
    old: str
    new: str
    clause: str
    place: Place
    difference: Decimal | None

    @property
    def unit(self) -> str:
        """The unit that both have, as it is written (``%``, ``億``)."""
        found = _read(self.new or self.old)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    sort: Sort
    text: str
    at: int


def moved_figures(comparison: Comparison) -> tuple[MovedFigure, ...]:
    """Return the figures that changed within lines; lines that are new or gone have no old one."""
    return tuple(
        figure
        for entry in comparison.entries
        if entry.before and entry.after
        for cell in entry.cells
        for figure in _of_cell(entry, cell)
    )


def _of_cell(entry: Entry, runs: Runs) -> Iterator[MovedFigure]:
    before = "".join(run.text for run in runs if run.mark is not Mark.INS)
    after = "".join(run.text for run in runs if run.mark is not Mark.DEL)
    for gone, come in _changes(runs):
        for sort in (Sort.NUMBER, Sort.DATE):
            olds = [each for each in gone if each.sort is sort]
            news = [each for each in come if each.sort is sort]
            for old, new in zip_longest(olds, news):
                clause = _clause(after, new.at) if new else _clause(before, old.at)
                was, is_ = old.text if old else "", new.text if new else ""
                yield MovedFigure(sort, was, is_, clause, entry.place, _difference(was, is_))


def _changes(runs: Runs) -> Iterator[tuple[list[_Seen], list[_Seen]]]:
    """Yield what was taken out and what was put in between two kept runs."""
    at = {Mark.DEL: 0, Mark.INS: 0}
    found: dict[Mark, list[_Seen]] = {Mark.DEL: [], Mark.INS: []}
    for run in runs:
        if run.mark is Mark.KEEP:
            yield found[Mark.DEL], found[Mark.INS]
            found = {Mark.DEL: [], Mark.INS: []}
            at = {mark: place + len(run.text) for mark, place in at.items()}
            continue
        for token in tokens(run.text):
            if token.is_figure:
                found[run.mark].append(_Seen(token.sort, token.text.strip(), at[run.mark]))
            at[run.mark] += len(token.text)
    yield found[Mark.DEL], found[Mark.INS]


def _clause(text: str, at: int) -> str:
    begin = max((stop.end() for stop in _STOP.finditer(text, 0, at)), default=0)
    end = _STOP.search(text, at + 1)
    return text[begin : end.start() if end else len(text)].strip()


def _read(written: str) -> tuple[Decimal, str] | None:
    """Read a number and its unit; None for a date, a Chinese number, or one of two parts."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).replace(" ", ""))
    if not found or found[1] == "±":
        return None
    number = Decimal(found[2].replace(",", "") + found[3])
    return (-number if found[1] in {"-", "−"} else number), found[4]


def _difference(old: str, new: str) -> Decimal | None:
    was, now = _read(old), _read(new)
    return now[0] - was[0] if was and now and was[1] == now[1] else None
