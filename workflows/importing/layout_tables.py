"""Reports whose projects are rows of tables, with what page cuts did to them mended.

A repeated header row is dropped; a row without a name goes on with the row above, in the middle
of a sentence if need be; a name that leaves a bracket open goes on in the next row.
"""

from collections.abc import Sequence
from dataclasses import replace

from workflows.importing.draft import LONGEST_GROUP, SENTENCE, Draft, Raw, RawGroup, group_of
from workflows.importing.headers import Columns, columns
from workflows.importing.plain import PAGE_NUMBER
from workflows.importing.source import Doubt, Line, Row, Source, one_line, squash
from workflows.markers import Marker, at


def read_tables(draft: Draft, source: Source) -> None:
    """Read a report whose projects are rows of tables."""
    _Tables(draft).read(source)


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
            self.draft.homeless += [
                (line, "這一列沒有方案名稱，上面也沒有可以接續的方案") for line in text
            ]
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


def _markers(line: Line) -> list[Marker]:
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
    if (
        last.text[-1:].isascii()
        and first.text[:1].isascii()
        and (last.text[-1:] + first.text[:1]).isalnum()
    ):
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
