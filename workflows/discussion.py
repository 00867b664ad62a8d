"""A discussion: the comments on a filing as threads, each beside the words that it is about.

審查意見. Read from the steps of the filing's branch alone. A thread remembers where its item
stood and which words were meant, and finds them again after edits; when they are gone it says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from records.archive import Archive
from records.branch import Step as Written
from records.filing import Filing
from records.objects import Author, spoken
from records.outline import texts
from records.place import Place
from workflows.people import Role
from workflows.submission import Step
from workflows.suggesting import Spot


@dataclass(frozen=True, slots=True)
class Remark:
    """What one person said. ``role`` is what he was then; ``commit`` names it."""

    commit: str
    by: Author
    role: str
    on: datetime
    words: str

    @property
    def reviewer(self) -> bool:
        """Whether a coordinator said it."""
        return self.role == Role.COORDINATOR.value


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers.

    ``spot`` is None for one on the whole text. ``phrase`` holds the words that it is about. A
    thread is named by the commit of its first remark.
    """

    remarks: tuple[Remark, ...]
    spot: Spot | None = None
    phrase: str = ""
    resolved: bool = False

    @property
    def commit(self) -> str:
        """Return the thread's name."""
        return self.remarks[0].commit

    def standing(self, filing: Filing) -> Spot | None:
        """Return where its words stand in a text; None where they are gone, or it has none.

        Of several places with the same words, the one nearest to where they stood.
        """
        if self.spot is None or not self.phrase:
            return None
        found = (
            Spot(section, at)
            for section, blocks in filing.parts.items()
            for at, text in enumerate(texts(blocks), start=1)
            if self.phrase in text
        )
        return min(found, key=self._far, default=None)

    def _far(self, spot: Spot) -> tuple[bool, int]:
        assert self.spot is not None  # noqa: S101 - only asked by a thread that has one
        return spot.section != self.spot.section, abs(spot.piece - self.spot.piece)


def discussion(archive: Archive, place: Place) -> tuple[Thread, ...]:
    """Return the threads of a filing since it was last merged, oldest first."""
    return threads(archive.branches.steps(place))


def threads(steps: Iterable[Written]) -> tuple[Thread, ...]:
    """Fold steps, oldest first, into threads."""
    found: dict[str, Thread] = {}
    for step in steps:
        said = step.trailers
        if said.get("Step") == Step.MERGE.value:
            found.clear()
        if said.get("Step") != Step.COMMENT.value or "Suggestion" in said or "Declined" in said:
            continue
        before = found.get(said.get("Thread", ""))
        if before is None:
            found[step.commit] = _begun(step)
        else:
            found[before.commit] = _answered(before, step)
    return tuple(found.values())


def unresolved(found: Iterable[Thread]) -> int:
    """Return how many threads wait for somebody."""
    return sum(not thread.resolved for thread in found)


def _begun(step: Written) -> Thread:
    anchor = spoken(step.trailers.get("Anchor", ""))
    phrase = spoken(step.trailers.get("Phrase", ""))
    return Thread((_remark(step),), Spot.of(anchor) if anchor else None, phrase)


def _answered(thread: Thread, step: Written) -> Thread:
    """Return a thread with one more remark: an answer opens it again unless it says otherwise."""
    said = step.trailers
    resolved = said.get("Resolved") == "yes"
    if not said.get("Words"):
        return replace(thread, resolved=resolved)
    return replace(thread, remarks=(*thread.remarks, _remark(step)), resolved=resolved)


def _remark(step: Written) -> Remark:
    said = step.trailers
    return Remark(
        step.commit, step.by, said.get("Role", ""), step.on, spoken(said.get("Words", ""))
    )
