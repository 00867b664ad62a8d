"""The layout of a report: title, date, groups, and the rows of each, with page cuts mended.

Three shapes are known: tables with a name and a text column; headings for groups and projects;
plain lines with blank lines between projects. What fits nowhere is named, never dropped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workflows.importing.headers import Columns, columns
from workflows.importing.markers import at, chinese_number
from workflows.importing.plain import PAGE_NUMBER
from workflows.importing.problems import HomelessText
from workflows.importing.source import Doubt, Line, Row, Source, one_line, squash

GROUP = re.compile(r"[(（](?P<number>[一二三四五六七八九十]{1,3})[)）]\s*(?P<label>\S.*)|[㈠-㈩]\s*\S.*")
AS_OF = re.compile(
    r"(資料時間|資料截止|資料統計|統計時間|統計至|截至|填報時間|更新時間|更新日期)|"
    r"^(中華民國|民國)?\s*[0-9０-９]{2,3}\s*年\s*[0-9０-９]{1,2}\s*月"
)
SENTENCE = re.compile(r"[。；：:;，,]$")
"""How a sentence ends, and no name: names may end with ！ or ？."""

LONGEST_GROUP = 30
LONGEST_NAME = 120


@dataclass
class Raw:
    """A project as it stands there: its title, and the lines of its text."""

    title: str
    place: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class RawGroup:
    """A group as it stands there."""

    label: str
    place: str
    projects: list[Raw] = field(default_factory=list)


@dataclass
class Draft:
    """A report taken apart, before anything in it is understood."""

    front: list[Line] = field(default_factory=list)
    groups: list[RawGroup] = field(default_factory=list)
    homeless: list[tuple[Line, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def current(self) -> RawGroup | None:
        """The group that is being read."""
        return self.groups[-1] if self.groups else None

    def settle(self) -> None:
        """Raise HomelessText for the first words that found no place."""
        if self.homeless:
            line, why = self.homeless[0]
            more = len(self.homeless) - 1
            raise HomelessText(line.place, line.text or one_line_of(line), more=more, why=why)


def one_line_of(line: Line) -> str:
    """Return the words of a line that holds a table."""
    return " ".join(cell for row in line.rows for cell in row)


def lay_out(source: Source, known: Iterable[str] = ()) -> Draft:
    """Find the groups and rows of a source. ``known`` are names of projects, squashed.

    Raises HomelessText.
    """
    draft = Draft(doubts=list(source.doubts))
    deepest = _heading_levels(source)
    if deepest is not None:
        _Headings(draft, *deepest).read(source)
    elif any(isinstance(entry, Row) for entry in source.entries):
        _Tables(draft).read(source)
    else:
        _Lines(draft, frozenset(known)).read(source)
    draft.settle()
    return draft


def group_of(line: Line) -> str:
    """Return the label of the group that a line opens; an empty string where it opens none."""
    if line.rows or SENTENCE.search(line.text) or len(line.text) > LONGEST_GROUP:
        return ""
    if line.marker is not None:
        return line.text if line.marker.style in ("(一)", "一、") else ""
    if match := GROUP.fullmatch(line.text):
        return (match["label"] or line.text[1:]).strip()
    return ""


# -- Headings --------------------------------------------------------------------------------


def _heading_levels(source: Source) -> tuple[int, int] | None:
    """Return the levels of the groups' and the projects' headings; None without both."""
    lines = [entry for entry in source.entries if isinstance(entry, Line) and entry.heading]
    groups = [line.heading for line in lines if group_of(line) or line.text.endswith("組")]
    if not groups:
        return None
    level = min(groups)
    below = [line.heading for line in lines if line.heading > level]
    return (level, min(below)) if below else None


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


# -- Tables ----------------------------------------------------------------------------------


class _Tables:
    """Reads a report whose projects are rows of tables."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.columns: Columns | None = None
        self.table = -1
        self.turned = False
        self.waiting: list[Line] = []

    def read(self, source: Source) -> None:
        for entry in source.entries:
            if isinstance(entry, Row):
                self.row(entry)
            elif not self.group(entry):
                self.waiting.append(entry)
        self.outside()

    def group(self, line: Line) -> bool:
        label = group_of(line)
        if label:
            self.outside()
            self.draft.groups.append(RawGroup(label, line.place))
            self.columns, self.turned = None, False
        return bool(label)

    def row(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell]
        if not filled:
            return
        if found := columns([one_line(cell) for cell in row.cells]):
            self.outside(before_table=True)
            self.turned = True
            self.columns, self.table = found, row.table
            return
        if len(filled) == 1 and len(row.cells) == 1 and len(filled[0]) == 1:
            if not self.group(filled[0][0]):
                self.waiting.append(filled[0][0])
            return
        self.outside(before_table=True)
        self.project(row, self.places(row))
        self.turned = False

    def places(self, row: Row) -> Columns:
        wide = len(row.cells)
        if self.columns and max(self.columns.name, self.columns.text) < wide:
            return self.columns
        if wide == 2:  # noqa: PLR2004 - a name and a text
            return Columns(0, 1)
        first = one_line(row.cells[0])
        if wide == 3 and (not first or first.strip(".、 ").isdecimal()):  # noqa: PLR2004 - a number before them
            return Columns(1, 2, 0)
        return Columns(0, 1 if wide > 1 else 0)

    def project(self, row: Row, places: Columns) -> None:
        self.others(row, places)
        name = row.cells[places.name]
        text = row.cells[places.text] if places.text != places.name else ()
        title, group = one_line(name), self.draft.current
        if group is None:
            group = RawGroup("", row.place)
            self.draft.groups.append(group)
        last = group.projects[-1] if group.projects else None
        if last is not None and (not title or self.goes_on(last, title, text, row.place)):
            last.title += title
            _glue(last, text, row.place, self.draft.doubts)
        elif not title:
            self.draft.homeless += [(line, "這一列沒有方案名稱，上面也沒有可以接續的方案") for line in text]
        else:
            group.projects.append(Raw(title, row.place, list(text)))

    def others(self, row: Row, places: Columns) -> None:
        for index, cell in enumerate(row.cells):
            if index in (places.name, places.text):
                continue
            if index == places.number and squash(one_line(cell)).strip(".、()").isalnum():
                continue
            why = "這一欄既不是方案名稱，也不是辦理情形"
            self.draft.homeless += [(line, why) for line in cell]

    def goes_on(self, last: Raw, title: str, text: Sequence[Line], place: str) -> bool:
        """Say whether a row's first cell is the rest of the name above it, cut by a page."""
        if open_brackets(last.title) > 0:
            return True
        first = next(iter(text), None)
        if not self.turned or first is None:
            return False
        found = (first.marker,) if first.marker else at(first.text, 0)[0]
        styles = {m.style: m.number for line in last.lines for m in _markers(line)}
        if any(m.number > 1 and styles.get(m.style) == m.number - 1 for m in found):
            sentence = "上一頁的方案名稱似在換頁處斷開，已與這一列接為一個方案，請核對。"
            self.draft.doubts.append(Doubt(place, sentence, last.title + title))
            return True
        return False

    def outside(self, *, before_table: bool = False) -> None:
        """Find a place for the lines that stand outside of tables."""
        waiting, self.waiting = self.waiting, []
        if not self.draft.groups and not before_table:
            self.draft.front += waiting
            return
        if before_table and waiting and self.heads(waiting[-1]):
            line = waiting.pop()
            if not self.draft.groups:
                self.draft.front += waiting
                waiting = []
            sentence = "這一行沒有組別的編號，因為緊接著表格，視為組別名稱。"
            self.draft.doubts.append(Doubt(line.place, sentence, line.text))
            self.draft.groups.append(RawGroup(line.text, line.place))
            self.columns = None
        elif before_table and not self.draft.groups:
            self.draft.front += waiting
            return
        for line in waiting:
            self.stray(line)

    def heads(self, line: Line) -> bool:
        """Say whether a line right before a table names a group, without a number."""
        text = line.text
        short = 0 < len(text) <= LONGEST_GROUP and not SENTENCE.search(text)
        repeated = any(squash(text) == squash(front.text) for front in self.draft.front)
        first = bool(self.draft.front) or bool(self.draft.groups) or len(self.waiting) > 0
        return (line.heading > 1 or text.endswith("組")) and short and not repeated and first

    def stray(self, line: Line) -> None:
        furniture = not line.rows and (
            PAGE_NUMBER.fullmatch(line.text)
            or any(squash(line.text) == squash(front.text) for front in self.draft.front)
        )
        group = self.draft.current
        if furniture:
            return
        if line.loose and group and group.projects:
            group.projects[-1].lines.append(line)
            sentence = "這一行不在表格的列裡，視為上一個方案的文字，請核對。"
            self.draft.doubts.append(Doubt(line.place, sentence, line.text))
        else:
            self.draft.homeless.append((line, ""))


def _markers(line: Line) -> list:  # type: ignore[type-arg]
    return [line.marker] if line.marker else list(at(line.text, 0)[0])


def _glue(raw: Raw, more: Sequence[Line], place: str, doubts: list[Doubt]) -> None:
    """Put the lines of a row that goes on below those before it, mending a sentence cut in two."""
    if not more:
        return
    first, last = more[0], raw.lines[-1] if raw.lines else None
    begins = first.marker or first.bullet or first.rows or at(first.text, 0)[0]
    if last is None or begins or last.rows:
        raw.lines += more
        return
    if last.text[-1:].isascii() and first.text[:1].isascii() and (last.text[-1:] + first.text[:1]).isalnum():
        sentence = "換頁處的兩段英數字直接相接，中間是否有空白請核對。"
        doubts.append(Doubt(place, sentence, last.text[-12:] + first.text[:12]))
    raw.lines[-1] = replace(last, text=last.text + first.text)
    raw.lines += more[1:]


def open_brackets(text: str) -> int:
    """Count the brackets and quotation marks that a text leaves open.

    >>> open_brackets("分享（原「教育"), open_brackets("(臺北市段)")
    (2, 0)
    """
    pairs = (("(（", ")）"), ("「", "」"), ("『", "』"), ("【", "】"), ("《", "》"))
    return sum(
        max(0, sum(map(text.count, opening)) - sum(map(text.count, closing)))
        for opening, closing in pairs
    )


# -- Plain lines -----------------------------------------------------------------------------


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
