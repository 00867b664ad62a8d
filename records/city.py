"""A city: who files, and what its label is in print.

縣市 on the page. Cities are data of the platform record; a fifth one is a line there:

>>> City(id="taipei", label="臺北市").short
'臺北'
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from records.schema import Record

SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"

Slug = Annotated[
    str,
    StringConstraints(pattern=SLUG),
    Field(examples=["tamsui-riverside"], description="代碼：小寫英文字母、數字與連字號"),
]
"""A stable name for programs: lower-case letters, digits and hyphens, 64 at most."""

JOINT: Literal["joint"] = "joint"
"""Stands where a city would stand for a text that all of them share (合併填報)."""


class City(Record):
    """A city and its label in print."""

    id: Slug
    label: Annotated[str, Field(min_length=1, description="縣市名稱", examples=["臺北市"])]

    @property
    def short(self) -> str:
        """The label without its last word for city or county (臺北市 -> 臺北)."""
        return self.label.removesuffix("市").removesuffix("縣") or self.label


FOUR = (
    City(id="taipei", label="臺北市"),
    City(id="new-taipei", label="新北市"),
    City(id="keelung", label="基隆市"),
    City(id="taoyuan", label="桃園市"),
)
"""The cities that a new archive begins with."""
