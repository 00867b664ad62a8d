"""Word's automatic numbering: which number stands before a paragraph that has none in its text.

The counts follow ECMA-376 part 1, 17.9: lists that share an abstract definition count on
together, a deeper level starts over when a higher one counts, an override starts anew once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.markers import Marker, counted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

KINDS = {
    "decimal": "arabic", "decimalZero": "arabic", "decimalFullWidth": "arabic",
    "decimalFullWidth2": "arabic", "decimalHalfWidth": "arabic", "ordinal": "arabic",
    "decimalEnclosedFullstop": "arabic", "decimalEnclosedParen": "arabic",
    "upperLetter": "upper", "lowerLetter": "lower", "lowerRoman": "roman", "upperRoman": "roman",
    "chineseCounting": "chinese", "chineseCountingThousand": "chinese",
    "taiwaneseCounting": "chinese", "taiwaneseCountingThousand": "chinese",
    "taiwaneseDigital": "chinese", "japaneseCounting": "chinese", "ideographDigital": "chinese",
    "chineseLegalSimplified": "chinese", "ideographLegalTraditional": "chinese",
    "ideographTraditional": "stem", "decimalEnclosedCircle": "circled",
    "decimalEnclosedCircleChinese": "circled",
}  # fmt: skip
"""How ST_NumberFormat counts; what is not here shows no number that a report would use."""

AROUND = {"decimalEnclosedFullstop": ("", "."), "decimalEnclosedParen": ("(", ")")}
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what it prints, where it starts, how far in it stands."""

    kind: str = ""
    template: str = ""
    start: int = 1
    indent: int = 0
    bullet: bool = False
    style: str = ""

    def marker(self, depth: int, number: int) -> Marker | None:
        """Return the marker of a count; None where the level shows no number."""
        before, _, after = self.template.partition(f"%{depth + 1}")
        if not self.kind or "%" in after or f"%{depth + 1}" not in self.template:
            return None
        before = before.rpartition("%")[2].lstrip("123456789.") if "%" in before else before
        return counted(self.kind, number, before, after)


@dataclass
class Lists:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, list[Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Lists":
        """Read numbering.xml; a document without it has no lists."""
        lists = cls()
        if root is None:
            return lists
        abstract = {
            each.get(W + "abstractNumId", ""): list(_levels(each))
            for each in root.iterfind(W + "abstractNum")
        }
        for num in root.iterfind(W + "num"):
            number = num.get(W + "numId", "")
            of = _value(num, "abstractNumId")
            levels = list(abstract.get(of, []))
            for override in num.iterfind(W + "lvlOverride"):
                at = _int(override.get(W + "ilvl"))
                start = override.find(W + "startOverride")
                if start is not None:
                    lists.restarts[number, at] = _int(start.get(W + "val"), 1)
                replaced = override.find(W + "lvl")
                if replaced is not None and at < len(levels):
                    levels[at] = _level(replaced)
            lists.levels[number], lists.shared[number] = levels, of
        return lists

    def level_of_style(self, number: str, style: str) -> int:
        """Return the level that a paragraph style is linked to; 0 where it is linked to none."""
        levels = self.levels.get(number, [])
        return next((at for at, level in enumerate(levels) if level.style == style), 0)

    def level(self, number: str, at: int) -> Level | None:
        """Return a level of a list."""
        levels = self.levels.get(number, [])
        return levels[at] if 0 <= at < len(levels) else None

    def count(self, number: str, at: int) -> tuple[Level, Marker | None] | None:
        """Count one paragraph; return its level and its marker, None where it is in no list."""
        level = self.level(number, at)
        if level is None:
            return None
        counts = self.counts.setdefault(self.shared[number], [None] * LEVELS)
        restart = self.restarts.pop((number, at), None)
        before = counts[at]
        if restart is not None:
            counts[at] = restart
        else:
            counts[at] = level.start if before is None else before + 1
        counts[at + 1 :] = [None] * (LEVELS - at - 1)
        now = counts[at] or 0
        return level, None if level.bullet else level.marker(at, now)


def _levels(abstract: etree._Element) -> Iterator[Level]:
    found = {_int(lvl.get(W + "ilvl")): _level(lvl) for lvl in abstract.iterfind(W + "lvl")}
    for at in range(LEVELS):
        yield found.get(at, Level())


def _level(lvl: etree._Element) -> Level:
    written = _value(lvl, "numFmt") or "decimal"
    template = _value(lvl, "lvlText")
    before, after = AROUND.get(written, ("", ""))
    if before or after:
        template = template.replace("%", f"{before}%", 1) + after
    indent = lvl.find(f"{W}pPr/{W}ind")
    return Level(
        kind=KINDS.get(written, ""),
        template=template,
        start=_int(_value(lvl, "start"), 1),
        indent=indent_of(indent),
        bullet=written == "bullet",
        style=_value(lvl, "pStyle"),
    )


def indent_of(indent: etree._Element | None) -> int:
    """Return how far in a paragraph's lines begin, in twentieths of a point."""
    if indent is None:
        return 0
    return _int(indent.get(W + "left") or indent.get(W + "start"))


def indent_of_table(table: etree._Element) -> int:
    """Return how far in a table stands, in twentieths of a point."""
    indent = table.find(f"{W}tblPr/{W}tblInd")
    return 0 if indent is None else _int(indent.get(W + "w"))


def _value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else found.get(W + "val", "")


def _int(written: str | None, otherwise: int = 0) -> int:
    try:
        return int(float(written)) if written else otherwise
    except (ValueError, OverflowError):
        return otherwise
