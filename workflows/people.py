"""People, and what each of them may do: one table of rules.

A filer writes for one city; the joint text is written by the filers of the lead city. A
coordinator decides, and may file for a city (代填); then somebody else decides on it.

>>> Person("王小明", "ming@example.org", Role.FILER, city="taipei").author.name
'王小明'
"""

from dataclasses import dataclass, field
from enum import StrEnum

from records.city import JOINT
from records.errors import Problem
from records.objects import Author
from records.project import Project


class Role(StrEnum):
    """What a person is on the platform."""

    FILER = "filer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    READER = "reader"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {
            "filer": "填報人",
            "coordinator": "彙整窗口",
            "administrator": "系統管理者",
            "reader": "閱覽者",
        }[self.value]


class Act(StrEnum):
    """What a person may want to do with a filing."""

    READ = "read"
    SAVE = "save"
    SEND = "send"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    COMMENT = "comment"
    SEND_BACK = "send-back"
    APPROVE = "approve"
    MERGE = "merge"
    REOPEN = "reopen"
    CONTACTS = "contacts"

    @property
    def label(self) -> str:
        """The word on the page, and in the history."""
        return {
            "read": "檢視",
            "save": "儲存",
            "send": "送審",
            "withdraw": "撤回",
            "accept": "說明檢查提示",
            "comment": "審查意見",
            "send-back": "退回補正",
            "approve": "核定",
            "merge": "納入",
            "reopen": "重新開放",
            "contacts": "修改承辦窗口",
        }[self.value]


class NotAllowed(Problem):
    """This person may not do this here."""

    def __init__(self, person: "Person", act: Act) -> None:
        """Keep who wanted what."""
        self.person, self.act = person, act
        super().__init__(f"您的身分是{person.role.label}，不能在這裡{act.label}；請洽彙整窗口。")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts. ``groups``: the working groups they see, empty for all of them.

    ``standing_in``: whose desks are handed to them for a while or for good (代理、職務異動); they
    act there in their own name.
    """

    name: str
    email: str
    role: Role
    city: str = ""
    groups: frozenset[str] = field(default=frozenset())
    standing_in: tuple["Person", ...] = ()

    @property
    def author(self) -> Author:
        """The person as Git names them."""
        return Author(self.name, self.email)

    @property
    def desks(self) -> tuple["Person", ...]:
        """The desks where they may sit: their own first, then those handed to them."""
        return (self, *self.standing_in)


class Bond(StrEnum):
    """How a person stands to a filing."""

    OWNER = "owner"
    PARTICIPANT = "participant"
    COORDINATOR = "coordinator"
    ONLOOKER = "onlooker"
    STRANGER = "stranger"


RIGHTS: dict[Bond, frozenset[Act]] = {
    Bond.OWNER: frozenset(
        {
            *(Act.READ, Act.SAVE, Act.SEND, Act.WITHDRAW),
            *(Act.ACCEPT, Act.COMMENT, Act.CONTACTS),
        }
    ),
    Bond.PARTICIPANT: frozenset({Act.READ, Act.COMMENT}),
    Bond.COORDINATOR: frozenset(Act),
    Bond.ONLOOKER: frozenset({Act.READ}),
    Bond.STRANGER: frozenset(),
}
"""What each bond allows. Everybody reads all cities of his groups and writes only his own."""


class Office(StrEnum):
    """What a person does for the whole platform, whoever owns a text."""

    VISIT = "visit"
    FILE = "file"
    COORDINATE = "coordinate"
    ADMINISTER = "administer"
    POST = "post"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {
            "visit": "檢視",
            "file": "填報",
            "coordinate": "彙整",
            "administer": "管理帳號",
            "post": "看寄件匣",
        }[self.value]


OFFICES: dict[Role, frozenset[Office]] = {
    Role.FILER: frozenset({Office.VISIT, Office.FILE}),
    Role.READER: frozenset({Office.VISIT}),
    Role.COORDINATOR: frozenset({Office.VISIT, Office.COORDINATE, Office.POST}),
    Role.ADMINISTRATOR: frozenset({Office.VISIT, Office.ADMINISTER, Office.POST}),
}
"""What each role does for the whole platform. Who manages accounts decides on no text."""


class NotTheirOffice(Problem):
    """This person's role does not do this for the platform."""

    def __init__(self, person: Person, office: Office) -> None:
        """Keep who wanted what."""
        self.person, self.office = person, office
        super().__init__(f"您的身分是{person.role.label}，不能{office.label}；請洽系統管理者。")


def holds(person: Person, office: Office) -> bool:
    """Tell whether a person holds an office, at their own desk or one handed to them."""
    return any(office in OFFICES[desk.role] for desk in person.desks)


def require_office(person: Person, office: Office) -> None:
    """Raise NotTheirOffice where ``holds`` says no."""
    if not holds(person, office):
        raise NotTheirOffice(person, office)


STRONGEST = (Bond.COORDINATOR, Bond.OWNER, Bond.PARTICIPANT, Bond.ONLOOKER, Bond.STRANGER)


def bond(person: Person, project: Project, owner: str) -> Bond:
    """Return how a person stands to the text of an owner (a city id or ``joint``).

    Of several desks the one counts that stands closest.
    """
    return min((_bond(desk, project, owner) for desk in person.desks), key=STRONGEST.index)


def _bond(person: Person, project: Project, owner: str) -> Bond:
    if person.groups and project.group not in person.groups:
        return Bond.STRANGER
    if person.role is Role.COORDINATOR:
        return Bond.COORDINATOR
    if person.role is not Role.FILER:
        return Bond.ONLOOKER
    writer = project.lead if owner == JOINT else owner
    if person.city and person.city == writer:
        return Bond.OWNER
    return Bond.PARTICIPANT if person.city in project.cities else Bond.ONLOOKER


def may(person: Person, act: Act, project: Project, owner: str) -> bool:
    """Tell whether a person may do something with the text of an owner."""
    return act in RIGHTS[bond(person, project, owner)]


def require(person: Person, act: Act, project: Project, owner: str) -> None:
    """Raise NotAllowed where ``may`` says no."""
    if not may(person, act, project, owner):
        raise NotAllowed(person, act)
