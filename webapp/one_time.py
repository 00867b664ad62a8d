"""One-time links: how somebody gets a first password, or another one.

邀請、重設密碼. The letter holds a secret, the table its hash. A link works once, for a while, and
not after a newer one was made for the same account; opening it changes nothing, because mail
programs open links, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from records.errors import NotThere
from webapp import accounts, passwords, sessions, traces
from webapp.accounts import Account
from webapp.database import Database
from webapp.spoken import moment
from webapp.tables import ACCOUNTS, LINKS
from workflows.mail import Letter


class Kind(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"invitation": "邀請", "reset": "重設密碼"}[self.value]

    @property
    def lasts(self) -> timedelta:
        """How long it works."""
        return timedelta(days=7) if self is Kind.INVITATION else timedelta(hours=24)


class NoSuchLink(NotThere):
    """The link was used, is too old, or never was."""

    def __init__(self) -> None:
        """Say what to do; not which of them it is."""
        super().__init__("這個連結已經用過、過期或不完整；請洽系統管理者重新寄一個。")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works. ``secret`` is known only while it is being made."""

    account: Account
    kind: Kind
    expires: datetime
    secret: str = ""


def make(
    database: Database, account: Account, kind: Kind, *, on: datetime, by: str = accounts.SYSTEM
) -> Link:
    """Make a link; the account's earlier ones stop working."""
    secret = sessions.new_secret()
    row = {
        "id": sessions.digest(secret),
        "account": account.id,
        "kind": kind.value,
        "created": on,
        "expires": on + kind.lasts,
    }
    columns = LINKS.c
    with database.writing() as connection:
        connection.execute(
            LINKS.update()
            .where(columns.account == account.id, columns.used.is_(None))
            .values(used=on)
        )
        connection.execute(LINKS.insert().values(row))
        traces.leave(connection, account.id, kind.label, by=by, on=on)
    return Link(account, kind, on + kind.lasts, secret)


def find(database: Database, secret: str, *, on: datetime) -> Link:
    """Return the link of a secret, and leave it as it is. Raises NoSuchLink."""
    with database.reading() as connection:
        row = connection.execute(LINKS.select().where(*_works(secret, on))).first()
    if row is None:
        raise NoSuchLink
    owner = accounts.account(database, row.account)
    if owner.disabled:
        raise NoSuchLink
    return Link(owner, Kind(row.kind), row.expires)


def redeem(database: Database, secret: str, password: str, *, on: datetime) -> Account:
    """Set a password by a link, once. Raises NoSuchLink, WeakPassword.

    Every session of the account ends.
    """
    found = find(database, secret, on=on)
    passwords.require_strong(password, email=found.account.person.email)
    kept = passwords.hashed(password)
    owner = ACCOUNTS.c.id == found.account.id
    with database.writing() as connection:
        used = LINKS.update().where(*_works(secret, on)).values(used=on)
        if connection.execute(used).rowcount != 1:
            raise NoSuchLink
        connection.execute(ACCOUNTS.update().where(owner).values(password=kept))
        accounts.revoke(connection, found.account.id, on=on)
        label = found.account.label
        traces.leave(connection, found.account.id, "改密碼", "由連結", by=label, on=on)
    return accounts.account(database, found.account.id)


def letter(link: Link, address: str) -> Letter:
    """Write the letter that brings a link, whose whole address is given."""
    person = link.account.person
    what = "設定密碼" if link.kind is Kind.INVITATION else "重設密碼"
    opening = (
        f"已經為您開立合報的帳號（{person.role.label}）。"
        if link.kind is Kind.INVITATION
        else "有人要求重設您在合報的密碼。如果不是您，不必理會這封信，密碼不會改變。"
    )
    body = f"""{person.name} 您好：

{opening}
請在 {moment(link.expires)} 以前開啟以下的連結{what}；連結只能使用一次，請勿轉寄。

{address}
"""
    key = f"link/{sessions.digest(link.secret)[:32]}"
    return Letter(key, person.email, person.name, f"合報：{what}", body)


def _works(secret: str, on: datetime) -> tuple[Any, ...]:
    columns = LINKS.c
    return columns.id == sessions.digest(secret), columns.used.is_(None), columns.expires > on
