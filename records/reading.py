"""Reading: the files of a quarter become its records, and what cannot be read is reported.

Pure but for the cache: the same blob is parsed once. Records that people pushed with ordinary
git are read like any other; a broken one is a fault of the quarter, never an end of the reading.
"""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

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


Read: TypeAlias = tuple[Record, str] | BadRecord
"""What a file of a quarter turned out to be, held against its own place alone."""


@dataclass
class Reading:
    """What the files of a quarter turned out to be.

    ``read``: every file but the quarter's own, by its place in the folder, in Git's order.
    """

    quarter: Quarter
    record: QuarterRecord
    instructions: str
    read: dict[str, Read]
    projects: list[Project] = field(default_factory=list)
    filings: dict[tuple[str, str], Filing] = field(default_factory=dict)
    backgrounds: dict[str, str] = field(default_factory=dict)
    faults: list[BadRecord] = field(default_factory=list)


def kinds(quarter: Quarter, files: Iterable[str]) -> dict[str, type[Record]]:
    """Return what each file of a quarter's folder should hold, by its place in the folder."""
    return {name: kind for name in files if (kind := _kind(quarter, name))}


def _kind(quarter: Quarter, name: str) -> type[Record] | None:
    folder, slash, file = name.partition("/")
    if name == QUARTER_FILE:
        return QuarterRecord
    if slash and file == PROJECT_FILE:
        return Project
    if slash and file.endswith(".md") and "/" not in file and _is_place(quarter, folder, file):
        return Filing
    return None


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
    path = f"{quarter}/{QUARTER_FILE}"
    if QUARTER_FILE not in files:
        raise BadRecord("這一季缺少 quarter.md，請補上或由備份還原。", path=path)
    record, instructions = record_in(parsed, QuarterRecord, files[QUARTER_FILE], path)
    if record.quarter != quarter:
        raise BadRecord(f"quarter 寫的是 {record.quarter}，應為 {quarter}。", path=path)
    read = _read(quarter, files, parsed)
    read.pop(QUARTER_FILE)
    return _settled(Reading(quarter, record, instructions, read))


def read_on(
    before: Reading, changed: Mapping[str, str], parsed: Mapping[Wanted, Outcome]
) -> Reading:
    """Read a quarter of which some files changed ('' for a blob id: removed) since ``before``.

    As ``read_quarter`` with all files would; the quarter's own record is not among the changed.
    """
    new = _read(before.quarter, {name: blob for name, blob in changed.items() if blob}, parsed)
    read = before.read | {name: new[name] for name in new.keys() & before.read.keys()}
    for name in changed.keys() - new.keys():
        read.pop(name, None)
    if (texts := _texts(before, new)) is not None and len(texts) == len(changed):
        return replace(before, read=read, filings=before.filings | texts)
    if added := new.keys() - read.keys():
        known = list(read.items())
        for name in added:
            insort(known, (name, new[name]), key=lambda each: _in_git(each[0]))
        read = dict(known)
    return _settled(Reading(before.quarter, before.record, before.instructions, read))


def _texts(before: Reading, new: Mapping[str, Read]) -> dict[tuple[str, str], Filing] | None:
    """Return the new texts where each stands in place of one that was printed, else None."""
    texts = {}
    for outcome in new.values():
        found = outcome[0] if isinstance(outcome, tuple) else None
        if not isinstance(found, Filing) or (found.project, found.city) not in before.filings:
            return None
        texts[found.project, found.city] = found
    return texts


def _in_git(name: str) -> bytes:
    """Return what Git sorts the files of a tree by."""
    return name.encode("utf-8", "surrogateescape")


def _read(
    quarter: Quarter, files: Mapping[str, str], parsed: Mapping[Wanted, Outcome]
) -> dict[str, Read]:
    return {name: _outcome(quarter, name, blob, parsed) for name, blob in files.items()}


def _outcome(quarter: Quarter, name: str, blob: str, parsed: Mapping[Wanted, Outcome]) -> Read:
    kind = _kind(quarter, name)
    try:
        if kind is Project:
            return _project(quarter, name, blob, parsed)
        if kind is Filing:
            return _filing(quarter, name, blob, parsed), ""
    except BadRecord as bad:
        return bad
    return _unknown(quarter, name)


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
    return at_place(filing, Place(quarter, folder, file.removesuffix(".md")))


def at_place(filing: Filing, place: Place) -> Filing:
    """Return a filing that says of itself where it stands. Raises BadRecord.

    One that names another quarter, project or city would be printed nowhere.
    """
    for said, said_so, is_so in (
        ("quarter", str(filing.quarter), str(place.quarter)),
        ("project", filing.project, place.project),
        ("city", filing.city, place.owner),
    ):
        if said_so != is_so:
            raise BadRecord(f"{said} 寫的是 {said_so}，應為 {is_so}。", path=place.path)
    return filing


def _settled(reading: Reading) -> Reading:
    """Hold the files of a quarter against each other."""
    projects = {}
    for outcome in reading.read.values():
        if isinstance(outcome, BadRecord):
            reading.faults.append(outcome)
            continue
        found, body = outcome
        if isinstance(found, Filing):
            reading.filings[found.project, found.city] = found
        elif isinstance(found, Project):
            projects[found.project] = found
            reading.backgrounds[found.project] = body
    _settle(reading, projects)
    return reading


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
