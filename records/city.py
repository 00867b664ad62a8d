"""A city: who files, and what its label is in print.

縣市 on the page. Cities are data of the platform record; a fifth one is a line there:

>>> City(id="taipei", label="臺北市").short
'臺北'
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from records.schema import SLUG, Line, Record

__all__ = ["FOUR", "JOINT", "RESERVED", "SLUG", "City", "Slug", "distinct"]

Slug = Annotated[
    str,
    StringConstraints(pattern=SLUG),
    Field(description="代碼：小寫英文字母、數字與連字號"),
]
"""A stable name for programs: lower-case letters, digits and hyphens, 64 at most."""

JOINT: Literal["joint"] = "joint"
"""Stands where a city would stand for a text that all of them share (合併填報)."""

RESERVED = frozenset({JOINT, "project", "quarter"})
"""No city's id: joint.md, project.md and quarter.md are other records."""


class City(Record):
    """A city and its label in print."""

    id: Slug = Field(description="縣市代碼", examples=["taipei"])
    label: Line = Field(description="縣市名稱", examples=["臺北市"])

    @property
    def short(self) -> str:
        """The label without its last word for city or county (臺北市 -> 臺北)."""
        return self.label.removesuffix("市").removesuffix("縣") or self.label


def distinct(cities: tuple[City, ...]) -> tuple[City, ...]:
    """Return cities whose ids and labels are each their own. Raises ValueError."""
    ids = [city.id for city in cities]
    if RESERVED & set(ids):
        sentence = "用了保留字 joint、project 或 quarter 當縣市代碼，請換一個"
        raise ValueError(sentence)
    if len(set(ids)) != len(ids) or len({city.label for city in cities}) != len(ids):
        sentence = "同一個縣市寫了兩次，請留一個"
        raise ValueError(sentence)
    return cities


FOUR = (
    City(id="taipei", label="臺北市"),
    City(id="new-taipei", label="新北市"),
    City(id="keelung", label="基隆市"),
    City(id="taoyuan", label="桃園市"),
)
"""The cities that a new archive begins with."""
