"""The register of a quarter: its dates, groups, and the cities and style as they were.

方案名冊. The record ``quarter.md``; the projects themselves stand beside it, one folder each.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from records.city import JOINT, City, Slug, distinct
from records.numbering import SCHEMES, Scheme
from records.platform import Style, Theme, once
from records.project import Group
from records.quarter import Quarter
from records.schema import SLUG, Day, Line, Moment, Record


class Stage(StrEnum):
    """Where a quarter is in its life."""

    COLLECTING = "collecting"
    CLOSED = "closed"
    FROZEN = "frozen"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"collecting": "填報中", "closed": "已截止", "frozen": "已定稿"}[self.value]


class Allowance(Record):
    """A later deadline for one city or project, and who allowed it (展延)."""

    city: str = Field(
        default="", pattern=f"^$|{SLUG}", description="縣市代碼或 joint；空白為所有縣市"
    )
    project: str = Field(default="", pattern=f"^$|{SLUG}", description="方案代碼；空白為所有方案")
    until: Moment = Field(description="展延至")
    by: Line = Field(description="同意人")
    why: Line = Field(description="理由")


class QuarterRecord(Record):
    """What a quarter was opened with."""

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"state", "numbering", "style"})
    """Said in full: a later program may have other defaults, and this quarter prints as it did."""

    quarter: Quarter = Field(description="季別")
    title: Line = Field(description="報告標題")
    as_of: Day = Field(description="資料時間")
    opens: Day | None = Field(default=None, description="開始填報日")
    due: Moment | None = Field(default=None, description="填報期限")
    grace: int = Field(default=0, ge=0, le=366, description="期限後幾日截止，0 為不自動截止")
    state: Stage = Field(default=Stage.COLLECTING, description="季的狀態")
    groups: tuple[Group, ...] = Field(min_length=1, description="組別，依列印順序")
    cities: tuple[City, ...] = Field(min_length=1, description="縣市")
    themes: tuple[Theme, ...] = Field(default=(), description="共同議題")
    numbering: Literal["report", "official"] = Field(default="report", description="編號方式")
    style: Style = Field(default=Style(), description="體例")
    exceptions: tuple[Allowance, ...] = Field(default=(), description="展延")

    _cities = field_validator("cities")(distinct)
    _themes = field_validator("themes")(once)

    @field_validator("groups")
    @classmethod
    def _once(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        if len({group.id for group in groups}) != len(groups):
            sentence = "同一個組別代碼寫了兩次，請留一個"
            raise ValueError(sentence)
        return groups

    @property
    def scheme(self) -> Scheme:
        """The numbering scheme of the quarter's report."""
        return SCHEMES[self.numbering]

    def city_label(self, owner: Slug) -> str:
        """Return a city's label, 合併 for the joint text; the id where nobody knows it."""
        if owner == JOINT:
            return "合併"
        return next((city.label for city in self.cities if city.id == owner), owner)

    def excepted_until(self, project: str, city: str) -> datetime | None:
        """Return the last moment that an exception allows, or None where there is none."""
        allowed = [
            e.until for e in self.exceptions if e.city in ("", city) and e.project in ("", project)
        ]
        return max(allowed, default=None)

    def closed(self, on: datetime) -> bool:
        """Tell whether first texts are refused: it was closed, or its days of grace are over.

        Without days of grace a quarter collects until a coordinator closes it.
        """
        over = self.due and self.grace and on > self.due + timedelta(days=self.grace)
        return self.state is not Stage.COLLECTING or bool(over)

    def due_for(self, project: str, city: str) -> datetime | None:
        """Return the last moment to send, with the exceptions that were allowed."""
        excepted = self.excepted_until(project, city)
        return max(self.due, excepted or self.due) if self.due else None
