"""Fitting: which parts of a filing have a place in their project, and which have none.

未歸位. When a section or a city is taken out of a project, its text stays where it was: it is
shown as 未歸位 and must be placed before it is merged or printed.
"""

from records.filing import Filing
from records.project import Project


def misplaced(project: Project, filing: Filing) -> tuple[str, ...]:
    """Return the section ids of the texts that no section prints, in the order of the file.

    ``""`` is the text before the first ``## section`` line; it has a place where the project has
    one section, the filing's owner writes it, and nothing stands under its id.
    """
    written = project.written_by(filing.city)
    placed = {section.id for section in written}
    if len(project.sections) == 1 and written and not filing.parts.get(written[0].id):
        placed.add("")
    return tuple(name for name, blocks in filing.parts.items() if blocks and name not in placed)
