"""Document: the report as plain data, with its numbers computed once.

彙整報告. Groups hold rows, a row holds blocks, and no number is text: ``labels`` computes them
from the tree, and every writer takes them from there.

>>> blocks = (List(True, (Item("甲", (List(True, (Item("乙"),)),)), Item("丙"))),)
>>> first, second = marks(blocks, REPORT)[0]
>>> first.text, first.below[0][0].text, second.text
('1.', '(1)', '2.')
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeAlias

from records.edition import Erratum
from records.errors import BadRecord
from records.holding import Source
from records.numbering import REPORT, Scheme, chinese
from records.platform import Face, Theme
from records.project import Decision, Status
from records.quarter import TAIPEI_TIME, Quarter, roc_date
from workflows.report.kept import Kept

Words: TypeAlias = str
"""What a person typed. A comparison of two quarters will make this a run of text, insertions and
deletions; every writer therefore writes it in one place of its own."""

BULLET = "-"
"""The mark of an item that has no number."""

COLON = "："
"""Stands between a city's label and its text."""


class Kind(StrEnum):
    """What a paragraph or an item says."""

    TEXT = "text"
    LEAD = "lead"
    """Leads into a list that follows it."""
    DECIDED = "decided"
    """Stands in place of a text that is missing, as was decided."""
    MISSING = "missing"
    """Marks a text that is missing and not decided on; no final report has one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a block was filed: a section, and a city, ``joint``, or nobody for a heading."""

    section: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line without a marker. ``part`` is given where the block begins or belongs to one."""

    text: Words
    kind: Kind = Kind.TEXT
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list. ``label`` is a city's name, which prints before its text with ：."""

    text: Words
    blocks: "tuple[Block, ...]" = ()
    label: str = ""
    kind: Kind = Kind.TEXT
    part: Part | None = None

    @property
    def line(self) -> str:
        """The item's own line in print, without its marker."""
        return f"{self.label}{COLON}{self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class List:
    """Items in order. ``goes_on``: counts on from the numbered list before it in the row."""

    numbered: bool
    items: tuple[Item, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of plain text; every row has as many cells as the header."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    part: Part | None = None


Block: TypeAlias = Paragraph | List | Table
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """One merged filing of a row: who wrote it, and the record that it was read from."""

    owner: str
    label: str
    source: Source
    progress: str = "new"
    carried_from: Quarter | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A project in print. ``record`` is where the project itself stands."""

    project: str
    name: str
    blocks: Blocks = ()
    remarks: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    note: str = ""
    status: Status = Status.ACTIVE
    record: Source | None = None
    sources: tuple[Provenance, ...] = ()

    @property
    def bracketed(self) -> tuple[str, ...]:
        """What stands in brackets after the name: remarks, then themes."""
        return (*self.remarks, *(theme.label for theme in self.themes))


@dataclass(frozen=True, slots=True)
class Group:
    """A working group and its rows. ``number``: as the whole report counts it, 0 by its place."""

    id: str
    label: str
    rows: tuple[Row, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that the report expects and has not got (缺漏)."""

    project: str
    name: str
    section: str
    heading: str
    owner: str
    label: str
    decision: Decision | None = None
    why: str = ""
    unreadable: bool = False

    @property
    def place(self) -> str:
        """Where it is missing: ``汐東捷運（臺北市，二、訓練）``."""
        return f"{self.name}（{'，'.join(filter(None, (self.label, self.heading)))}）"

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.decision is None:
            return "紀錄無法讀取" if self.unreadable else "尚未納入"
        return "不列" if self.decision is Decision.OMIT else self.decision.value


@dataclass(frozen=True, slots=True)
class Changes:
    """What a quarter has that an earlier one had not: projects by id.

    ``gone``: id and name of what is no more. ``since``: the earlier quarter, as people say it.
    """

    since: str
    new: frozenset[str]
    changed: frozenset[str]
    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A quarter's report. ``edition`` is 0 until it is frozen; times have their zone.

    ``faults`` are records that could not be read or whose text finds no place in print; no
    final report has one. ``signatures``: whether the version stands on the page. ``face``: what
    it is set in, where a form has fonts. ``errata``: what earlier editions say otherwise.
    ``extract``: what of the quarter it holds, empty for all; its title says so already.
    ``changes``: against the quarter before, where somebody asked for that.
    """

    title: str
    quarter: Quarter
    as_of: date
    commit: str
    committed_at: datetime
    groups: tuple[Group, ...]
    edition: int = 0
    numbering: Scheme = REPORT
    heading: str = "({number}) {label}"
    brackets: tuple[str, str] = ("（", "）")
    signatures: bool = True
    face: Face = Face.SERIF
    gaps: tuple[Missing, ...] = ()
    faults: tuple[BadRecord, ...] = ()
    errata: tuple[Erratum, ...] = ()
    extract: str = ""
    changes: Changes | None = None

    @property
    def spoken_as_of(self) -> str:
        """The line below the title."""
        return f"資料時間{COLON}{roc_date(self.as_of)}"

    @property
    def committed(self) -> datetime:
        """When its commit was made, as clocks in Taiwan showed it."""
        return self.committed_at.astimezone(TAIPEI_TIME)

    @property
    def open_gaps(self) -> tuple[Missing, ...]:
        """The gaps that nobody has decided on."""
        return tuple(gap for gap in self.gaps if gap.decision is None)

    def brackets_of(self, row: Row) -> tuple[str, ...]:
        """Return a row's remarks and themes, each in its brackets."""
        before, after = self.brackets
        return tuple(f"{before}{each}{after}" for each in row.bracketed)

    def title_of(self, row: Row) -> str:
        """Return a row's name with its remarks and themes."""
        return row.name + "".join(self.brackets_of(row))


def note_of(row: Row) -> str:
    """Return a row's note in its brackets; an empty string where it has none."""
    return f"【{row.note}】" if row.note else ""


# -- Numbers ---------------------------------------------------------------------------------


class Mark(NamedTuple):
    """An item's number in its list (0: a bullet), its marker in print, and the marks below.

    A tuple, as a large report has hundreds of thousands of them.
    """

    number: int
    text: str
    below: "Marks" = ()


Marks: TypeAlias = tuple[tuple[Mark, ...], ...]
"""The marks of blocks: one tuple a block, empty for what is no list."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Every number of a report, in the shape of its tree."""

    groups: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Marks, ...], ...]


Marker: TypeAlias = Callable[[int, int], str]
"""The marker of the n-th item at a depth, both from 1."""


def labels(report: Report, kept: Kept | None = None) -> Labels:
    """Compute the numbers of a report: its groups, and every item's marker.

    ``kept``: the numbers of rows that were computed before.
    """
    marker = cache(report.numbering.marker)
    kept = Kept() if kept is None else kept

    def numbers(row: Row) -> Marks:
        made_of = row.blocks, report.numbering
        place = report.quarter, row.project
        return kept.get("marks", place, made_of, lambda: _marks(row.blocks, marker, 1))

    numerals = tuple(chinese(each.number or at) for at, each in enumerate(report.groups, 1))
    return Labels(
        numerals,
        tuple(
            _filled(report.heading, numeral, group.label)
            for numeral, group in zip(numerals, report.groups, strict=True)
        ),
        tuple(tuple(map(numbers, group.rows)) for group in report.groups),
    )


def marks(blocks: Blocks, scheme: Scheme) -> Marks:
    """Compute the marks of blocks whose outermost lists stand at depth 1."""
    return _marks(blocks, cache(scheme.marker), 1)


def _marks(blocks: Blocks, marker: Marker, depth: int) -> Marks:
    counted = 0
    found: list[tuple[Mark, ...]] = []
    for block in blocks:
        if not isinstance(block, List):
            found.append(())
            continue
        below = [
            _marks(each.blocks, marker, depth + 1) if each.blocks else () for each in block.items
        ]
        if block.numbered:
            first = counted + 1 if block.goes_on else 1
            counted = first + len(block.items) - 1
            numbers = enumerate(below, first)
            found.append(tuple(Mark(at, marker(depth, at), each) for at, each in numbers))
        else:
            found.append(tuple(Mark(0, BULLET, each) for each in below))
    return tuple(found)


def _filled(template: str, number: str, label: str) -> str:
    # No str.format: the template is a record's text, and {label.__class__} must stay text.
    return label.join(part.replace("{number}", number) for part in template.split("{label}"))


Numbered: TypeAlias = tuple[Group, str, tuple[tuple[Row, Marks], ...]]
"""A group, its heading in print, and its rows with their marks."""


def numbered(report: Report, numbers: Labels) -> Iterator[Numbered]:
    """Walk the groups of a report with their numbers."""
    for group, heading, rows in zip(report.groups, numbers.headings, numbers.rows, strict=True):
        yield group, heading, tuple(zip(group.rows, rows, strict=True))


def spaced(marker: str) -> str:
    """Return a marker with what stands between it and its text: 、 needs no blank.

    >>> spaced("(1)"), spaced("一、")
    ('(1) ', '一、')
    """
    return marker if marker.endswith("、") else f"{marker} "
