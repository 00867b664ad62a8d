"""The layout of a report: groups and rows, whatever holds them.

Three shapes are known: tables with a name and a text column; headings for groups and projects;
plain lines with blank lines between projects. What fits nowhere is named, never dropped.
"""

from collections.abc import Iterable

from workflows.importing.draft import Draft
from workflows.importing.layout_lines import Headings, Lines, heading_levels
from workflows.importing.layout_tables import Tables
from workflows.importing.source import Row, Source


def lay_out(source: Source, known: Iterable[str] = ()) -> Draft:
    """Find the groups and rows of a source. ``known`` are names of projects, squashed.

    Raises HomelessText.
    """
    draft = Draft(doubts=list(source.doubts))
    deepest = heading_levels(source)
    if deepest is not None:
        Headings(draft, *deepest).read(source)
    elif any(isinstance(entry, Row) for entry in source.entries):
        Tables(draft).read(source)
    else:
        Lines(draft, frozenset(known)).read(source)
    draft.settle()
    return draft
