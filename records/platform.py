"""The platform: its cities, themes, numbering, house style and word lists.

合作交流平臺. One record, ``platform.md``, edited by coordinators; a quarter takes a copy of what
prints, so that an old quarter prints as it did.
"""

import re
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator

from records.city import FOUR, City, Slug, distinct
from records.schema import VERSION, Day, Line, Record


class Theme(Record):
    """A theme that projects of several groups share (共同議題)."""

    id: Slug = Field(description="共同議題代碼", examples=["climate"])
    label: Line = Field(description="印在名稱後括號內的文字")


class Face(StrEnum):
    """What the report is set in (字體)."""

    SERIF = "serif"
    """Noto Serif TC, which comes with the program."""
    KAI = "kai"
    """全字庫正楷體, which whoever chooses it installs."""


class Style(Record):
    """Switches of the house style that writers and checks obey."""

    brackets: Literal["full", "half"] = Field(default="full", description="名稱後括號的寬度")
    group_heading: Line = Field(
        default="({number}) {label}",
        description="組別標題的樣子；{number} 是組序，{label} 是組別名稱",
    )
    signatures: bool = Field(default=True, description="報告是否列出版本")
    face: Face = Field(default=Face.SERIF, description="PDF 的字體：明體或全字庫正楷體")

    @field_validator("group_heading")
    @classmethod
    def _fills(cls, heading: str) -> str:
        if "{label}" not in heading or re.search(r"[{}]", re.sub(r"{number}|{label}", "", heading)):
            sentence = "要有 {label}，大括號只能用在 {number} 與 {label}，例如 ({number}) {label}"
            raise ValueError(sentence)
        return heading


class Checks(Record):
    """What the platform changes of the checks: levels of rules, and words of their lists."""

    levels: dict[Slug, Literal["warn", "hint", "fix", "off"]] = Field(
        default={}, description="規則的等級；off 為停用"
    )
    words: dict[Slug, tuple[Line, ...]] = Field(default={}, description="詞表加入的詞")
    without: dict[Slug, tuple[Line, ...]] = Field(default={}, description="詞表移除的詞")


CLIMATE = Theme(id="climate", label="共同議題—「氣候變遷因應及調適」")


def once(themes: tuple[Theme, ...]) -> tuple[Theme, ...]:
    """Return themes whose ids are each their own. Raises ValueError."""
    if len({theme.id for theme in themes}) != len(themes):
        sentence = "同一個共同議題代碼寫了兩次，請留一個"
        raise ValueError(sentence)
    return themes


class Platform(Record):
    """What holds for the platform as a whole, from the next quarter on."""

    schema_version: int = Field(default=VERSION, alias="schema", ge=1, description="紀錄格式版本")
    name: Line = Field(default="基北北桃合作交流平臺", description="平臺名稱")
    title: Line = Field(default="「基北北桃合作交流平臺」合作方案辦理情形", description="報告標題")
    cities: tuple[City, ...] = Field(default=FOUR, min_length=1, description="縣市")
    themes: tuple[Theme, ...] = Field(default=(CLIMATE,), description="共同議題")
    numbering: Literal["report", "official"] = Field(default="report", description="編號方式")
    style: Style = Field(default=Style(), description="體例")
    names: tuple[Line, ...] = Field(default=(), description="檢查時視為正確的名稱")
    holidays: tuple[Day, ...] = Field(default=(), description="放假日")
    checks: Checks = Field(default=Checks(), description="檢查規則的調整")

    _cities = field_validator("cities")(distinct)
    _themes = field_validator("themes")(once)

    def front(self) -> dict[str, object]:
        """Return all switches, so that a person who edits the file sees them.

        What is changed of the checks is said only where something is.
        """
        dumped: dict[str, object] = self.model_dump(mode="json", by_alias=True, exclude={"checks"})
        checks = self.checks.front()
        return {**dumped, "checks": checks} if checks else dumped
