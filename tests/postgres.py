"""A real PostgreSQL server for the tests, on a socket of its own, and databases in it.

``serving()`` starts one (as the user postgres where we are root: it runs as nobody else), and
gives what makes a new database and returns its URL.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from webapp.database import Database

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
ABSENT = "PostgreSQL is not installed"

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")
"""A server that is thrown away need not survive a power cut."""

NewDatabase = Callable[[], str]


@contextmanager
def serving() -> Iterator[NewDatabase]:
    """Serve, and give what makes a database with our tables and returns its URL."""
    programs = PROGRAMS[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="hebao-pg-"))
    rights = _rights(folder)
    cluster = folder / "cluster"
    words = (programs / "initdb", "-D", cluster, "-U", "hebao", "-A", "trust", "-E", "UTF8", "-N")
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=folder, **rights)
    said = " ".join(f"-c {each}" for each in (*FAST, f"unix_socket_directories={folder}"))
    control = (programs / "pg_ctl", "-D", cluster, "-s", "-w")
    log = ("-l", folder / "log")
    subprocess.run((*control, *log, "-o", said, "start"), check=True, cwd=folder, **rights)
    try:
        yield _maker(folder)
    finally:
        stop = (*control, "-m", "immediate", "stop")
        subprocess.run(stop, check=True, cwd=folder, **rights)
        shutil.rmtree(folder)


def _rights(folder: Path) -> dict[str, Any]:
    """Give a folder to the user that the server runs as."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o755)
    return {"user": "postgres", "group": "postgres"}


def _maker(folder: Path) -> NewDatabase:
    numbers = count()

    def url(name: str) -> str:
        return f"postgresql://hebao@/{name}?host={folder}"

    def make(name: str, template: str) -> str:
        with psycopg.connect(f"host={folder} user=hebao dbname=postgres", autocommit=True) as line:
            line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return url(name)

    made = Database(make("ours", "template0"))
    made.upgrade()
    made.close()
    return lambda: make(f"test{next(numbers)}", "ours")
