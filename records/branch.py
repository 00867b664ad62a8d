"""A filing's branch: its tip, and what the platform's last signed step says of the whole.

審查中的文字. The state of a filing is folded into the trailers of every signed step, so the tip
alone says it. Commits above the last signed step were pushed with ordinary git: they are saves
that nobody has looked at yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from records.objects import Author, Commit, spoken
from records.place import Place


@dataclass(frozen=True, slots=True)
class Branch:
    """A filing's branch as it was read.

    ``tip``: the commit it points at. ``blob``: the record's text there, '' where it has none.
    ``trailers``: of the last signed step, empty where nobody but people with git was here.
    ``base``: the commit of main that the filing started from. ``pushed``: unsigned commits
    since, oldest first. ``author``, ``written_at``: of the tip.
    """

    place: Place
    tip: str
    blob: str
    base: str
    trailers: Mapping[str, str]
    author: Author
    written_at: datetime
    pushed: tuple[Commit, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """What a step writes: a sentence, who and when, trailers, and a new text if it has one."""

    subject: str
    by: Author
    on: datetime
    trailers: Mapping[str, str]
    text: bytes | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One commit of a filing's history.

    ``trailers`` are empty where the platform did not sign it; ``blob`` is the text after it.
    """

    commit: str
    by: Author
    on: datetime
    subject: str
    blob: str
    trailers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the person said: a comment, a reason, or ''."""
        return spoken(self.trailers.get("Words") or self.trailers.get("Reason", ""))
