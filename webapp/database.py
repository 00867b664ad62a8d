"""The database: where the tables stand, and the only door to SQLAlchemy and Alembic.

SQLite in a file beside the archive, or PostgreSQL by URL where there are several hosts. Whoever
means to write says so at the beginning: SQLite's plain BEGIN loses writers to each other.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from records.errors import Problem

HEAD = "0002"
"""The newest migration; a database that stands there is not migrated."""

WAIT = 20.0
"""Seconds that a writer waits for another one."""

LOCK = 0x48_65_62_61_6F
"""Who migrates PostgreSQL holds this advisory lock."""

Clash = IntegrityError
"""What was to be written once is there already."""

Unwell = SQLAlchemyError
"""The database does not answer, or refuses."""

_WRITES = "hebao_writes"


class NoDatabase(Problem):
    """There is no database at the address, or it cannot be opened."""


class NewerDatabase(Problem):
    """The database was migrated by a newer program."""


class Database:
    """The tables, for one process."""

    def __init__(self, url: str) -> None:
        """Know where the tables stand. Raises NoDatabase."""
        try:
            self.url = make_url(url)
            if self.url.drivername in {"postgresql", "postgres"}:
                self.url = self.url.set(drivername="postgresql+psycopg")
            self.engine = _engine(self.url)
        except (ArgumentError, ImportError, ValueError):
            raise NoDatabase(
                "database 的寫法不對，請寫成 sqlite:////路徑/檔名 或 "
                "postgresql://使用者@主機/資料庫。"
            ) from None

    @property
    def file(self) -> Path | None:
        """The file that holds the tables; None where a server does."""
        name = self.url.database if self.url.get_backend_name() == "sqlite" else None
        return Path(name) if name else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from: one state of the tables."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection to write to: all of it is kept, or (at an error) none."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def upgrade(self) -> bool:
        """Bring the tables to this program's; tell whether there was something to do.

        Safe to call from several processes at once. Raises NoDatabase, NewerDatabase.
        """
        try:
            with self.reading() as connection:
                found = _version(connection)
            if found == HEAD:
                return False
            with self.writing() as connection:
                return _upgrade(connection)
        except sqlalchemy.exc.OperationalError as refused:
            where = self.url.render_as_string(hide_password=True)
            why = str(refused.orig).splitlines()[0]
            raise NoDatabase(f"無法開啟資料庫 {where}（{why}），請檢查 database 的設定。") from None

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def copy_to(self, target: Path) -> None:
        """Copy SQLite's tables to a new file, as they are now, while others write."""
        if self.file is None:
            raise NoDatabase("資料庫在 PostgreSQL 上，請以 pg_dump 備份。")
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        source, copy = sqlite3.connect(self.file), sqlite3.connect(target)
        try:
            source.backup(copy)
        finally:
            source.close()
            copy.close()


def beside(archive: Path) -> str:
    """Return the URL of the file beside an archive.

    >>> beside(Path("/srv/hebao/records.git"))
    'sqlite:////srv/hebao/records.sqlite'
    """
    return f"sqlite:///{archive.absolute().with_suffix('.sqlite')}"


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Write a row, over the one with the same primary key if there is one."""
    keys = [column.name for column in table.primary_key]
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    said = insert[connection.dialect.name](table).values(dict(row))
    rest = {name: said.excluded[name] for name in row if name not in keys}
    connection.execute(said.on_conflict_do_update(index_elements=keys, set_=rest))


def add_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Write a row unless one of its unique values is there; tell whether it was written."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    said = insert[connection.dialect.name](table).values(dict(row)).on_conflict_do_nothing()
    # What was written is asked for: psycopg counts no rows of such a statement.
    return connection.execute(said.returning(*table.primary_key)).first() is not None


# -- The engine ----------------------------------------------------------------------------------


def _engine(url: sqlalchemy.URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=4)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ValueError(url.drivername)
    engine = create_engine(url, connect_args={"timeout": WAIT})
    file = Path(url.database)

    @event.listens_for(engine, "do_connect")
    def make(*_: object) -> None:
        # It holds the hashes of passwords: nobody else reads it. Its journals take after it.
        if not file.exists():
            try:
                os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
            except OSError as refused:
                raise NoDatabase(
                    f"無法建立資料庫 {file}：{refused.strerror}；請檢查路徑與權限。"
                ) from None

    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None  # BEGIN is ours to say
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={int(WAIT * 1000)}",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# -- Migrations ----------------------------------------------------------------------------------


def _version(connection: Connection) -> str:
    """Return the migration where the tables stand, "" where there is none."""
    if not sqlalchemy.inspect(connection).has_table("alembic_version"):
        return ""
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    return str(rows[0][0]) if rows else ""


def _upgrade(connection: Connection) -> bool:
    # Imported when there is something to do: no start waits for it otherwise.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    found = _version(connection)
    with as_file(files("webapp").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
        if found and found not in known:
            raise NewerDatabase(f"資料庫是較新版本的合報所建立（{found[:20]}），請改用新版程式。")
        command.upgrade(config, "head")
    return found != HEAD
