"""Rights: who stands how to a filing, and what that allows."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lives import BRIDGE, COORDINATOR, HUA, MING, READER, RIVER, SECOND, Life, an_archive

from workflows.people import (
    OFFICES,
    RIGHTS,
    Act,
    Bond,
    NotAllowed,
    NotTheirOffice,
    Office,
    Person,
    Role,
    bond,
    holds,
    may,
    require,
    require_office,
)
from workflows.submission import OwnText, State

ADMINISTRATOR = Person("管理", "admin@example.org", Role.ADMINISTRATOR)
ELSEWHERE = Person("張三", "san@example.org", Role.FILER, "taipei", frozenset({"health"}))
OUTSIDE = Person("李四", "si@example.org", Role.FILER, "taoyuan")


@pytest.mark.parametrize(
    ("person", "owner", "expected"),
    [
        (MING, "taipei", Bond.OWNER),
        (MING, "keelung", Bond.PARTICIPANT),
        (HUA, "taipei", Bond.PARTICIPANT),
        (OUTSIDE, "taipei", Bond.ONLOOKER),
        (ELSEWHERE, "taipei", Bond.STRANGER),
        (COORDINATOR, "taipei", Bond.COORDINATOR),
        (ADMINISTRATOR, "taipei", Bond.ONLOOKER),
        (READER, "taipei", Bond.ONLOOKER),
    ],
)
def test_a_person_stands_to_a_citys_text(person: Person, owner: str, expected: Bond) -> None:
    assert bond(person, BRIDGE, owner) is expected


def test_the_joint_text_belongs_to_the_lead_city() -> None:
    assert bond(HUA, RIVER, "joint") is Bond.OWNER
    assert bond(MING, RIVER, "joint") is Bond.PARTICIPANT


def test_nobody_owns_a_joint_text_without_a_lead() -> None:
    leaderless = RIVER.model_copy(update={"lead": ""})
    everywhere = Person("無", "none@example.org", Role.FILER, "")

    assert bond(everywhere, leaderless, "joint") is not Bond.OWNER


@pytest.mark.parametrize(("kind", "act"), list(itertools.product(Bond, Act)))
def test_every_bond_has_an_answer_to_every_act(kind: Bond, act: Act) -> None:
    deciding = {Act.SEND_BACK, Act.APPROVE, Act.MERGE, Act.REOPEN}

    allowed = act in RIGHTS[kind]

    if act in deciding:
        assert allowed is (kind is Bond.COORDINATOR)
    if kind is Bond.STRANGER:
        assert not allowed


def test_the_refusal_names_the_role_and_the_act() -> None:
    assert not may(READER, Act.SAVE, BRIDGE, "taipei")
    with pytest.raises(NotAllowed, match="閱覽者，不能在這裡儲存"):
        require(READER, Act.SAVE, BRIDGE, "taipei")


# -- Offices, and desks that were handed over ------------------------------------------------------


@pytest.mark.parametrize(("role", "office"), list(itertools.product(Role, Office)))
def test_every_role_has_an_answer_to_every_office(role: Role, office: Office) -> None:
    held = office in OFFICES[role]

    if office is Office.ADMINISTER:
        assert held is (role is Role.ADMINISTRATOR)
    if office is Office.COORDINATE:
        assert held is (role is Role.COORDINATOR)
    if office is Office.VISIT:
        assert held


def test_who_is_refused_an_office_is_told_whom_to_ask() -> None:
    with pytest.raises(NotTheirOffice, match="您的身分是閱覽者，不能管理帳號；請洽系統管理者"):
        require_office(READER, Office.ADMINISTER)


def test_a_deputy_holds_the_offices_of_the_desk() -> None:
    deputy = replace(MING, standing_in=(COORDINATOR,))

    assert holds(deputy, Office.COORDINATE)
    assert not holds(MING, Office.COORDINATE)


@pytest.mark.parametrize(("first", "second"), [(MING, HUA), (HUA, MING)])
def test_the_bond_does_not_depend_on_the_order_of_desks(first: Person, second: Person) -> None:
    deputy = replace(READER, standing_in=(first, second))

    for owner in ("taipei", "keelung"):
        assert bond(deputy, BRIDGE, owner) is Bond.OWNER


# -- 代填 ------------------------------------------------------------------------------------------


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with an_archive(tmp_path) as archive:
        yield Life(archive)


@pytest.mark.parametrize(
    "who", [COORDINATOR, replace(MING, standing_in=(COORDINATOR,))], ids=["coordinator", "deputy"]
)
def test_what_somebody_files_who_also_decides_another_one_decides(life: Life, who: Person) -> None:
    life.filer = who
    life.save()
    life.send()

    with pytest.raises(OwnText, match="請由另一位彙整窗口決定"):
        life.approve(by=who)
    assert life.approve(by=SECOND).state is State.APPROVED
