"""Tables: what SQL holds, because Git must not.

Accounts, sessions, unsent text, letters. All of it can be lost without losing a filing. The
migrations in ``webapp/migrations`` make these tables, and a test holds both to each other.
Moments are UTC and come back with their zone; what is kept as JSON may hold any characters.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are called, so that a later migration can name them."""

TABLES = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write it as UTC."""
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read it as UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain values as JSON in ASCII: PostgreSQL holds no NUL, and people paste anything."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401 - JSON
        """Write it."""
        del dialect
        return json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Read it."""
        del dialect
        return None if value is None else json.loads(value)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _account(name: str = "account", *, key: bool = False) -> Column[int]:
    owner = ForeignKey("accounts.id", ondelete="CASCADE")
    return Column(name, Integer, owner, primary_key=key, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


# -- Who signs in --------------------------------------------------------------------------------

ACCOUNTS = Table(
    "accounts",
    TABLES,
    _id(),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False, unique=True),  # casefolded
    Column("role", String(20), nullable=False),
    Column("city", String(64), nullable=False),
    Column("groups", Json, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password", String(255), nullable=False),  # its hash; "" where none is set
    _moment("created"),
    _moment("signed_in", nullable=True),
    sqlite_autoincrement=True,
)

SESSIONS = Table(
    "sessions",
    TABLES,
    Column("id", String(64), primary_key=True),  # SHA-256 of what the browser holds
    _account(),
    _moment("created"),
    _moment("seen"),
    _moment("ended", nullable=True),
    Column("browser", String(200), nullable=False),
    Index(None, "account"),
)

LINKS = Table(
    "links",
    TABLES,
    Column("id", String(64), primary_key=True),  # SHA-256 of what the letter holds
    _account(),
    Column("kind", String(20), nullable=False),  # invitation, reset
    _moment("created"),
    _moment("expires"),
    _moment("used", nullable=True),
    Index(None, "account"),
)

THROTTLE = Table(
    "throttle",
    TABLES,
    Column("id", String(64), primary_key=True),  # SHA-256 of who tries
    Column("tries", Integer, nullable=False),
    _moment("began"),
)

HANDOVERS = Table(
    "handovers",
    TABLES,
    _id(),
    Column("kind", String(20), nullable=False),  # deputy, successor
    _account("giver"),
    _account("taker"),
    _moment("begins"),
    _moment("ends", nullable=True),
    Column("reason", Text, nullable=False),
    Column("allowed_by", String(400), nullable=False),  # name <e-mail>
    _moment("allowed_at"),
    Column("ended_by", String(400), nullable=False),
    _moment("ended_at", nullable=True),
    Index(None, "taker"),
    sqlite_autoincrement=True,
)

TRACES = Table(
    "traces",
    TABLES,
    _id(),
    _moment("at"),
    Column("by", String(400), nullable=False),  # name <e-mail>
    Column("act", String(40), nullable=False),
    Column("account", Integer, ForeignKey("accounts.id", ondelete="SET NULL")),
    Column("words", Text, nullable=False),
    Index(None, "account"),
    sqlite_autoincrement=True,
)
"""Who changed an account or handed a desk on, when; nothing here is changed or deleted."""

# -- What people are writing ---------------------------------------------------------------------

UNSENT = Table(
    "unsent",
    TABLES,
    _account(key=True),
    Column("quarter", String(8), primary_key=True),
    Column("project", String(64), primary_key=True),
    Column("owner", String(64), primary_key=True),
    Column("text", Json, nullable=False),
    Column("base", String(40), nullable=False),  # the blob it was based on
    _moment("saved_at"),
)

PRESENCE = Table(
    "presence",
    TABLES,
    _account(key=True),
    Column("quarter", String(8), primary_key=True),
    Column("project", String(64), primary_key=True),
    Column("owner", String(64), primary_key=True),
    _moment("seen_at"),
)

VISITS = Table(
    "visits",
    TABLES,
    _account(key=True),
    Column("quarter", String(8), primary_key=True),
    _moment("at"),  # of the newest look
    _moment("before", nullable=True),  # of the last look of the visit before
)

RECEIPTS = Table(
    "receipts",
    TABLES,
    _id(),
    Column("number", String(40), nullable=False, unique=True),
    _account(),
    Column("quarter", String(8), nullable=False),
    _moment("at"),
    Column("sent", Json, nullable=False),
    Index(None, "account"),
    sqlite_autoincrement=True,
)

# -- What is waiting -----------------------------------------------------------------------------

OUTBOX = Table(
    "outbox",
    TABLES,
    _id(),
    Column("key", String(200), nullable=False, unique=True),  # the same letter is sent once
    Column("to", String(320), nullable=False),
    Column("name", String(200), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    _moment("not_before"),
    Column("tries", Integer, nullable=False),
    _moment("sent_at", nullable=True),
    Column("last_error", Text, nullable=False),
    _moment("given_up", nullable=True),
    sqlite_autoincrement=True,
)

BUILDS = Table(
    "builds",
    TABLES,
    _id(),
    Column("key", String(200), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("by", Integer, ForeignKey("accounts.id", ondelete="SET NULL")),
    _moment("requested_at"),
    _moment("done_at", nullable=True),
    Column("error", Text, nullable=False),
    sqlite_autoincrement=True,
)

DOWNLOADS = Table(
    "downloads",
    TABLES,
    _id(),
    _account(),
    Column("edition", String(80), nullable=False),  # its number, or the commit
    Column("form", String(20), nullable=False),
    _moment("at"),
    UniqueConstraint("account", "edition", "form", "at"),
    sqlite_autoincrement=True,
)
