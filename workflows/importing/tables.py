"""Small tables inside a text, whatever form they come in."""

from collections.abc import Sequence

Rows = tuple[tuple[str, ...], ...]


def even(rows: Sequence[Sequence[str]]) -> Rows:
    """Return rows that all have as many cells as the widest.

    >>> even([["甲", "乙"], ["丙"]])
    (('甲', '乙'), ('丙', ''))
    """
    wide = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (wide - len(row))) for row in rows)
