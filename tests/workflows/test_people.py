"""Rights: who stands how to a filing, and what that allows."""

import itertools

import pytest
from lives import BRIDGE, COORDINATOR, HUA, MING, READER, RIVER

from workflows.people import RIGHTS, Act, Bond, NotAllowed, Person, Role, bond, may, require

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
