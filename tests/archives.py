"""An archive with one quarter open, as large as a test asks for, and the people who work in it.

>>> a_place("p0001", "taipei").path
'114Q4/p0001/taipei.md'
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from records.archive import Archive
from records.branch import Move
from records.city import FOUR, City
from records.filing import Filing
from records.objects import Author
from records.place import Place
from records.project import Group, Project, Section
from records.prose import from_markdown
from records.quarter import Quarter
from records.register import QuarterRecord
from records.textform import dump
from workflows import filing, reviewing
from workflows.people import Person, Role
from workflows.submission import Submission

QUARTER = Quarter(114, 4)
ON = datetime(2026, 1, 12, 1, tzinfo=UTC)
OPENER = Author("吳雅婷", "wu@example.org")
COORDINATOR = Person("吳雅婷", "wu@example.org", Role.COORDINATOR)
GROUPS = tuple(Group(id=f"group-{n}", label=f"第{n}組") for n in range(1, 11))


def cities(count: int = 4) -> tuple[City, ...]:
    """Return the four cities, and as many more as asked for."""
    more = (City(id=f"city-{n:02}", label=f"第{n}市") for n in range(5, count + 1))
    return (*FOUR, *more)[:count]


def filer(city: str) -> Person:
    """Return somebody who files for a city."""
    return Person(f"{city} 填報人", f"{city}@example.org", Role.FILER, city)


def a_place(project: str = "p0001", owner: str = "taipei", quarter: Quarter = QUARTER) -> Place:
    """Return a place of the quarter."""
    return Place(quarter, project, owner)


def a_text(place: Place, body: str = "1. 已開工。\n") -> Filing:
    """Return a filing of one section."""
    parts = from_markdown(body)
    return Filing(quarter=place.quarter, project=place.project, city=place.owner, parts=parts)


def names(count: int) -> list[str]:
    """Return the ids of projects: p0001, p0002 ..."""
    return [f"p{n:04}" for n in range(1, count + 1)]


def register(
    projects: Iterable[str], by: Sequence[City] = FOUR, quarter: Quarter = QUARTER
) -> dict[str, bytes]:
    """Return the files of a quarter with projects that every city writes on."""
    owners = tuple(city.id for city in by)
    record = QuarterRecord(
        quarter=quarter,
        title="合作方案辦理情形",
        as_of=date(2025, 12, 31),
        groups=GROUPS,
        cities=tuple(by),
    )
    files = {f"{quarter}/quarter.md": dump(record)}
    for number, name in enumerate(projects):
        project = Project(
            project=name,
            name=f"{name} 跨市合作",
            group=GROUPS[number % len(GROUPS)].id,
            order=number // len(GROUPS) + 1,
            lead=owners[0],
            cities=owners,
            sections=(Section(id="main", by=owners),),
        )
        files[f"{quarter}/{name}/project.md"] = dump(project)
    return files


def an_archive(
    path: Path, projects: Iterable[str] = ("p0001",), by: Sequence[City] = FOUR
) -> Archive:
    """Make an archive with one open quarter, in which nobody has written."""
    archive = Archive.create(path, by=OPENER, on=ON)
    move = Move(f"開啟：{QUARTER}", OPENER, ON, {"Step": "open", "Quarter": str(QUARTER)})
    archive.record(register(projects, by), move)
    return archive


def save(archive: Archive, place: Place, body: str = "1. 已開工。\n") -> Submission:
    """Write over what is there now."""
    now = filing.submission(archive, place)
    by = filer(place.owner)
    return filing.save(archive, a_text(place, body), base=now.blob, by=by, on=ON)


def send(archive: Archive, place: Place) -> Submission:
    """Send what is there now."""
    now = filing.submission(archive, place)
    return filing.send(archive, place, blob=now.blob, by=filer(place.owner), on=ON)


def approve(archive: Archive, place: Place) -> Submission:
    """Approve what is there now."""
    now = filing.submission(archive, place)
    return reviewing.approve(archive, place, blob=now.blob, by=COORDINATOR, on=ON)


def merge(archive: Archive, *places: Place) -> list[Submission]:
    """Take approved texts in."""
    return reviewing.merge(archive, places, by=COORDINATOR, on=ON)


def merged(archive: Archive, place: Place, body: str = "1. 已開工。\n") -> Submission:
    """Take a text all the way from its draft into the quarter."""
    save(archive, place, body)
    send(archive, place)
    approve(archive, place)
    return merge(archive, place)[0]
