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
    """Somebody who acts. ``groups``: the working groups they see, empty for all of them."""

    name: str
    email: str
    role: Role
    city: str = ""
    groups: frozenset[str] = field(default=frozenset())

    @property
    def author(self) -> Author:
        """The person as Git names them."""
        return Author(self.name, self.email)


class Bond(StrEnum):
    """How a person stands to a filing."""

    OWNER = "owner"
    PARTICIPANT = "participant"
    COORDINATOR = "coordinator"
    ONLOOKER = "onlooker"
    STRANGER = "stranger"


RIGHTS: dict[Bond, frozenset[Act]] = {
    Bond.OWNER: frozenset({Act.READ, Act.SAVE, Act.SEND, Act.WITHDRAW, Act.COMMENT, Act.CONTACTS}),
    Bond.PARTICIPANT: frozenset({Act.READ, Act.COMMENT}),
    Bond.COORDINATOR: frozenset(Act),
    Bond.ONLOOKER: frozenset({Act.READ}),
    Bond.STRANGER: frozenset(),
}
"""What each bond allows. Everybody reads all cities of his groups and writes only his own."""


def bond(person: Person, project: Project, owner: str) -> Bond:
    """Return how a person stands to the text of an owner (a city id or ``joint``)."""
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
