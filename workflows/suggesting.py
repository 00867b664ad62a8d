"""Suggesting: propose another wording for a text of others, which its owner adopts as his own.

建議文字. A suggestion is a comment on the filing's branch that carries what it would change:
``Anchor`` (section and piece, or a figure), ``Instead`` (what stands there), ``Suggestion`` (the
wording). It is found again by what stood there, so a text that was edited elsewhere still takes
it. Adopting is a save of the adopter that names it (``Adopted``); declining is a comment that
does (``Declined``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from records.archive import Archive
from records.branch import Branch, Move
from records.branch import Step as Written
from records.errors import NotThere, Problem
from records.filing import Filing
from records.objects import Author, spoken, words
from records.outline import Block, Blocks, Item, List, Paragraph, Table, texts
from records.place import Place
from records.textform import dump
from records.wording import clean
from workflows.filing import Desk, TextChanged, desk, move, require_open, reviews
from workflows.people import Act, Person, require
from workflows.submission import NotNow, State, Step, Submission

FIGURE = "figure"
"""Stands before a figure's id in an anchor; a section's stands before the piece's number."""


class NothingProposed(Problem):
    """A suggestion without words, or with those that stand there already."""


class NoSuchPiece(Problem):
    """What the suggestion would change does not stand in the text (any more)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a suggestion is about: a piece of a section's text, or a figure.

    ``piece`` counts paragraphs, items and cells of the section in print order, from 1; 0 stands
    for a new item at the end. ``figure`` is empty for a text.
    """

    section: str = ""
    piece: int = 0
    figure: str = ""

    @property
    def anchor(self) -> str:
        """The spot as a trailer says it."""
        return f"{FIGURE}/{self.figure}" if self.figure else f"{self.section}/{self.piece}"

    @classmethod
    def of(cls, anchor: str) -> "Spot":
        """Read an anchor back; what is none is the end of an unnamed section."""
        section, _, at = anchor.rpartition("/")
        if section == FIGURE:
            return cls(figure=at)
        return cls(section, int(at) if at.isdecimal() else 0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed wording.

    ``commit`` names it. ``instead`` is what stood there, '' for a new item; ``why`` may be
    empty. ``settled`` is '' while it is open, else the Step's commit that adopted or declined
    it; ``adopted`` says which.
    """

    commit: str
    by: Author
    on: datetime
    spot: Spot
    instead: str
    wording: str
    why: str
    settled: str = ""
    adopted: bool = False


def suggestions(archive: Archive, place: Place) -> tuple[Suggestion, ...]:
    """Return what was suggested for a text since it was last merged, oldest first."""
    found: dict[str, Suggestion] = {}
    for step in archive.branches.steps(place):
        said = step.trailers
        if said.get("Step") == Step.MERGE.value:
            found.clear()
        elif "Suggestion" in said:
            found[step.commit] = _read(step)
        for name in ("Adopted", "Declined"):
            if before := found.get(said.get(name, "")):
                found[before.commit] = replace(
                    before, settled=step.commit, adopted=name == "Adopted"
                )
    return tuple(found.values())


def _read(step: Written) -> Suggestion:
    said = step.trailers
    return Suggestion(
        step.commit,
        step.by,
        step.on,
        Spot.of(spoken(said.get("Anchor", ""))),
        spoken(said.get("Instead", "")),
        spoken(said["Suggestion"]),
        spoken(said.get("Words", "")),
    )


def suggest(  # noqa: PLR0913 - each by its name
    archive: Archive,
    place: Place,
    wording: str,
    *,
    spot: Spot,
    instead: str = "",
    why: str = "",
    by: Person,
    on: datetime,
) -> Submission:
    """建議文字: propose a wording for one piece of a text (or a figure) of others.

    ``instead``: what stands there on the page that the person read. Raises NotAllowed,
    NothingProposed, NoSuchPiece, NotNow.
    """
    here = desk(archive, place)
    require(by, Act.COMMENT, here.project, place.owner)
    wording = clean(wording)
    if not wording or wording == instead:
        raise NothingProposed("建議的文字是空白的，或和原文相同；請寫下要改成的文字再送出。")
    said = {
        "Words": words(clean(why)) if why.strip() else "",
        "Anchor": words(spot.anchor),
        "Instead": words(instead) if instead else "",
        "Suggestion": words(wording),
    }

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        if branch is None:
            raise NotNow(now.state, Step.COMMENT)
        _changed(here, archive.filing(place, now.blob), spot, instead, wording)
        after = now.after(Step.COMMENT, by=by.author, on=on, reviewing=reviews(by, here))
        return move(here, after, Step.COMMENT, by=by, on=on, said=said)

    return Submission.of(place, archive.branches.advance(place, decide))


def adopt(  # noqa: PLR0913 - each by its name
    archive: Archive, place: Place, commit: str, *, blob: str, by: Person, on: datetime
) -> Submission:
    """採用: put a suggested wording into the text that the person has seen (``blob``).

    It is a save: a text that was sent becomes a draft again. Raises NotAllowed, NotThere,
    TextChanged, NoSuchPiece, QuarterClosed, NotNow.
    """
    here = desk(archive, place)
    require(by, Act.SAVE, here.project, place.owner)
    taken = _open(archive, place, commit)

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        require_open(here, now, on)
        if now.blob != blob:
            raise TextChanged(now)
        if now.state is State.MERGED:
            raise NotNow(now.state, Step.SAVE)
        text = archive.filing(place, now.blob)
        changed = _changed(here, text, taken.spot, taken.instead, taken.wording)
        saved = now.after(Step.SAVE, by=by.author, on=on)
        said = {"Adopted": commit}
        return move(here, saved, Step.SAVE, by=by, on=on, said=said, text=dump(changed))

    return Submission.of(place, archive.branches.advance(place, decide))


def decline(archive: Archive, place: Place, commit: str, *, by: Person, on: datetime) -> Submission:
    """不採用: close a suggestion and leave the text as it is. Raises NotAllowed, NotThere."""
    here = desk(archive, place)
    require(by, Act.SAVE, here.project, place.owner)
    _open(archive, place, commit)

    def decide(branch: Branch | None, merged: str) -> Move:
        now = Submission.of(place, branch, merged)
        after = now.after(Step.COMMENT, by=by.author, on=on)
        said = {"Words": words("不採用建議文字。"), "Declined": commit}
        return move(here, after, Step.COMMENT, by=by, on=on, said=said)

    return Submission.of(place, archive.branches.advance(place, decide))


def _open(archive: Archive, place: Place, commit: str) -> Suggestion:
    for each in suggestions(archive, place):
        if each.commit == commit and not each.settled:
            return each
    raise NotThere("這項建議已經處理過，或不屬於這篇文字；請重新載入頁面。")


# -- The text with the wording in its place ----------------------------------------------------


def _changed(here: Desk, text: Filing, spot: Spot, instead: str, wording: str) -> Filing:
    if spot.figure:
        return _with_figure(here, text, spot.figure, wording)
    only = len(here.project.sections) == 1
    name = spot.section if spot.section in text.parts or not only else ""
    if not only and spot.section not in {s.id for s in here.project.written_by(text.city)}:
        raise NoSuchPiece("這一段不屬於這篇文字；請重新載入頁面，選擇要建議的段落。")
    blocks = text.parts.get(name, ())
    if instead:
        blocks = _replaced(blocks, _piece(blocks, spot.piece, instead), wording)
    else:
        blocks = _appended(blocks, wording)
    return text.model_copy(update={"parts": {**text.parts, name: blocks}})


def _with_figure(here: Desk, text: Filing, figure: str, wording: str) -> Filing:
    if figure not in {each.id for each in here.project.figures}:
        raise NoSuchPiece("這個方案沒有這個數字欄位；請重新載入頁面後再選。")
    return text.model_copy(update={"figures": {**text.figures, figure: wording}})


def _piece(blocks: Blocks, said: int, instead: str) -> int:
    """Return which piece says ``instead``: the one nearest to where it stood."""
    here = [at for at, text in enumerate(texts(blocks), start=1) if text == instead]
    if not here:
        shown = instead if len(instead) <= 30 else f"{instead[:29]}…"  # noqa: PLR2004 - a glance
        raise NoSuchPiece(f"「{shown}」已經改過，不能直接採用；請對照後自行修改文字。")
    return min(here, key=lambda at: abs(at - said))


def _replaced(blocks: Blocks, piece: int, wording: str) -> Blocks:
    counted = iter(range(1, piece + 1))
    return tuple(_block(block, counted, piece, wording) for block in blocks)


def _block(block: Block, counted: Iterator[int], piece: int, wording: str) -> Block:
    def said(text: str) -> str:
        return wording if next(counted, 0) == piece else text

    match block:
        case Paragraph(text):
            return Paragraph(said(text))
        case List(ordered, items):
            # An item's own text is counted before what stands below it, as it prints.
            return List(ordered, tuple(_item(each, counted, piece, wording) for each in items))
        case Table(header, rows):
            head = tuple(map(said, header))
            return Table(head, tuple(tuple(map(said, row)) for row in rows))


def _item(item: Item, counted: Iterator[int], piece: int, wording: str) -> Item:
    text = wording if next(counted, 0) == piece else item.text
    return Item(text, tuple(_block(block, counted, piece, wording) for block in item.blocks))


def _appended(blocks: Blocks, wording: str) -> Blocks:
    last = blocks[-1] if blocks else None
    if isinstance(last, List):
        return (*blocks[:-1], List(last.ordered, (*last.items, Item(wording))))
    return (*blocks, List(ordered=True, items=(Item(wording),)))
