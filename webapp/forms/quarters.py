"""The forms of a quarter's life: its dates, its exceptions, and the code of the next one."""

import re
from collections.abc import Mapping
from datetime import datetime
from unicodedata import normalize

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from records.quarter import TAIPEI_TIME
from records.register import Allowance, QuarterRecord
from records.wording import clean
from webapp.fields import DayField, Form

CLOCK = re.compile(r"\s*([01]?\d|2[0-3])\s*[:：]\s*([0-5]\d)\s*")
HOUR = Regexp(CLOCK.pattern + r"\Z", message="請寫成 24 小時制的時:分，例如 17:00。")
SHORT = Length(max=200, message="太長，請縮短到 200 個字以內。")
LATEST = "17:00"
"""When a deadline ends where nobody says otherwise: with office hours."""


class Dates(Form):
    """期限."""

    opens = DayField("開始填報日（可空白）", optional=True)
    due = DayField("填報期限（空白為不設期限）", optional=True)
    until = StringField("期限當日的時間", [InputRequired("請寫時間，例如 17:00。"), HOUR])
    grace = IntegerField(
        "期限後幾日自動截止",
        [
            InputRequired("請寫日數；0 為不自動截止。"),
            NumberRange(0, 366, message="請寫 0 至 366 的日數。"),
        ],
    )

    @property
    def moment(self) -> datetime | None:
        """The deadline, None where there is none."""
        return _moment(self.due, self.until)


def dates_of(record: QuarterRecord) -> Dates:
    """Return the form as a quarter's record fills it."""
    due = record.due.astimezone(TAIPEI_TIME) if record.due else None
    return Dates(
        data={
            "opens": record.opens,
            "due": due.date() if due else None,
            "until": f"{due:%H:%M}" if due else LATEST,
            "grace": record.grace,
        }
    )


class Later(Form):
    """展延."""

    city = SelectField("縣市", choices=[], validate_choice=True)
    project = SelectField("方案", choices=[], validate_choice=True)
    day = DayField("展延至")
    at = StringField("當日的時間", [InputRequired("請寫時間，例如 17:00。"), HOUR], default=LATEST)
    by = StringField("同意人", [InputRequired("請寫同意展延的人。"), SHORT])
    why = StringField("理由", [InputRequired("請寫展延的理由。"), SHORT])

    def offer(self, cities: Mapping[str, str], projects: Mapping[str, str]) -> None:
        """Offer these cities and projects, by id."""
        self.city.choices = list(({"": "各市"} | dict(cities)).items())
        self.project.choices = list(({"": "全部方案"} | dict(projects)).items())

    @property
    def moment(self) -> datetime:
        """Until when; of a form that was validated."""
        found = _moment(self.day, self.at)
        assert found is not None  # noqa: S101 - the validators of both fields have seen to it
        return found

    @property
    def allowance(self) -> Allowance:
        """The exception, as a record keeps it; of a form that was validated."""
        return Allowance(
            city=str(self.city.data),
            project=str(self.project.data),
            until=self.moment,
            by=clean(str(self.by.data)),
            why=clean(str(self.why.data)),
        )


class Next(Form):
    """開啟新的一季."""

    code = StringField("季別", [InputRequired("請寫季別，例如 115Q1。")])


def _moment(day: DayField, clock: StringField) -> datetime | None:
    found = CLOCK.fullmatch(normalize("NFKC", str(clock.data or "")))
    if day.day is None or found is None:
        return None
    hour, minute = map(int, found.groups())
    return datetime(day.day.year, day.day.month, day.day.day, hour, minute, tzinfo=TAIPEI_TIME)
