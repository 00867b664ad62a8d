"""Whose desks somebody sits at: deputies, successors, and those in their place."""

from datetime import timedelta

import pytest
import worlds

from records.errors import NotThere
from webapp import accounts, handing
from webapp.accounts import Account
from webapp.database import Database
from webapp.handing import CannotHandOver, Kind, Wish
from workflows.people import Act, Person, Role, bond, may

NOW = worlds.LATER
DAY = timedelta(days=1)


def an_account(database: Database, name: str, city: str = "", **said: object) -> Account:
    role = Role.FILER if city else Role.COORDINATOR
    person = Person(name, f"{name}@example.org", role, city, **said)  # type: ignore[arg-type]
    return accounts.add(database, person, on=NOW)


@pytest.fixture
def a(database: Database) -> Account:
    return an_account(database, "a", "taipei")


@pytest.fixture
def b(database: Database) -> Account:
    return an_account(database, "b", "keelung")


@pytest.fixture
def c(database: Database) -> Account:
    return an_account(database, "c")


def give(  # noqa: PLR0913, PLR0917 - who to whom, and when
    database: Database, giver: Account, taker: Account, kind: Kind, first: int, last: int = 0
) -> None:
    """Hand a desk over from a day of these on (0 is today), to another."""
    ends = NOW + last * DAY if last else None
    wish = Wish(kind, giver, taker, NOW + first * DAY, ends, "休假")
    handing.hand_over(database, wish, by=giver, on=NOW)


def desks(database: Database, account: Account, day: int = 0) -> tuple[str, ...]:
    """Return whose desks somebody sits at on a day."""
    person = handing.person(database, account, on=NOW + day * DAY)
    return tuple(desk.name for desk in person.standing_in)


def test_a_deputy_acts_in_his_own_name_with_the_others_city(
    database: Database, a: Account, b: Account
) -> None:
    give(database, a, b, Kind.DEPUTY, 0, 2)

    person = handing.person(database, b, on=NOW)

    assert person.author == b.person.author
    for city in ("taipei", "keelung"):
        assert may(person, Act.SEND, worlds.BRIDGE, city)
    assert not may(person, Act.SEND, worlds.BRIDGE, "taoyuan")
    assert not may(person, Act.APPROVE, worlds.BRIDGE, "taipei")


def test_it_lasts_from_its_first_moment_to_its_last(
    database: Database, a: Account, b: Account
) -> None:
    give(database, a, b, Kind.DEPUTY, 1, 3)

    assert [desks(database, b, day) for day in range(4)] == [(), ("a",), ("a",), ()]


def test_a_deputy_of_a_deputy_sits_at_both_desks(
    database: Database, a: Account, b: Account, c: Account
) -> None:
    give(database, a, b, Kind.DEPUTY, 0, 2)
    give(database, b, c, Kind.DEPUTY, 0, 2)

    assert desks(database, c) == ("b", "a")


def test_two_who_stand_in_for_each_other_are_no_riddle(
    database: Database, a: Account, b: Account
) -> None:
    give(database, a, b, Kind.DEPUTY, 0, 2)
    give(database, b, a, Kind.DEPUTY, 0, 2)

    assert "a" in desks(database, b)
    assert "b" in desks(database, a)


def test_who_left_a_post_reads_only(database: Database, a: Account, b: Account) -> None:
    give(database, a, b, Kind.SUCCESSOR, 1)

    before, after = (handing.person(database, a, on=NOW + day * DAY) for day in (0, 1))

    assert (before.role, before.city) == (Role.FILER, "taipei")
    assert (after.role, after.city) == (Role.READER, "")
    assert not may(after, Act.SAVE, worlds.BRIDGE, "taipei")
    assert may(after, Act.READ, worlds.BRIDGE, "taipei")


def test_a_post_is_passed_on_with_what_came_with_it(
    database: Database, a: Account, b: Account, c: Account
) -> None:
    give(database, a, b, Kind.SUCCESSOR, 0)
    give(database, b, c, Kind.SUCCESSOR, 1)

    assert desks(database, b) == ("a",)
    assert desks(database, b, 1) == ()
    assert desks(database, c, 1) == ("b", "a")


def test_who_moves_to_another_post_has_that_one(
    database: Database, a: Account, b: Account, c: Account
) -> None:
    give(database, a, c, Kind.SUCCESSOR, 0)
    give(database, b, a, Kind.SUCCESSOR, 1)

    person = handing.person(database, a, on=NOW + DAY)

    assert may(person, Act.SAVE, worlds.BRIDGE, "keelung")
    assert not may(person, Act.SAVE, worlds.BRIDGE, "taipei")


def test_who_comes_back_has_the_old_post_again(database: Database, a: Account, b: Account) -> None:
    give(database, a, b, Kind.SUCCESSOR, 0)
    give(database, b, a, Kind.SUCCESSOR, 1)

    person = handing.person(database, a, on=NOW + DAY)

    assert may(person, Act.SAVE, worlds.BRIDGE, "taipei")
    assert not may(handing.person(database, b, on=NOW + DAY), Act.SAVE, worlds.BRIDGE, "taipei")


def test_a_desk_brings_its_groups_and_no_more(database: Database, b: Account) -> None:
    safety = frozenset({"safety"})
    giver = an_account(database, "d", "taipei", groups=safety)
    only = an_account(database, "e", "taipei", groups=safety)
    give(database, giver, only, Kind.DEPUTY, 0, 2)
    give(database, giver, b, Kind.DEPUTY, 0, 2)

    assert not may(handing.person(database, only, on=NOW), Act.READ, worlds.BRIDGE, "taipei")
    person = handing.person(database, b, on=NOW)
    assert may(person, Act.SAVE, worlds.RESCUE, "taipei")
    assert not may(person, Act.SAVE, worlds.BRIDGE, "taipei")


def test_the_strongest_bond_counts(database: Database, a: Account, c: Account) -> None:
    give(database, c, a, Kind.DEPUTY, 0, 2)

    person = handing.person(database, a, on=NOW)

    assert bond(person, worlds.BRIDGE, "keelung").value == "coordinator"


def test_a_disabled_account_lends_its_desk_all_the_same(
    database: Database, a: Account, b: Account
) -> None:
    give(database, a, b, Kind.SUCCESSOR, 0)
    accounts.disable(database, a.id, on=NOW)

    assert desks(database, b) == ("a",)
    assert [who.id for who, _ in handing.everybody(database, on=NOW)] == [b.id]


def test_everybody_comes_with_the_desks_of_now(database: Database, a: Account, b: Account) -> None:
    give(database, a, b, Kind.DEPUTY, 0, 1)

    for day in (0, 1):
        found = {
            account.id: person
            for account, person in handing.everybody(database, on=NOW + day * DAY)
        }
        assert found[b.id] == handing.person(database, b, on=NOW + day * DAY)


def test_nothing_is_ended_twice_and_nothing_that_is_not_there(
    database: Database, a: Account, b: Account
) -> None:
    give(database, a, b, Kind.DEPUTY, 0, 1)
    (made,) = handing.everything(database)
    handing.end(database, made.id, by=a, on=NOW)

    with pytest.raises(CannotHandOver, match="已經結束"):
        handing.end(database, made.id, by=a, on=NOW)
    with pytest.raises(NotThere):
        handing.end(database, 9999, by=a, on=NOW)
    assert len(handing.everything(database)) == 1


def test_nobody_hands_over_to_a_closed_account(database: Database, a: Account, b: Account) -> None:
    accounts.disable(database, b.id, on=NOW)
    closed = accounts.account(database, b.id)

    with pytest.raises(CannotHandOver, match="已經停用"):
        give(database, a, closed, Kind.DEPUTY, 0, 1)
    with pytest.raises(CannotHandOver, match="不能交給自己"):
        give(database, a, a, Kind.DEPUTY, 0, 1)
