"""A small real archive and its people: the world of the tests about a filing's life."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from records.archive import Archive
from records.city import FOUR
from records.filing import Filing
from records.objects import Author
from records.place import Place
from records.project import Group, Project, Section
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows import filing, reviewing
from workflows.people import Person, Role
from workflows.quarters import open_quarter
from workflows.submission import Submission

QUARTER = Quarter(114, 4)
ON = datetime(2026, 1, 12, 1, tzinfo=UTC)
TAIPEI = Place(QUARTER, "bridge", "taipei")
KEELUNG = Place(QUARTER, "bridge", "keelung")
JOINT = Place(QUARTER, "river", "joint")

MING = Person("王小明", "ming@example.org", Role.FILER, "taipei")
HUA = Person("李小華", "hua@example.org", Role.FILER, "keelung")
COORDINATOR = Person("吳雅婷", "wu@example.org", Role.COORDINATOR)
SECOND = Person("周建宏", "chou@example.org", Role.COORDINATOR)
READER = Person("陳讀者", "reader@example.org", Role.READER)
OPENER = Author("吳雅婷", "wu@example.org")

BRIDGE = Project(
    project="bridge",
    name="跨河便橋",
    group="transport",
    order=1,
    lead="taipei",
    cities=("taipei", "keelung"),
    sections=(Section(id="main", by=("taipei", "keelung")),),
)
RIVER = Project(
    project="river",
    name="河岸步道",
    group="transport",
    order=2,
    lead="keelung",
    cities=("taipei", "keelung"),
    sections=(Section(id="main", by="joint"),),
)


def a_record(**said: Any) -> QuarterRecord:  # noqa: ANN401 - fields of a quarter
    """Tell of a quarter; it opened on 2 January and is due on the 16th, 17:00 in Taipei."""
    defaults: dict[str, Any] = {
        "quarter": QUARTER,
        "title": "合作方案辦理情形",
        "as_of": date(2025, 12, 31),
        "opens": date(2026, 1, 2),
        "due": datetime(2026, 1, 16, 9, tzinfo=UTC),
        "groups": (Group(id="transport", label="交通組"),),
        "cities": FOUR,
    }
    return QuarterRecord(**{**defaults, **said})


def a_text(place: Place, body: str = "1. 已開工。\n") -> Filing:
    """Return a filing of one section."""
    parts = from_markdown(body)
    return Filing(quarter=place.quarter, project=place.project, city=place.owner, parts=parts)


def git(archive: Archive, *words: str) -> str:
    """Ask plain git about an archive."""
    return subprocess.run(
        ["git", "-C", archive.repository.path, *words], capture_output=True, text=True, check=True
    ).stdout.strip()


@contextmanager
def an_archive(
    folder: Path,
    *,
    projects: tuple[Project, ...] = (BRIDGE, RIVER),
    **said: Any,  # noqa: ANN401 - fields of the quarter
) -> Iterator[Archive]:
    """Make an archive with one open quarter."""
    with Archive.create(folder / "records.git", by=OPENER, on=ON) as archive:
        open_quarter(
            archive, a_record(**said), projects, backgrounds={}, instructions="", by=OPENER, on=ON
        )
        yield archive


@dataclass
class Life:
    """A filing of 王小明 that goes through its life, a minute a step."""

    archive: Archive
    place: Place = TAIPEI
    filer: Person = MING
    at: datetime = ON

    def on(self) -> datetime:
        """Return the next minute."""
        self.at += timedelta(minutes=1)
        return self.at

    @property
    def now(self) -> Submission:
        """Where the filing is."""
        return filing.submission(self.archive, self.place)

    def save(self, body: str = "1. 已開工。\n") -> Submission:
        """Write over what is there now."""
        return filing.save(
            self.archive, a_text(self.place, body), base=self.now.blob, by=self.filer, on=self.on()
        )

    def send(self) -> Submission:
        """Send what is there now."""
        return filing.send(
            self.archive, self.place, blob=self.now.blob, by=self.filer, on=self.on()
        )

    def approve(self, by: Person = COORDINATOR) -> Submission:
        """Approve what is there now."""
        return reviewing.approve(self.archive, self.place, blob=self.now.blob, by=by, on=self.on())

    def merge(self) -> Submission:
        """Take it in."""
        return reviewing.merge(self.archive, [self.place], by=COORDINATOR, on=self.on())[0]

    def merged(self, body: str = "1. 已開工。\n") -> Submission:
        """Go all the way."""
        self.save(body)
        self.send()
        self.approve()
        return self.merge()
