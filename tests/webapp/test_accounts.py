"""Accounts: what is kept of a password, and what a stranger can learn."""

import time
from collections.abc import Callable

import pytest
import worlds
from argon2 import PasswordHasher
from starts import PASSWORD

from records.errors import NotThere
from webapp import accounts, passwords
from webapp.accounts import EmailTaken, LastAdministrator
from webapp.database import Database
from webapp.tables import ACCOUNTS
from workflows.people import Person, Role

NOW = worlds.LATER
MING = Person("王小明", "Ming@Example.org", Role.FILER, "taipei")


def kept(database: Database, number: int) -> str:
    """Return what the table holds of a password."""
    with database.reading() as connection:
        row = connection.execute(ACCOUNTS.select().where(ACCOUNTS.c.id == number)).one()
    return str(row.password)


def quickest(act: Callable[[], object]) -> float:
    """Return the shortest time of some runs: what others do here meanwhile is left out."""
    times = []
    for _ in range(5):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


def test_a_password_is_kept_as_argon2id_with_the_measured_parameters(database: Database) -> None:
    made = accounts.add(database, MING, on=NOW, password=PASSWORD)

    assert kept(database, made.id).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_with_the_same_password_are_not_seen_to_have_it() -> None:
    assert passwords.hashed(PASSWORD) != passwords.hashed(PASSWORD)


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(database: Database) -> None:
    made = accounts.add(database, MING, on=NOW)
    older = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    with database.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == made.id).values(password=older))

    wrong = accounts.verify(database, MING.email, f"{PASSWORD}x", on=NOW)
    still = kept(database, made.id)
    right = accounts.verify(database, MING.email, PASSWORD, on=NOW)

    assert (wrong, still) == (None, older)
    assert right
    assert kept(database, made.id).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert accounts.verify(database, MING.email, PASSWORD, on=NOW)


@pytest.mark.parametrize("who", ["unknown", "without a password", "disabled"])
def test_it_takes_as_long_to_be_refused_whoever_is_asked_for(database: Database, who: str) -> None:
    accounts.add(database, MING, on=NOW, password=PASSWORD)
    email = f"{who.replace(' ', '-')}@example.org"
    if who != "unknown":
        other = Person("另一位", email, Role.READER)
        said = PASSWORD if who == "disabled" else ""
        made = accounts.add(database, other, on=NOW, password=said)
        if who == "disabled":
            accounts.disable(database, made.id, on=NOW)
    accounts.verify(database, email, PASSWORD, on=NOW)

    known = quickest(lambda: accounts.verify(database, MING.email, "wrong phrase", on=NOW))
    asked = quickest(lambda: accounts.verify(database, email, "wrong phrase", on=NOW))

    assert accounts.verify(database, email, PASSWORD, on=NOW) is None
    assert asked > known / 3


def test_an_email_is_the_same_in_whatever_letters(database: Database) -> None:
    made = accounts.add(database, MING, on=NOW)

    assert made.person.email == "ming@example.org"
    assert accounts.find(database, " MING@example.ORG ") == made
    with pytest.raises(EmailTaken):
        accounts.add(database, MING, on=NOW)


def test_an_account_that_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(NotThere):
        accounts.account(database, 1)
    with pytest.raises(NotThere):
        accounts.named(database, "nobody@example.org")


def test_of_two_administrators_one_may_leave(database: Database) -> None:
    first, second = (
        accounts.add(database, Person("管理", f"{n}@example.org", Role.ADMINISTRATOR), on=NOW)
        for n in (1, 2)
    )
    accounts.disable(database, first.id, on=NOW)

    with pytest.raises(LastAdministrator):
        accounts.disable(database, second.id, on=NOW)
