"""ODF lists: how each depth counts, and lists that are open while a text is written.

Numbers are the reader's to count (ODF 1.3 part 3, 5.3): every list is a ``text:list``. ODF lets
no table stand in a list; the lists around one are closed, and go on behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from records.numbering import Counting, Level, Scheme
from workflows.report.markup import escape

NUMBERS, BULLETS, GROUPS = "Numbers", "Bullets", "Groups"
"""The list styles."""

FORMATS = {
    Counting.ARABIC: "1",
    Counting.CHINESE: "一, 二, 三, ...",
    Counting.UPPER: "A",
    Counting.LOWER: "a",
}
"""How a marker counts, as style:num-format; for Chinese as LibreOffice writes it."""

LEVELS = 10
"""A list style of ODF has ten levels."""

SIGN = "•"
INDENT = 0.847
"""Centimetres that each depth stands further in: two characters of 12 points."""

HANGING = {NUMBERS: INDENT, BULLETS: 0.635}


def list_styles(scheme: Scheme, heading: tuple[str, str] | None) -> str:
    """Return the list styles; ``heading`` is what stands before and after a group's number."""
    numbers = "".join(_number(at, scheme) for at in range(1, LEVELS + 1))
    bullets = "".join(
        f'<text:list-level-style-bullet text:level="{at}" text:bullet-char="{SIGN}">'
        f"{_place(at, BULLETS)}</text:list-level-style-bullet>"
        for at in range(1, LEVELS + 1)
    )
    before, after = heading or ("", "")
    groups = (
        f'<text:list-level-style-number text:level="1"{_around(before, after.rstrip(" "))}'
        f' style:num-format="{FORMATS[Counting.CHINESE]}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="{_follows(after)}"/>'
        "</style:list-level-properties></text:list-level-style-number>"
    )
    styles = ((NUMBERS, "編號", numbers), (BULLETS, "項目符號", bullets), (GROUPS, "組別", groups))
    return "".join(
        f'<text:list-style style:name="{name}" style:display-name="{label}">{levels}'
        "</text:list-style>"
        for name, label, levels in styles
    )


def _number(at: int, scheme: Scheme) -> str:
    level: Level = scheme.levels[min(at, len(scheme.levels)) - 1]
    follows = "nothing" if level.after == "、" else "listtab"
    return (
        f'<text:list-level-style-number text:level="{at}"{_around(level.before, level.after)}'
        f' style:num-format="{FORMATS[level.counting]}">'
        f"{_place(at, NUMBERS, follows)}</text:list-level-style-number>"
    )


def _around(before: str, after: str) -> str:
    prefix = f' style:num-prefix="{escape(before)}"' if before else ""
    suffix = f' style:num-suffix="{escape(after)}"' if after else ""
    return prefix + suffix


def _follows(after: str) -> str:
    return "space" if after.endswith(" ") else "nothing"


def _place(at: int, style: str, follows: str = "listtab") -> str:
    stop = f' text:list-tab-stop-position="{at * INDENT:.3f}cm"' if follows == "listtab" else ""
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="{follows}"{stop}'
        f' fo:text-indent="-{HANGING[style]:.3f}cm" fo:margin-left="{at * INDENT:.3f}cm"/>'
        "</style:list-level-properties>"
    )


# -- Lists that are open -----------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    style: str
    identity: str
    tag: str = ""
    """The element of the item that is open, "" for none."""


@dataclass(slots=True)
class Lists:
    """Writes the tags of lists; ``interrupted`` while a table stands between open ones."""

    made: int = 0
    open: list[_Open] = field(default_factory=list)
    interrupted: bool = False
    ended: str = ""
    """The id of the list that was closed last."""

    def begin(self, style: str, goes_on: str = "") -> Iterator[str]:
        """Open a list of a style, in the item that is open; it may go on from a list by its id."""
        yield from self.resume()
        self.made += 1
        level = _Open(style, f"list{self.made}")
        self.open.append(level)
        yield _list(level, goes_on)

    def item(self, *, anew: bool) -> Iterator[str]:
        """Open the next item; ``anew`` says that it counts from 1 though a list was before it."""
        yield from self.resume(item=True)
        level = self.open[-1]
        if level.tag:
            yield f"</text:{level.tag}>"
        level.tag = "list-item"
        yield '<text:list-item text:start-value="1">' if anew else "<text:list-item>"

    def end(self) -> Iterator[str]:
        """Close the innermost list."""
        level = self.open.pop()
        self.ended = level.identity
        if not self.interrupted:
            yield f"</text:{level.tag}></text:list>"
        self.interrupted = self.interrupted and bool(self.open)

    def interrupt(self) -> Iterator[str]:
        """Close what is open, as a table follows."""
        if self.open and not self.interrupted:
            self.interrupted = True
            yield from (f"</text:{level.tag}></text:list>" for level in reversed(self.open))

    def resume(self, *, item: bool = False) -> Iterator[str]:
        """Open again what was interrupted, without counting; an item opens its own tag."""
        if not self.interrupted:
            return
        self.interrupted = False
        for at, level in enumerate(self.open):
            before = level.identity
            self.made += 1
            level.identity = f"list{self.made}"
            level.tag = "" if item and at == len(self.open) - 1 else "list-header"
            yield _list(level, before)
            if level.tag:
                yield "<text:list-header>"


def _list(level: _Open, goes_on: str) -> str:
    following = f' text:continue-list="{goes_on}"' if goes_on else ""
    return f'<text:list xml:id="{level.identity}" text:style-name="{level.style}"{following}>'
