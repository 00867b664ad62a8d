"""Editions: a frozen report is issued under a number, and can be printed again as it was.

定稿版次. The record names the stated commit, the SHA-256 of every form, and what besides the
records decides how it looks; the tag ``edition/114Q4/1`` names the commit for good.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from records.archive import Archive, Changed
from records.branch import Move
from records.edition import Edition
from records.errors import NotThere
from records.holding import Holding
from records.objects import Author
from records.quarter import Quarter
from records.textform import dump
from workflows.report import publish
from workflows.report.document import Report
from workflows.report.publish import FORMS, Wanted, publish_forms

FIRST = 1
"""The number of the edition that a freeze issues; each lot of errata issues the next."""


def place(quarter: Quarter, number: int) -> str:
    """Return where an edition's record stands."""
    return f"editions/{quarter}/{number}.md"


def issued(archive: Archive, quarter: Quarter) -> tuple[Edition, ...]:
    """Return the editions of a quarter that are issued whole, oldest first."""
    return tuple(each for each in recorded(archive, quarter) if each.sha256)


def edition(archive: Archive, quarter: Quarter, number: int) -> Edition:
    """Return an edition. Raises NotThere where none is issued under the number."""
    for each in issued(archive, quarter):
        if each.number == number:
            return each
    raise NotThere(f"{quarter.label}沒有第 {number} 版定稿，請檢查版次。")


def issue(archive: Archive, quarter: Quarter, number: int, *, by: Author, on: datetime) -> Edition:
    """發布: write down the hash of every form of a frozen report, and tag it.

    What stands already is left as it is, so that an interrupted issue is completed by the next.
    Raises GapsUndecided, FaultsStand; what a writer of a form raises.
    """
    at = place(quarter, number)
    blob = archive.blob(at)
    found = archive.parsed(Edition, blob, at) if blob else _begun(archive, quarter, number)
    if not found.sha256:
        found = _hashed(archive, found)
        move = Move(f"發布：{quarter} 第 {number} 版", by, on, _said("issue", quarter))
        try:
            archive.record({at: dump(found)}, move, seen={at: blob})
        except Changed:
            # Somebody else has just issued it.
            found = archive.load(Edition, at)
    archive.tag(f"edition/{quarter}/{number}", found.commit)
    return found


def complete(archive: Archive, quarter: Quarter, *, by: Author, on: datetime) -> Edition:
    """Issue every edition of a frozen quarter that was begun; return the newest."""
    for number in range(FIRST, max(FIRST, len(recorded(archive, quarter))) + 1):
        newest = issue(archive, quarter, number, by=by, on=on)
    return newest


def reprint(archive: Archive, found: Edition, form: str) -> bytes:
    """Write an edition's report again in one form. Raises as ``publish``."""
    return _written(archive, found, (form,))[form]


def differing(archive: Archive, found: Edition) -> tuple[str, ...]:
    """Name what an edition was made with and what is not here, or is here in another version."""
    here = publish.made_with(tree(archive, found))
    return tuple(name for name, said in found.made_with.items() if here.get(name) != said)


def tree(archive: Archive, found: Edition) -> Report:
    """Return the report that an edition was written from."""
    holding = archive.holding(found.quarter, found.commit)
    return publish.tree(holding, _wanted(archive, found, holding))


def earlier(archive: Archive, holding: Holding) -> Holding | None:
    """Return the quarter before, as it was when the stated commit was made; None: the first.

    It follows from the stated commit, as everything that prints does.
    """
    quarter, at = holding.record.quarter, holding.commit
    before = [each for each in archive.quarters(at) if each < quarter]
    return archive.holding(before[-1], at) if before else None


def _wanted(archive: Archive, found: Edition, holding: Holding) -> Wanted:
    before = earlier(archive, holding)
    return Wanted(final=True, edition=found.number, errata=found.errata, before=before)


def recorded(archive: Archive, quarter: Quarter) -> tuple[Edition, ...]:
    """Return the editions that are written down, those that are not issued whole included."""
    return tuple(_recorded(archive, quarter))


def _recorded(archive: Archive, quarter: Quarter) -> Iterator[Edition]:
    number = FIRST
    while blob := archive.blob(place(quarter, number)):
        yield archive.parsed(Edition, blob, place(quarter, number))
        number += 1


def _begun(archive: Archive, quarter: Quarter, number: int) -> Edition:
    return Edition(quarter=quarter, number=number, commit=archive.holding(quarter).commit)


def _hashed(archive: Archive, found: Edition) -> Edition:
    written = _written(archive, found, FORMS)
    return found.model_copy(
        update={
            "sha256": {name: sha256(raw).hexdigest() for name, raw in written.items()},
            "made_with": publish.made_with(tree(archive, found)),
        }
    )


def _written(archive: Archive, found: Edition, forms: Iterable[str]) -> dict[str, bytes]:
    holding = archive.holding(found.quarter, found.commit)
    return publish_forms(holding, forms, _wanted(archive, found, holding))


def _said(step: str, quarter: Quarter) -> dict[str, str]:
    return {"Step": step, "Quarter": str(quarter)}
