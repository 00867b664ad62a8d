"""History: what has happened to a filing, step by step, in words.

歷程. Read from the filing's branch, oldest first.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.branch import Step as Written
from records.holding import Source
from records.objects import spoken
from records.place import Place
from workflows.checks.accepting import acceptances
from workflows.submission import Step

PUSHED = "pushed"
IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. ``kind`` is a Step's word, ``pushed`` or ``import``; ``why`` may be empty."""

    kind: str
    words: str
    who: str
    when: datetime
    why: str
    commit: str
    blob: str


def history(archive: Archive, place: Place, source: Source | None) -> tuple[Entry, ...]:
    """Return a filing's steps, oldest first; for an imported one, that it was imported."""
    entries = tuple(map(_entry, archive.branches.steps(place)))
    if entries or source is None:
        return entries
    made = archive.repository.commit(source.commit)
    words = "由先前的報告匯入"
    return (Entry(IMPORT, words, made.author.name, made.written_at, "", made.oid, source.blob),)


def comments(archive: Archive, place: Place, but: Container[str]) -> tuple[Entry, ...]:
    """Return what was said on a text since it was last merged, ``but`` some steps, oldest first."""
    said: list[Entry] = []
    for entry in history(archive, place, None):
        if entry.kind == Step.MERGE.value:
            said.clear()
        elif entry.kind == Step.COMMENT.value and entry.why and entry.commit not in but:
            said.append(entry)
    return tuple(said)


def _entry(step: Written) -> Entry:
    kind = step.trailers.get("Step", PUSHED)
    said = step.trailers.get("Words") or step.trailers.get("Reason", "")
    why = spoken(said) if said else ""
    if not step.trailers:
        why = step.subject
    if kind == Step.ACCEPT:
        why = "；".join(f"「{each.words}」{each.reason}" for each in acceptances([step]))
    return Entry(kind, _words(kind, step), step.by.name, step.on, why, step.commit, step.blob)


def _words(kind: str, step: Written) -> str:
    if kind == PUSHED:
        return "以其他工具修改"
    try:
        return Step(kind).label
    except ValueError:
        return step.subject
