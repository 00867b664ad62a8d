"""Reports without a table of projects: headings, or plain lines with blank lines between."""

from collections.abc import Sequence
from dataclasses import replace

from workflows.importing.draft import LONGEST_NAME, SENTENCE, Draft, Raw, RawGroup, group_of
from workflows.importing.headers import columns
from workflows.importing.source import Doubt, Line, Row, Source, one_line, squash
from workflows.markers import at, chinese_number


def heading_levels(source: Source) -> tuple[int, int] | None:
    """Return the levels of the groups' and the projects' headings; None without both."""
    lines = [entry for entry in source.entries if isinstance(entry, Line) and entry.heading]
    groups = [line.heading for line in lines if group_of(line) or line.text.endswith("組")]
    if not groups:
        return None
    level = min(groups)
    below = [line.heading for line in lines if line.heading > level]
    return (level, min(below)) if below else None


def read_headings(draft: Draft, source: Source, levels: tuple[int, int]) -> None:
    """Read a report whose groups and projects have headings of these levels."""
    _Headings(draft, *levels).read(source)


class _Headings:
    """Reads a report whose groups and projects have headings."""

    def __init__(self, draft: Draft, group: int, project: int) -> None:
        self.draft, self.group, self.project = draft, group, project

    def read(self, source: Source) -> None:
        for entry in source.entries:
            for line in [entry] if isinstance(entry, Line) else _as_table(entry):
                self.line(line)

    def line(self, line: Line) -> None:
        group = self.draft.current
        if line.heading == self.group:
            self.draft.groups.append(RawGroup(group_of(line) or line.text, line.place))
        elif line.heading == self.project and group:
            group.projects.append(Raw(line.text, line.place))
        elif group and group.projects:
            _add(group.projects[-1].lines, line)
        elif group:
            self.draft.homeless.append((line, ""))
        else:
            self.draft.front.append(line)


def _add(lines: list[Line], line: Line) -> None:
    """Append a line; rows of one table become one table."""
    last = lines[-1] if lines else None
    if last is not None and last.rows and line.rows and line.place == last.place:
        lines[-1] = replace(last, rows=last.rows + line.rows)
    else:
        lines.append(line)


def _as_table(row: Row) -> list[Line]:
    return [Line("", f"表格 {row.table}", level=0, rows=(tuple(map(one_line, row.cells)),))]


def read_lines(draft: Draft, source: Source, known: frozenset[str]) -> None:
    """Read a report of plain lines. ``known`` are names of projects, squashed."""
    _Lines(draft, known).read(source)


class _Lines:
    """Reads a report that is lines: groups, names and texts without tables or headings."""

    def __init__(self, draft: Draft, known: frozenset[str]) -> None:
        self.draft, self.known = draft, known

    def read(self, source: Source) -> None:
        lines = [entry for entry in source.entries if isinstance(entry, Line)]
        lines = [line for line in lines if columns(line.text.split()) is None]
        spaced = _spaced(lines)
        for number, line in enumerate(lines):
            following = lines[number + 1] if number + 1 < len(lines) else None
            self.line(line, following, spaced=spaced)

    def line(self, line: Line, following: Line | None, *, spaced: bool) -> None:
        group = self.draft.current
        if self.opens_group(line, spaced=spaced):
            self.draft.groups.append(RawGroup(group_of(line), line.place))
        elif group is None:
            self.draft.front.append(line)
        elif self.names(line, following, spaced=spaced):
            group.projects.append(Raw(line.text, line.place))
        elif group.projects:
            group.projects[-1].lines.append(line)
        else:
            self.draft.homeless.append((line, "組別之後沒有方案名稱"))

    def opens_group(self, line: Line, *, spaced: bool) -> bool:
        if not group_of(line) or line.level:
            return False
        markers = at(line.text, 0)[0]
        number = markers[0].number if markers else chinese_number(line.text[1:2])
        if number != len(self.draft.groups) + 1:
            return False
        return line.gap or not spaced

    def names(self, line: Line, following: Line | None, *, spaced: bool) -> bool:
        """Say whether a line is the name of a project."""
        group = self.draft.current
        if group is None or line.rows:
            return False
        if not group.projects:
            return True
        if squash(line.text) in self.known:
            return line.gap or not spaced
        begins = at(line.text, 0)[0] or line.text.startswith("【") or line.bullet or line.level
        if begins and not self.may_begin(line):
            return False
        if spaced:
            return line.gap and not SENTENCE.search(line.text)
        return self.looks_like(line, following)

    def may_begin(self, line: Line) -> bool:
        """Names such as 「4 市消防局…」 begin with a digit that is no marker."""
        return not at(line.text, 0)[0] and not line.text.startswith("【") and not line.level

    def looks_like(self, line: Line, following: Line | None) -> bool:
        """Without blank lines, a name is short, no sentence, and a text begins behind it."""
        if SENTENCE.search(line.text) or "。" in line.text or len(line.text) > LONGEST_NAME:
            return False
        markers = at(following.text, 0)[0] if following else ()
        begins = any(m.number == 1 for m in markers) or (
            following is not None
            and not markers
            and (following.text.startswith("【") or SENTENCE.search(following.text) is not None)
        )
        if begins:
            sentence = "方案之間沒有空行，依上下文視為方案名稱，請核對。"
            self.draft.doubts.append(Doubt(line.place, sentence, line.text))
        return begins


def _spaced(lines: Sequence[Line]) -> bool:
    """Say whether blank lines set projects apart: some lines have one before them, not all."""
    gaps = sum(line.gap for line in lines[1:])
    groups = sum(bool(group_of(line)) and not line.level for line in lines)
    return groups < gaps < len(lines) - 1
