"""Reconciling: two people wrote in one filing at once; what both did becomes one text again.

兩人同時修改. Section by section through ``merging``, and field by field: what only one of them
changed is taken, what both changed is theirs to choose. Nothing that either wrote is lost but by a
choice, and no mark of a merge ever stands in a text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from records.filing import Filing, Progress
from records.outline import Blocks, texts
from records.quarter import Quarter
from workflows.merging import Choice, Conflict, Merged, Undecided, merge, resolve

PROGRESS, REASON, FIGURE = "progress", "reason", "figure/"
"""Names of fields; a figure's id follows the last."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What both changed: a field or an item, as I have it and as they have it.

    ``id`` names it in a form; ``section`` is '' for a field, and ``field`` for an item. ``mine``
    and ``theirs`` are lines; none where it was taken out.
    """

    id: str
    section: str
    field: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def both(self) -> bool:
        """Whether both may stay: two items can follow each other, two figures cannot."""
        return not self.field and bool(self.mine and self.theirs)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A filing of two people: ``taken`` says in sentences what came from the other one."""

    mine: Filing
    theirs: Filing
    parts: Mapping[str, Merged]
    fields: Mapping[str, str]
    clashes: tuple[Clash, ...]
    taken: tuple[str, ...]


def reconcile(base: Filing | None, mine: Filing, theirs: Filing) -> Reconciled:
    """Bring two changes of a filing together."""
    before = base.parts if base else {}
    sections = dict.fromkeys([*theirs.parts, *mine.parts])
    parts = {
        name: merge(before.get(name, ()), mine.parts.get(name, ()), theirs.parts.get(name, ()))
        for name in sections
    }
    fields, clashing = _fields(base, mine, theirs)
    clashes = [
        *(Clash(name, "", name, (ours,), (other,)) for name, ours, other in clashing),
        *(_clash(name, each) for name, found in parts.items() for each in found.conflicts),
    ]
    taken = tuple(str(each) for found in parts.values() for each in found.taken)
    return Reconciled(mine, theirs, parts, fields, tuple(clashes), taken)


def settle(found: Reconciled, choices: Mapping[str, Choice]) -> Filing:
    """Return the filing with a choice for every clash, by its id. Raises Undecided."""
    open_ones = tuple(each.id for each in found.clashes if each.id not in choices)
    if open_ones:
        raise Undecided(open_ones)
    fields = dict(found.fields)
    for each in found.clashes:
        if each.field:
            words = each.theirs if choices[each.id] is Choice.THEIRS else each.mine
            fields[each.field] = words[0]
    parts: dict[str, Blocks] = {
        name: resolve(merged, {each.id: choices[_name(name, each.id)] for each in merged.conflicts})
        for name, merged in found.parts.items()
    }
    figures = {
        name.removeprefix(FIGURE): said
        for name, said in fields.items()
        if name.startswith(FIGURE) and said
    }
    said = {
        "progress": fields[PROGRESS],
        "reason": fields[REASON],
        "figures": figures,
        "parts": {name: blocks for name, blocks in parts.items() if blocks},
        "carried_from": _since(found, fields[PROGRESS]),
    }
    front = found.theirs.model_dump(exclude={"progress", "reason", "figures", "carried_from"})
    return Filing.model_validate({**front, **said})


def _since(found: Reconciled, progress: str) -> Quarter | None:
    """Return since when a carried text stands; one with progress of its own is not carried."""
    if progress != Progress.NONE:
        return None
    return found.mine.carried_from or found.theirs.carried_from


def _clash(section: str, conflict: Conflict) -> Clash:
    mine, theirs = tuple(texts(conflict.mine)), tuple(texts(conflict.theirs))
    return Clash(_name(section, conflict.id), section, "", mine, theirs)


def _name(section: str, conflict: str) -> str:
    return f"{section}/{conflict}"


def _fields(
    base: Filing | None, mine: Filing, theirs: Filing
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return the fields that are settled, and those that both changed."""
    settled: dict[str, str] = {}
    clashing = []
    before, ours, other = (dict(_said(each)) if each else {} for each in (base, mine, theirs))
    for name in dict.fromkeys([*other, *ours]):
        was, here, there = (each.get(name, "") for each in (before, ours, other))
        settled[name] = there if here == was else here
        if here not in {was, there} and there != was:
            clashing.append((name, here, there))
    return settled, clashing


def _said(filing: Filing) -> Iterator[tuple[str, str]]:
    yield PROGRESS, filing.progress.value
    yield REASON, filing.reason
    for figure, said in filing.figures.items():
        yield f"{FIGURE}{figure}", said
