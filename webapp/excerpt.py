"""An excerpt: one project's row of the report, parted by who writes what, numbered as it prints.

The report's own writer writes every piece, so that a page and the report never differ. Texts
that are not merged yet stand where they will print.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from records.filing import Filing
from records.holding import Holding, Source
from records.project import Project, Section
from workflows.report.assemble import assemble
from workflows.report.document import Block, Blocks, List, Mark, Marks, Part, Row, labels, spaced
from workflows.report.html_rows import excerpt

Texts = Mapping[str, tuple[Filing, Source]]
"""Texts by owner that stand in the place of merged ones, and where each comes from."""

Address = Callable[[str], str]
"""The address behind an owner's label, "" for none."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one owner writes in one section. ``html`` is empty where nothing prints."""

    owner: str
    label: str
    section: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Passage:
    """A section in print: its heading with its number ("" for none), and its pieces."""

    heading: str
    pieces: tuple[Piece, ...]


def passages(
    holding: Holding, project: Project, *, texts: Texts, address: Address
) -> tuple[Passage, ...]:
    """Return a project's sections in print order, ``texts`` taken for what is merged."""
    report = assemble(_with(holding, project, texts))
    rows = [row for group in report.groups for row in group.rows]
    if not rows:
        return ()
    marked = next(marks for group in labels(report).rows for marks in group)
    printed = _Printed(rows[0], address)
    printed.take(rows[0].blocks, marked)
    return tuple(printed.passage(holding, section) for section in project.sections)


def _with(holding: Holding, project: Project, texts: Texts) -> Holding:
    """Return a holding of one project, with texts in the place of merged ones."""
    name = project.project
    filings = {owned: each for owned, each in holding.filings.items() if owned[0] == name}
    sources = dict(holding.sources)
    for owner, (filing, source) in texts.items():
        filings[name, owner] = filing
        sources[source.path] = source
    return replace(holding, projects=(project,), filings=filings, sources=sources)


class _Printed:
    """The blocks of a row by the part that they belong to."""

    def __init__(self, row: Row, address: Address) -> None:
        self.row = row
        self.address = address
        self.kept: dict[Part, tuple[Blocks, Marks]] = {}
        self.headings: dict[str, str] = {}

    def take(self, blocks: Blocks, marks: Marks) -> None:
        for block, below in zip(blocks, marks, strict=True):
            if isinstance(block, List):
                self._take_list(block, below)
            else:
                self._keep(block.part, block, ())

    def _take_list(self, block: List, marks: tuple[Mark, ...]) -> None:
        # Neighbouring items of one part stay one list.
        together = groupby(zip(block.items, marks, strict=True), key=lambda each: each[0].part)
        for part, group in together:
            entries = list(group)
            if part and not part.owner:
                for item, mark in entries:
                    self.headings[part.section] = f"{spaced(mark.text)}{item.line}"
                    self.take(item.blocks, mark.below)
            else:
                items = tuple(item for item, _ in entries)
                self._keep(part, replace(block, items=items), tuple(mark for _, mark in entries))

    def _keep(self, part: Part | None, block: Block, marks: tuple[Mark, ...]) -> None:
        if part is not None:
            blocks, kept = self.kept.get(part, ((), ()))
            self.kept[part] = ((*blocks, block), (*kept, marks))

    def passage(self, holding: Holding, section: Section) -> Passage:
        heading = self.headings.get(section.id, section.heading)
        pieces = (
            Piece(owner, holding.record.city_label(owner), section.id, self._html(section, owner))
            for owner in section.owners
        )
        return Passage(heading, tuple(pieces))

    def _html(self, section: Section, owner: str) -> Markup:
        blocks, marks = self.kept.get(Part(section.id, owner), ((), ()))
        html = excerpt(self.row, blocks, marks, self._link, f"{section.id}.{owner}")
        return Markup(html)  # noqa: S704 - the report's writer escapes every text in it

    def _link(self, row: Row, owner: str) -> str:
        del row
        return self.address(owner)
