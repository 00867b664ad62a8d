"""The lines of an outline box: indentation, markers, bullets, and what only looks like them.

>>> line("\u3000（2）\u3000開工")
Line(column=2, kind='(1)', number=2, text='開工')
>>> line("3.5 公里").text, line("'3. 公里").text
('3.5 公里', '3. 公里')
"""

import re
from dataclasses import dataclass

from workflows.markers import at

STEP = 2
"""Columns of one level; a tab and a full-width blank are as wide as a level."""

AS_IS = "'"
"""Before a line that only looks like an item or a table, as people know it from Excel."""

BULLET = "•"
BAR = "|"

_BULLETS = re.compile(
    r"(?:([•●▪·‧∙⚫\uf000-\uf0ff])(?!\1)|[○◦■◆◇➢–*＊－-](?=\s|$)|[oØ§ü](?=\t))\s*"
)
"""Signs before an item without a number. The first ones need no blank, but stand alone (``●●●``
is a name left out); U+F000 to U+F0FF and the letters are Word's bullets in its symbol fonts."""

_ROMAN = frozenset({"i.", "(i)"})
"""Styles that the box does not know: ``i.`` is the ninth of ``a.``."""

_LONG = re.compile(
    r"\(?(?:[0-9]{3}|[A-Z]{2,3}|[a-z]{2,3}|[一二三四五六七八九十百零]{2,7})[.、)](?:\s|$)"
)
"""What a count beyond 99, beyond Z or beyond 九十九 may look like."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the box, its marker taken off.

    ``column`` counts the blanks before it, in half widths. ``kind`` is the style of its marker as
    its first one is written (``1.``, ``(一)``), BULLET, BAR for a row of a table, AS_IS, or empty.
    """

    column: int
    kind: str
    number: int
    text: str


def line(written: str) -> Line:
    """Take a line apart; a tab within it and blanks at its end stay."""
    body = written.lstrip()
    before = written[: len(written) - len(body)]
    column = len(before) + before.count("\t") + before.count("\u3000")
    if body.startswith((AS_IS, BAR)):
        return Line(column, body[0], 0, body[1:] if body[0] == AS_IS else body)
    if bullet := _BULLETS.match(body):
        return Line(column, BULLET, 0, body[bullet.end() :])
    markers, end = at(body, 0)
    for marker in markers:
        if marker.style not in _ROMAN:
            return Line(column, marker.style, marker.number, body[end:])
    return Line(column, "", 0, body)


def needs_as_is(text: str) -> bool:
    """Whether a text that is no item would be read as something else than text."""
    return bool(line(text).kind or _LONG.match(text))


# -- Rows of tables ----------------------------------------------------------------------------

_CELL = re.compile(r"((?:[^\\|]|\\.|\\$)*)(?:\||$)")
_RULE = re.compile(r":?-{3,}:?")
_ESCAPED = re.compile(r"\\([\\|:-])")


def row(cells: tuple[str, ...]) -> str:
    r"""Write a row of a table.

    >>> row(("a|b", "", "---"))
    '| a\\|b |  | \\--- |'
    """
    return "| " + " | ".join(map(_escaped, cells)) + " |"


def _escaped(cell: str) -> str:
    cell = cell.replace("\\", "\\\\").replace(BAR, "\\" + BAR)
    return "\\" + cell if _RULE.fullmatch(cell) else cell


def cells(written: str) -> tuple[str, ...]:
    r"""Read a row of a table.

    >>> cells("| a\\|b |  |"), cells("|甲|乙")
    (('a|b', ''), ('甲', '乙'))
    """
    return tuple(_ESCAPED.sub(r"\1", cell) for cell in _raw(written))


def is_rule(written: str) -> bool:
    """Whether a row is the line that Markdown draws below a header (``| --- | --- |``)."""
    return all(map(_RULE.fullmatch, _raw(written)))


def _raw(written: str) -> list[str]:
    found: list[str] = _CELL.findall(written.strip()[1:])
    if len(found) > 1 and found[-1] == "":
        found.pop()
    return [cell.strip() for cell in found]
