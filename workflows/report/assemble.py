"""Assemble: what a quarter holds becomes the report's document tree.

彙編. The rules of print are those of the records: a headed section takes the next number, and
its cities or items stand one level deeper; an unheaded one takes none and counts on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from records import outline
from records.city import JOINT
from records.edition import Erratum
from records.errors import AnswerIsNo, BadRecord
from records.filing import Filing
from records.holding import Holding, Source
from records.place import Place
from records.project import Decision, Project, Section, Status
from records.reading import PROJECT_FILE
from records.register import QuarterRecord
from workflows.report.document import (
    Block,
    Blocks,
    Group,
    Item,
    Kind,
    List,
    Missing,
    Paragraph,
    Part,
    Provenance,
    Report,
    Row,
    Table,
)
from workflows.report.kept import Kept
from workflows.report.selection import Selection
from workflows.report.unplaced import known_themes, unplaced

BRACKETS = {"full": ("（", "）"), "half": ("(", ")")}
"""What the template sets remarks and themes in (體例 brackets)."""

NAMED = 10
"""How many gaps or faults a refusal names; the rest is a count."""


class GapsUndecided(AnswerIsNo):
    """A final report was asked for while texts are missing and nobody decided on them."""

    def __init__(self, gaps: tuple[Missing, ...]) -> None:
        """Keep the gaps; name the first of them."""
        self.gaps = gaps
        super().__init__(
            f"還有 {len(gaps)} 處缺漏未決定，不能定稿：{_named(gap.place for gap in gaps)}。"
            "請納入文字，或逐一決定不列、印「本季無更新」或「未填報」。"
        )


class FaultsStand(AnswerIsNo):
    """A final report was asked for while records are unreadable or out of place."""

    def __init__(self, faults: tuple[BadRecord, ...]) -> None:
        """Keep the faults; name the first of them."""
        self.faults = faults
        super().__init__(
            f"有 {len(faults)} 筆紀錄不能印出，不能定稿，請先更正："
            f"{_named(str(fault).rstrip('。') for fault in faults)}。"
        )


def assemble(  # noqa: PLR0913 - each by its name
    holding: Holding,
    *,
    final: bool = False,
    edition: int = 0,
    errata: tuple[Erratum, ...] = (),
    only: Selection | None = None,
    kept: Kept | None = None,
) -> Report:
    """Make the report of a quarter.

    ``edition`` is the number that the report is frozen under, 0 for none; ``errata`` print with
    it. ``only``: a part of the quarter. With ``final``, raises FaultsStand or GapsUndecided;
    otherwise both are marked and listed in the report. ``kept``: rows that were made before.
    Raises NotThere for a selection of what is not there.
    """
    record = holding.record
    kept = Kept() if kept is None else kept
    printed = [each.printed(kept) for each in _printings(holding)]
    report = Report(
        title=record.title,
        quarter=record.quarter,
        as_of=record.as_of,
        commit=holding.commit,
        committed_at=holding.committed_at,
        groups=tuple(
            Group(g.id, g.label, tuple(p.row for p in printed if p.row and p.group == g.id))
            for g in record.groups
        ),
        edition=edition,
        numbering=record.scheme,
        heading=record.style.group_heading,
        brackets=BRACKETS[record.style.brackets],
        signatures=record.style.signatures,
        face=record.style.face,
        gaps=tuple(gap for each in printed for gap in each.gaps),
        faults=tuple(sorted((*holding.faults, *_unplaced(printed)), key=_place)),
        errata=errata,
    )
    report = _extract(report, holding, only) if only else report
    return _final(report) if final else report


def _extract(report: Report, holding: Holding, only: Selection) -> Report:
    """Return the part of a report that is selected, gaps and faults included."""
    chosen, label = only.chosen(holding), only.label(holding)
    numbered = (replace(each, number=at) for at, each in enumerate(report.groups, 1))
    groups = (
        replace(each, rows=tuple(row for row in each.rows if row.project in chosen))
        for each in numbered
    )
    return replace(
        report,
        title=f"{report.title}（節錄：{label}）",
        extract=label,
        groups=tuple(each for each in groups if each.rows),
        gaps=tuple(gap for gap in report.gaps if gap.project in chosen),
        faults=tuple(each for each in report.faults if _project_of(each) in chosen),
        errata=(),
    )


def _project_of(fault: BadRecord) -> str:
    return fault.path.partition("/")[2].partition("/")[0]


def _final(report: Report) -> Report:
    if report.faults:
        raise FaultsStand(report.faults)
    if report.open_gaps:
        raise GapsUndecided(report.open_gaps)
    return report


def _named(names: Iterable[str]) -> str:
    every = list(names)
    rest = f"等 {len(every)} 處" if len(every) > NAMED else ""
    return "、".join(every[:NAMED]) + rest


def _unplaced(printed: Iterable["_Printed"]) -> Iterator[BadRecord]:
    for each in printed:
        yield from each.unplaced


def _place(fault: BadRecord) -> tuple[str, int, str]:
    return fault.path, fault.line, fault.sentence


# -- A row -----------------------------------------------------------------------------------


class _Printed(NamedTuple):
    """What a project brings into the report; a project that is not reported on has no row."""

    group: str
    row: Row | None
    gaps: tuple[Missing, ...]
    unplaced: tuple[BadRecord, ...]


def _printings(holding: Holding) -> Iterator["_Printing"]:
    """Part a quarter into its projects, each with all that its row is made of."""
    filings: defaultdict[str, dict[str, Filing]] = defaultdict(dict)
    for (project, owner), filing in holding.filings.items():
        filings[project][owner] = filing
    unreadable: defaultdict[str, set[str]] = defaultdict(set)
    for fault in holding.faults:
        folder, _, file = fault.path.rpartition("/")
        unreadable[folder].add(file)
    find = holding.sources.get
    for each in holding.projects:
        folder = f"{holding.record.quarter}/{each.project}"
        merged = filings[each.project]
        sources = {owner: find(f"{folder}/{owner}.md") for owner in merged}
        sources[""] = find(f"{folder}/{PROJECT_FILE}")
        yield _Printing(holding.record, each, merged, sources, unreadable[folder])


@dataclass(frozen=True, slots=True)
class _Printing:
    """One project on its way into print, and everything that its print follows from.

    ``filings`` and ``sources`` are by owner, the project's own source under ``""``;
    ``unreadable`` are names of files.
    """

    record: QuarterRecord
    project: Project
    filings: Mapping[str, Filing]
    sources: Mapping[str, Source | None]
    unreadable: set[str]

    def printed(self, kept: Kept) -> _Printed:
        row = self.record.quarter, self.project.project
        return kept.get("printed", row, (self,), self.print)

    def print(self) -> _Printed:
        return _Printed(
            self.project.group,
            self.row() if self.reported else None,
            tuple(self.gaps()) if self.reported else (),
            tuple(unplaced(self.record, self.project, self.filings)),
        )

    @property
    def reported(self) -> bool:
        """Whether it has a row.

        A paused or delisted project is expected to file nothing; what was merged of it in the
        quarter prints all the same, since a merged filing is part of the report.
        """
        return self.active or any(self.filing(owner) for owner in self.project.owners)

    @property
    def active(self) -> bool:
        return self.project.status is Status.ACTIVE

    def filing(self, owner: str) -> Filing | None:
        return self.filings.get(owner)

    def text(self, section: Section, owner: str) -> outline.Blocks:
        filing = self.filing(owner)
        only = len(self.project.sections) == 1
        return filing.part(section.id, only=only) if filing else ()

    def row(self) -> Row:
        project = self.project
        return Row(
            project=project.project,
            name=project.name,
            blocks=self.blocks(),
            remarks=project.remarks,
            themes=known_themes(self.record, project),
            note=project.note,
            status=project.status,
            record=self.sources.get(""),
            sources=tuple(self.provenance()),
        )

    def provenance(self) -> Iterator[Provenance]:
        for owner in self.project.owners:
            if filing := self.filing(owner):
                path = Place(self.record.quarter, self.project.project, owner).path
                yield Provenance(
                    owner,
                    self.record.city_label(owner),
                    self.sources.get(owner) or Source(path, ""),
                    filing.progress.value,
                    filing.carried_from,
                )

    def blocks(self) -> Blocks:
        blocks: list[Block] = []
        for section in self.project.sections:
            _append(blocks, self.section(section))
        return tuple(blocks)

    def section(self, section: Section) -> Blocks:
        inner = self.joint(section) if section.joint else self.cities(section)
        if not section.heading:
            return _counting_on(inner)
        if not inner:
            return ()
        item = Item(section.heading, inner, part=Part(section.id))
        return (List(True, (item,), goes_on=True),)

    def joint(self, section: Section) -> Blocks:
        part = Part(section.id, JOINT)
        if text := self.text(section, JOINT):
            return tuple(_filed(text, part, lead=not section.heading))
        words, kind = self.instead(section, JOINT)
        return (Paragraph(words, kind, part),) if words else ()

    def cities(self, section: Section) -> Blocks:
        entries = (self.city(section, owner) for owner in section.owners)
        items = tuple(item for item in entries if item)
        return (List(True, items),) if items else ()

    def city(self, section: Section, owner: str) -> Item | None:
        label, part = self.record.city_label(owner), Part(section.id, owner)
        if text := self.text(section, owner):
            first = text[0]
            if isinstance(first, outline.Paragraph):
                return Item(first.text, tuple(_plain(text[1:])), label, part=part)
            return Item("", tuple(_plain(text)), label, part=part)
        words, kind = self.instead(section, owner)
        return Item(words, (), label, kind, part) if words else None

    def instead(self, section: Section, owner: str) -> tuple[str, Kind]:
        gap = self.missing(section, owner)
        if gap is None or gap.decision is Decision.OMIT:
            return "", Kind.DECIDED
        if gap.decision is None:
            return f"〔{gap.state}〕", Kind.MISSING
        return gap.decision.value, Kind.DECIDED

    def gaps(self) -> Iterator[Missing]:
        for section in self.project.sections:
            for owner in section.owners:
                if gap := self.missing(section, owner):
                    yield gap

    def missing(self, section: Section, owner: str) -> Missing | None:
        if not self.active or self.text(section, owner):
            return None
        project = self.project
        decided = next(
            (g for g in project.gaps if (g.section, g.city) == (section.id, owner)), None
        )
        return Missing(
            project.project,
            project.name,
            section.id,
            section.heading,
            owner,
            self.record.city_label(owner),
            decided.decision if decided else None,
            decided.why if decided else "",
            unreadable=f"{owner}.md" in self.unreadable,
        )


def _append(blocks: list[Block], more: Blocks) -> None:
    for block in more:
        last = blocks[-1] if blocks else None
        if isinstance(block, List) and isinstance(last, List) and _one_list(last, block):
            blocks[-1] = replace(last, items=last.items + block.items)
        else:
            blocks.append(block)


def _one_list(last: List, block: List) -> bool:
    return last.numbered == block.numbered and (block.goes_on or not block.numbered)


def _counting_on(blocks: Blocks) -> Blocks:
    """Let the first numbered list of an unheaded section count on from the section before.

    A later list of the same text, after a paragraph, begins anew, as it does in the record.
    """
    for at, block in enumerate(blocks):
        if isinstance(block, List) and block.numbered:
            return (*blocks[:at], replace(block, goes_on=True), *blocks[at + 1 :])
    return blocks


def _plain(blocks: Iterable[outline.Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, outline.List):
            yield List(block.ordered, tuple(map(_item, block.items)))
        elif isinstance(block, outline.Paragraph):
            yield Paragraph(block.text)
        else:
            yield Table(block.header, block.rows)


def _item(item: outline.Item) -> Item:
    return Item(item.text, tuple(_plain(item.blocks)) if item.blocks else ())


def _filed(text: Sequence[outline.Block], part: Part, *, lead: bool) -> Iterator[Block]:
    """Yield a joint text, each of its blocks and items with the part that it belongs to."""
    leading = lead and any(isinstance(block, outline.List) for block in text)
    for block in _plain(text):
        if isinstance(block, List):
            leading = False
            yield replace(block, items=tuple(replace(each, part=part) for each in block.items))
        elif isinstance(block, Paragraph):
            yield replace(block, kind=Kind.LEAD if leading else Kind.TEXT, part=part)
        else:
            yield replace(block, part=part)
