"""Which project of the register a row is, and what a new one is called from now on.

A project is found by its name or an earlier one, after NFKC and without blanks. A new name gets
an id from its own characters, so that the same name has the same id in every archive.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from records.platform import Theme
from records.project import Group, Project, Section
from records.prose import List
from workflows.importing.sections import Part
from workflows.importing.source import squash

KNOWN_GROUPS = {
    "交通組": "transport",
    "災防組": "disaster",
    "教育文化組": "education",
    "產業民生組": "industry",
    "都會發展組": "urban",
    "衛生社福組": "health",
    "環境資源組": "environment",
    "觀光文創組": "tourism",
}
"""Readable ids for the groups that every report so far has had; others get one from their name."""

DASHES = str.maketrans("—–―─", "————")


def digest(text: str, length: int) -> str:
    """Return hexadecimal digits that stand for a text."""
    return hashlib.sha256(squash(text).encode()).hexdigest()[:length]


@dataclass
class Register:
    """The projects, groups and themes known so far, and the ids that are taken."""

    projects: Sequence[Project] = ()
    groups: Sequence[Group] = ()
    themes: Sequence[Theme] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def known_names(self) -> frozenset[str]:
        """Return every name of every project, squashed."""
        names = (name for project in self.projects for name in project.names)
        return frozenset(map(squash, (*names, *self.named)))

    def find(self, name: str, former: Iterable[str] = ()) -> Project | None:
        """Return the project of a name: by a coordinator's id, by its name, by an earlier one."""
        by_id = {project.project: project for project in self.projects}
        if found := by_id.get(self._named(name)):
            return found
        for wanted in map(squash, (name, *former)):
            for names in (lambda p: (p.name,), lambda p: p.names):
                found = next((p for p in self.projects if wanted in map(squash, names(p))), None)
                if found and found.project not in self.taken:
                    return found
        return None

    def project_id(self, name: str, group: str) -> str:
        """Return the id of a new name; the group tells two rows of one name apart."""
        wanted = self._named(name) or f"p-{digest(name, 8)}"
        if wanted in self.taken:
            wanted = f"p-{digest(f'{name}／{group}', 8)}"
        number, free = 2, wanted
        while free in self.taken:
            free, number = f"{wanted}-{number}", number + 1
        return free

    def _named(self, name: str) -> str:
        return next((i for n, i in self.named.items() if squash(n) == squash(name)), "")

    def group_id(self, label: str) -> str:
        """Return the id of a group's label."""
        known = next((g.id for g in self.groups if squash(g.label) == squash(label)), "")
        return known or KNOWN_GROUPS.get(squash(label), f"g-{digest(label, 6)}")

    def theme(self, label: str) -> Theme:
        """Return the theme of a label, a new one if need be."""
        wanted = squash(label).translate(DASHES)
        known = (t for t in self.themes if squash(t.label).translate(DASHES) == wanted)
        return next(known, None) or Theme(id=f"t-{digest(wanted, 6)}", label=label)


def section_records(parts: Sequence[Part], before: Project | None) -> tuple[Section, ...]:
    """Give every part its section id: the one that it had before, or one from its heading."""
    taken: set[str] = set()
    made = []
    for part in parts:
        identity = _section_id(part, parts, before, taken)
        section = Section(id=identity, by=part.by, heading=part.heading)
        taken.add(section.id)
        made.append(section)
    return tuple(made)


def _section_id(part: Part, parts: Sequence[Part], before: Project | None, taken: set[str]) -> str:
    for section in before.sections if before else ():
        same = squash(section.heading) == squash(part.heading) and section.joint == part.joint
        if same and section.id not in taken:
            return section.id
    wanted = _fresh(part, parts)
    number, free = 2, wanted
    others = {section.id for section in before.sections} if before else set()
    while free in taken | others:
        free, number = f"{wanted}-{number}", number + 1
    return free


def _fresh(part: Part, parts: Sequence[Part]) -> str:
    if part.heading:
        return f"s-{digest(part.heading, 6)}"
    if len(parts) == 1:
        return "main"
    if not part.joint:
        return "cities"
    listed = any(isinstance(block, List) for block in part.texts[0][1])
    return "preamble" if part is parts[0] and not listed else "shared"
