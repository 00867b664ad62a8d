"""An edition: a frozen report, the hash of every form of it, and its errata.

定稿版次. The record ``editions/114Q4/1.md``.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from records.canonical import MAX_BODY
from records.city import Slug
from records.quarter import Quarter
from records.schema import COMMIT, SHA256, Line, Record, sound

Sha256 = Annotated[str, StringConstraints(pattern=SHA256)]

Passage = Annotated[str, StringConstraints(max_length=MAX_BODY), AfterValidator(sound)]
"""What a report says at one place: as long as a filing may be."""


class Erratum(Record):
    """One correction after the freeze (勘誤)."""

    number: int = Field(default=1, ge=1, le=9_999, description="勘誤編號")
    what: Line = Field(description="更正何處")
    before: Passage = Field(description="更正前")
    after: Passage = Field(description="更正後")
    by: Line = Field(description="更正人")


class Edition(Record):
    """A report as it was issued."""

    quarter: Quarter = Field(description="季別")
    number: int = Field(ge=1, le=9_999, description="版次")
    commit: str = Field(pattern=COMMIT, description="版本")
    sha256: dict[Slug, Sha256] = Field(default={}, description="各格式的 SHA-256")
    made_with: dict[Line, Line] = Field(
        default={}, description="所用字型、範本的 SHA-256，與所用程式的版本"
    )
    errata: tuple[Erratum, ...] = Field(default=(), description="勘誤")
