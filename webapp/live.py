"""Live: what follows the boxes while somebody types: findings, the change, and the print.

即時檢查. It reads what stands in the form now and writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from records.filing import Filing
from webapp.forms.filing import FilingForm
from webapp.visit import Visit


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as the form shows it. ``field`` is the id of the box that it is about."""

    kind: str
    level: str
    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """What stands below the form; ``changes`` and ``printed`` are None while a box is at fault."""

    findings: tuple[Remark, ...]
    changes: Markup | None
    printed: tuple[tuple[str, Markup], ...] | None


def live(visit: Visit, form: FilingForm, text: Filing | None) -> Live:
    """Return what a form says, seen by a careful reader."""
    faults = tuple(_faults(form))
    if text is None:
        return Live(faults, None, None)
    printed = visit.passages(text)
    pieces = (
        (passage.heading, piece.html)
        for passage in printed
        for piece in passage.pieces
        if piece.owner == visit.place.owner
    )
    return Live(faults, Markup(), tuple(pieces))


def _faults(form: FilingForm) -> Iterator[Remark]:
    for _, box in form.sections:
        for fault in box.box_faults:
            yield Remark("error", "錯誤", str(fault), box.id)
