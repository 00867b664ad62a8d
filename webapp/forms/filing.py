"""The form of a filing: the progress, the figures, and one outline box for each section."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from wtforms import StringField

from records.filing import Filing, Progress
from records.project import Section
from webapp.boxes import OutlineField
from webapp.fields import Form
from workflows.composing import BadEntry, Entry, entered
from workflows.filing import Desk

TEXT, FIGURE = "text-", "figure-"
"""Stand before a section's and a figure's id in the name of its field."""

CHOICES = {
    Progress.NEW: "有新進度",
    Progress.NONE: "本季無新進度，沿用上季文字",
    Progress.DONE: "已完成，建議解除列管",
}


class FilingForm(Form):
    """辦理情形. ``of`` makes the form of one place."""

    here: Desk

    progress = StringField("本季進度", default=Progress.NEW.value)
    choices: ClassVar[dict[Progress, str]] = CHOICES
    reason = StringField("理由", default="")

    @property
    def sections(self) -> Iterator[tuple[Section, OutlineField]]:
        """The sections that the owner writes, and their boxes."""
        for section in self.here.project.written_by(self.here.place.owner):
            yield section, cast("OutlineField", self[TEXT + section.id])

    @property
    def figures(self) -> Iterator[Any]:
        """The fields of the declared figures."""
        for figure in self.here.project.figures:
            yield self[FIGURE + figure.id]

    @property
    def sound(self) -> bool:
        """Whether every box can be kept."""
        return all(box.blocks is not None for _, box in self.sections)

    def show(self, text: Filing | None) -> None:
        """Put a text into the form."""
        entry = entered(self.here.project, self.here.place.owner, text)
        self.progress.data, self.reason.data = entry.progress.value, entry.reason
        for figure, said in entry.figures.items():
            self[FIGURE + figure].data = said
        for section, box in self.sections:
            box.show(entry.parts.get(section.id, ()))

    @property
    def chosen(self) -> Progress:
        """The progress that is ticked; what is no choice is the first one."""
        return Progress(self.progress.data) if self.progress.data in set(Progress) else Progress.NEW

    def entry(self) -> Entry:
        """Return what was entered; a box that cannot be kept counts as empty."""
        return Entry(
            parts={section.id: box.blocks or () for section, box in self.sections},
            progress=self.chosen,
            reason=str(self.reason.data or ""),
            figures={
                figure.id: str(self[FIGURE + figure.id].data or "")
                for figure in self.here.project.figures
            },
        )

    def refuse_entry(self, wrong: BadEntry) -> None:
        """Say at its field what cannot be kept."""
        self.refuse(wrong.field.replace("figure.", FIGURE), str(wrong))

    @classmethod
    def of(cls, here: Desk) -> type["FilingForm"]:
        """Return the form of one place: its figures and boxes follow from the project."""
        fields: dict[str, Any] = {"here": here}
        for figure in here.project.figures:
            unit = f"（{figure.unit}）" if figure.unit else ""
            fields[FIGURE + figure.id] = StringField(f"{figure.label}{unit}", default="")
        for section in here.project.written_by(here.place.owner):
            label = section.heading or "最新辦理情形"
            fields[TEXT + section.id] = OutlineField(label, scheme=here.quarter.scheme, default="")
        return type("FilingForm", (cls,), fields)
