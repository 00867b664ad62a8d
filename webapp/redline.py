"""A redline on a page: every line of a comparison with what became of it, in words and marks.

>>> from records.numbering import REPORT
>>> from records.outline import Paragraph
>>> from workflows.comparison.compare import compare
>>> (line,) = lines(compare((Paragraph("共3件"),), (Paragraph("共<5件"),)), REPORT)
>>> line.label, line.tone, line.html.striptags()
('修改', 'chg', '共〔刪〕3〔刪完〕〔增〕<5〔增完〕件')
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from records.numbering import Scheme
from workflows.comparison.compare import Change, Comparison, Entry, Mark, Run
from workflows.comparison.nodes import Place, Shape

MARKS = {
    Mark.KEEP: Markup("{}"),
    Mark.DEL: Markup('<del><span class="vh">〔刪〕</span>{}<span class="vh">〔刪完〕</span></del>'),
    Mark.INS: Markup('<ins><span class="vh">〔增〕</span>{}<span class="vh">〔增完〕</span></ins>'),
}
"""A mark is an element with words for those who hear it; its line is seen without colour."""

TONES = {Change.SAME: "same", Change.ADDED: "add", Change.REMOVED: "del"}
"""Class of a line by what became of it; everything else is a change."""

STAYED = frozenset({Change.SAME, Change.CHANGED})

COUNTED = (
    ("改", (Change.CHANGED, Change.DIVIDED, Change.UNITED)),
    ("移", (Change.MOVED, Change.MOVED_CHANGED)),
    ("加", (Change.ADDED,)),
    ("刪", (Change.REMOVED,)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a page shows it.

    ``marker`` is the one it has now, ``was`` those it had where they are others. ``level`` is 1
    to 4. ``cells`` is one for a text, one a column for a row of a table.
    """

    entry: Entry
    label: str
    tone: str
    marker: str
    was: str
    level: int
    cells: tuple[Markup, ...]

    @property
    def html(self) -> Markup:
        """The text with its marks; the cells of a row with a bar between."""
        return Markup("｜").join(self.cells)


def lines(comparison: Comparison, scheme: Scheme, above: int = 0) -> tuple[Line, ...]:
    """Return the lines of a comparison; the text prints below so many levels (``above``)."""
    return tuple(_line(entry, scheme, above) for entry in comparison.entries)


def redline(comparison: Comparison, scheme: Scheme, above: int = 0) -> Markup:
    """Draw a comparison as a list. Tables stand in it as tables, with a column for the words."""
    drawn = Markup("").join(_list(lines(comparison, scheme, above)))
    return Markup('<ol class="diff">\n{}</ol>\n').format(drawn)


def counted(comparison: Comparison) -> str:
    """Say how many lines changed: ``改 2 條、加 1 條，3 條未變``."""
    told = [
        f"{verb} {number} 條"
        for verb, changes in COUNTED
        if (number := sum(map(comparison.count, changes)))
    ]
    same = comparison.count(Change.SAME)
    stayed = f"{same} 條未變" if same else ""
    return "，".join(filter(None, ("、".join(told), stayed))) or "沒有文字"


def marked(runs: Iterable[Run]) -> Markup:
    """Draw the runs of a sentence; their text is escaped."""
    return Markup("").join(MARKS[run.mark].format(run.text) for run in runs)


def _line(entry: Entry, scheme: Scheme, above: int) -> Line:
    here = _trail(entry.place, scheme, above)
    were = [_trail(each, scheme, above) for each in entry.before]
    if entry.change in STAYED:  # where the item above it has another number now, it says so itself
        here, *were = (trail[-1:] for trail in (here, *were))
    return Line(
        entry,
        entry.label,
        TONES.get(entry.change, "chg"),
        "".join(here[-1:]),
        "、".join(dict.fromkeys("".join(trail) for trail in were if trail and trail != here)),
        min(max(entry.place.depth + above, 1), len(scheme.levels)),
        tuple(map(marked, entry.cells)),
    )


def _trail(place: Place, scheme: Scheme, above: int) -> tuple[str, ...]:
    """Return the markers that lead to an item, the last one its own; a paragraph has none."""
    if place.shape in {Shape.PARAGRAPH, Shape.HEADER, Shape.ROW}:
        return ()
    counts = enumerate(place.path, 1 + above)
    return tuple(scheme.marker(depth, count) if count else "•" for depth, count in counts)


def _list(found: Iterable[Line]) -> Iterator[Markup]:
    for table, group in groupby(found, key=_table):
        if table is None:
            yield from map(_item, group)
        else:
            rows = Markup("").join(map(_row, group))
            yield Markup(
                '<li class="chg"><div class="tx scroll"><table class="redline">'
                "<tbody>\n{}</tbody></table></div></li>\n"
            ).format(rows)


def _table(line: Line) -> object:
    """Tell the tables apart that follow each other; None for what is no row."""
    place = line.entry.place
    if place.shape not in {Shape.HEADER, Shape.ROW}:
        return None
    return line.level, len(line.cells)


def _item(line: Line) -> Markup:
    was = Markup(" <small>原 {}</small>").format(line.was) if line.was else ""
    return Markup(
        '<li class="{tone}"><span class="k {tone}">{label}</span> '
        '<span class="no">{marker}{was}</span> '
        '<div class="tx lv{level}">{text}</div></li>\n'
    ).format(
        tone=line.tone,
        label=line.label,
        marker=line.marker,
        was=was,
        level=line.level,
        text=line.html,
    )


def _row(line: Line) -> Markup:
    head = line.entry.place.shape is Shape.HEADER
    cell = Markup('<th scope="col">{}</th>') if head else Markup("<td>{}</td>")
    cells = Markup("").join(cell.format(each) for each in line.cells)
    return Markup('<tr><th scope="row"><span class="k {}">{}</span></th>{}</tr>\n').format(
        line.tone, line.label, cells
    )
