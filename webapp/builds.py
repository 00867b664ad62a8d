"""Builds: reports that are made outside the request, and kept as files beside the archive.

產製. A build is named by everything that shows: quarter, form, stated commit, edition, part, the
fonts and templates, and the program. Two people who ask get one build. A thread of each serving
process works the table off; a build runs in a process of its own, whose memory is given back when
it ends, and holds a lock as long as it lives, so that what a killed one left is taken up again.
"""

import fcntl
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Self

from records.quarter import Quarter
from webapp import child
from webapp.database import Database, Unwell, add_once
from webapp.tables import BUILDS
from workflows.report.publish import FORMS

log = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds after which a thread looks for what another process was asked for."""
LONGEST = 1_800
"""Seconds after which a build is given up; a report of 1,000 projects takes one minute."""
KINDS = ("city", "group", "theme", "project")
"""What a part may be named by; also the options of ``hebao compile``."""

KEY = re.compile(
    r"([1-9]\d{0,2}Q[1-4])/([a-z-]{2,16})/([0-9a-f]{40})/(\d{1,4})/"
    r"((?:(?:city|group|theme|project)\.[a-z0-9-]{1,64})?)/([0-9a-f]{32})"
)


class State(StrEnum):
    """Where a build is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {
            "queued": "排隊中", "running": "產製中", "done": "已產製", "failed": "沒有完成",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built. ``edition`` is 0 for none, ``part`` like ``city.taipei`` or ""."""

    quarter: Quarter
    form: str
    commit: str
    edition: int
    part: str
    made_with: str

    @property
    def key(self) -> str:
        """The name of the build."""
        said = (self.quarter, self.form, self.commit, self.edition, self.part, self.made_with)
        return "/".join(map(str, said))

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return sha256(self.key.encode()).hexdigest()[:40] + FORMS[self.form].suffix

    @classmethod
    def read(cls, key: str) -> Self | None:
        """Read a name; None where an older program wrote it otherwise."""
        found = KEY.fullmatch(key)
        if found is None or found[2] not in FORMS:
            return None
        quarter, form, commit, edition, part, made = found.groups()
        return cls(Quarter.parse(quarter), form, commit, int(edition), part, made)


@dataclass(frozen=True, slots=True)
class Build:
    """A build as it stands. ``size`` in bytes and ``sha256`` are of a file that is done."""

    wanted: Wanted
    state: State
    requested_at: datetime
    error: str = ""
    size: int = 0
    sha256: str = ""


class Builds:
    """The builds of an archive: their table, and the folder of their files."""

    def __init__(self, database: Database, archive: Path, folder: Path) -> None:
        """Know where things stand; the folder is made when something is built."""
        self.database, self.archive, self.folder = database, archive, folder
        self._sums: dict[tuple[str, int], str] = {}
        self.asked = Event()

    def ask(self, wanted: Wanted, *, by: int, on: datetime) -> bool:
        """Ask for a build; tell whether it is a new one. What failed is tried again."""
        row = {
            "key": wanted.key,
            "state": State.QUEUED.value,
            "by": by,
            "requested_at": on,
            "error": "",
        }
        with self.database.writing() as connection:
            new = add_once(connection, BUILDS, row)
            if not new:
                again = BUILDS.c.key == wanted.key, BUILDS.c.state == State.FAILED.value
                new = bool(connection.execute(BUILDS.update().where(*again).values(row)).rowcount)
        self.asked.set()
        return new

    def find(self, wanted: Wanted) -> Build | None:
        """Return a build; None where nobody asked for it, or its file is gone."""
        with self.database.reading() as connection:
            row = connection.execute(BUILDS.select().where(BUILDS.c.key == wanted.key)).first()
        if row is None:
            return None
        state = State(row.state)
        if state is not State.DONE:
            return Build(wanted, state, row.requested_at, row.error)
        file = self.file(wanted)
        if not file.is_file():
            self._set(wanted.key, State.FAILED, "檔案已經清除，請再產製一次。")
            return None
        size = file.stat().st_size
        return Build(wanted, state, row.requested_at, "", size, self._sum(file, size))

    def file(self, wanted: Wanted) -> Path:
        """Return where the file of a build stands, or will."""
        return self.folder / wanted.file_name

    def _sum(self, file: Path, size: int) -> str:
        # A file is put in place whole and never changed.
        known = file.name, size
        if known not in self._sums:
            self._sums[known] = sha256(file.read_bytes()).hexdigest()
        return self._sums[known]

    # -- Working them off --------------------------------------------------------------------

    def work(self) -> int:
        """Build what waits and nobody else is building; return how many."""
        done = 0
        for key in self._waiting():
            with self._alone(key) as free:
                if free and self._still_waits(key):
                    self._build(key)
                    done += 1
        return done

    def _waiting(self) -> list[str]:
        states = (State.QUEUED.value, State.RUNNING.value)
        asked = BUILDS.select().where(BUILDS.c.state.in_(states)).order_by(BUILDS.c.id)
        with self.database.reading() as connection:
            return [row.key for row in connection.execute(asked).all()]

    def _still_waits(self, key: str) -> bool:
        return key in self._waiting()

    @contextmanager
    def _alone(self, key: str) -> Iterator[bool]:
        """Hold a build's lock; the system lets go of it when the process is no more."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = sha256(key.encode()).hexdigest()[:40]
        with (self.folder / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _build(self, key: str) -> None:
        wanted = Wanted.read(key)
        if wanted is None:
            self._set(key, State.FAILED, "程式已經更新，請再產製一次。")
            return
        self._set(key, State.RUNNING, "")
        error = _compile(self.archive, wanted, self.file(wanted))
        self._set(key, State.FAILED if error else State.DONE, error)

    def _set(self, key: str, state: State, error: str) -> None:
        ended = state in (State.DONE, State.FAILED)
        values = {"state": state.value, "error": error, "done_at": _now() if ended else None}
        with self.database.writing() as connection:
            connection.execute(BUILDS.update().where(BUILDS.c.key == key).values(values))


def _now() -> datetime:
    return datetime.now(UTC)


def _compile(archive: Path, wanted: Wanted, file: Path) -> str:
    """Run a build in a process of its own; return what is wrong, "" where nothing is."""
    words = ["compile", str(archive), "--quarter", str(wanted.quarter), "--format", wanted.form]
    if wanted.edition:
        words += ["--edition", str(wanted.edition)]
    else:
        words += ["--at", wanted.commit]
        kind, _, name = wanted.part.partition(".")
        words += [f"--{kind}", name] if kind in KINDS else []
    return child.run(*words, "-o", str(file), seconds=LONGEST)


class Builder(Thread):
    """The thread of a serving process that works the builds off."""

    def __init__(self, builds: Builds) -> None:
        """Begin when started; a process that ends does not wait for it."""
        super().__init__(name="builder", daemon=True)
        self.builds = builds
        self.ending = Event()

    def run(self) -> None:
        """Work off what was asked for here or elsewhere until told to end."""
        while not self.ending.is_set():
            try:
                self.builds.work()
            except (Unwell, OSError):
                log.exception("builds")
            self.builds.asked.wait(EVERY)
            self.builds.asked.clear()

    def end(self) -> None:
        """Begin nothing more."""
        self.ending.set()
        self.builds.asked.set()


def made_with(program: str, said: Mapping[str, str]) -> str:
    """Return the last part of a build's name: the program, its fonts and its templates."""
    told = "\n".join((program, *(f"{name} {value}" for name, value in sorted(said.items()))))
    return sha256(told.encode()).hexdigest()[:32]
