"""A finding: exact words of a text, and what a careful reader would ask about them.

檢查提示. It never blocks a draft. What it marks is a span of one item: ``span[0]`` is the first
character of it, ``span[1]`` the first behind it, both counted from 0 in the item's own text.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from unicodedata import normalize

from records.quarter import Quarter


class Level(StrEnum):
    """How much a finding asks for, the heaviest first."""

    ERROR = "error"
    WARN = "warn"
    HINT = "hint"
    FIX = "fix"

    @property
    def label(self) -> str:
        """The word on the page."""
        return {"error": "錯誤", "warn": "請確認", "hint": "提醒", "fix": "可代為修正"}[self.value]

    @property
    def sentence(self) -> str:
        """What follows from it, for the page that explains the rules."""
        return {
            "error": "改好以前不能送審；草稿照常儲存。",
            "warn": "送審時要確認，或寫下理由。",
            "hint": "只提醒，不必回應。",
            "fix": "只提醒，按一下就代為修改。",
        }[self.value]

    @property
    def weight(self) -> int:
        """0 for the heaviest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule asks about one place of a text.

    ``city``: who writes it (a city id or ``joint``), '' where the project itself is meant (its
    name, remarks, note and headings, or all its texts together). ``section``: the section's id,
    '' for none. ``item``: the path of the item in the section's outline (``1/2``, ``p1``), '' for
    the text as a whole; ``printed``: its marker in print. ``words``: what the span holds.
    ``edit``: what would be right in the place of these words; None where nobody can be certain.
    ``mark``: what an acceptance is bound to (``mark_of``).
    """

    quarter: Quarter
    project: str
    city: str
    section: str
    item: str
    printed: str
    span: tuple[int, int]
    words: str
    rule: str
    level: Level
    message: str
    edit: str | None
    mark: str

    def plain(self) -> dict[str, object]:
        """Return what ``hebao check --format json`` says of it."""
        return {
            "quarter": str(self.quarter),
            "project": self.project,
            "city": self.city,
            "section": self.section,
            "item": self.item,
            "printed": self.printed,
            "span": list(self.span),
            "words": self.words,
            "rule": self.rule,
            "level": self.level.value,
            "message": self.message,
            "edit": self.edit,
        }


def mark_of(rule: str, section: str, words: str, sentence: str) -> str:
    """Return 16 hexadecimal digits of what was asked about.

    The sentence belongs to it and the place does not: a text that only moved is the same text, and
    a changed sentence is asked about again. Widths do not count (NFKC).
    """
    said = "\x1f".join((rule, section, normalize("NFKC", words), normalize("NFKC", sentence)))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
