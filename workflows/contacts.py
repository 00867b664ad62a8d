"""Contacts: whom to call about a project in a city, changed by the city itself.

承辦窗口. They stand in the project's record on main; a change is a signed step, and nobody
overwrites what he has not seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from records.archive import Archive, Changed
from records.branch import Move
from records.errors import NotThere, Problem
from records.project import Contact, Project
from records.quarter import Quarter
from records.reading import PROJECT_FILE
from records.register import QuarterRecord, Stage
from records.textform import dump, load
from workflows.filing import NotAsked, QuarterClosed
from workflows.people import Act, Person, require

MOST = 10
"""Contacts of one city for one project."""


TRIES = 5
"""How often a project that others keep changing is read again."""


class ContactsChanged(Problem):
    """Somebody else has changed the contacts meanwhile."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("同事剛才改過這裡的承辦窗口；請對照下方現有的資料，改好後再儲存一次。")


class UnsoundContact(Problem):
    """A contact says too little or too much. ``row`` counts from 0, ``field`` is its name."""

    def __init__(self, sentence: str, *, row: int, field: str) -> None:
        """Keep where it is."""
        self.row, self.field = row, field
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Listed:
    """The contacts of a city, with the project and the text that they were read from."""

    quarter: QuarterRecord
    project: Project
    background: str
    city: str
    blob: str
    """Of the project's record."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to call, in order."""
        return self.project.contacts.get(self.city, ())


def contacts_of(
    archive: Archive, quarter: Quarter, project: str, city: str, *, blob: str = ""
) -> Listed:
    """Return the contacts of a city, as they stand or stood in a ``blob``.

    Raises NotThere, NotAsked, BadRecord.
    """
    path = f"{quarter}/{project}/{PROJECT_FILE}"
    blob = blob or archive.blob(path)
    if not blob:
        raise NotThere(f"{quarter} 的方案名冊裡沒有 {project}，請由名冊選擇。")
    record = archive.load(QuarterRecord, f"{quarter}/quarter.md")
    found, background = load(Project, archive.text(blob), path=path)
    if city not in found.cities:
        raise NotAsked(f"「{found.name}」沒有 {city} 參與；請由方案頁面選擇縣市。")
    return Listed(record, found, background, city, blob)


def read_contacts(rows: Iterable[tuple[str, str, str]]) -> tuple[Contact, ...]:
    """Read rows of agency, role and phone; rows without a word are left out.

    Raises UnsoundContact.
    """
    said = [(at, row) for at, row in enumerate(rows) if any(row)]
    if len(said) > MOST:
        raise UnsoundContact(f"一個縣市最多 {MOST} 位，請刪減。", row=said[MOST][0], field="agency")
    return tuple(_contact(at, *row) for at, row in said)


def _contact(at: int, agency: str, role: str, phone: str) -> Contact:
    if not agency:
        raise UnsoundContact("請填承辦機關，或清空這一列。", row=at, field="agency")
    try:
        return Contact(agency=agency, role=role or "承辦人", phone=phone)
    except ValidationError as invalid:
        field = str(invalid.errors()[0]["loc"][0])
        raise UnsoundContact(
            "太長，或含有不能保存的字元，請重新輸入。", row=at, field=field
        ) from None


def change_contacts(
    archive: Archive,
    seen: Listed,
    contacts: tuple[Contact, ...],
    *,
    by: Person,
    on: datetime,
) -> str:
    """Write the contacts of a city, and return main's commit.

    ``seen``: what the person began from; the rest of the project may have changed since. Raises
    NotAllowed, QuarterClosed, NotThere, NotAsked; ContactsChanged where somebody else has changed
    these. Writing what stands there makes no commit.
    """
    require(by, Act.CONTACTS, seen.project, seen.city)
    for _ in range(TRIES):
        now = contacts_of(archive, seen.quarter.quarter, seen.project.project, seen.city)
        if now.contacts not in (seen.contacts, contacts):
            raise ContactsChanged
        try:
            return _write(archive, now, contacts, by=by, on=on)
        except Changed:
            continue
    raise ContactsChanged


def _write(
    archive: Archive, now: Listed, contacts: tuple[Contact, ...], *, by: Person, on: datetime
) -> str:
    quarter = now.quarter.quarter
    if now.quarter.state is Stage.FROZEN:
        raise QuarterClosed(f"{quarter.label}已定稿，方案資料不能再修改；請改在新的一季修改。")
    if now.contacts == contacts:
        return archive.commit()
    new = {**now.project.contacts, now.city: contacts}
    ordered = {city: new[city] for city in now.project.cities if new.get(city)}
    project = now.project.model_copy(update={"contacts": ordered})
    path = f"{quarter}/{project.project}/{PROJECT_FILE}"
    trailers = {
        "Step": Act.CONTACTS.value,
        "Quarter": str(quarter),
        "Project": project.project,
        "City": now.city,
        "By": by.email,
        "Role": by.role.value,
    }
    subject = f"承辦窗口：{now.quarter.city_label(now.city)} {quarter} {project.name}"
    move = Move(subject, by.author, on, trailers)
    return archive.record({path: dump(project, now.background)}, move, seen={path: now.blob})
