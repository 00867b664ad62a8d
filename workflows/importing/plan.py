"""The plan of an import: the records that it will write, and what a person is shown before.

預覽. Files are grouped as they are committed: the quarter first, then each working group.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from records import textform
from records.city import JOINT
from records.filing import Filing
from records.place import Place
from records.project import Project, Section
from records.prose import length
from records.quarter import Quarter
from records.reading import PROJECT_FILE, QUARTER_FILE
from workflows.importing.recognise import Imported


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that belong in one commit: what they are, and bytes by path."""

    label: str
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview: a project, its shape, who wrote, and how much (characters)."""

    group: str
    name: str
    project: str
    shape: str
    writers: str
    length: int


def batches(imported: Imported) -> tuple[Batch, ...]:
    """Return the records to write: the quarter, then one batch a group in print order.

    Raises BadRecord, TooLarge where a text is beyond what a record holds.
    """
    quarter = imported.record.quarter
    filed = {(f.project, f.city): f for f in imported.filings}
    made = [
        Batch(imported.record.title, {f"{quarter}/{QUARTER_FILE}": textform.dump(imported.record)})
    ]
    for group in imported.record.groups:
        files: dict[str, bytes] = {}
        for project in imported.projects:
            if project.group == group.id:
                files |= _files(quarter, project, filed)
        made.append(Batch(group.label, files))
    return tuple(made)


def files(imported: Imported) -> dict[str, bytes]:
    """Return every record to write, bytes by path, in the order of print."""
    return {path: raw for batch in batches(imported) for path, raw in batch.files.items()}


def _files(
    quarter: Quarter, project: Project, filed: dict[tuple[str, str], Filing]
) -> dict[str, bytes]:
    path = f"{quarter}/{project.project}/{PROJECT_FILE}"
    texts = {
        Place(quarter, project.project, owner).path: textform.dump(filing)
        for owner in project.owners
        if (filing := filed.get((project.project, owner)))
    }
    return {path: textform.dump(project), **texts}


def plan_table(imported: Imported) -> tuple[Shown, ...]:
    """Return a row for each project, for people to read before anything is written."""
    groups = {group.id: group.label for group in imported.record.groups}
    labels = {city.id: city.label for city in imported.record.cities} | {JOINT: "合併"}
    lengths: dict[str, int] = {}
    for filing in imported.filings:
        words = sum(length(blocks) for blocks in filing.parts.values())
        lengths[filing.project] = lengths.get(filing.project, 0) + words
    return tuple(
        Shown(
            groups[project.group],
            project.name,
            project.project,
            "、".join(_shapes(project)),
            "、".join(labels[owner] for owner in project.owners),
            lengths.get(project.project, 0),
        )
        for project in imported.projects
    )


def _shapes(project: Project) -> Iterator[str]:
    kinds = [_shape(section) for section in project.sections]
    for kind in dict.fromkeys(kinds):
        times = kinds.count(kind)
        yield f"{kind}×{times}" if times > 1 else kind


def _shape(section: Section) -> str:
    if section.joint:
        return "合併"
    return "段落分市" if section.heading else "分市"
