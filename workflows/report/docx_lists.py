"""Word's lists: their definitions, and one list for each that counts anew.

Numbers are Word's to count (ECMA-376 part 1, 17.9): every list of a report is a ``w:num`` that
starts over at every level, on one definition for all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from records.numbering import Counting, Level, Scheme
from workflows.report.around import counted_heading
from workflows.report.docx_template import Indent, Template
from workflows.report.markup import escape

FORMATS = {
    Counting.ARABIC: "decimal",
    Counting.CHINESE: "taiwaneseCountingThousand",
    Counting.UPPER: "upperLetter",
    Counting.LOWER: "lowerLetter",
}
"""How a marker counts, as ST_NumberFormat."""

LEVELS = 9
"""A list of Word has nine levels, whether they are used or not."""

ALIKE = 27
"""The last number that all letters agree on: AA."""

SIGN = "•"
RESTARTS = "".join(
    f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>'
    for at in range(LEVELS)
)


@dataclass(slots=True)
class Lists:
    """The lists of one report. ``bullets`` and ``headings`` are there from the beginning."""

    template: Template
    scheme: Scheme
    heading: str
    made: list[str] = field(default_factory=list, init=False)

    @property
    def bullets(self) -> int:
        """The one list of everything that has no number."""
        return self.template.first_list

    @property
    def headings(self) -> int:
        """The list that the headings of groups count in."""
        return self.template.first_list + 1

    def new(self) -> int:
        """Return a list that counts from 1."""
        return self._made(RESTARTS)

    def marked(self, marker: str, depth: int) -> int:
        """Return a list for one item that Word would count otherwise, with its marker as said.

        Its number goes on from the item before it, whatever list that was in.
        """
        indent = _at(self.template.numbers, depth - 1)
        level = _level(depth - 1, "none", marker, "tab", indent)
        return self._made(f'<w:lvlOverride w:ilvl="{depth - 1}">{level}</w:lvlOverride>')

    def counts_alike(self, depth: int, number: int) -> bool:
        """Say whether Word counts as the report does: after Z it has AA, BB, and we AA, AB."""
        levels = self.scheme.levels
        letters = levels[min(depth, len(levels)) - 1].counting in (Counting.UPPER, Counting.LOWER)
        return not letters or number <= ALIKE

    def _made(self, overrides: str) -> int:
        self.made.append(overrides)
        return self.headings + len(self.made)

    def numbering(self) -> bytes:
        """Return the numbering part of the package."""
        one, two, three = self.template.numbering
        first = self.template.first_definition
        definitions = (
            _definition(first, _bullet_levels(self.template.bullets)),
            _definition(first + 1, _heading_levels(self.heading)),
            _definition(first + 2, _levels(self.scheme, self.template.numbers)),
        )
        lists = [_list(self.bullets, first), _list(self.headings, first + 1, RESTARTS)]
        begins = self.headings + 1
        lists += (_list(at, first + 2, overrides) for at, overrides in enumerate(self.made, begins))
        return b"".join((one, "".join(definitions).encode(), two, "".join(lists).encode(), three))


def _definition(identity: int, levels: Iterator[str]) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{identity}"><w:nsid w:val="4842{identity:04X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="4843{identity:04X}"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def _level(at: int, form: str, text: str, follows: str, indent: Indent | None = None) -> str:
    far = (
        f'<w:pPr><w:ind w:left="{indent.left}" w:hanging="{indent.hanging}"/></w:pPr>'
        if indent
        else ""
    )
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="{follows}"/><w:lvlText w:val="{escape(text)}"/><w:lvlJc w:val="left"/>'
        f"{far}</w:lvl>"
    )


def _levels(scheme: Scheme, indents: tuple[Indent, ...]) -> Iterator[str]:
    for at in range(LEVELS):
        level: Level = scheme.levels[min(at, len(scheme.levels) - 1)]
        # 、 needs no blank; a tab sets the text of all other items below each other.
        follows = "nothing" if level.after == "、" else "tab"
        text = f"{level.before}%{at + 1}{level.after}"
        yield _level(at, FORMATS[level.counting], text, follows, _at(indents, at))


def _bullet_levels(indents: tuple[Indent, ...]) -> Iterator[str]:
    for at in range(LEVELS):
        yield _level(at, "bullet", SIGN, "tab", _at(indents, at))


def _heading_levels(heading: str) -> Iterator[str]:
    before, after = counted_heading(heading) or ("", "")
    marker = f"{before}%1{after.rstrip(' ')}"
    follows = "space" if after.endswith(" ") else "nothing"
    yield _level(0, FORMATS[Counting.CHINESE], marker, follows)
    for at in range(1, LEVELS):
        yield _level(at, "none", "", "nothing")


def _at(indents: tuple[Indent, ...], at: int) -> Indent:
    return indents[min(at, len(indents) - 1)]


def _list(number: int, definition: int, restarts: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{restarts}</w:num>'
