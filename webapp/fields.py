"""Fields: what every form shares, its messages in our users' language.

表單. The token is no field of a form: the guard asks for it before any page does.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from unicodedata import normalize

import wtforms
from wtforms import StringField
from wtforms.validators import StopValidation

from records.quarter import ROC_EPOCH, roc_date

DAY = re.compile(r"(\d{2,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class Form(wtforms.Form):
    """A form that speaks Chinese."""

    class Meta:
        """What WTForms is told."""

        locales: ClassVar[list[str]] = ["zh_TW"]

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, for the summary above the form: a field's id, and what to do."""
        return tuple((field.id, str(each)) for field in self for each in field.errors)

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is wrong at a field, after everything else was sound."""
        self[field].errors = [sentence]


class DayField(StringField):
    """A day as people here write it: 115/1/20, 115 年 1 月 20 日; 2026-01-20 is read, too."""

    def __init__(self, label: str, *, optional: bool = False, **said: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Keep whether it may be left out."""
        super().__init__(label, [_a_day(optional=optional)], **said)

    @property
    def day(self) -> date | None:
        """The day, None where there is none."""
        return read_day(str(self.data or ""))

    def process_data(self, value: date | str | None) -> None:
        """Show a day as people here write it."""
        self.data = roc_date(value) if isinstance(value, date) else value


def read_day(said: str) -> date | None:
    """Read a day; None where it is none.

    >>> read_day("１１５ 年 1 月 20 日"), read_day("2026-1-20"), read_day("115/2/30")
    (datetime.date(2026, 1, 20), datetime.date(2026, 1, 20), None)
    """
    found = DAY.fullmatch("".join(normalize("NFKC", said).split()))
    if found is None:
        return None
    year, month, day = (int(each) for each in found.groups())
    try:
        return date(year if year > ROC_EPOCH else year + ROC_EPOCH, month, day)
    except ValueError:
        return None


def _a_day(*, optional: bool) -> Any:  # noqa: ANN401 - a validator of WTForms
    def check(form: Form, field: DayField) -> None:
        del form
        said: Sequence[str] = str(field.data or "").split()
        if not said and optional:
            raise StopValidation
        if field.day is None:
            raise StopValidation("請寫成民國年/月/日，例如 115/1/20。")

    return check
