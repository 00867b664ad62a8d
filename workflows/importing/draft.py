"""A draft: a report taken apart into groups and rows, before anything in it is understood."""

import re
from dataclasses import dataclass, field

from workflows.importing.problems import HomelessText
from workflows.importing.source import Doubt, Line

GROUP = re.compile(
    r"[(（](?P<number>[一二三四五六七八九十]{1,3})[)）]\s*(?P<label>\S.*)|[㈠-㈩]\s*\S.*"
)
SENTENCE = re.compile(r"[。；：:;，,]$")
"""How a sentence ends, and no name: names may end with ！ or ？."""

LONGEST_GROUP = 30
LONGEST_NAME = 120


@dataclass
class Raw:
    """A project as it stands there: its title, and the lines of its text."""

    title: str
    place: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class RawGroup:
    """A group as it stands there."""

    label: str
    place: str
    projects: list[Raw] = field(default_factory=list)


@dataclass
class Draft:
    """A report taken apart, before anything in it is understood."""

    front: list[Line] = field(default_factory=list)
    groups: list[RawGroup] = field(default_factory=list)
    homeless: list[tuple[Line, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def current(self) -> RawGroup | None:
        """The group that is being read."""
        return self.groups[-1] if self.groups else None

    def settle(self) -> None:
        """Raise HomelessText for the first words that found no place."""
        if self.homeless:
            line, why = self.homeless[0]
            more = len(self.homeless) - 1
            raise HomelessText(line.place, line.text or _cells(line), more=more, why=why)


def _cells(line: Line) -> str:
    return " ".join(cell for row in line.rows for cell in row)


def group_of(line: Line) -> str:
    """Return the label of the group that a line opens; an empty string where it opens none."""
    if line.rows or SENTENCE.search(line.text) or len(line.text) > LONGEST_GROUP:
        return ""
    if line.marker is not None:
        return line.text if line.marker.style in ("(一)", "一、") else ""
    if match := GROUP.fullmatch(line.text):
        return (match["label"] or line.text[1:]).strip()
    return ""
