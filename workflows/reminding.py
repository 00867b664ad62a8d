"""Reminding: who has not filed, and the letter that they get.

提醒. One letter a person and working day at most, made from what Git says: the same day asked
twice gives the same letters under the same keys. A filer hears five and one working days before
the deadline, every working day after it, and of approvals; a coordinator of what came in and of
what is overdue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from records.holding import Holding
from records.place import Place
from records.project import Project
from records.quarter import TAIPEI_TIME, roc_date
from workflows.mail import Letter
from workflows.people import Bond, Person, bond
from workflows.status import NOT_ASKED, Board, Cell
from workflows.submission import State
from workflows.working_days import is_working_day, working_days_left

BEFORE = (5, 1)
"""Working days before the deadline on which a filer is reminded."""

LISTED = 30
"""Texts that a letter lists one by one; the rest is a number."""

OPEN = frozenset({State.MISSING.value, State.DRAFT.value, State.RETURNED.value})
PASSED = frozenset({State.APPROVED.value, State.MERGED.value})

END = "\n這封信由合報系統寄出，請勿直接回信。\n"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages are: of a text, a person's desk, and the quarter's board."""

    text: Callable[[Place], str]
    desk: str
    board: str


@dataclass(frozen=True, slots=True)
class Day:
    """A quarter on a working day: what the letters of that day are made of."""

    board: Board
    projects: Mapping[str, Project]
    today: date
    closed: Collection[date]
    addresses: Addresses

    def name(self, cell: Cell) -> str:
        """Return a cell in words: 〔交通組〕淡水河….(臺北市)."""
        record = self.board.record
        group = next((each.label for each in record.groups if each.id == cell.group), cell.group)
        return f"〔{group}〕{self.projects[cell.project].name}（{record.city_label(cell.city)}）"

    def place(self, cell: Cell) -> Place:
        """Return where a cell's text stands."""
        return Place(self.board.record.quarter, cell.project, cell.city)

    def left(self, cell: Cell) -> int | None:
        """Return the working days to a text's deadline; None without one."""
        due = self.board.record.due_for(cell.project, cell.city)
        if due is None:
            return None
        return working_days_left(self.today, due.astimezone(TAIPEI_TIME).date(), self.closed)

    def fresh(self, cell: Cell) -> bool:
        """Tell whether a text came to its state since the letters of the working day before."""
        if cell.since is None:
            return False
        since = cell.since.astimezone(TAIPEI_TIME).date()
        return _working_day_before(self.today, self.closed) <= since < self.today


def day(
    holding: Holding,
    board: Board,
    *,
    today: date,
    closed: Collection[date] = (),
    addresses: Addresses,
) -> Day:
    """Return what the letters of a day say of one quarter."""
    projects = {project.project: project for project in holding.projects}
    return Day(board, projects, today, closed, addresses)


def letters(days: Iterable[Day], people: Iterable[Person]) -> tuple[Letter, ...]:
    """Return the letters of a day over all its quarters, one a person.

    None on a day off, none to who has nothing to hear.
    """
    open_days = [each for each in days if is_working_day(each.today, each.closed)]
    return tuple(letter for person in people if (letter := _letter(open_days, person)))


def own(day: Day, person: Person) -> tuple[Cell, ...]:
    """Return the texts that a person has to write and send, at every desk that is theirs."""
    return tuple(
        cell
        for cell in day.board.cells
        if cell.state != NOT_ASKED and _sits(day, person, cell, Bond.OWNER)
    )


def nudge(day: Day, person: Person, cells: Iterable[Cell], *, by: Person) -> Letter | None:
    """Return the letter that a coordinator has sent by hand: what the filer still owes."""
    owed = [cell for cell in cells if cell.state in OPEN]
    if not owed:
        return None
    label = day.board.record.quarter.label
    sentence = f"{by.name}（彙整窗口）請您完成下列填報。"
    return Letter(
        f"nudge/{day.board.record.quarter}/{person.email}/{day.today}",
        person.email,
        person.name,
        f"{label}：請送審 {len(owed)} 件",
        _body(person, "\n".join((sentence, *_listed(day, owed), "", _home(day, person)))),
    )


def _letter(days: Iterable[Day], person: Person) -> Letter | None:
    told = [(day, (*_filer(day, person), *_coordinator(day, person))) for day in days]
    told = [(day, said) for day, said in told if said]
    if not told:
        return None
    subjects = (
        f"{day.board.record.quarter.label}：{'、'.join(subject for subject, _ in said)}"
        for day, said in told
    )
    parts = (
        "\n".join((*(line for _, lines in said for line in lines), "", _home(day, person)))
        for day, said in told
    )
    return Letter(
        f"digest/{person.email}/{told[0][0].today}",
        person.email,
        person.name,
        "；".join(subjects),
        _body(person, "\n\n".join(parts)),
    )


def _filer(day: Day, person: Person) -> Iterator[tuple[str, list[str]]]:
    """Yield what a filer must hear: a few words for the subject, and lines for the letter."""
    cells = own(day, person)
    owed = [cell for cell in cells if cell.state in OPEN]
    overdue = [cell for cell in owed if cell.late]
    if overdue:
        yield (
            f"已逾期 {len(overdue)} 件",
            [f"已逾期、尚未送審 {len(overdue)} 件：", *_listed(day, overdue)],
        )
    for days in BEFORE:
        due = [cell for cell in owed if not cell.late and day.left(cell) == days]
        if due:
            sentence = f"{_until(day, due[0])}截止，還有 {days} 個上班日，尚未送審 {len(due)} 件："
            yield f"還有 {days} 個上班日，未送審 {len(due)} 件", [sentence, *_listed(day, due)]
    passed = [cell for cell in cells if cell.state in PASSED and day.fresh(cell)]
    if passed:
        yield (
            f"核定 {len(passed)} 件",
            [f"彙整窗口已核定 {len(passed)} 件：", *_listed(day, passed)],
        )


def _coordinator(day: Day, person: Person) -> Iterator[tuple[str, list[str]]]:
    seen = [cell for cell in day.board.cells if _sits(day, person, cell, Bond.COORDINATOR)]
    waiting = [cell for cell in seen if cell.state == State.SENT.value]
    if any(map(day.fresh, waiting)):
        yield (
            f"待審查 {len(waiting)} 件",
            [f"待審查 {len(waiting)} 件：", *_listed(day, waiting)],
        )
    overdue = [cell for cell in seen if cell.state in OPEN and cell.late]
    if overdue:
        label = day.board.record.city_label
        counted = "、".join(
            f"{label(city)} {sum(cell.city == city for cell in overdue)} 件"
            for city in dict.fromkeys(cell.city for cell in overdue)
        )
        yield f"逾期 {len(overdue)} 件", [f"逾期未送審：{counted}。", day.addresses.board]


def _listed(day: Day, cells: Collection[Cell]) -> list[str]:
    lines = []
    for cell in list(cells)[:LISTED]:
        lines += [
            f"- {day.name(cell)}：{cell.label}",
            f"  {day.addresses.text(day.place(cell))}",
        ]
    if len(cells) > LISTED:
        lines.append(f"（另有 {len(cells) - LISTED} 件，請看網頁）")
    return lines


def _body(person: Person, said: str) -> str:
    return f"{person.name}您好：\n\n{said}\n{END}"


def _home(day: Day, person: Person) -> str:
    return day.addresses.desk if own(day, person) else day.addresses.board


def _until(day: Day, cell: Cell) -> str:
    due = day.board.record.due_for(cell.project, cell.city)
    if due is None:
        return ""
    here: datetime = due.astimezone(TAIPEI_TIME)
    return f"{roc_date(here.date())} {here:%H:%M} "


def _sits(day: Day, person: Person, cell: Cell, as_: Bond) -> bool:
    project = day.projects[cell.project]
    return any(bond(desk, project, cell.city) is as_ for desk in person.desks)


def _working_day_before(day: date, closed: Collection[date]) -> date:
    before = day - timedelta(1)
    while not is_working_day(before, closed):
        before -= timedelta(1)
    return before
