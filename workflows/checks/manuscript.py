"""A manuscript: a text as the rules read it, item by item, each at its stable path.

稿件. Items are counted through the lists of their parent, paragraphs apart from them:

>>> blocks = (Paragraph("如下："), List(True, (Item("甲", (List(True, (Item("乙"),)),)),)))
>>> [(each.item, each.printed, each.text) for each in passages("main", blocks, REPORT)]
[('p1', '', '如下：'), ('1', '1.', '甲'), ('1/1', '1.(1)', '乙')]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import Any

from records.filing import Filing
from records.numbering import REPORT, Scheme
from records.outline import Block, Blocks, Item, List, Paragraph, Table
from records.project import Project
from workflows.checks.days import Mention, mentions, resolved

__all__ = ["REPORT", "Manuscript", "Passage", "manuscript", "passages"]

SERIES = 3
"""Single days of a passage from beyond which it tells of a series, not of one event."""

DEEPEST = 40
"""Lists in each other that are read; a record holds 4."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, item or table cell of a text.

    ``above``: the passages that it stands under, outermost first. ``leaf``: no list stands below
    it; ``below``: the items of the lists that do. ``cell``: it is a cell of a table.
    """

    section: str
    item: str
    printed: str
    text: str
    above: "tuple[Passage, ...]" = ()
    leaf: bool = True
    cell: bool = False
    below: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The path of what it stands under, '' at the outside."""
        return self.item.rpartition("/")[0]


@dataclass(frozen=True)
class Manuscript:
    """A text of one owner, or ('' as owner) what the project itself prints.

    ``whole`` stands for all of it: its text is every passage, a line each.
    """

    project: Project
    owner: str
    passages: tuple[Passage, ...]
    filing: Filing | None = None
    whole: Passage = field(default=Passage("", "", "", ""))

    @cached_property
    def days(self) -> tuple[tuple[Passage, tuple[Mention, ...]], ...]:
        """The dates of each passage, with the years that readers take over from what stands above.

        A date without a year has that of the nearest date before it in its section: in what it
        stands under, then in its heading, then in the item before.
        """
        return tuple(self._dated())

    @cached_property
    def exact(self) -> tuple[tuple[Passage, dict[date, Mention]], ...]:
        """The passages with exact days; of a range, its first and last one."""
        return tuple(
            (passage, days)
            for passage, found in self.days
            if (days := {m.first: m for m in found if m.day is not None and m.first is not None})
        )

    @cached_property
    def single(self) -> dict[date, tuple[Passage, Mention]]:
        """By exact day, the first passage that tells of it; one of a series of days is left out."""
        found: dict[date, tuple[Passage, Mention]] = {}
        for passage, days in self.exact:
            if sum(not each.until for each in days.values()) <= SERIES:
                for day, mention in days.items():
                    found.setdefault(day, (passage, mention))
        return found

    def dates(self, passage: Passage) -> tuple[Mention, ...]:
        """Return the dates of one passage."""
        return next((found for each, found in self.days if each is passage), ())

    def _dated(self) -> Iterator[tuple[Passage, tuple[Mention, ...]]]:
        this = self.filing.quarter.year if self.filing else None
        years = {each.id: _year(mentions(each.heading), None) for each in self.project.sections}
        under: dict[str, int | None] = {}
        for passage in self.passages:
            above = [under[each.item] for each in passage.above if under.get(each.item)]
            known = above[-1] if above else years.get(passage.section)
            found = mentions(passage.text, known)
            if this is not None:
                found = tuple(resolved(each, this) for each in found)
            under[passage.item] = newest = _year(found, known)
            if newest is not None and (this is None or newest <= this):
                # A year ahead was meant for its own item: no date behind it takes it over.
                years[passage.section] = newest
            yield passage, found


def _year(found: tuple[Mention, ...], otherwise: int | None) -> int | None:
    return next((each.year for each in reversed(found) if each.year), otherwise)


def manuscript(project: Project, filing: Filing, scheme: Scheme = REPORT) -> Manuscript:
    """Return a filing as the rules read it."""
    only = project.sections[0].id if len(project.sections) == 1 else ""
    found: list[Passage] = []
    for name, blocks in filing.parts.items():
        section = name or only
        found += passages(section, blocks, scheme, depth=_depth(project, section))
    whole = Passage("", "", "", "\n".join(each.text for each in found))
    return Manuscript(project, filing.city, tuple(found), filing, whole)


def front(project: Project) -> Manuscript:
    """Return what the project prints of its own: name, remarks, note and headings."""
    named = [("name", project.name)]
    named += [(f"remarks/{at}", text) for at, text in enumerate(project.remarks, 1)]
    named += [("note", project.note)] if project.note else []
    found = [Passage("", item, "", text) for item, text in named]
    found += [
        Passage(each.id, "heading", "", each.heading, leaf=False)
        for each in project.sections
        if each.heading
    ]
    return Manuscript(project, "", tuple(found), whole=Passage("", "", "", project.name))


def _depth(project: Project, section: str) -> int:
    """Return how deep a section's items stand in print, below its heading and its city."""
    found = next((each for each in project.sections if each.id == section), None)
    return 1 + bool(found and found.heading) + bool(found and not found.joint)


def passages(
    section: str, blocks: Blocks, scheme: Scheme, *, depth: int = 1
) -> tuple[Passage, ...]:
    """Return the passages of a section in the order of print.

    ``depth``: of its outermost items in print, from 1.
    """
    return tuple(_walk(blocks, _Under(section, scheme, depth)))


@dataclass(frozen=True, slots=True)
class _Under:
    """Where blocks stand."""

    section: str
    scheme: Scheme
    depth: int
    path: str = ""
    printed: str = ""
    above: tuple[Passage, ...] = ()

    def passage(self, name: str, text: str, **said: Any) -> Passage:  # noqa: ANN401 - of a passage
        return Passage(self.section, self.path + name, self.printed, text, self.above, **said)


def _walk(blocks: Blocks, under: _Under) -> Iterator[Passage]:
    items = paragraphs = tables = 0
    for block, after in zip_longest(blocks, blocks[1:]):
        match block:
            case Paragraph(text):
                paragraphs += 1
                below = _listed((after,))
                yield under.passage(f"p{paragraphs}", text, leaf=not below, below=below)
            case List(ordered, entries):
                for entry in entries:
                    items += 1
                    yield from _item(entry, items, under, ordered=ordered)
            case Table(header, rows):
                tables += 1
                for r, row in enumerate((header, *rows)):
                    for c, text in enumerate(row, 1):
                        yield under.passage(f"t{tables}.{r}.{c}", text, cell=True)


def _listed(blocks: Iterable[Block | None]) -> tuple[str, ...]:
    return tuple(i.text for each in blocks if isinstance(each, List) for i in each.items)


def _item(entry: Item, number: int, under: _Under, *, ordered: bool) -> Iterator[Passage]:
    marker = under.scheme.marker(under.depth, number) if ordered else "-"
    below = _listed(entry.blocks)
    here = Passage(
        under.section,
        f"{under.path}{number}",
        under.printed + marker,
        entry.text,
        under.above,
        leaf=not below,
        below=below,
    )
    yield here
    if under.depth > DEEPEST:
        return
    inside = _Under(
        under.section,
        under.scheme,
        under.depth + 1,
        f"{here.item}/",
        here.printed,
        (*under.above, here),
    )
    yield from _walk(entry.blocks, inside)
