"""The styles of an ODT: their names as people see them, and how far in tables and lists stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, STYLE = f"{{{ODF}text:1.0}}", f"{{{ODF}table:1.0}}", f"{{{ODF}style:1.0}}"
AUTOMATIC = f"{{{ODF}office:1.0}}automatic-styles"
FAR = f"{{{ODF}xsl-fo-compatible:1.0}}margin-left"

LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(cm|mm|in|pt)")
MILLIMETRES = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": 25.4 / 72}
NEAR = 0.5
"""Millimetres by which two indents may differ and be the same: programs round them."""


@dataclass
class Styles:
    """The styles of a document, of its content and its styles."""

    roots: Iterable[etree._Element]
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    tables: dict[str, float] = field(default_factory=dict)
    lists: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read them."""
        for root in self.roots:
            for style in root.iter(STYLE + "style"):
                name = style.get(STYLE + "name", "")
                family = style.get(STYLE + "family")
                if family == "paragraph":
                    self.names[name] = style.get(STYLE + "display-name", name).lower()
                    if next(style.iterancestors()).tag == AUTOMATIC:
                        self.parents[name] = style.get(STYLE + "parent-style-name", "")
                elif family == "table":
                    self.tables[name] = max((_far(each) for each in style), default=0)
            for style in root.iter(TEXT + "list-style"):
                far = [_far(each) for each in style.iter(STYLE + "list-level-label-alignment")]
                self.lists[style.get(STYLE + "name", "")] = far

    def name(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style, in small letters.

        A style that a program made for one place has no name; the one that it is made of has.
        """
        name = paragraph.get(TEXT + "style-name", "")
        return self.names.get(self.parents.get(name, name), "")

    def level(self, table: etree._Element, listed: str) -> int:
        """Return in how many lists of a style a table stands, by how far in it is set."""
        far = self.tables.get(table.get(TABLE + "style-name", ""), 0)
        return sum(0 < each <= far + NEAR for each in self.lists.get(listed, ()))


def _far(element: etree._Element) -> float:
    found = LENGTH.fullmatch(element.get(FAR, ""))
    return float(found[1]) * MILLIMETRES[found[2]] if found else 0
