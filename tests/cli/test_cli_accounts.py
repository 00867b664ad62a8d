"""The command's verbs about accounts: add, list, disable, links; and that backups hold them."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import postgres
import pytest
import worlds
from visitors import browser, post

from records.archive import Archive
from webapp import accounts, sessions
from webapp.application import create_app
from webapp.archive import Opened
from webapp.cli import main
from webapp.config import Settings
from webapp.database import Database, beside
from webapp.tables import SESSIONS

PHRASE = "a long phrase 114"


@dataclass(frozen=True)
class Done:
    """What a verb said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an archive, ``a.git``, where the verbs are called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEBAO_ARCHIVE", "a.git")
    Archive.create(Path("a.git"), by=worlds.COORDINATOR.author, on=worlds.OPENED).close()
    return tmp_path


def hebao(*words: str, said: str = "", **env: str) -> Done:
    """Call the command in this process: its start is tried elsewhere."""
    out, err = StringIO(), StringIO()
    with (
        patch.dict(os.environ, env),
        patch("sys.stdin", StringIO(said)),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main(list(words))
    return Done(int(str(ended.value.code)), out.getvalue(), err.getvalue())


def user(*words: str, said: str = "", **env: str) -> str:
    """Run ``hebao user``, and return what it says."""
    done = hebao("user", *words, said=said, **env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(*words: str) -> str:
    """Run ``hebao user`` in vain, and return its sentence."""
    done = hebao("user", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def add(**env: str) -> None:
    words = ("add", "Ming@example.org", "--name", "王小明", "--role", "filer", "--city", "taipei")
    user(*words, "--password-stdin", said=f"{PHRASE}\n", **env)


def signs_in(archive: Path, url: str = "") -> bool:
    """Tell whether the account's password opens the pages of an archive."""
    app = create_app(Settings(archive=archive, database=url))
    opened: Opened = app.extensions["hebao"]
    try:
        answer = post(browser(app), "/sign-in", email="ming@example.org", password=PHRASE)
        return answer.status_code == 303
    finally:
        opened.close()


def test_an_account_that_was_added_signs_in_and_is_listed(folder: Path) -> None:
    add()

    assert signs_in(folder / "a.git")
    listed = user("list")
    assert listed.startswith("ming@example.org　王小明　填報人　taipei　各組　使用中　")


def test_an_account_that_was_disabled_does_not(folder: Path) -> None:
    add()

    user("disable", "ming@example.org")

    assert not signs_in(folder / "a.git")
    assert "已停用" in user("list")


@pytest.mark.parametrize("verb", ["invite", "reset"])
def test_a_link_is_printed_that_sets_a_password(folder: Path, verb: str) -> None:
    words = ("add", "ming@example.org", "--name", "王小明", "--role", "coordinator")
    user(*words)
    link = user(verb, "ming@example.org", HEBAO_ADDRESS="http://r.example.org").strip()

    assert re.fullmatch(r"http://r\.example\.org/link/[\w-]{43}", link)
    app = create_app(folder / "a.git")
    said = {"password": PHRASE, "again": PHRASE}
    answer = post(browser(app), link.removeprefix("http://r.example.org"), **said)
    app.extensions["hebao"].close()
    assert answer.status_code == 303
    assert signs_in(folder / "a.git")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("disable", "none@example.org"), "沒有電子郵件是 none@example.org 的帳號"),
        (("reset", "none@example.org"), "請用 hebao user list 查詢"),
        (("add", "x", "--name", "王", "--role", "reader"), "「x」不是電子郵件"),
        (("add", "a@b.c", "--name", "王", "--role", "filer"), "填報人要指定縣市"),
        (
            ("add", "a@b.c", "--name", "王", "--role", "filer", "--city", "penghu"),
            "沒有「penghu」這個縣市，請用 taipei、new-taipei、keelung、taoyuan",
        ),
        (("add", "a@b.c", "--name", "王", "--role", "reader", "--group", "x"), "沒有「x」這個組"),
        (("add", "a@b.c", "--name", "王", "--role", "king"), "--role 只能是 filer、coordinator"),
        (("add", "a@b.c", "--role", "reader"), "缺少 --name"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_call_is_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(*words)


@pytest.mark.usefixtures("folder")
def test_a_second_account_of_an_email_is_refused() -> None:
    add()

    words = ("add", "MING@example.org", "--name", "王", "--role", "reader")

    assert "已經有帳號" in refused(*words)


@pytest.mark.usefixtures("folder")
def test_a_weak_password_is_refused() -> None:
    words = ("user", "add", "a@b.c", "--name", "王", "--role", "reader", "--password-stdin")

    done = hebao(*words, said="short\n")

    assert done.returncode == 2
    assert "密碼太短" in done.stderr
    assert user("list") == ""


@pytest.mark.usefixtures("folder")
def test_the_tables_are_made_once() -> None:
    said = [hebao("upgrade").stdout.strip() for _ in range(2)]

    assert said == ["已升級資料庫。", "資料庫已經是這一版，不必升級。"]


def test_what_ended_long_ago_is_forgotten(folder: Path) -> None:
    add()
    database = Database(beside(folder / "a.git"))
    number = accounts.named(database, "ming@example.org").id
    today = datetime.now(UTC)
    for days in (0, 100):
        sessions.start(database, number, on=today - timedelta(days=days))

    done = hebao("housekeep", "a.git")

    with database.reading() as connection:
        left = connection.execute(SESSIONS.select()).all()
    database.close()
    assert done.returncode == 0
    assert [row.created for row in left] == [today]


def test_an_archive_without_accounts_gets_none_by_housekeeping(folder: Path) -> None:
    assert hebao("housekeep", "a.git").returncode == 0

    assert not (folder / "a.sqlite").exists()


# -- Backup ----------------------------------------------------------------------------------------


def test_who_had_an_account_signs_in_to_what_was_restored(folder: Path) -> None:
    add()
    for words in (("backup", "a.git", "all.tar"), ("restore", "all.tar", "b.git")):
        done = hebao(*words)
        assert done.returncode == 0, done.stderr
    user("disable", "ming@example.org")

    assert signs_in(folder / "b.git")
    assert not signs_in(folder / "a.git")
    assert stat.S_IMODE((folder / "b.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "all.tar").stat().st_mode) == 0o600


def test_what_somebody_is_just_writing_is_in_the_backup(folder: Path) -> None:
    """Copying the file would miss what still stands in the journal."""
    app = create_app(folder / "a.git")
    add()
    hebao("backup", "a.git", "all.tar")
    app.extensions["hebao"].close()

    hebao("restore", "all.tar", "b.git")

    assert signs_in(folder / "b.git")


def test_accounts_that_are_there_are_not_overwritten(folder: Path) -> None:
    add()
    hebao("backup", "a.git", "all.tar")
    (folder / "b.sqlite").write_bytes(b"somebody's")

    done = hebao("restore", "all.tar", "b.git")

    assert done.returncode == 2
    assert "已經存在，沒有覆寫" in done.stderr
    assert not (folder / "b.git").exists()
    assert (folder / "b.sqlite").read_bytes() == b"somebody's"


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Return the URL of a database on a server."""
    if not postgres.PROGRAMS:
        pytest.skip(postgres.ABSENT)
    with postgres.serving() as make:
        yield make()


def test_accounts_on_a_server_are_left_to_its_own_tools(folder: Path, elsewhere: str) -> None:
    add(HEBAO_DATABASE=elsewhere)
    assert signs_in(folder / "a.git", elsewhere)

    done = hebao("backup", "a.git", "all.tar", HEBAO_DATABASE=elsewhere)
    back = hebao("restore", "all.tar", "b.git")

    assert "請另以 pg_dump 備份" in done.stderr
    assert "備份裡沒有帳號" in back.stdout
    assert not (folder / "a.sqlite").exists()
