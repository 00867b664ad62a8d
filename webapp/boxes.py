"""Boxes: the fields of a form that hold an outline, checked line by line.

條列框的欄位. What was typed stays in the field as it was typed, whatever is wrong with it.
"""

from collections.abc import Iterable
from typing import Any

from wtforms import TextAreaField

from records.numbering import Scheme
from records.outline import Blocks
from workflows.outline_box.reading import Fault, FaultyBox, from_box
from workflows.outline_box.writing import to_box

SHOWN = 20
"""Faults of one box that are shown; the others come when these are mended."""


class OutlineField(TextAreaField):
    """A plain field in which an outline is typed.

    ``blocks`` is what it says, None while it cannot be kept; ``box_faults`` are the reasons.
    """

    def __init__(self, *said: Any, scheme: Scheme, **named: Any) -> None:  # noqa: ANN401 - WTForms
        """Read by a numbering scheme."""
        super().__init__(*said, **named)
        self.scheme = scheme
        self.blocks: Blocks | None = ()
        self.box_faults: tuple[Fault, ...] = ()

    def show(self, blocks: Blocks) -> None:
        """Put an outline into the field."""
        self.data = to_box(blocks, self.scheme)
        self.blocks = blocks

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and read it."""
        self.type_in(str(valuelist[0]) if valuelist else "")

    def type_in(self, typed: str) -> None:
        """Take what somebody typed."""
        self.data = typed
        try:
            self.blocks, self.box_faults = from_box(typed, self.scheme), ()
        except FaultyBox as faulty:
            self.blocks, self.box_faults = None, faulty.faults

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms
        """Say what is wrong, line by line."""
        del form
        self.errors = list(_told(self.box_faults))


def _told(faults: tuple[Fault, ...]) -> Iterable[str]:
    yield from map(str, faults[:SHOWN])
    if len(faults) > SHOWN:
        yield f"另有 {len(faults) - SHOWN} 處要改，改好上面的之後會再列出。"
