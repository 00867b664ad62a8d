"""A place: where a filing stands in the archive, and the branch that it is reviewed on.

>>> place = Place(Quarter(114, 4), "tamsui-riverside", "taipei")
>>> place.path, place.branch
('114Q4/tamsui-riverside/taipei.md', 'filings/114Q4/tamsui-riverside/taipei')
"""

import re
from dataclasses import dataclass
from typing import Self

from records.city import SLUG
from records.errors import Problem
from records.quarter import CODE, NoQuarter, Quarter

BRANCHES = "refs/heads/filings/"
REF = re.compile(r"refs/heads/filings/([^/]+)/([^/]+)/([^/]+)")
SLUGS = re.compile(SLUG, re.ASCII)
ITSELF = "project"
"""The file of a project's folder that is the project, not a filing."""


class NoPlace(Problem):
    """What was named is no place of a filing."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A quarter, a project, and the owner of the text: a city id, or ``joint``."""

    quarter: Quarter
    project: str
    owner: str

    def __post_init__(self) -> None:
        """Refuse names that could be anything but one folder or file. Raises NoPlace."""
        for name in (self.project, self.owner):
            if not SLUGS.fullmatch(name):
                raise NoPlace(f"「{name[:60]}」不是代碼，請用小寫英文字母、數字與連字號。")
        if self.owner == ITSELF:
            raise NoPlace("project 是保留字，不能當作縣市代碼。")

    @classmethod
    def of_ref(cls, ref: str) -> Self | None:
        """Return the place that a branch belongs to, or None where it is no filing's branch."""
        match = REF.fullmatch(ref)
        if match is None or not CODE.fullmatch(match[1]):
            return None
        try:
            return cls(Quarter.parse(match[1]), match[2], match[3])
        except (NoPlace, NoQuarter):
            return None

    @property
    def path(self) -> str:
        """The file of the record."""
        return f"{self.quarter}/{self.project}/{self.owner}.md"

    @property
    def branch(self) -> str:
        """The name of the branch, as people say it."""
        return f"filings/{self.quarter}/{self.project}/{self.owner}"

    @property
    def ref(self) -> str:
        """The full name of the branch."""
        return f"refs/heads/{self.branch}"
