"""Composing: what a person enters on the form becomes a filing, and nothing else of it changes.

填報的內容. A form shows the sections that its owner writes; what stands elsewhere in the record
(text that has no place any more, a figure that was taken out) stays where it was. Entering what
is there already gives the same record, byte for byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from records.errors import Problem
from records.filing import Filing, Progress
from records.outline import Blocks
from records.project import Project, Section
from records.schema import MAX_LINE
from records.wording import clean
from workflows.filing import Desk


class BadEntry(Problem):
    """Something that was entered cannot be kept. ``field``: ``reason``, or ``figure.<id>``."""

    def __init__(self, name: str, sentence: str) -> None:
        """Keep which field it is."""
        self.field = name
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on a form. ``parts`` are by section id, ``figures`` by the figure's id."""

    parts: Mapping[str, Blocks]
    progress: Progress = Progress.NEW
    reason: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)


def entered(project: Project, owner: str, text: Filing | None) -> Entry:
    """Return what a form shows of a text that is there."""
    sections = project.written_by(owner)
    parts = {each.id: text_of(project, text, each) for each in sections}
    if text is None:
        return Entry(parts)
    figures = {each.id: text.figures.get(each.id, "") for each in project.figures}
    return Entry(parts, text.progress, text.reason, figures)


def text_of(project: Project, text: Filing | None, section: Section) -> Blocks:
    """Return what a text says in a section."""
    return text.part(section.id, only=len(project.sections) == 1) if text else ()


def composed(here: Desk, before: Filing | None, entry: Entry, *, last: Filing | None) -> Filing:
    """Return the filing that ``before`` becomes by what was entered.

    ``last``: the newest text of an earlier quarter; 本季無新進度 without a text of its own takes
    it over, and says since when it stands. Raises BadEntry.
    """
    reason = _line("reason", entry.reason)
    if entry.progress is Progress.NONE and not reason:
        raise BadEntry("reason", "請寫明本季無新進度的理由，例如：尚未到下一個查核點。")
    figures = {name: _line(f"figure.{name}", said) for name, said in entry.figures.items()}
    parts = _parts(here, before, _carried(here, entry, last))
    said = {
        "progress": entry.progress,
        "reason": reason,
        "figures": {
            **(_undeclared(here.project, before) if before else {}),
            **{name: text for name, text in figures.items() if text},
        },
        "parts": parts,
        "carried_from": _since(here.project, entry.progress, parts, before, last),
    }
    if before is not None:
        return before.model_copy(update={name: said[name] for name in _changed(before, said)})
    place = here.place
    return Filing(quarter=place.quarter, project=place.project, city=place.owner).model_copy(
        update=said
    )


def _changed(before: Filing, said: Mapping[str, object]) -> list[str]:
    return [name for name, value in said.items() if getattr(before, name) != value]


def _line(name: str, typed: str) -> str:
    text = clean(typed)
    if len(text) > MAX_LINE:
        raise BadEntry(name, f"這一欄有 {len(text):,} 個字，最多 {MAX_LINE:,} 個字，請精簡。")
    return text


def _undeclared(project: Project, before: Filing) -> dict[str, str]:
    declared = {figure.id for figure in project.figures}
    return {name: said for name, said in before.figures.items() if name not in declared}


def _carried(here: Desk, entry: Entry, last: Filing | None) -> Mapping[str, Blocks]:
    if entry.progress is not Progress.NONE or any(entry.parts.values()) or last is None:
        return entry.parts
    sections = here.project.written_by(here.place.owner)
    return {each.id: text_of(here.project, last, each) for each in sections}


def _parts(here: Desk, before: Filing | None, parts: Mapping[str, Blocks]) -> dict[str, Blocks]:
    """Return the record's parts in their order, each changed where the form says otherwise."""
    made = dict(before.parts) if before else {}
    for section in here.project.written_by(here.place.owner):
        blocks = parts.get(section.id, ())
        if blocks != text_of(here.project, before, section):
            made[_name(here.project, made, section)] = blocks
    if before is None or made.keys() - before.parts.keys():
        order = {each.id: at for at, each in enumerate(here.project.sections)}
        made = dict(sorted(made.items(), key=lambda part: order.get(part[0], -1)))
    return {name: blocks for name, blocks in made.items() if blocks or _stood(before, name)}


def _stood(before: Filing | None, name: str) -> bool:
    return before is not None and before.parts.get(name) == ()


def _name(project: Project, parts: Mapping[str, Blocks], section: Section) -> str:
    """Return where a section's text stands in the record; the only one needs no heading there."""
    return "" if len(project.sections) == 1 and not parts.get(section.id) else section.id


def _since(
    project: Project,
    progress: Progress,
    parts: Mapping[str, Blocks],
    before: Filing | None,
    last: Filing | None,
) -> object:
    """Return the quarter that the text was taken over from, None where it is this quarter's."""
    if progress is not Progress.NONE:
        return None
    if before and before.progress is progress and before.parts == parts:
        return before.carried_from
    if last is None:
        return None
    sections = [each.id for each in project.sections]
    only = len(sections) == 1
    same = all(_at(parts, name, only=only) == last.part(name, only=only) for name in sections)
    return (last.carried_from or last.quarter) if same else None


def _at(parts: Mapping[str, Blocks], name: str, *, only: bool) -> Blocks:
    return parts.get(name) or (parts.get("", ()) if only else ())
