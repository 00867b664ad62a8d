"""A row that is read: its title, note and outline, before it is anybody's text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from workflows.importing import outline, sections, titles
from workflows.importing.draft import Raw
from workflows.importing.outline import Outline
from workflows.importing.print_back import same, title_line
from workflows.importing.source import Doubt, Line


@dataclass(frozen=True, slots=True)
class Understood:
    """A row that is read: its title, note and outline, before it is anybody's."""

    raw: Raw
    title: titles.Title
    note: str
    lines: tuple[Line, ...]
    outline: Outline

    def doubt(self, sentence: str) -> Doubt:
        """Return a doubt about the row as a whole."""
        return Doubt(self.raw.place, sentence, self.raw.title)


def understood(raw: Raw, known: Collection[str], favoured: Sequence[str]) -> Understood:
    """Read a row. ``known`` are names of projects, ``favoured`` beginnings of items."""
    title = titles.split(raw.title, known)
    if not same(title_line(title), raw.title):
        title = titles.Title(raw.title)
    note, lines = _noted(raw.lines) if not title.note else (title.note, tuple(raw.lines))
    return Understood(raw, title, note, lines, outline.read(lines, favoured=favoured))


def _noted(lines: Sequence[Line]) -> tuple[str, tuple[Line, ...]]:
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
    """Return the other way to write a city's label: 臺 and 台."""
    swapped = label.translate(str.maketrans("臺台", "台臺"))
    return (swapped,) if swapped != label else ()


def begins(row: Understood, form: str) -> bool:
    """Say whether an item of a row begins with a label written in this way."""
    return any(
        piece.choice is not None and sections.city_of(piece.text, {form: form})
        for piece in row.outline.pieces
    )
