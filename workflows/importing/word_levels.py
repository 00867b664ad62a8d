"""How deep a Word paragraph stands: by its list's level, or by its indent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.importing.source import Line


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, and what its list or indent says about its level."""

    line: Line
    ilvl: int = -1
    indent: int = 0
    style: str = ""


def levelled(read: Sequence[Placed]) -> Iterator[Line]:
    """Yield lines with the level that the file gives them, where it gives one.

    Word's levels tell, unless one level has lists of several kinds: then the indents tell, if
    they differ. Paragraphs outside of lists are placed by their indent.
    """
    listed = [each for each in read if each.style]
    if not listed:
        yield from (each.line for each in read)
        return
    levels = _by_level(listed) or _by_indent(listed)
    for each in read:
        if each.style:
            yield replace(each.line, level=levels.get((each.ilvl, each.style)) if levels else None)
        elif not levels or (each.line.rows and not each.indent):
            yield each.line
        else:
            yield replace(each.line, level=_beneath(each.indent, listed, levels))


def _by_level(listed: Sequence[Placed]) -> dict[tuple[int, str], int]:
    kinds = {(each.ilvl, each.style) for each in listed}
    if len({ilvl for ilvl, _ in kinds}) < len(kinds):
        return {}
    return {(ilvl, style): ilvl + 1 for ilvl, style in kinds}


def _by_indent(listed: Sequence[Placed]) -> dict[tuple[int, str], int]:
    far = {(each.ilvl, each.style): each.indent for each in listed}
    steady = all(far[each.ilvl, each.style] == each.indent for each in listed)
    ranks = sorted(set(far.values()))
    if not steady or len(ranks) < 2:  # noqa: PLR2004 - one indent for all tells nothing
        return {}
    return {kind: ranks.index(indent) + 1 for kind, indent in far.items()}


def _beneath(indent: int, listed: Sequence[Placed], levels: dict[tuple[int, str], int]) -> int:
    inside = [levels[e.ilvl, e.style] for e in listed if 0 < e.indent <= indent]
    return max(inside, default=0)
