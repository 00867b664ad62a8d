"""Word's paragraph styles: what a paragraph inherits of lists, outline level and indent."""

from dataclasses import dataclass, replace

from lxml import etree

from workflows.importing.word_lists import W, indent_of


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: its name, the style below it, its list, level and indent."""

    name: str = ""
    based_on: str = ""
    number: str = ""
    level: int | None = None
    outline: int | None = None
    indent: int | None = None


def num_of(said: etree._Element | None) -> tuple[str, int | None]:
    """Read a numPr: the list's number ("" for none said), and the level that it says."""
    if said is None:
        return "", None
    number, level = said.find(W + "numId"), said.find(W + "ilvl")
    written = "" if level is None else level.get(W + "val", "")
    at = int(written) if written.isdecimal() else None
    return ("" if number is None else number.get(W + "val", "")), at


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Read styles.xml: every style by its id, with what it inherits."""
    if root is None:
        return {}
    own = {each.get(W + "styleId", ""): _style(each) for each in root.iterfind(W + "style")}
    return {identity: _inherited(style, own) for identity, style in own.items()}


def _style(element: etree._Element) -> Style:
    name, based = element.find(W + "name"), element.find(W + "basedOn")
    number, level = num_of(element.find(f"{W}pPr/{W}numPr"))
    outline, indent = element.find(f"{W}pPr/{W}outlineLvl"), element.find(f"{W}pPr/{W}ind")
    written = "" if outline is None else outline.get(W + "val", "")
    return Style(
        "" if name is None else name.get(W + "val", "").lower(),
        "" if based is None else based.get(W + "val", ""),
        number,
        level,
        int(written) if written.isdecimal() else None,
        None if indent is None else indent_of(indent),
    )


def _inherited(style: Style, own: dict[str, Style]) -> Style:
    seen = 0
    above = own.get(style.based_on)
    while above is not None and seen < len(own):
        style = replace(
            style,
            number=style.number or above.number,
            level=above.level if style.level is None else style.level,
            outline=above.outline if style.outline is None else style.outline,
            indent=above.indent if style.indent is None else style.indent,
        )
        above, seen = own.get(above.based_on), seen + 1
    return style
