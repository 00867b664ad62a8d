"""The demonstration: an archive of the real register, in texts of our own, in mixed states.

示範資料. 114Q3 is complete and frozen; 114Q4 is under way as ``demo/story.toml`` tells. Every
text goes the way that a real one goes, step by step, by invented people.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from records.archive import Archive
from records.city import JOINT
from records.filing import Filing
from records.place import ITSELF, Place
from records.platform import Platform
from records.project import Project
from records.quarter import TAIPEI_TIME, Quarter
from records.reading import PROJECT_FILE, QUARTER_FILE
from records.register import QuarterRecord
from records.textform import load, load_filing
from webapp import accounts
from webapp.database import Database
from workflows import filing, quarters, reviewing
from workflows.people import Person, Role
from workflows.submission import Submission

FOLDER = Path(__file__).parent / "demo"
RECORDS = FOLDER / "records"
LAST, NOW = Quarter(114, 3), Quarter(114, 4)

FILERS = {
    "taipei": Person("林怡君", "taipei@example.org", Role.FILER, "taipei"),
    "new-taipei": Person("陳志豪", "new-taipei@example.org", Role.FILER, "new-taipei"),
    "keelung": Person("黃淑芬", "keelung@example.org", Role.FILER, "keelung"),
    "taoyuan": Person("張家瑋", "taoyuan@example.org", Role.FILER, "taoyuan"),
}
COORDINATOR = Person("吳雅婷", "coordinator@example.org", Role.COORDINATOR)
SECOND = Person("周建宏", "coordinator-2@example.org", Role.COORDINATOR)
ADMINISTRATOR = Person("郭文傑", "administrator@example.org", Role.ADMINISTRATOR)
READER = Person("何佩珊", "reader@example.org", Role.READER)
PEOPLE = (*FILERS.values(), COORDINATOR, SECOND, ADMINISTRATOR, READER)
"""Everybody of the story, and who may sign in to the demonstration."""

PASSWORD = "hebao-114q4"  # noqa: S105 - everybody's, of invented people, on this machine only

SIGNED_UP = datetime(2025, 9, 1, 9, tzinfo=TAIPEI_TIME)
"""When the people of the story got their accounts."""

Progress = Callable[[int, int], None]
"""Told how many texts are filed, and of how many."""


@dataclass
class _Clock:
    """The time of the story: a working day in Taipei, some minutes further at each step."""

    at: datetime

    def tick(self) -> datetime:
        self.at += timedelta(minutes=3)
        if self.at.hour >= 17:  # noqa: PLR2004 - the office closes
            self.at = (self.at + timedelta(days=1)).replace(hour=9, minute=0)
        return self.at


@dataclass
class _Telling:
    """One quarter being told."""

    archive: Archive
    clock: _Clock
    projects: dict[str, Project] = field(default_factory=dict)
    ready: list[Place] = field(default_factory=list)

    def open(self, quarter: Quarter) -> None:
        folder = RECORDS / str(quarter)
        record, instructions = load(QuarterRecord, (folder / QUARTER_FILE).read_bytes())
        read = [
            load(Project, file.read_bytes()) for file in sorted(folder.glob(f"*/{PROJECT_FILE}"))
        ]
        self.projects = {project.project: project for project, _ in read}
        quarters.open_quarter(
            self.archive,
            record,
            self.projects.values(),
            backgrounds={project.project: body for project, body in read},
            instructions=instructions,
            by=COORDINATOR.author,
            on=self.clock.tick(),
        )

    def texts(self, quarter: Quarter) -> list[Filing]:
        files = sorted((RECORDS / str(quarter)).glob("*/*.md"))
        return [load_filing(file.read_bytes()) for file in files if file.stem != ITSELF]

    def filer(self, text: Filing) -> Person:
        lead = self.projects[text.project].lead
        return FILERS[lead if text.city == JOINT else text.city]

    def draft(self, text: Filing) -> Submission:
        return filing.save(self.archive, text, base="", by=self.filer(text), on=self.clock.tick())

    def send(self, text: Filing) -> Submission:
        saved = self.draft(text)
        return filing.send(
            self.archive, saved.place, blob=saved.blob, by=self.filer(text), on=self.clock.tick()
        )

    def approve(self, text: Filing) -> Submission:
        sent = self.send(text)
        return reviewing.approve(
            self.archive, sent.place, blob=sent.blob, by=COORDINATOR, on=self.clock.tick()
        )

    def queue(self, text: Filing) -> Submission:
        approved = self.approve(text)
        self.ready.append(approved.place)
        return approved

    def merge(self) -> None:
        reviewing.merge(self.archive, self.ready, by=SECOND, on=self.clock.tick())
        self.ready = []

    def send_back(self, text: Filing, reason: str) -> Submission:
        sent = self.send(text)
        return reviewing.send_back(
            self.archive, sent.place, reason, blob=sent.blob, by=COORDINATOR, on=self.clock.tick()
        )

    def withdraw(self, text: Filing) -> Submission:
        sent = self.send(text)
        return filing.withdraw(self.archive, sent.place, by=self.filer(text), on=self.clock.tick())


def make(folder: Path, *, progress: Progress = lambda _done, _all: None) -> Archive:
    """Make the archive of the demonstration in a new folder, and return it open."""
    clock = _Clock(datetime(2025, 10, 1, 9, tzinfo=TAIPEI_TIME))
    platform, _ = load(Platform, (RECORDS / "platform.md").read_bytes())
    archive = Archive.create(folder, by=COORDINATOR.author, on=clock.tick(), platform=platform)
    telling = _Telling(archive, clock)
    last, now = telling.texts(LAST), telling.texts(NOW)
    steps = enumerate((*_last(telling, last), *_now(telling, now)), start=1)
    for done, step in steps:
        step()
        progress(min(done, len(last) + len(now)), len(last) + len(now))
    return archive


def sign_up(database: Database) -> None:
    """Give everybody of the story an account, unless they have one."""
    for person in PEOPLE:
        if accounts.find(database, person.email) is None:
            accounts.add(database, person, on=SIGNED_UP, password=PASSWORD)


def _last(telling: _Telling, texts: list[Filing]) -> Iterator[Callable[[], Any]]:
    yield partial(telling.open, LAST)
    for text in texts:
        yield partial(telling.queue, text)
    yield telling.merge
    yield lambda: quarters.freeze(telling.archive, LAST, by=SECOND.author, on=telling.clock.tick())


def _now(telling: _Telling, texts: list[Filing]) -> Iterator[Callable[[], Any]]:
    story = tomllib.loads((FOLDER / "story.toml").read_text(encoding="utf-8"))

    def begin() -> None:
        telling.clock = _Clock(datetime(2026, 1, 5, 9, tzinfo=TAIPEI_TIME))
        telling.open(NOW)

    yield begin
    for text in texts:
        yield _fate(telling, text, story)
    yield telling.merge
    for named in story["reopened"]:
        yield partial(_reopen, telling, _place(named))
    for named, words in story["comments"].items():
        yield partial(_comment, telling, _place(named), words)


def _fate(telling: _Telling, text: Filing, story: dict[str, Any]) -> Callable[[], Any]:
    named = f"{text.project}/{text.city}"
    if named in story["missing"]:
        return lambda: None
    if named in story["returned"]:
        return partial(telling.send_back, text, story["returned"][named])
    acts = {
        "draft": telling.draft,
        "sent": telling.send,
        "approved": telling.approve,
        "withdrawn": telling.withdraw,
    }
    act = next((act for key, act in acts.items() if named in story[key]), telling.queue)
    return partial(act, text)


def _place(named: str) -> Place:
    project, _, owner = named.partition("/")
    return Place(NOW, project, owner)


def _reopen(telling: _Telling, place: Place) -> None:
    reason = "主辦單位來電更正辦理日期，請重新填報後送審。"
    reviewing.reopen(telling.archive, place, reason, by=SECOND, on=telling.clock.tick())


def _comment(telling: _Telling, place: Place, words: str) -> None:
    reviewing.comment(telling.archive, place, words, by=COORDINATOR, on=telling.clock.tick())
