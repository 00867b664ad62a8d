"""A project: one row of the report, with its sections and who writes them.

合作方案. ``sections`` is the whole trick: an ordered list of who writes what, and under which
heading:

>>> Section(id="main", by=("taipei", "keelung")).joint
False
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from records.city import JOINT, SLUG, Slug
from records.prose import fault
from records.schema import Record


def _sound(text: str) -> str:
    if wrong := fault(text):
        raise ValueError(wrong)
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""One line of clean text."""


class Group(Record):
    """A working group of the platform (工作小組), in print order in the quarter."""

    id: Slug
    label: Line = Field(description="組別名稱", examples=["交通組"])


class Contact(Record):
    """Whom to call about a project in one city; the people themselves are accounts."""

    agency: Line = Field(description="承辦機關", examples=["臺北市政府捷運工程局"])
    role: Line = Field(default="承辦人", description="職稱")
    phone: str = Field(default="", description="電話")


class Section(Record):
    """A part of a project's row: written by cities in print order, or jointly."""

    id: Slug
    by: tuple[Slug, ...] | Literal["joint"] = Field(
        description="由誰填報：joint 或縣市代碼清單", examples=["joint"]
    )
    heading: str = Field(default="", description="段落標題（印在報告上）")

    @property
    def joint(self) -> bool:
        """Whether one text stands for all cities."""
        return self.by == JOINT

    @property
    def owners(self) -> tuple[str, ...]:
        """Who writes here, in print order: city ids, or only ``joint``."""
        return (JOINT,) if self.by == JOINT else tuple(self.by)

    @field_validator("by", mode="after")
    @classmethod
    def _by_whom(cls, by: tuple[str, ...] | str) -> tuple[str, ...] | str:
        if not by:
            sentence = "至少要有一個縣市，或寫 joint"
            raise ValueError(sentence)
        if len(set(by)) != len(by) and by != JOINT:
            sentence = "同一個縣市寫了兩次"
            raise ValueError(sentence)
        return by

    _clean = field_validator("heading")(_sound)


class Status(StrEnum):
    """Whether a project is reported on."""

    ACTIVE = "active"
    PAUSED = "paused"
    DELISTED = "delisted"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"active": "列管中", "paused": "暫緩", "delisted": "解除列管"}[self.value]


class Decision(StrEnum):
    """What prints where a text is missing in a final report."""

    OMIT = "omit"
    NOTHING_NEW = "本季無更新"
    NOT_FILED = "未填報"


class Gap(Record):
    """The decision on one missing text."""

    section: Slug
    city: Slug = Field(description="縣市代碼或 joint")
    decision: Decision = Field(description="如何處理缺漏")
    why: str = Field(default="", description="理由")


class Figure(Record):
    """A number that a filing may state in a field of its own."""

    id: Slug
    label: Line
    unit: str = ""


class Balance(Record):
    """Figures that must add up over the cities: the sum of one equals the sum of another."""

    left: tuple[Slug, ...]
    right: tuple[Slug, ...]
    label: str = ""


class Project(Record):
    """A project as it stands in one quarter."""

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"status"})

    project: Slug = Field(description="方案代碼")
    name: Line = Field(description="方案名稱", examples=["淡水河北側沿河平面道路工程"])
    former_names: tuple[Line, ...] = Field(default=(), description="曾用名稱")
    group: Slug = Field(description="組別代碼")
    order: int = Field(ge=1, description="組內順序")
    lead: str = Field(
        default="", description="主辦市", pattern=f"^$|{SLUG}", examples=["new-taipei"]
    )
    cities: tuple[Slug, ...] = Field(default=(), description="參與縣市")
    contacts: dict[str, tuple[Contact, ...]] = Field(default={}, description="各市承辦窗口")
    themes: tuple[Slug, ...] = Field(default=(), description="共同議題代碼")
    remarks: tuple[Line, ...] = Field(default=(), description="註記（印在名稱後）")
    note: str = Field(default="", description="【】內的註記")
    status: Status = Field(default=Status.ACTIVE, description="列管狀態")
    sections: tuple[Section, ...] = Field(min_length=1, description="段落")
    figures: tuple[Figure, ...] = Field(default=(), description="數字欄位")
    balances: tuple[Balance, ...] = Field(default=(), description="應相等的數字")
    gaps: tuple[Gap, ...] = Field(default=(), description="缺漏的處理")

    _clean = field_validator("name", "note")(_sound)
    _clean_all = field_validator("remarks", "former_names")(
        lambda lines: tuple(map(_sound, lines))
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        ids = [section.id for section in self.sections]
        if len(set(ids)) != len(ids):
            sentence = "sections：段落代碼重複，請改成不同的代碼"
            raise ValueError(sentence)
        known = set(self.cities)
        strangers = [o for o in self.owners if o not in known and o != JOINT]
        if strangers:
            sentence = f"sections：{strangers[0]} 不在 cities 之內，請加入 cities 或移出段落"
            raise ValueError(sentence)
        if self.lead and self.lead not in known:
            sentence = f"lead：主辦市 {self.lead} 不在 cities 之內"
            raise ValueError(sentence)
        return self

    @property
    def owners(self) -> tuple[str, ...]:
        """Everybody who writes a part, in the order of first print: city ids and ``joint``."""
        return tuple(dict.fromkeys(owner for each in self.sections for owner in each.owners))

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every earlier one, by which another report may call the project."""
        return (self.name, *self.former_names)

    def written_by(self, owner: str) -> tuple[Section, ...]:
        """Return the sections that an owner (a city or ``joint``) writes, in print order."""
        return tuple(section for section in self.sections if owner in section.owners)

    def section_depth(self, section: Section) -> int:
        """Return how many list levels stand above an owner's text in print.

        A heading takes one and a city label takes one (``records.md``, printing 3 and 4).
        """
        return (1 if section.heading else 0) + (0 if section.joint else 1)
