"""The forms of accounts: who somebody is, and to whom a desk is handed."""

from collections.abc import Iterable

from wtforms import EmailField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from records.city import City
from records.project import Group
from webapp.accounts import Account
from webapp.fields import DayField, Form
from webapp.handing import Kind
from workflows.people import Person, Role

NAME = Length(max=100, message="姓名太長，請縮短到 100 個字以內。")
CHOOSE = "請選擇一項。"


class Checkboxes(SelectMultipleField):
    """Several of a few, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Identity(Form):
    """Who somebody is: name, role, city, groups."""

    name = StringField("姓名", [InputRequired("請輸入姓名。"), NAME])
    role = RadioField(
        "身分",
        [InputRequired(CHOOSE)],
        choices=[SelectChoice(each.value, each.label) for each in Role],
        default=Role.FILER.value,
    )
    city = SelectField("縣市（填報人才要選）", choices=[], validate_choice=True)
    groups = Checkboxes("只看這些組（都不選就是全部）", choices=[])

    def offer(self, cities: Iterable[City], groups: Iterable[Group], kept: Iterable[str]) -> None:
        """Offer these cities and groups, and the groups that somebody has already."""
        offered = {each.id: each.label for each in groups}
        self.city.choices = _choices({"": "不屬於縣市"} | {c.id: c.label for c in cities})
        self.groups.choices = _choices({each: each for each in kept} | offered)

    def person(self, email: str) -> Person:
        """Return the person that was described."""
        role, said = Role(str(self.role.data)), self.groups.data or []
        return Person(str(self.name.data), email, role, str(self.city.data), frozenset(said))


class NewAccount(Identity):
    """新增帳號."""

    email = EmailField(
        "電子郵件",
        [InputRequired("請輸入電子郵件。"), Length(max=320, message="電子郵件太長，請更正。")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class Handing(Form):
    """代理、職務異動."""

    kind = RadioField(
        "種類",
        [InputRequired(CHOOSE)],
        choices=[
            SelectChoice(Kind.DEPUTY.value, "代理：一段時間，期滿自動結束"),
            SelectChoice(Kind.SUCCESSOR.value, "職務異動：由接手的人接任，原來的人改為閱覽者"),
        ],
        default=Kind.DEPUTY.value,
    )
    taker = SelectField("接手的人", [InputRequired("請選擇接手的人。")], choices=[])
    begins = DayField("開始日期")
    ends = DayField("結束日期（含當天；職務異動不必填）", optional=True)
    reason = StringField(
        "事由",
        [
            InputRequired("請寫明事由，例如「休假」或「調任」。"),
            Length(max=200, message="事由太長。"),
        ],
    )

    def offer(self, people: Iterable[Account], giver: Account) -> None:
        """Offer everybody but the giver."""
        others = [each for each in people if each.id != giver.id and not each.disabled]
        said = {str(each.id): each.label for each in others}
        self.taker.choices = _choices({"": "請選擇"} | said)


def _choices(said: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in said.items()]
