"""Recognise a report: what a source says becomes the records of a quarter.

匯入. Importing knows what is printed: groups, names, remarks, themes, notes, sections and texts.
It does not know who leads; ``lead`` stays empty, and ``doctor`` lists what is to be named. Who
takes part is every city with a text of its own; where fewer than two have one, it is every city
of the platform, since a joint text does not say whose it is (one that names three others may be
the fourth's).

Whatever is recognised is printed once more, by the writers of the report, and compared with the
source. Where a structure would not print back word for word, the text stays joint.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records.city import City
from records.filing import Filing
from records.platform import Platform, Theme
from records.project import Group, Project
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.importing import outline
from workflows.importing.division import divided
from workflows.importing.draft import Draft, Raw, RawGroup
from workflows.importing.front import read_front
from workflows.importing.house_style import scheme_of, styles_of
from workflows.importing.identity import Register
from workflows.importing.layout import lay_out
from workflows.importing.problems import EmptyReport
from workflows.importing.projects import filings_of, project_of
from workflows.importing.rows import Understood, begins, other_forms, understood
from workflows.importing.source import Doubt, Source, tidy
from workflows.markers import UNSAID

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


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
        row = understood(raw, self.register.known_names(), self.favoured())
        self.doubts += [
            Doubt(raw.place, "名稱後的括號不像沿革或議題，留在名稱之內，請核對。", text)
            for text in row.title.unsure
        ]
        return row

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
        scheme = scheme_of(every, self.platform.numbering)
        self.house, more = styles_of(every, scheme)
        self.doubts += [*doubts, *more]
        told = {
            "quarter": self.quarter,
            "title": title,
            "as_of": as_of,
            "groups": tuple(map(self.group, self.draft.groups)),
            "cities": self.cities(every),
            "themes": self.platform.themes,
            "numbering": scheme.id,
            "style": self.platform.style,
        }
        return QuarterRecord.model_validate(told)

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
        parts, doubts = divided(self.housed(row), labels, record)
        self.doubts += doubts
        project = project_of(row, group, order, parts, labels, self.register)
        found = map(self.register.theme, row.title.themes)
        self.themes |= {theme.id: theme for theme in found}
        return project, filings_of(project, parts, self.quarter)

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
