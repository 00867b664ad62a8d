"""A quarter: the period that every filing reports on.

季 on the page. Years are counted the ROC way, so 114Q4 closes 2025:

>>> Quarter.parse("114Q4").last_day
datetime.date(2025, 12, 31)
>>> Quarter.parse("99Q4").next.label
'100 年第 1 季'
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from records.errors import Problem

ROC_EPOCH = 1911
"""Year 1 of the Republic of China is 1912 (民國元年)."""

TAIPEI_TIME = timezone(timedelta(hours=8))
"""The clock of the platform: Taiwan has had no other since 1979, and a fixed offset
needs no files of time zones."""

LAST_YEAR = 999

CODE = re.compile(r"([1-9][0-9]{0,2})Q([1-4])", re.ASCII)


class NoQuarter(Problem, ValueError):  # noqa: N818 - a problem, as all of them
    """What was written names no quarter."""


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of the ROC calendar; it orders by time and reads itself from its code.

    Years 1 to 999, as a code says them. Raises NoQuarter beyond.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what no code can say."""
        if not (1 <= self.year <= LAST_YEAR and self.number in (1, 2, 3, 4)):
            wrong = f"沒有民國 {self.year} 年第 {self.number} 季"
            raise NoQuarter(f"{wrong}，請改用民國 1 至 {LAST_YEAR} 年的季別。")

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read ``114Q4``; raise NoQuarter for anything else."""
        match = CODE.fullmatch(code)
        if match is None:
            sentence = f"「{code[:20]}」不是季別，請寫成民國年加季，例如 114Q4。"
            raise NoQuarter(sentence)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that a day lies in."""
        return cls(day.year - ROC_EPOCH, (day.month + 2) // 3)

    @property
    def label(self) -> str:
        """The quarter in print: 114 年第 4 季."""
        return f"{self.year} 年第 {self.number} 季"

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year + (self.number == 4), self.number % 4 + 1)  # noqa: PLR2004 - of four

    @property
    def first_day(self) -> date:
        """The day that the quarter begins on."""
        return date(self.year + ROC_EPOCH, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The day that the quarter closes on; its report speaks as of this day (資料時間)."""
        year, month = divmod((self.year + ROC_EPOCH) * 12 + 3 * self.number, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """Return the code, as folders and branches are named."""
        return f"{self.year}Q{self.number}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Read from a code in a record, and write the code back."""
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _read(cls, value: object) -> "Quarter":
        if isinstance(value, Quarter):
            return value
        return cls.parse(value if isinstance(value, str) else "")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the code to editors and other programs."""
        return {"type": "string", "pattern": f"^{CODE.pattern}$", "examples": ["114Q4"]}


def roc_date(day: date) -> str:
    """Write a day as reports do.

    >>> roc_date(date(2025, 12, 31))
    '114 年 12 月 31 日'
    """
    return f"{day.year - ROC_EPOCH} 年 {day.month} 月 {day.day} 日"


def days_between(now: datetime, then: datetime) -> int:
    """Count the days from one moment to another by the calendar of Taiwan."""
    return (then.astimezone(TAIPEI_TIME).date() - now.astimezone(TAIPEI_TIME).date()).days
