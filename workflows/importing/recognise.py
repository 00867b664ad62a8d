"""Recognise a report: what a source says becomes the records of a quarter.

匯入. Importing knows what is printed: groups, names, remarks, themes, notes, sections and texts.
It does not know who leads; ``lead`` stays empty, and ``doctor`` lists what is to be named. Who
takes part is every city with a text of its own; where fewer than two have one, it is every city
of the platform, since a joint text does not say whose it is (one that names three others may be
the fourth's).

Whatever is recognised is printed once more, by the writers of the report, and compared with the
source. Where a structure would not print back word for word, the text stays joint.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records.city import City
from records.errors import BadRecord
from records.filing import Filing
from records.numbering import SCHEMES
from records.outline import check
from records.platform import Platform, Theme
from records.project import Group, Project
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.importing import outline, sections, titles
from workflows.importing.front import read_front
from workflows.importing.identity import Register
from workflows.importing.identity import sections as identified
from workflows.importing.layout import Draft, Raw, RawGroup, lay_out
from workflows.importing.markers import UNSAID
from workflows.importing.outline import Outline
from workflows.importing.print_back import body, heading, same, title_line
from workflows.importing.problems import EmptyReport
from workflows.importing.sections import Labels, Part
from workflows.importing.source import Doubt, Source, squash, tidy

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""

CITY_LIKE = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2}[市縣])\s*[：:]")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a report becomes: the quarter, its projects in print order, filings, and doubts."""

    record: QuarterRecord
    projects: tuple[Project, ...]
    filings: tuple[Filing, ...]
    doubts: tuple[Doubt, ...]


def recognise(  # noqa: PLR0913 - all by name: what is known before, and who is told
    source: Source,
    quarter: Quarter,
    *,
    platform: Platform | None = None,
    register: Sequence[Project] = (),
    groups: Sequence[Group] = (),
    themes: Sequence[Theme] = (),
    ids: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Make the records of a quarter from what a reader found.

    ``register``, ``groups`` and ``themes`` are those of the quarter before; ``ids`` are names
    that a coordinator gave ids to. Raises EmptyReport, HomelessText, and BadRecord where a text
    is beyond what a record holds.
    """
    platform = platform or Platform()
    known = Register(register, groups, (*themes, *platform.themes), ids or {})
    draft = lay_out(tidy(source), known.known_names())
    if not any(group.projects for group in draft.groups):
        raise EmptyReport("檔案裡找不到任何合作方案，請確認這是彙整報告，而且有組別與方案名稱。")
    return _Making(draft, quarter, platform, known, progress).made()


@dataclass
class _Making:
    """One import on its way."""

    draft: Draft
    quarter: Quarter
    platform: Platform
    register: Register
    progress: Progress | None
    doubts: list[Doubt] = field(default_factory=list)
    themes: dict[str, Theme] = field(default_factory=dict)
    house: tuple[str, ...] = ()

    def made(self) -> Imported:
        self.doubts += self.draft.doubts
        rows = self.understood()
        self.themes = {theme.id: theme for theme in self.platform.themes}
        record = self.record(rows)
        projects: list[Project] = []
        filings: list[Filing] = []
        for raw, group in zip(self.draft.groups, record.groups, strict=True):
            for order, row in enumerate(rows[id(raw)], 1):
                project, filed = self.row(row, group, order, record)
                projects.append(project)
                filings += filed
        record = record.model_copy(update={"themes": tuple(self.themes.values())})
        return Imported(record, tuple(projects), tuple(filings), tuple(dict.fromkeys(self.doubts)))

    # -- The quarter -------------------------------------------------------------------------

    def understood(self) -> dict[int, list[Understood]]:
        total = sum(len(group.projects) for group in self.draft.groups)
        rows: dict[int, list[Understood]] = {}
        done = 0
        for group in self.draft.groups:
            rows[id(group)] = []
            for raw in group.projects:
                rows[id(group)].append(self.understand(raw))
                done += 1
                if self.progress:
                    self.progress(done, total)
        return rows

    def understand(self, raw: Raw) -> Understood:
        title = titles.split(raw.title, self.register.known_names())
        if not same(title_line(title), raw.title):
            title = titles.Title(raw.title)
        self.doubts += [
            Doubt(raw.place, "名稱後的括號不像沿革或議題，留在名稱之內，請核對。", text)
            for text in title.unsure
        ]
        note, lines = noted(raw.lines) if not title.note else (title.note, tuple(raw.lines))
        read = outline.read(lines, favoured=self.favoured())
        return Understood(raw, title, note, lines, read)

    def forms(self) -> dict[str, str]:
        """Return every way to write a city's label, and the city's id."""
        return {
            form: city.id
            for city in self.platform.cities
            for form in (city.label, *other_forms(city.label))
        }

    def record(self, rows: Mapping[int, list[Understood]]) -> QuarterRecord:
        every = [row for group in rows.values() for row in group]
        title, as_of, doubts = read_front(self.draft.front, self.quarter, self.platform.title)
        scheme = SCHEMES[scheme_of(every, self.platform.numbering)]
        self.house, more = styles_of(every, scheme)
        self.doubts += [*doubts, *more]
        return QuarterRecord(
            quarter=self.quarter,
            title=title,
            as_of=as_of,
            groups=tuple(map(self.group, self.draft.groups)),
            cities=self.cities(every),
            themes=self.platform.themes,
            numbering=scheme.id,
            style=self.platform.style,
        )

    def group(self, raw: RawGroup) -> Group:
        if not raw.label:
            sentence = "表格之前沒有組別名稱，暫稱「合作方案」，請核對。"
            self.doubts.append(Doubt(raw.place, sentence, raw.projects[0].title))
        label = raw.label or "合作方案"
        return Group(id=self.register.group_id(label), label=label)

    def cities(self, rows: Sequence[Understood]) -> tuple[City, ...]:
        """Return the platform's cities with the labels that this report prints."""
        used = Counter(form for row in rows for form in self.forms() if begins(row, form))
        made = []
        for city in self.platform.cities:
            forms = (city.label, *other_forms(city.label))
            label = max(forms, key=lambda form: (used[form], form == city.label))
            if label != city.label:
                sentence = f"報告寫「{label}」，本季依報告的寫法（平臺寫「{city.label}」）。"
                self.doubts.append(Doubt("全文", sentence))
            made.append(city.model_copy(update={"label": label}))
        return tuple(made)

    # -- A row -------------------------------------------------------------------------------

    def row(
        self, row: Understood, group: Group, order: int, record: QuarterRecord
    ) -> tuple[Project, list[Filing]]:
        labels = {city.label: city.id for city in record.cities}
        parts, read = self.parts(self.housed(row), labels, record)
        self.doubts += [*read.doubts, *_label_doubts(row, read, labels)]
        project = self.project(row, group, order, parts, labels)
        return project, _filings(project, parts, self.quarter)

    def housed(self, row: Understood) -> Understood:
        """Return a row whose markers all are of the report's own styles; others are text."""
        odd = {s for d, s in row.outline.styles if s not in (self.house[d - 1], UNSAID)}
        if not odd:
            return row
        written = "、".join(f"「{style}」" for style in sorted(odd))
        sentence = f"編號樣式 {written} 與全文不同，照原文留作文字，請核對。"
        self.doubts.append(Doubt(row.raw.place, sentence, row.raw.title))
        read = outline.read(row.lines, favoured=self.favoured(), house=self.house)
        return replace(row, outline=replace(read, doubts=()))

    def favoured(self) -> tuple[str, ...]:
        """Return the beginnings that speak for an item: city labels with their colon."""
        return tuple(f"{form}{colon}" for form in self.forms() for colon in "：:")

    def parts(
        self, row: Understood, labels: Labels, record: QuarterRecord
    ) -> tuple[tuple[Part, ...], Outline]:
        """Return the cleverest division that prints back word for word."""
        plain = outline.literal(row.lines)
        divided = sections.divide(row.outline.blocks, labels)
        strays = list(sections.stray_labels(row.outline.blocks, labels))
        if strays and divided != sections.joint(row.outline.blocks):
            sentence = f"「{strays[0][:20]}」沒有接得上的編號，分不出各市的文字，存為合併的文字。"
            self.doubts.append(Doubt(row.raw.place, sentence, row.raw.title))
            divided = sections.joint(row.outline.blocks)
        if not row.outline.blocks:
            self.doubts.append(Doubt(row.raw.place, "這個方案沒有辦理情形的文字。", row.raw.title))
            return divided, row.outline
        tries = ((divided, row.outline), (sections.joint(row.outline.blocks), row.outline))
        for parts, read in (*tries, (sections.joint(plain.blocks), plain)):
            if not check(read.blocks) and same(body(parts, record), heading(read, record.scheme)):
                if parts != divided:
                    sentence = "認出的結構印不回原文，改存為一篇合併的文字，請核對。"
                    self.doubts.append(Doubt(row.raw.place, sentence, row.raw.title))
                return parts, read
        raise BadRecord(f"「{row.raw.title[:40]}」的文字無法保存：{check(plain.blocks)}")

    def project(
        self, row: Understood, group: Group, order: int, parts: tuple[Part, ...], labels: Labels
    ) -> Project:
        name = row.title.name
        former = [f for f in map(titles.former_name, row.title.remarks) if f]
        before = self.register.find(name, former)
        project_id = before.project if before else self.register.project_id(name, group.label)
        self.register.taken.add(project_id)
        themes = [self.register.theme(label) for label in row.title.themes]
        self.themes |= {theme.id: theme for theme in themes}
        told = {
            "name": name,
            "former_names": _former(before, name, former),
            "group": group.id,
            "order": order,
            "cities": _participants(parts, labels, before),
            "themes": tuple(theme.id for theme in themes),
            "remarks": row.title.remarks,
            "note": row.note,
            "sections": identified(parts, before),
        }
        kept = before.model_dump() if before else {"project": project_id}
        kept.pop("gaps", None)
        return Project.model_validate(kept | told)


def _label_doubts(row: Understood, read: Outline, labels: Labels) -> list[Doubt]:
    doubts = []
    for piece in read.pieces:
        match = CITY_LIKE.match(piece.text)
        if match and match["label"] not in labels:
            sentence = f"「{match['label']}」不在平臺的縣市之內，這一項視為合併的文字。"
            doubts.append(Doubt(piece.line.place, sentence, piece.text))
    for label in sections.empty_cities(read.blocks, labels):
        sentence = f"「{label}」之後沒有文字，沒有建立這個市的填報。"
        doubts.append(Doubt(row.raw.place, sentence, row.raw.title))
    return doubts


def _former(before: Project | None, name: str, stated: Sequence[str]) -> tuple[str, ...]:
    """Return earlier names: those kept so far, the one it had, and one that the report states."""
    if before is None:
        return tuple(stated)
    names = [*before.former_names, before.name, *stated]
    return tuple(dict.fromkeys(each for each in names if squash(each) != squash(name)))


def _participants(parts: Sequence[Part], labels: Labels, before: Project | None) -> tuple[str, ...]:
    """Return who takes part: the cities that wrote; without two of them, nobody can know."""
    wrote = {owner for part in parts if not part.joint for owner in part.owners}
    if before:
        kept = before.cities
    else:
        kept = () if len(wrote) >= sections.TWO else tuple(labels.values())
    ordered = [city for city in labels.values() if city in {*wrote, *kept}]
    return tuple(dict.fromkeys([*ordered, *kept]))


def _filings(project: Project, parts: Sequence[Part], quarter: Quarter) -> list[Filing]:
    texts: dict[str, dict[str, object]] = {}
    alone = len(parts) == 1
    for section, part in zip(project.sections, parts, strict=True):
        for owner, blocks in part.texts:
            if blocks:
                texts.setdefault(owner, {})["" if alone else section.id] = blocks
    return [
        Filing(quarter=quarter, project=project.project, city=owner, parts=texts[owner])
        for owner in project.owners
        if owner in texts
    ]
