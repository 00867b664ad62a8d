"""An edition: a frozen report, the hash of every form of it, and its errata.

定稿版次. The record ``editions/114Q4/1.md``.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from records.project import Line
from records.quarter import Quarter
from records.schema import Record

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Erratum(Record):
    """One correction after the freeze (勘誤)."""

    what: Line = Field(description="更正何處")
    before: str = Field(description="更正前")
    after: str = Field(description="更正後")
    by: Line = Field(description="更正人")


class Edition(Record):
    """A report as it was issued."""

    quarter: Quarter = Field(description="季別")
    number: int = Field(ge=1, description="版次")
    commit: str = Field(pattern=r"^[0-9a-f]{40}$", description="版本")
    sha256: dict[str, Sha256] = Field(default={}, description="各格式的 SHA-256")
    errata: tuple[Erratum, ...] = Field(default=(), description="勘誤")
