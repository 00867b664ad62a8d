"""The layout of a report: groups and rows, whatever holds them.

Three shapes are known: tables with a name and a text column; headings for groups and projects;
plain lines with blank lines between projects. What fits nowhere is named, never dropped.
"""

from collections.abc import Iterable

from workflows.importing.draft import Draft
from workflows.importing.layout_lines import heading_levels, read_headings, read_lines
from workflows.importing.layout_tables import read_tables
from workflows.importing.source import Row, Source


def lay_out(source: Source, known: Iterable[str] = ()) -> Draft:
    """Find the groups and rows of a source. ``known`` are names of projects, squashed.

    Raises HomelessText.
    """
    draft = Draft(doubts=list(source.doubts))
    levels = heading_levels(source)
    if levels is not None:
        read_headings(draft, source, levels)
    elif any(isinstance(entry, Row) for entry in source.entries):
        read_tables(draft, source)
    else:
        read_lines(draft, source, frozenset(known))
    draft.settle()
    return draft
