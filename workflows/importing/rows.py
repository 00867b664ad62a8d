"""A row that is read: its title, note and outline, before it is anybody's text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflows.importing import sections, titles
from workflows.importing.draft import Raw
from workflows.importing.outline import Outline
from workflows.importing.source import Line


@dataclass(frozen=True, slots=True)
class Understood:
    """A row that is read: its title, note and outline, before it is anybody's."""

    raw: Raw
    title: titles.Title
    note: str
    lines: tuple[Line, ...]
    outline: Outline


def noted(lines: Sequence[Line]) -> tuple[str, tuple[Line, ...]]:
    """Take the 【note】 off the first line, unless it is one of several headings in brackets."""
    first = lines[0] if lines else None
    match = (
        titles.NOTE.match(first.text) if first and not first.marker and not first.bullet else None
    )
    if first is None or match is None:
        return "", tuple(lines)
    decides = titles.DECISION.search(match["note"]) is not None
    again = any(titles.NOTE.match(line.text) for line in lines[1:])
    if not decides and (again or match["rest"]):
        return "", tuple(lines)
    rest = (replace(first, text=match["rest"]),) if match["rest"] else ()
    return match["note"].strip(), (*rest, *lines[1:])


def other_forms(label: str) -> tuple[str, ...]:
    swapped = label.translate(str.maketrans("臺台", "台臺"))
    return (swapped,) if swapped != label else ()


def begins(row: Understood, form: str) -> bool:
    return any(
        piece.choice is not None and sections.city_of(piece.text, {form: form})
        for piece in row.outline.pieces
    )
