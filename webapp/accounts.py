"""Accounts: who may sign in, and as whom.

帳號. An e-mail names an account, in whatever letters it is typed. A disabled account keeps its
name in the history and opens nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.errors import NotThere, Problem
from webapp import passwords, traces
from webapp.database import Clash, Database
from webapp.tables import ACCOUNTS, LINKS, SESSIONS
from workflows.people import Person, Role

SYSTEM = "系統"
"""Who acts where nobody is signed in: the command line, a link."""


class EmailTaken(Problem):
    """Another account has this e-mail."""


class LastAdministrator(Problem):
    """Nobody would be left who opens accounts."""


class BadAccount(Problem):
    """An account cannot be like this. ``field``: what of it."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep what is wrong."""
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in. ``password`` tells whether one is set; ``signed_in``: the last time."""

    id: int
    person: Person
    disabled: bool
    password: bool
    created: datetime
    signed_in: datetime | None

    @property
    def label(self) -> str:
        """The person as traces name them: 王小明 <ming@example.org>."""
        return f"{self.person.name} <{self.person.email}>"


def read(row: Any) -> Account:  # noqa: ANN401 - a row of SQLAlchemy has no type of its own
    """Read an account from a row that has its columns."""
    person = Person(row.name, row.email, Role(row.role), row.city, frozenset(row.groups))
    return Account(row.id, person, row.disabled, bool(row.password), row.created, row.signed_in)


def everybody(database: Database) -> tuple[Account, ...]:
    """Return all accounts: those that are not disabled first, then by city and name."""
    order = (ACCOUNTS.c.disabled, ACCOUNTS.c.role, ACCOUNTS.c.city, ACCOUNTS.c.name)
    with database.reading() as connection:
        return tuple(map(read, connection.execute(ACCOUNTS.select().order_by(*order))))


def find(database: Database, email: str) -> Account | None:
    """Return the account of an e-mail, None where there is none."""
    wanted = ACCOUNTS.select().where(ACCOUNTS.c.email == email.strip().casefold())
    with database.reading() as connection:
        row = connection.execute(wanted).first()
    return read(row) if row else None


def account(database: Database, number: int) -> Account:
    """Return an account by its number. Raises NotThere."""
    with database.reading() as connection:
        row = connection.execute(ACCOUNTS.select().where(ACCOUNTS.c.id == number)).first()
    if row is None:
        raise NotThere("沒有這個帳號；請回帳號清單重新點選。")
    return read(row)


def named(database: Database, email: str) -> Account:
    """Return the account of an e-mail. Raises NotThere."""
    found = find(database, email)
    if found is None:
        raise NotThere(f"沒有電子郵件是 {email[:100]} 的帳號；請用 hebao user list 查詢。")
    return found


def add(
    database: Database, person: Person, *, on: datetime, password: str = "", by: str = SYSTEM
) -> Account:
    """Add an account. Raises EmailTaken, BadAccount, WeakPassword."""
    checked = _checked(person)
    if password:
        passwords.require_strong(password, email=checked["email"])
    row = checked | {
        "disabled": False,
        "password": passwords.hashed(password) if password else "",
        "created": on,
    }
    try:
        with database.writing() as connection:
            made = connection.execute(ACCOUNTS.insert().values(row)).inserted_primary_key
            number = int(made[0]) if made else 0
            traces.leave(connection, number, "新增", _told(person), by=by, on=on)
    except Clash:
        raise EmailTaken(f"{checked['email']} 已經有帳號；請改用別的電子郵件。") from None
    return account(database, number)


def change(
    database: Database, number: int, person: Person, *, on: datetime, by: str = SYSTEM
) -> Account:
    """Change name, role, city and groups; the e-mail names the person in the history and stays.

    Raises BadAccount, LastAdministrator, NotThere.
    """
    before = account(database, number).person
    checked = _checked(person) | {"email": before.email}
    with database.writing() as connection:
        if person.role is not Role.ADMINISTRATOR:
            _require_another_administrator(connection, number)
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == number).values(checked))
        words = f"{_told(before)} → {_told(person)}"
        traces.leave(connection, number, "修改", words, by=by, on=on)
    return account(database, number)


def disable(database: Database, number: int, *, on: datetime, by: str = SYSTEM) -> None:
    """Close an account: its sessions end, its links stop working. Raises LastAdministrator."""
    with database.writing() as connection:
        _require_another_administrator(connection, number)
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == number).values(disabled=True))
        revoke(connection, number, on=on)
        traces.leave(connection, number, "停用", by=by, on=on)


def enable(database: Database, number: int, *, on: datetime, by: str = SYSTEM) -> None:
    """Open a disabled account again."""
    with database.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == number).values(disabled=False))
        traces.leave(connection, number, "啟用", by=by, on=on)


def set_password(
    database: Database, number: int, password: str, *, on: datetime, by: str = SYSTEM
) -> None:
    """Set a password: every session ends, every link stops working. Raises WeakPassword."""
    passwords.require_strong(password, email=account(database, number).person.email)
    kept = passwords.hashed(password)
    with database.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == number).values(password=kept))
        revoke(connection, number, on=on)
        traces.leave(connection, number, "改密碼", by=by, on=on)


def verify(database: Database, email: str, password: str, *, on: datetime) -> Account | None:
    """Return the account that an e-mail and its password open; as slow where there is none."""
    wanted = ACCOUNTS.select().where(ACCOUNTS.c.email == email.strip().casefold())
    with database.reading() as connection:
        row = connection.execute(wanted).first()
    fits = passwords.fits(password, row.password if row else "")
    if row is None or not fits or row.disabled:
        return None
    said: dict[str, Any] = {"signed_in": on}
    if passwords.stale(row.password):
        said["password"] = passwords.hashed(password)
    with database.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == row.id).values(said))
    return account(database, row.id)


def revoke(connection: Any, number: int, *, on: datetime) -> None:  # noqa: ANN401 - a connection
    """End every session of an account, and let none of its links work."""
    sessions, links = SESSIONS.c, LINKS.c
    connection.execute(
        SESSIONS.update()
        .where(sessions.account == number, sessions.ended.is_(None))
        .values(ended=on)
    )
    connection.execute(
        LINKS.update().where(links.account == number, links.used.is_(None)).values(used=on)
    )


def _require_another_administrator(connection: Any, number: int) -> None:  # noqa: ANN401 - the same
    """Raise LastAdministrator where nobody else could open accounts."""
    columns = ACCOUNTS.c
    wanted = ACCOUNTS.select().where(
        columns.role == Role.ADMINISTRATOR.value, columns.disabled.is_(False)
    )
    left = [row.id for row in connection.execute(wanted.with_for_update())]
    if left == [number]:
        raise LastAdministrator("這是最後一個系統管理者，請先新增另一個系統管理者。")


def _told(person: Person) -> str:
    """Return what an account says of its person, for a trace."""
    groups = "、".join(sorted(person.groups)) or "各組"
    return "，".join(filter(None, (person.name, person.role.label, person.city, groups)))


def _checked(person: Person) -> dict[str, Any]:
    """Return the columns of a person. Raises BadAccount."""
    name, email = " ".join(person.name.split()), person.email.strip().casefold()
    if not name or len(name) > 100 or any(letter in name for letter in "<>\n"):  # noqa: PLR2004
        raise BadAccount("name", "姓名要有 1 到 100 個字，而且不可以有角括號；請更正。")
    mailbox, _, host = email.partition("@")
    plain = email.isascii() and email.isprintable() and not set(email) & set(' <>,;"\\')
    if not (mailbox and "." in host.strip(".") and "@" not in host and plain):
        raise BadAccount(
            "email", f"「{email[:100]}」不是電子郵件，請寫成 name@example.gov.tw 的樣子。"
        )
    if person.role is Role.FILER and not person.city:
        raise BadAccount("city", "填報人要指定縣市，請選擇一個縣市。")
    if person.role is not Role.FILER and person.city:
        raise BadAccount("city", f"{person.role.label}不屬於任何縣市，請不要指定縣市。")
    return {
        "name": name,
        "email": email,
        "role": person.role.value,
        "city": person.city,
        "groups": sorted(person.groups),
    }


def unknown(person: Person, cities: Iterable[str], groups: Iterable[str]) -> str:
    """Return in a sentence which city or group of a person there is not, "" where all are."""
    if person.city and person.city not in set(cities):
        return f"沒有「{person.city[:64]}」這個縣市，請用 {'、'.join(cities)} 其中之一。"
    if lost := sorted(person.groups - set(groups)):
        return f"沒有「{lost[0][:64]}」這個組，請用 {'、'.join(groups)} 其中之一。"
    return ""
