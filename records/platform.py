"""The platform: its cities, themes, numbering, house style and word lists.

合作交流平臺. One record, ``platform.md``, edited by coordinators; a quarter takes a copy of what
prints, so that an old quarter prints as it did.
"""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from records.city import FOUR, JOINT, City, Slug
from records.project import Line
from records.schema import VERSION, Record


class Theme(Record):
    """A theme that projects of several groups share (共同議題)."""

    id: Slug
    label: Line = Field(description="印在名稱後括號內的文字")


class Style(Record):
    """Switches of the house style that writers and checks obey."""

    brackets: Literal["full", "half"] = Field(default="full", description="名稱後括號的寬度")
    group_heading: str = Field(default="({number}) {label}", description="組別標題的樣子")
    signatures: bool = Field(default=True, description="報告是否列出版本")


CLIMATE = Theme(id="climate", label="共同議題—「氣候變遷因應及調適」")


class Platform(Record):
    """What holds for the platform as a whole, from the next quarter on."""

    schema_version: int = Field(default=VERSION, alias="schema", ge=1, description="紀錄格式版本")
    name: Line = Field(default="基北北桃合作交流平臺", description="平臺名稱")
    title: Line = Field(
        default="「基北北桃合作交流平臺」合作方案辦理情形", description="報告標題"
    )
    cities: tuple[City, ...] = Field(default=FOUR, min_length=1, description="縣市")
    themes: tuple[Theme, ...] = Field(default=(CLIMATE,), description="共同議題")
    numbering: Literal["report", "official"] = Field(default="report", description="編號方式")
    style: Style = Field(default=Style(), description="體例")
    names: tuple[Line, ...] = Field(default=(), description="檢查時視為正確的名稱")
    holidays: tuple[date, ...] = Field(default=(), description="放假日")

    @field_validator("cities")
    @classmethod
    def _ids(cls, cities: tuple[City, ...]) -> tuple[City, ...]:
        ids = [city.id for city in cities]
        if len(set(ids)) != len(ids) or {JOINT, "project", "quarter"} & set(ids):
            sentence = "縣市代碼重複，或用了保留字 joint、project、quarter"
            raise ValueError(sentence)
        return cities

    def front(self) -> dict[str, object]:
        """Return all switches, so that a person who edits the file sees them."""
        dumped: dict[str, object] = self.model_dump(mode="json", by_alias=True)
        return dumped
