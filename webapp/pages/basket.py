"""The basket: everything that will be sent, looked over on one page, and sent by one click.

檢查並送審.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from records.errors import Problem, TooLarge
from records.numbering import Scheme
from records.outline import length, texts
from records.project import Project
from records.quarter import Quarter
from records.register import QuarterRecord
from records.schema import MAX_LINE
from records.wording import clean
from webapp import guard, numbers
from webapp.archive import holding, opened
from webapp.config import Settings
from webapp.letters import receipt_letter
from webapp.pages.desk import Faults, tasks_here
from webapp.redline import COUNTED, redline
from webapp.signposts import public
from workflows.basket import Parcel, answer, pack, send_off
from workflows.batch import Outcome
from workflows.checks.check import by_weight, check
from workflows.checks.gathering import gather
from workflows.comparison.compare import Change, Part, compare_filings
from workflows.nothing_new import last_text
from workflows.receipts import Number, receipt
from workflows.submission import State
from workflows.tasks import TaskList

pages = Blueprint("basket", __name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """A text that could be sent, how long it is, and what changed since it was last taken in.

    ``before`` is the quarter of the text that it is compared with, None for none.
    """

    parcel: Parcel
    size: "Size"
    before: Quarter | None
    parts: tuple[Part, ...]
    redlines: tuple[Markup, ...]

    @property
    def changes(self) -> str:
        """What changed, in words: 改 2 條、加 1 條."""
        if self.before is None:
            return "先前沒有文字"
        counts = ((word, sum(map(self._count, kinds))) for word, kinds in COUNTED)
        said = "、".join(f"{word} {count} 條" for word, count in counts if count)
        return said or f"與{self.before.label}相同"

    def _count(self, kind: Change) -> int:
        return sum(part.comparison.count(kind) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text is: its pieces, and the characters that a reader counts."""

    pieces: int
    characters: int

    @classmethod
    def of(cls, parcel: Parcel) -> "Size":
        """Measure a text."""
        parts = parcel.filing.parts.values() if parcel.filing else ()
        return cls(sum(1 for part in parts for _ in texts(part)), sum(map(length, parts)))


def _packed(quarter: Quarter, found: TaskList) -> tuple[Parcel, ...]:
    """Look over what could be sent, with the quarter around it."""
    archive = opened().archive
    context = gather(archive, quarter)
    return pack(archive, found.tasks, lambda text: by_weight(check(text, context)))


def _looked(parcel: Parcel, scheme: Scheme) -> Looked:
    try:
        last = last_text(opened().archive, parcel.task.place)
    except Problem:
        last = None
    parts = compare_filings(last, parcel.filing) if last and parcel.filing else ()
    project = parcel.task.project
    drawn = tuple(redline(part.comparison, scheme, _above(project, part.section)) for part in parts)
    return Looked(parcel, Size.of(parcel), last.quarter if last else None, parts, drawn)


def _above(project: Project, section: str) -> int:
    """Count the levels above a text in print: the section's heading, and the city's line."""
    only = len(project.sections) == 1
    found = next((s for s in project.sections if s.id == section or (only and not section)), None)
    return 0 if found is None else bool(found.heading) + (not found.joint)


@pages.get("/<quarter:quarter>/check")
def show(quarter: Quarter) -> str:
    """Show what will be sent."""
    found = tasks_here(quarter)
    return _page(quarter, found, _packed(quarter, found))


@pages.post("/<quarter:quarter>/check")
def send(quarter: Quarter) -> ResponseReturnValue:
    """Send what is ticked, and go on to its receipt."""
    found = tasks_here(quarter)
    said = dict(_split(each) for each in request.form.getlist("send"))
    chosen = {task.place for task in found.chosen(said)}
    parcels = _packed(quarter, found)
    wanted = [each for each in parcels if each.task.place in chosen]
    note = clean(request.form.get("note", ""))
    if len(note) > MAX_LINE:
        fault = f"給彙整窗口的話有 {len(note)} 個字，最多 {MAX_LINE} 個字，請精簡。"
        return _page(quarter, found, parcels, faults=(("note", fault),), ticked=said), 400
    faults = [*_gone(found, wanted, said), *_changed(wanted, said)]
    wanted = [each for each in wanted if said[each.task.key] == each.task.submission.blob]
    if not (wanted or faults):
        fault = "請先勾選要送審的方案。"
        return _page(quarter, found, parcels, faults=(("basket", fault),)), 400
    wanted, unsound = _answered(wanted)
    faults += unsound
    number, outcomes = _send(quarter, wanted, note)
    names = {each.task.place: each.task for each in wanted}
    faults += [
        (_spot(names[each.place].key), f"{names[each.place].project.name}：{each.why}")
        for each in outcomes
        if each.became is None
    ]
    if not faults and number:
        return redirect(url_for("receipts.show", quarter=quarter, number=number), 303)
    after = tasks_here(quarter)
    return _page(quarter, after, _packed(quarter, after), faults=tuple(faults), number=number), 400


def _answered(wanted: list[Parcel]) -> tuple[list[Parcel], Faults]:
    """Keep the reasons that were written beside doubts; return what can be sent, and what not."""
    kept, faults = [], []
    for each in wanted:
        key = each.task.key
        reasons = {mark: clean(request.form.get(f"why@{key}@{mark}", "")) for mark in _marks(each)}
        try:
            _require_short(reasons)
            answer(opened().archive, each, reasons, by=guard.person(), on=opened().clock())
            kept.append(each)
        except Problem as problem:
            faults.append((_spot(key), f"{each.task.project.name}：{problem}"))
    return kept, tuple(faults)


def _marks(parcel: Parcel) -> Iterable[str]:
    return (each.mark for each in parcel.doubts)


def _require_short(reasons: Mapping[str, str]) -> None:
    longest = max(map(len, reasons.values()), default=0)
    if longest > MAX_LINE:
        raise TooLarge(f"理由有 {longest} 個字，最多 {MAX_LINE} 個字，請精簡。")


def _split(said: str) -> tuple[str, str]:
    """Part what a box says: which place, and the text that was looked over."""
    key, _, blob = said.partition("@")
    return key, blob


def _spot(key: str) -> str:
    return f"send-{key.replace('/', '-')}"


def _gone(found: TaskList, wanted: list[Parcel], said: dict[str, str]) -> Faults:
    """Say which of the ticked ones cannot be sent any more: somebody was faster."""
    here = {each.task.key for each in wanted}
    return tuple(
        ("basket", f"{task.project.name}：現在是「{task.state.label}」，沒有再送一次。")
        for task in found.tasks
        if task.key in said and task.key not in here
    )


def _changed(wanted: list[Parcel], said: dict[str, str]) -> Faults:
    return tuple(
        (
            _spot(each.task.key),
            f"{each.task.project.name}：這一頁開啟之後有人改過文字，還沒有送出；請看過再送。",
        )
        for each in wanted
        if said[each.task.key] != each.task.submission.blob
    )


def _send(
    quarter: Quarter, wanted: list[Parcel], note: str
) -> tuple[Number | None, tuple[Outcome, ...]]:
    """Send texts under one number; None where nothing was sent."""
    if not wanted:
        return None, ()
    here, now = opened(), opened().clock()
    account, person = guard.account(), guard.person()
    number = numbers.take(
        here.database, here.archive, quarter, wanted[0].task.writer, account=account, on=now
    )
    outcomes = send_off(here.archive, wanted, number, by=person, on=now, note=note)
    sent = [each.place.path for each in outcomes if each.became]
    if not sent:
        numbers.give_back(here.database, number)
        return None, outcomes
    record = holding(quarter).record
    settings: Settings = current_app.config["SETTINGS"]
    page = public(settings) + url_for("receipts.show", quarter=quarter, number=number)
    found = receipt(here.archive, number)
    letter = receipt_letter(found, record, to=person.email, address=page)
    numbers.note_down(here.database, number, sent, letter=letter, on=now)
    return number, outcomes


def _page(  # noqa: PLR0913 - each by its name
    quarter: Quarter,
    found: TaskList,
    parcels: tuple[Parcel, ...],
    *,
    faults: Faults = (),
    ticked: dict[str, str] | None = None,
    number: Number | None = None,
) -> str:
    record: QuarterRecord = found.record
    stopped = tuple(
        (_spot(each.task.key), f"{each.task.project.name}：{each.hindrances[0]}")
        for each in parcels
        if each.hindrances
    )
    return render_template(
        "basket/show.html",
        title="檢查並送審",
        quarter=quarter,
        record=record,
        parcels=tuple(_looked(each, record.scheme) for each in parcels),
        labels={each.id: each.label for each in record.groups},
        faults=faults,
        wrong_at=dict(faults),
        stopped=stopped,
        ticked=ticked,
        unwritten=sum(task.state is State.MISSING for task in found.tasks),
        waiting=sum(task.kind.value == "wait" for task in found.tasks),
        done=sum(task.kind.value == "done" for task in found.tasks),
        number=number,
        reasons=request.form,
        note=request.form.get("note", ""),
    )
