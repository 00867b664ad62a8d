"""A filing: one city's text, or the joint one, on one project for one quarter.

辦理情形. The text itself is prose in parts, one for each section that the owner writes.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from records.city import Slug
from records.prose import Blocks
from records.quarter import Quarter
from records.schema import Record, Words


class Progress(StrEnum):
    """What a filing says about the quarter."""

    NEW = "new"
    NONE = "none"
    DONE = "done"

    @property
    def label(self) -> str:
        """The words on the page."""
        return {
            "new": "有新進度",
            "none": "本季無新進度",
            "done": "已完成，建議解除列管",
        }[self.value]


class FilingFront(Record):
    """What stands in the front matter of a filing."""

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"progress"})

    quarter: Quarter = Field(description="季別")
    project: Slug = Field(description="方案代碼", examples=["tamsui-riverside"])
    city: Slug = Field(description="縣市代碼或 joint", examples=["taipei"])
    progress: Progress = Field(default=Progress.NEW, description="本季進度")
    reason: Words = Field(default="", description="無新進度的理由")
    carried_from: Quarter | None = Field(default=None, description="文字沿用自哪一季")
    figures: dict[Slug, Words] = Field(default={}, description="數字欄位")

    @model_validator(mode="after")
    def _carried(self) -> Self:
        if self.carried_from is not None and self.carried_from >= self.quarter:
            sentence = "carried_from：沿用的季別要比本季早，請改正"
            raise ValueError(sentence)
        return self


class Filing(FilingFront):
    """A filing with its text."""

    parts: Mapping[str, Blocks] = Field(default={}, exclude=True)

    def part(self, section: str, *, only: bool) -> Blocks:
        """Return the blocks of a section; where it is the project's only one, the plain text."""
        return self.parts.get(section) or (self.parts.get("", ()) if only else ())
