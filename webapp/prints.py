"""Prints: what of a quarter is to be had as a file, where each stands, and who took which.

報告檔. What is text is written on the spot; the rest is built outside the request. A frozen
quarter is handed out as the edition that was issued.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import current_app

from records.edition import Edition
from records.errors import NotThere
from records.holding import Holding
from records.quarter import Quarter
from records.register import Stage
from webapp import builds
from webapp.archive import holding, opened
from webapp.builds import Build
from webapp.database import add_once
from webapp.tables import ACCOUNTS, DOWNLOADS
from workflows import editions
from workflows.report import publish
from workflows.report.publish import FORMS, Form, publish_forms
from workflows.report.selection import Selection
from workflows.report.typefaces import FontMissing

NEWEST = 100
"""Downloads that the page lists."""

WHOLE = ""
"""The part that is all of the report."""


@dataclass(frozen=True, slots=True)
class Print:
    """One form of a quarter or part of it, and how its file stands.

    ``build``: None where it is text, or nobody asked for it. ``issued``: the SHA-256 that the
    edition's record names, "" where there is none.
    """

    form: Form
    build: Build | None
    size: int
    sha256: str
    issued: str

    @property
    def ready(self) -> bool:
        """Whether it can be downloaded now."""
        return bool(self.sha256)

    @property
    def as_issued(self) -> bool:
        """Whether it is byte for byte the file that was issued."""
        return bool(self.issued) and self.issued == self.sha256


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody took a file: who, what of, in which form, when."""

    name: str
    what: str
    form: str
    at: object


def edition(quarter: Quarter) -> Edition | None:
    """Return the newest edition of a quarter, None where it is not frozen."""
    if holding(quarter).record.state is not Stage.FROZEN:
        return None
    issued = editions.issued(opened().archive, quarter)
    return issued[-1] if issued else None


def parts(quarter: Quarter) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a part may be of: for each kind its values and labels."""
    record = holding(quarter).record
    return [
        ("縣市", [(f"city.{each.id}", each.label) for each in record.cities]),
        ("組別", [(f"group.{each.id}", each.label) for each in record.groups]),
        ("共同議題", [(f"theme.{each.id}", each.label) for each in record.themes]),
    ]


def selection(quarter: Quarter, part: str) -> Selection | None:
    """Read a part. Raises NotThere for one that the quarter has not."""
    if part == WHOLE:
        return None
    kind, _, name = part.partition(".")
    kinds = {"city": "cities", "group": "groups", "theme": "themes", "project": "projects"}
    if kind not in kinds:
        raise NotThere("沒有這種節錄，請由報告檔的頁面選擇縣市、組別或共同議題。")
    only = Selection(**{kinds[kind]: (name,)})
    only.chosen(holding(quarter))
    return only


def of(quarter: Quarter, part: str = WHOLE) -> list[Print]:
    """Return every form of a quarter or part, in the order in which a page offers them."""
    made = _made_with(quarter)
    return [_print(quarter, form, part, made) for form in FORMS.values()]


def _print(quarter: Quarter, form: Form, part: str, made: str) -> Print:
    found = edition(quarter) if part == WHOLE else None
    issued = found.sha256.get(form.name, "") if found else ""
    if form.textual:
        raw = text(quarter, form.name, part)
        return Print(form, None, len(raw), sha256(raw).hexdigest(), issued)
    build = opened().builds.find(_wanted(quarter, form.name, part, made))
    known = (build.size, build.sha256) if build else (0, "")
    return Print(form, build, *known, issued)


def wanted(quarter: Quarter, form: str, part: str = WHOLE) -> builds.Wanted:
    """Return the build of a form. Raises NotThere for a part that is not there."""
    selection(quarter, part)
    return _wanted(quarter, form, part, _made_with(quarter))


def _wanted(quarter: Quarter, form: str, part: str, made: str) -> builds.Wanted:
    held, found = holding(quarter), edition(quarter) if part == WHOLE else None
    commit, number = (found.commit, found.number) if found else (held.commit, 0)
    return builds.Wanted(quarter, form, commit, number, part, made)


def text(quarter: Quarter, form: str, part: str = WHOLE) -> bytes:
    """Return a form that is text, written now if nobody has."""
    here, held = opened(), holding(quarter)
    only = selection(quarter, part)
    found = edition(quarter) if only is None else None
    kind = f"{form}/{found.number if found else 0}/{part}"

    def write() -> bytes:
        if found:
            return editions.reprint(here.archive, found, form)
        asked = publish.Wanted(only=only, before=_before(held))
        return publish_forms(held, (form,), asked, kept=here.kept)[form]

    return here.printed.get((quarter, held.commit, kind), write)


def _before(held: Holding) -> Holding | None:
    return editions.earlier(opened().archive, held)


def _made_with(quarter: Quarter) -> str:
    report = publish.tree(holding(quarter), kept=opened().kept)
    try:
        said = publish.made_with(report)
    except FontMissing as missing:
        # The build itself tells what is missing.
        said = {missing.name: ""}
    return builds.made_with(current_app.config["PROGRAM"], said)


# -- Who took which ------------------------------------------------------------------------------


def taken(quarter: Quarter, form: str, part: str, *, by: int) -> None:
    """Note that somebody took a file."""
    found = edition(quarter) if part == WHOLE else None
    which = f"v{found.number}" if found else holding(quarter).commit[:12]
    row: dict[str, Any] = {"account": by, "edition": f"{quarter}/{which}/{part}"[:80], "form": form}
    with opened().database.writing() as connection:
        add_once(connection, DOWNLOADS, row | {"at": opened().clock()})


def takings(quarter: Quarter) -> list[Taken]:
    """Return who took files of a quarter, newest first."""
    asked = (
        DOWNLOADS.join(ACCOUNTS)
        .select()
        .where(DOWNLOADS.c.edition.startswith(f"{quarter}/"))
        .order_by(DOWNLOADS.c.id.desc())
        .limit(NEWEST)
    )
    with opened().database.reading() as connection:
        rows = connection.execute(
            asked.with_only_columns(
                ACCOUNTS.c.name, DOWNLOADS.c.edition, DOWNLOADS.c.form, DOWNLOADS.c.at
            )
        ).all()
    return [Taken(row.name, _spoken(row.edition), row.form, row.at) for row in rows]


def _spoken(edition: str) -> str:
    _, which, part = edition.split("/", 2)
    said = f"第 {which[1:]} 版" if which.startswith("v") else f"版本 {which}"
    return f"{said}（節錄 {part}）" if part else said
