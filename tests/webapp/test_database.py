"""The tables: made by migrations, on SQLite and on PostgreSQL; nobody's write is lost."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import worlds
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from webapp import accounts, throttle
from webapp.database import HEAD, Clash, Database, NewerDatabase, NoDatabase, add_once, beside, put
from webapp.tables import ACCOUNTS, OUTBOX, TABLES, THROTTLE, UNSENT
from webapp.throttle import Rate, TooOften

HOUSE = Path(__file__).resolve().parents[2]
MIGRATIONS = HOUSE / "webapp" / "migrations"
NOW = worlds.LATER
HOSTILE = "NUL \x00, half a pair \ud800, 𠮷, ' ; DROP TABLE accounts; --"


def back_to_nothing(made: Database) -> set[str]:
    """Take every step back; return the tables that are left."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with made.reading() as connection:
        return set(inspect(connection).get_table_names()) & set(TABLES.tables)


# -- Migrations ----------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_program_knows(tables: str) -> None:
    made = Database(tables)
    with made.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), TABLES)
    made.close()

    assert differences == []


def test_the_newest_migration_is_the_one_that_the_program_waits_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_what_is_up_to_date_is_left_alone(tables: str) -> None:
    made = Database(tables)

    assert made.upgrade() is False

    made.close()


def test_every_step_has_a_way_back(tables: str) -> None:
    made = Database(tables)

    left = back_to_nothing(made)
    again = made.upgrade()
    made.close()

    assert left == set()
    assert again


UPGRADES = """
import sys
from webapp.database import Database
sys.stdin.readline()
print(Database(sys.argv[1]).upgrade())
"""


def test_of_several_that_start_at_once_one_migrates(tables: str) -> None:
    made = Database(tables)
    back_to_nothing(made)
    made.close()
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADES, tables],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [each.communicate("go\n", timeout=60)[0].strip() for each in starting]

    assert sorted(said) == ["False", "False", "True"]


def test_a_newer_database_is_refused_in_a_sentence(tables: str) -> None:
    made = Database(tables)
    with made.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerDatabase, match="較新版本的合報所建立（9999），請改用新版程式"):
        made.upgrade()

    made.close()


# -- Where it stands -----------------------------------------------------------------------------


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    made = Database(beside(tmp_path / "records.git"))
    made.upgrade()
    accounts.add(made, worlds.READER, on=NOW)

    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.glob("records.sqlite*")}
    made.close()

    assert set(modes.values()) == {0o600}
    assert "records.sqlite-wal" in modes


@pytest.mark.parametrize("url", ["sqlite://", "mysql://a/b", "nonsense", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(NoDatabase, match="database 的寫法不對，請寫成 sqlite"):
        Database(url)


def test_a_place_that_cannot_be_opened_is_told_without_the_password() -> None:
    absent = Database("postgresql://hebao:secret@127.0.0.1:1/none")

    with pytest.raises(NoDatabase) as told:
        absent.upgrade()

    assert "請檢查 database 的設定" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match="無法建立資料庫"):
        Database(beside(tmp_path / "none" / "records.git")).upgrade()


# -- What is kept --------------------------------------------------------------------------------


def test_moments_come_back_with_their_zone(database: Database) -> None:
    here = datetime(2026, 1, 20, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))

    made = accounts.add(database, worlds.READER, on=here)

    assert made.created == here
    assert made.created.tzinfo is UTC


def test_what_people_paste_is_kept_character_by_character(database: Database) -> None:
    made = accounts.add(database, worlds.READER, on=NOW)
    place = {"account": made.id, "quarter": "114Q4", "project": "bridge", "owner": "taipei"}
    for text in ({"a": "first"}, {"a": HOSTILE}):
        with database.writing() as connection:
            put(connection, UNSENT, place | {"text": text, "base": "", "saved_at": NOW})

    with database.reading() as connection:
        rows = connection.execute(UNSENT.select()).all()
    assert [row.text for row in rows] == [{"a": HOSTILE}]


def test_a_letter_is_put_once(database: Database) -> None:
    row = {"key": "k", "to": "a@b.c", "name": "a", "subject": "s", "body": "b", "not_before": NOW}
    answers = []
    for _ in range(2):
        with database.writing() as connection:
            answers.append(add_once(connection, OUTBOX, row | {"tries": 0, "last_error": ""}))

    assert answers == [True, False]


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    accounts.add(database, worlds.READER, on=NOW)
    row = {"name": "b", "email": worlds.READER.email, "role": "reader", "city": "", "groups": []}
    again = row | {"disabled": False, "password": "", "created": NOW}

    def fail() -> None:
        with database.writing() as connection:
            connection.execute(THROTTLE.insert().values(id="x", tries=1, began=NOW))
            connection.execute(ACCOUNTS.insert().values(again))

    with pytest.raises(Clash):
        fail()
    with database.reading() as connection:
        assert connection.execute(THROTTLE.select()).all() == []


def test_of_many_that_read_and_then_write_at_once_none_is_lost(tables: str) -> None:
    """SQLite's plain BEGIN lost 144 of 400 here: who has read may not write any more."""
    views = [Database(tables) for _ in range(4)]
    with views[0].writing() as connection:
        connection.execute(THROTTLE.insert().values(id="x", tries=0, began=NOW))

    def count(view: Database) -> None:
        for _ in range(25):
            with view.writing() as connection:
                row = connection.execute(THROTTLE.select().with_for_update()).one()
                connection.execute(THROTTLE.update().values(tries=row.tries + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, views))

    with views[0].reading() as connection:
        (row,) = connection.execute(THROTTLE.select()).all()
    for view in views:
        view.close()
    assert row.tries == 100


def test_of_many_first_tries_at_once_no_more_go_through_than_may(tables: str) -> None:
    views = [Database(tables) for _ in range(4)]
    rates = {("a", "b"): Rate(5, timedelta(minutes=15))}

    def passed(view: Database) -> int:
        done = 0
        for _ in range(5):
            with suppress(TooOften):
                throttle.attempt(view, rates, on=NOW)
                done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(passed, views))
    for view in views:
        view.close()

    assert done == 5
