"""Receipts: what was sent together, when and by whom, under a number.

回執. The number stands in the trailer ``Receipt`` of every step that it covers, so a receipt is
read from Git alone:

>>> number = Number(Quarter(114, 4), "new-taipei", 7)
>>> str(number), Number.parse("114Q4-new-taipei-0007") == number
('114Q4-new-taipei-0007', True)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.errors import NotThere
from records.holding import Holding
from records.objects import Author, Commit
from records.place import NoPlace, Place
from records.quarter import Quarter
from records.register import QuarterRecord
from workflows.submission import Step

CODE = re.compile(
    r"([1-9][0-9]{0,2}Q[1-4])-([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)-([0-9]{4,6})", re.ASCII
)


@dataclass(frozen=True, order=True, slots=True)
class Number:
    """The number of a receipt: ``count`` goes up from 1 in each quarter and city."""

    quarter: Quarter
    city: str
    count: int

    @classmethod
    def parse(cls, code: str) -> "Number":
        """Read ``114Q4-new-taipei-0007``. Raises NotThere for anything else."""
        match = CODE.fullmatch(code)
        if match is None:
            raise NotThere(f"「{code[:40]}」不是回執編號，請由我的方案頁面開啟回執。")
        return cls(Quarter.parse(match[1]), match[2], int(match[3]))

    def __str__(self) -> str:
        """Return the code, as it stands in Git and in the page's address."""
        return f"{self.quarter}-{self.city}-{self.count:04}"

    def label(self, record: QuarterRecord) -> str:
        """Return the number as people read it: 114Q4-新北-0007."""
        short = next((city.short for city in record.cities if city.id == self.city), self.city)
        return f"{self.quarter}-{short}-{self.count:04}"


@dataclass(frozen=True, slots=True)
class Sent:
    """One text of a receipt: where it stands, what it is called, its text and its step in Git."""

    place: Place
    owner: str
    project: str
    blob: str
    commit: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt; what was sent stands in print order."""

    number: Number
    by: Author
    on: datetime
    sent: tuple[Sent, ...]


def receipt(archive: Archive, number: Number) -> Receipt:
    """Return a receipt, read from Git. Raises NotThere, BadRecord."""
    holding = archive.holding(number.quarter)
    steps = list(_steps(archive, number.quarter, str(number)))
    if not steps:
        raise NotThere(
            f"沒有編號 {number.label(holding.record)} 的回執；請由我的方案頁面開啟回執。"
        )
    return _receipt(holding, number, steps)


def receipts_of(archive: Archive, quarter: Quarter) -> tuple[Receipt, ...]:
    """Return every receipt of a quarter, the newest first. Raises NotThere, BadRecord."""
    holding = archive.holding(quarter)
    by_number: dict[Number, list[tuple[Place, Commit]]] = {}
    for place, commit in _steps(archive, quarter, f"{quarter}-"):
        by_number.setdefault(Number.parse(commit.trailers["Receipt"]), []).append((place, commit))
    found = (_receipt(holding, number, steps) for number, steps in by_number.items())
    return tuple(sorted(found, key=lambda each: (each.on, each.number), reverse=True))


def _receipt(holding: Holding, number: Number, steps: list[tuple[Place, Commit]]) -> Receipt:
    order = {project.project: at for at, project in enumerate(holding.projects)}
    sent = sorted(
        (_sent(holding, place, commit) for place, commit in steps),
        key=lambda each: (order.get(each.place.project, len(order)), each.place),
    )
    first = min((commit for _, commit in steps), key=lambda commit: commit.written_at)
    return Receipt(number, first.author, first.written_at, tuple(sent))


def _sent(holding: Holding, place: Place, commit: Commit) -> Sent:
    project = holding.project(place.project)
    return Sent(
        place,
        holding.record.city_label(place.owner),
        project.name if project else place.project,
        commit.trailers["Blob"],
        commit.oid,
    )


def highest(archive: Archive, quarter: Quarter, city: str) -> int:
    """Return the highest count that Git knows of a quarter and city, 0 for none."""
    counts = [
        number.count
        for _, commit in _steps(archive, quarter, f"{quarter}-{city}-")
        if (number := Number.parse(commit.trailers["Receipt"])).city == city
    ]
    return max(counts, default=0)


def _steps(archive: Archive, quarter: Quarter, code: str) -> Iterator[tuple[Place, Commit]]:
    """Yield the sealed steps of a quarter whose receipt begins with a code."""
    for commit in archive.repository.saying(f"Receipt: {code}"):
        said = commit.trailers
        ours = said.get("Step") == Step.SEND and said.get("Quarter") == str(quarter)
        named = CODE.fullmatch(said.get("Receipt", "")) and said["Receipt"].startswith(code)
        if not (ours and named and archive.seal.made(commit)):
            continue
        try:
            yield Place(quarter, said.get("Project", ""), said.get("City", "")), commit
        except NoPlace:
            continue
