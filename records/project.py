"""A project: one row of the report, with its sections and who writes them.

合作方案. ``sections`` is the whole trick: an ordered list of who writes what, and under which
heading:

>>> Section(id="main", by=("taipei", "keelung")).joint
False
"""

import re
from collections.abc import Container, Hashable, Iterable, Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import Field, field_validator, model_validator

from records.city import JOINT, RESERVED, SLUG, Slug
from records.schema import Line, Record, Words

Named = TypeVar("Named", bound=Hashable)


def _twice(names: Iterable[Named]) -> Named | None:
    """Return the first name that stands there a second time."""
    seen = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _strange(names: Iterable[str], known: Container[str]) -> str:
    return next((name for name in names if name not in known), "")


class Group(Record):
    """A working group of the platform (工作小組), in print order in the quarter."""

    id: Slug = Field(description="組別代碼", examples=["traffic"])
    label: Line = Field(description="組別名稱", examples=["交通組"])


class Contact(Record):
    """Whom to call about a project in one city; the people themselves are accounts."""

    agency: Line = Field(description="承辦機關", examples=["臺北市政府捷運工程局"])
    role: Line = Field(default="承辦人", description="職稱")
    phone: Words = Field(default="", description="電話")


class Section(Record):
    """A part of a project's row: written by cities in print order, or jointly."""

    id: Slug = Field(description="段落代碼", examples=["main"])
    by: Annotated[tuple[Slug, ...], Field(min_length=1)] | Literal["joint"] = Field(
        description="由誰填報：joint 或縣市代碼清單"
    )
    heading: Words = Field(default="", description="段落標題（印在報告上）")

    @property
    def joint(self) -> bool:
        """Whether one text stands for all cities."""
        return self.by == JOINT

    @property
    def owners(self) -> tuple[str, ...]:
        """Who writes here, in print order: city ids, or only ``joint``."""
        return (JOINT,) if self.by == JOINT else tuple(self.by)

    @field_validator("by", mode="before")
    @classmethod
    def _joint_or_list(cls, by: object) -> object:
        if isinstance(by, list | tuple) or by == JOINT:
            return by
        sentence = "只能寫 joint，或縣市代碼的清單（每行一個「- 」）"
        raise ValueError(sentence)

    @field_validator("by", mode="after")
    @classmethod
    def _by_whom(cls, by: tuple[str, ...] | str) -> tuple[str, ...] | str:
        if JOINT in by and by != JOINT:
            sentence = "合併填報的段落要寫成 by: joint，不寫成清單"
            raise ValueError(sentence)
        if by != JOINT and (city := _twice(by)):
            sentence = f"縣市 {city} 寫了兩次，請留一個"
            raise ValueError(sentence)
        return by


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

    section: Slug = Field(description="段落代碼", examples=["main"])
    city: Slug = Field(description="縣市代碼或 joint", examples=["taipei"])
    decision: Decision = Field(description="如何處理缺漏")
    why: Words = Field(default="", description="理由")


NAMED = re.compile(r"\{([^{}]*)\}")


class Figure(Record):
    """A number that a filing may state in a field of its own.

    ``sentence`` prints it: ``{id}`` stands for the number of a figure of the project.
    """

    id: Slug = Field(description="數字欄位代碼", examples=["passengers"])
    label: Line = Field(description="數字欄位名稱")
    unit: Words = Field(default="", description="單位", examples=["件"])
    period: Words = Field(default="", description="統計期間", examples=["114 年 1 月至 12 月"])
    by: tuple[Slug, ...] = Field(default=(), description="由誰填寫；不寫為每一個填報者")
    sentence: Words = Field(default="", description="印出數字的句子；{代碼} 代表數字")

    @property
    def named(self) -> tuple[str, ...]:
        """The figures whose numbers the sentence prints."""
        return tuple(NAMED.findall(self.sentence))

    def of(self, owner: str) -> bool:
        """Whether an owner (a city or ``joint``) states it."""
        return not self.by or owner in self.by


class Equation(StrEnum):
    """What has to equal what in a balance."""

    SUM = "sum"
    PART = "part"
    EQUAL = "equal"

    @property
    def label(self) -> str:
        """The words on the page."""
        return {
            "sum": "各市合計，左邊等於右邊",
            "part": "同一篇裡，左邊等於右邊",
            "equal": "各市填的都相同",
        }[self.value]


class Balance(Record):
    """Figures that must agree.

    ``sum``: over all cities, the left ones add up to the right ones (what goes out comes in).
    ``part``: so in every text by itself (a total and its parts). ``equal``: every city states the
    same number for each of them.
    """

    left: tuple[Slug, ...] = Field(min_length=1, description="等號左邊的數字欄位")
    right: tuple[Slug, ...] = Field(min_length=1, description="等號右邊的數字欄位")
    label: Words = Field(default="", description="相等的理由")
    kind: Equation = Field(default=Equation.SUM, description="怎樣相等")


class Project(Record):
    """A project as it stands in one quarter."""

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"status"})

    project: Slug = Field(description="方案代碼", examples=["tamsui-riverside"])
    name: Line = Field(description="方案名稱", examples=["淡水河北側沿河平面道路工程"])
    former_names: tuple[Line, ...] = Field(default=(), description="曾用名稱")
    group: Slug = Field(description="組別代碼", examples=["traffic"])
    order: int = Field(ge=1, le=9_999, description="組內順序")
    lead: str = Field(
        default="", description="主辦市", pattern=f"^$|{SLUG}", examples=["new-taipei"]
    )
    cities: tuple[Slug, ...] = Field(default=(), description="參與縣市")
    contacts: dict[Slug, tuple[Contact, ...]] = Field(default={}, description="各市承辦窗口")
    themes: tuple[Slug, ...] = Field(default=(), description="共同議題代碼")
    remarks: tuple[Line, ...] = Field(default=(), description="註記（印在名稱後）")
    note: Words = Field(default="", description="【】內的註記")
    status: Status = Field(default=Status.ACTIVE, description="列管狀態")
    sections: tuple[Section, ...] = Field(min_length=1, description="段落")
    figures: tuple[Figure, ...] = Field(default=(), description="數字欄位")
    balances: tuple[Balance, ...] = Field(default=(), description="應相等的數字")
    gaps: tuple[Gap, ...] = Field(default=(), description="缺漏的處理")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sentence := next(self._contradictions(), ""):
            raise ValueError(sentence)
        return self

    def _contradictions(self) -> Iterator[str]:
        """Yield what the file says and denies: each names the field and what to change."""
        sections = [section.id for section in self.sections]
        if city := _twice(self.cities):
            yield f"cities：縣市 {city} 寫了兩次，請留一個"
        if reserved := RESERVED.intersection(self.cities):
            yield f"cities：{min(reserved)} 是保留字，不是縣市代碼，請移除"
        if section := _twice(sections):
            yield f"sections：段落代碼 {section} 寫了兩次，請改成不同的代碼"
        if city := _strange(self.owners, {*self.cities, JOINT}):
            yield f"sections：{city} 不在 cities 之內，請加入 cities 或移出段落"
        if city := _strange([self.lead] if self.lead else (), self.cities):
            yield f"lead：主辦市 {city} 不在 cities 之內，請加入 cities 或改寫 lead"
        if city := _strange(self.contacts, self.cities):
            yield f"contacts：{city} 不在 cities 之內，請加入 cities 或移除"
        yield from self._strange_figures()
        yield from self._idle_gaps()

    def _strange_figures(self) -> Iterator[str]:
        figures = [figure.id for figure in self.figures]
        if figure := _twice(figures):
            yield f"figures：代碼 {figure} 寫了兩次，請改成不同的代碼"
        if figure := _strange((f for b in self.balances for f in (*b.left, *b.right)), figures):
            yield f"balances：{figure} 不在 figures 之內，請加入 figures 或移除"
        if figure := _strange((name for f in self.figures for name in f.named), figures):
            yield f"figures：句子裡的 {{{figure}}} 不在 figures 之內，請加入 figures 或改寫"
        if city := _strange((o for f in self.figures for o in f.by), self.owners):
            yield f"figures：{city} 沒有填報這個方案，請移出 by"

    def _idle_gaps(self) -> Iterator[str]:
        expected = {section.id: section.owners for section in self.sections}
        for gap in self.gaps:
            if gap.city not in expected.get(gap.section, ()):
                yield f"gaps：段落 {gap.section} 沒有要 {gap.city} 填報，請移除或改正"
        if twice := _twice((gap.section, gap.city) for gap in self.gaps):
            yield f"gaps：段落 {twice[0]} 的 {twice[1]} 寫了兩次，請留一個"

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
