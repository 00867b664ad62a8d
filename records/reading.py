"""Reading: the files of a quarter become its records, and what cannot be read is reported.

Pure but for the cache: the same blob is parsed once. Records that people pushed with ordinary
git are read like any other; a broken one is a fault of the quarter, never an end of the reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from records.errors import BadRecord
from records.filing import Filing
from records.place import NoPlace, Place
from records.project import Project
from records.quarter import Quarter
from records.register import QuarterRecord
from records.schema import Record
from records.textform import load, load_filing

QUARTER_FILE = "quarter.md"
PROJECT_FILE = "project.md"

MAX_CACHED = 100_000
"""Parsed records kept in memory; a quarter of 22 cities and 1,000 projects has 23,000."""

Wanted = tuple[type[Record], str]
"""What a blob should hold, and its id."""

Outcome = tuple[Record, str] | BadRecord
"""A record with its body, or why it cannot be read."""

R = TypeVar("R", bound=Record)


class Parsed:
    """Records by the blob that holds them: read once, whoever asks.

    A blob that cannot be read is kept as its fault. Safe to share between threads: what is
    lost in a race is parsed twice.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[Wanted, Outcome] = {}

    def known(self, wanted: Iterable[Wanted]) -> dict[Wanted, Outcome]:
        """Return what is kept of what is asked for."""
        kept = self._kept
        return {each: kept[each] for each in wanted if each in kept}

    def keep(self, parsed: Mapping[Wanted, Outcome]) -> None:
        """Keep what blobs were parsed into; begin anew where that would be too many."""
        if len(self._kept) + len(parsed) > MAX_CACHED:
            self._kept = {}
        self._kept.update(parsed)


def record_in(
    parsed: Mapping[Wanted, Outcome], kind: type[R], blob: str, path: str
) -> tuple[R, str]:
    """Return a record and its body. Raises BadRecord with the path."""
    found = parsed[kind, blob]
    if isinstance(found, BadRecord):
        raise found.at(path)
    return found  # type: ignore[return-value]  # kept under its own type


def parse(kind: type[Record], raw: bytes) -> Outcome:
    """Read one record; a fault is returned, so that it can be kept like a record."""
    try:
        return (load_filing(raw), "") if kind is Filing else load(kind, raw)
    except BadRecord as bad:
        return bad


@dataclass
class Reading:
    """What the files of a quarter turned out to be."""

    quarter: Quarter
    record: QuarterRecord
    instructions: str
    projects: list[Project] = field(default_factory=list)
    filings: dict[tuple[str, str], Filing] = field(default_factory=dict)
    backgrounds: dict[str, str] = field(default_factory=dict)
    faults: list[BadRecord] = field(default_factory=list)


def kinds(quarter: Quarter, files: Mapping[str, str]) -> dict[str, type[Record]]:
    """Return what each file of a quarter's folder should hold, by its place in the folder."""
    found: dict[str, type[Record]] = {}
    for path in files:
        folder, slash, name = path.partition("/")
        if path == QUARTER_FILE:
            found[path] = QuarterRecord
        elif slash and name == PROJECT_FILE:
            found[path] = Project
        elif (
            slash and name.endswith(".md") and "/" not in name and _is_place(quarter, folder, name)
        ):
            found[path] = Filing
    return found


def _is_place(quarter: Quarter, folder: str, name: str) -> bool:
    try:
        Place(quarter, folder, name.removesuffix(".md"))
    except NoPlace:
        return False
    return True


def read_quarter(
    quarter: Quarter, files: Mapping[str, str], parsed: Mapping[Wanted, Outcome]
) -> Reading:
    """Read a quarter from its files (path below the quarter's folder to blob id).

    ``parsed`` holds all that ``kinds`` asks for. Raises BadRecord only where the quarter's own
    record cannot be read: without it there is no quarter.
    """
    if QUARTER_FILE not in files:
        raise BadRecord(
            "這一季缺少 quarter.md，請補上或由備份還原。", path=f"{quarter}/{QUARTER_FILE}"
        )
    path = f"{quarter}/{QUARTER_FILE}"
    record, instructions = record_in(parsed, QuarterRecord, files[QUARTER_FILE], path)
    if record.quarter != quarter:
        raise BadRecord(f"quarter 寫的是 {record.quarter}，應為 {quarter}。", path=path)
    reading = Reading(quarter, record, instructions)
    known = kinds(quarter, files)
    projects = {}
    for name, blob in files.items():
        try:
            match known.get(name):
                case None:
                    raise _unknown(quarter, name)
                case kind if kind is Project:
                    project, body = _project(quarter, name, blob, parsed)
                    projects[project.project] = project
                    reading.backgrounds[project.project] = body
                case kind if kind is Filing:
                    filing = _filing(quarter, name, blob, parsed)
                    reading.filings[filing.project, filing.city] = filing
                case _:
                    pass
        except BadRecord as bad:
            reading.faults.append(bad)
    _settle(reading, projects)
    return reading


def _unknown(quarter: Quarter, name: str) -> BadRecord:
    shown = name.encode("utf-8", "replace").decode()
    return BadRecord("不是平臺的紀錄，請移出這個資料夾。", path=f"{quarter}/{shown}")


def _project(
    quarter: Quarter, name: str, blob: str, parsed: Mapping[Wanted, Outcome]
) -> tuple[Project, str]:
    path = f"{quarter}/{name}"
    project, body = record_in(parsed, Project, blob, path)
    folder = name.partition("/")[0]
    if project.project != folder:
        raise BadRecord(f"project 寫的是 {project.project}，應為資料夾名稱 {folder}。", path=path)
    return project, body


def _filing(quarter: Quarter, name: str, blob: str, parsed: Mapping[Wanted, Outcome]) -> Filing:
    path = f"{quarter}/{name}"
    filing, _ = record_in(parsed, Filing, blob, path)
    folder, _, file = name.partition("/")
    for said, said_so, is_so in (
        ("quarter", str(filing.quarter), str(quarter)),
        ("project", filing.project, folder),
        ("city", filing.city, file.removesuffix(".md")),
    ):
        if said_so != is_so:
            raise BadRecord(f"{said} 寫的是 {said_so}，應為 {is_so}。", path=path)
    return filing


def _settle(reading: Reading, projects: Mapping[str, Project]) -> None:
    """Put projects in print order; report what names a group or project that is not there."""
    order = {group.id: number for number, group in enumerate(reading.record.groups)}
    for project in projects.values():
        if project.group not in order:
            path = f"{reading.quarter}/{project.project}/{PROJECT_FILE}"
            sentence = f"group 的組別「{project.group}」不在 quarter.md 的 groups 內，請改正其一。"
            reading.faults.append(BadRecord(sentence, path=path))
    reading.projects = sorted(
        (p for p in projects.values() if p.group in order),
        key=lambda p: (order[p.group], p.order, p.project),
    )
    printed = {project.project for project in reading.projects}
    for project_id, owner in [key for key in reading.filings if key[0] not in printed]:
        del reading.filings[project_id, owner]
        path = Place(reading.quarter, project_id, owner).path
        sentence = "這篇文字的方案沒有（可讀的）project.md，請先補上。"
        reading.faults.append(BadRecord(sentence, path=path))
