"""Errata: a correction after the freeze, proposed by one person and accepted by another.

勘誤. The frozen text stays as it was; the next edition prints in an annex what was corrected,
before and after, with all earlier corrections. A proposal waits on the branch ``errata/114Q4``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from records.archive import Archive
from records.branch import Move
from records.edition import Edition, Erratum
from records.errors import AnswerIsNo, Problem
from records.objects import Author
from records.quarter import Quarter
from records.textform import dump, load
from workflows import editions

OWN = "自己提出的勘誤不能自己核定，請由另一位彙整窗口核定。"


class NotFrozen(Problem):
    """The quarter has no edition that could be corrected."""


class NothingProposed(Problem):
    """No erratum waits, or it is not the one that was read."""


class OwnProposal(AnswerIsNo):
    """Nobody accepts what he has proposed himself."""


class Correction(NamedTuple):
    """Where something is wrong, what stands there, and what is right."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The next edition as it is proposed; ``blob`` is the id of what a reviewer reads."""

    edition: Edition
    blob: str
    by: Author


def branch(quarter: Quarter) -> str:
    """Return the branch on which errata wait for review."""
    return f"errata/{quarter}"


def propose(
    archive: Archive,
    quarter: Quarter,
    corrections: Sequence[Correction],
    *,
    by: Author,
    on: datetime,
) -> Proposal:
    """Propose the next edition with some corrections; an earlier proposal gives way.

    Raises NotFrozen.
    """
    before = editions.issued(archive, quarter)
    if not before:
        raise NotFrozen(f"{quarter.label}還沒有定稿，請直接更正辦理情形，不需要勘誤。")
    last = before[-1]
    errata = tuple(
        Erratum(number=number, by=by.name, **each._asdict())
        for number, each in enumerate(corrections, len(last.errata) + 1)
    )
    proposed = Edition(
        quarter=quarter,
        number=last.number + 1,
        commit=last.commit,
        errata=(*last.errata, *errata),
    )
    move = Move(f"勘誤：{quarter} 第 {proposed.number} 版", by, on, _said("erratum", quarter))
    archive.propose(
        branch(quarter), {editions.place(quarter, proposed.number): dump(proposed)}, move
    )
    found = proposal(archive, quarter)
    if found is None:
        raise NothingProposed("勘誤剛剛由別人核定了，請重新載入後再試。")
    return found


def proposal(archive: Archive, quarter: Quarter) -> Proposal | None:
    """Return what waits for review, None where nothing does."""
    tip = archive.repository.tip(f"refs/heads/{branch(quarter)}")
    if tip is None:
        return None
    at = editions.place(quarter, len(editions.recorded(archive, quarter)) + 1)
    blob = archive.blob(at, tip)
    if not blob:
        return None
    found, _ = load(Edition, archive.text(blob))
    return Proposal(found, blob, archive.repository.commit(tip).author)


def accept(archive: Archive, quarter: Quarter, *, blob: str, by: Author, on: datetime) -> Edition:
    """核定勘誤: take a proposal in as it was read, and issue its edition.

    Raises NothingProposed, OwnProposal.
    """
    found = proposal(archive, quarter)
    if found is None or found.blob != blob:
        raise NothingProposed("沒有等待核定的勘誤，或內容已經改變，請重新載入後再核定。")
    if found.by.email.casefold() == by.email.casefold():
        raise OwnProposal(OWN)
    number = found.edition.number
    at = editions.place(quarter, number)
    move = Move(
        f"核定勘誤：{quarter} 第 {number} 版",
        by,
        on,
        {**_said("accept-erratum", quarter), "By": found.by.email},
    )
    archive.record({at: archive.text(blob)}, move, seen={at: ""})
    return editions.issue(archive, quarter, number, by=by, on=on)


def _said(step: str, quarter: Quarter) -> dict[str, str]:
    return {"Step": step, "Quarter": str(quarter)}
