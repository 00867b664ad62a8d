"""Handing over: one person's desk given to another, for a while or for good.

代理、職務異動. The deputy acts in his own name with the other's role, city and groups, as long as
it lasts; whoever left a post only reads from that day on. Beginning and end leave a trace.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from records.errors import NotThere, Problem
from webapp import accounts, traces
from webapp.accounts import Account
from webapp.database import Database
from webapp.tables import ACCOUNTS, HANDOVERS
from workflows.people import Person, Role


class Kind(StrEnum):
    """Why a desk is handed over."""

    DEPUTY = "deputy"
    SUCCESSOR = "successor"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"deputy": "代理", "successor": "職務異動"}[self.value]


class CannotHandOver(Problem):
    """This desk cannot be handed over like this. ``field``: what of the wish is in the way."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep what is in the way."""
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Handover:
    """A desk that is handed over. ``ends``: the first moment after it, None for good."""

    id: int
    kind: Kind
    giver: Account
    taker: Account
    begins: datetime
    ends: datetime | None
    reason: str
    allowed_by: str
    allowed_at: datetime
    ended_by: str
    ended_at: datetime | None

    def state(self, now: datetime) -> str:
        """Return how it stands, in the word of the page."""
        if self.ended_at:
            return "已提前結束"
        if self.ends and self.ends <= now:
            return "已結束"
        return "進行中" if self.begins <= now else "尚未開始"

    def over(self, now: datetime) -> bool:
        """Tell whether there is nothing left to end."""
        return bool(self.ended_at or (self.ends and self.ends <= now))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants handed over, to whom, and when."""

    kind: Kind
    giver: Account
    taker: Account
    begins: datetime
    ends: datetime | None
    reason: str


def hand_over(database: Database, wish: Wish, *, by: Account, on: datetime) -> None:
    """Hand a desk over. Raises CannotHandOver."""
    _require_possible(wish, on)
    row = {
        "kind": wish.kind.value,
        "giver": wish.giver.id,
        "taker": wish.taker.id,
        "begins": wish.begins,
        "ends": wish.ends,
        "reason": wish.reason.strip(),
        "allowed_by": by.label,
        "allowed_at": on,
        "ended_by": "",
    }
    words = f"{wish.giver.person.name} → {wish.taker.person.name}：{wish.reason.strip()}"
    with database.writing() as connection:
        connection.execute(HANDOVERS.insert().values(row))
        for who in (wish.giver, wish.taker):
            traces.leave(connection, who.id, wish.kind.label, words, by=by.label, on=on)


def end(database: Database, number: int, *, by: Account, on: datetime) -> Handover:
    """End a handover before its time. Raises NotThere, CannotHandOver."""
    found = next((each for each in everything(database) if each.id == number), None)
    if found is None:
        raise NotThere("沒有這一筆代理或職務異動；請回帳號清單重新點選。")
    columns = HANDOVERS.c
    wanted = HANDOVERS.update().where(columns.id == number, columns.ended_at.is_(None))
    with database.writing() as connection:
        done = connection.execute(wanted.values(ended_at=on, ended_by=by.label)).rowcount
        if not done or found.over(on):
            raise CannotHandOver("", "這一筆已經結束，不必再結束；請重新整理這一頁。")
        words = f"{found.giver.person.name} → {found.taker.person.name}"
        for who in (found.giver, found.taker):
            act = f"結束{found.kind.label}"
            traces.leave(connection, who.id, act, words, by=by.label, on=on)
    return found


def everything(database: Database) -> tuple[Handover, ...]:
    """Return all handovers, those that begin last first."""
    with database.reading() as connection:
        people = {row.id: accounts.read(row) for row in connection.execute(ACCOUNTS.select())}
        rows = connection.execute(
            HANDOVERS.select().order_by(HANDOVERS.c.begins.desc(), HANDOVERS.c.id.desc())
        ).all()
    return tuple(_handover(row, people) for row in rows)


def of_account(database: Database, number: int) -> tuple[Handover, ...]:
    """Return the handovers in which an account gives or takes."""
    return tuple(h for h in everything(database) if number in {h.giver.id, h.taker.id})


# -- Who somebody is now ---------------------------------------------------------------------------


def person(database: Database, account: Account, *, on: datetime) -> Person:
    """Return the person of an account, with the desks that are theirs for now."""
    with database.reading() as connection:
        rows = connection.execute(HANDOVERS.select().where(*_lasting(on))).all()
        if not any(account.id in {row.giver, row.taker} for row in rows):
            return account.person
        known = {row.id: accounts.read(row) for row in connection.execute(ACCOUNTS.select())}
    return _seated(account, rows, known)


def everybody(database: Database, *, on: datetime) -> tuple[tuple[Account, Person], ...]:
    """Return every account that is not disabled, and its person with all desks."""
    with database.reading() as connection:
        rows = connection.execute(HANDOVERS.select().where(*_lasting(on))).all()
        found = connection.execute(ACCOUNTS.select().order_by(ACCOUNTS.c.id)).all()
    known = {row.id: accounts.read(row) for row in found}
    return tuple((each, _seated(each, rows, known)) for each in known.values() if not each.disabled)


def _seated(account: Account, rows: Iterable[Any], known: dict[int, Account]) -> Person:
    taken: dict[int, list[Any]] = defaultdict(list)
    left: dict[int, datetime] = {}
    for row in sorted(rows, key=lambda each: (each.begins, each.id)):
        taken[row.taker].append(row)
        if row.kind == Kind.SUCCESSOR.value:
            left[row.giver] = row.begins
    reached: dict[int, None] = {}

    def sit(held: Iterable[Any]) -> None:
        for row in held:
            if row.giver not in reached:
                reached[row.giver] = None
                sit(passed_on(row))

    def passed_on(row: Any) -> list[Any]:  # noqa: ANN401 - a row
        """Return what somebody hands on besides their own desk."""
        if row.kind == Kind.SUCCESSOR.value:
            return [each for each in taken[row.giver] if each.begins < row.begins]
        return kept(row.giver)

    def kept(number: int) -> list[Any]:
        """Return what somebody took, and did not leave with a post."""
        since = left.get(number)
        return [each for each in taken[number] if since is None or each.begins >= since]

    sit(kept(account.id))
    own = account.person
    if account.id in left:
        own = replace(own, role=Role.READER, city="")
    return replace(own, standing_in=tuple(known[each].person for each in reached))


def _lasting(on: datetime) -> tuple[Any, ...]:
    columns = HANDOVERS.c
    return (
        columns.begins <= on,
        columns.ends.is_(None) | (columns.ends > on),
        columns.ended_at.is_(None),
    )


def _require_possible(wish: Wish, on: datetime) -> None:
    if wish.giver.id == wish.taker.id:
        raise CannotHandOver("taker", "不能交給自己，請選擇另一個人。")
    if wish.giver.person.role is Role.READER:
        raise CannotHandOver("kind", "閱覽者沒有可以交接的工作，請選擇另一個人的職務。")
    if wish.taker.disabled:
        raise CannotHandOver("taker", "接手的人已經停用，請先啟用，或選擇另一個人。")
    if not wish.reason.strip():
        raise CannotHandOver("reason", "請寫明事由，例如「休假」或「調任」。")
    if wish.kind is Kind.DEPUTY and wish.ends is None:
        raise CannotHandOver("ends", "代理要有結束的日期，請填寫；不再回來的請選職務異動。")
    if wish.ends and (wish.ends <= wish.begins or wish.ends <= on):
        raise CannotHandOver(
            "ends", "結束的日期要在開始的日期當天或之後，而且不能已經過去；請更正。"
        )


def _handover(row: Any, people: dict[int, Account]) -> Handover:  # noqa: ANN401 - a row
    return Handover(
        row.id,
        Kind(row.kind),
        people[row.giver],
        people[row.taker],
        row.begins,
        row.ends,
        row.reason,
        row.allowed_by,
        row.allowed_at,
        row.ended_by,
        row.ended_at,
    )
