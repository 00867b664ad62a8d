"""The records of a row: its project, with what the register knows of it, and its filings."""

from collections.abc import Sequence

from records.filing import Filing
from records.outline import Blocks
from records.project import Group, Project
from records.quarter import Quarter
from workflows.importing import sections, titles
from workflows.importing.identity import Register, section_records
from workflows.importing.rows import Understood
from workflows.importing.sections import Labels, Part
from workflows.importing.source import squash


def project_of(  # noqa: PLR0913, PLR0917 - a row, its place, its text, and what is known
    row: Understood,
    group: Group,
    order: int,
    parts: Sequence[Part],
    labels: Labels,
    register: Register,
) -> Project:
    """Return the project of a row: what is printed anew, the rest as the register has it."""
    name = row.title.name
    stated = [former for former in map(titles.former_name, row.title.remarks) if former]
    before = register.find(name, stated)
    identity = before.project if before else register.project_id(name, group.label)
    register.taken.add(identity)
    told = {
        "name": name,
        "former_names": _former(before, name, stated),
        "group": group.id,
        "order": order,
        "cities": _participants(parts, labels, before),
        "themes": tuple(register.theme(label).id for label in row.title.themes),
        "remarks": row.title.remarks,
        "note": row.note,
        "sections": section_records(parts, before),
        "gaps": (),
    }
    kept = before.model_dump() if before else {"project": identity}
    return Project.model_validate(kept | told)


def _former(before: Project | None, name: str, stated: Sequence[str]) -> tuple[str, ...]:
    """Return earlier names: those kept so far, the one it had, and one that the report states."""
    known = (*before.former_names, before.name) if before else ()
    names = (each for each in (*known, *stated) if squash(each) != squash(name))
    return tuple(dict.fromkeys(names))


def _participants(parts: Sequence[Part], labels: Labels, before: Project | None) -> tuple[str, ...]:
    """Return who takes part: the cities that wrote; without two of them, nobody can know."""
    wrote = {owner for part in parts if not part.joint for owner in part.owners}
    everybody = tuple(labels.values())
    kept = before.cities if before else () if len(wrote) >= sections.TWO else everybody
    ordered = (city for city in everybody if city in {*wrote, *kept})
    return tuple(dict.fromkeys((*ordered, *kept)))


def filings_of(project: Project, parts: Sequence[Part], quarter: Quarter) -> list[Filing]:
    """Return the filings of a project, in the order of its owners."""
    texts: dict[str, dict[str, Blocks]] = {}
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
