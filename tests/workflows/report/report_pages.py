r"""What a reader of a PDF sees and hears: its text in order, its tags, its fonts.

>>> squeezed(" 一 二\n三 ")
'一二三'
"""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PdfReader


def opened(written: bytes) -> PdfReader:
    """Read a PDF."""
    return PdfReader(io.BytesIO(written))


def text_of(written: bytes) -> str:
    """Return the text of every page, in the order of the pages."""
    return "\n".join(page.extract_text() for page in opened(written).pages)


def squeezed(text: str) -> str:
    """Return a text without its blanks and breaks: a line of print may end anywhere."""
    return "".join(text.split())


def tags(written: bytes) -> Counter[str]:
    """Count the structure elements, by their type."""
    root = cast("Any", opened(written).trailer["/Root"])
    return Counter(_types(root["/StructTreeRoot"]["/K"]))


def _types(node: Any) -> Iterator[str]:  # noqa: ANN401 - pypdf's objects have no types
    found = node.get_object()
    if isinstance(found, list):
        for each in found:
            yield from _types(each)
    elif isinstance(found, dict) and "/S" in found:
        yield found["/S"]
        if "/K" in found:
            yield from _types(found["/K"])


def fonts(written: bytes) -> Iterator[dict[str, Any]]:
    """Yield the descriptor of every font of every page, with its name as ``name``."""
    for page in opened(written).pages:
        for font in cast("Any", page["/Resources"])["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            yield {"name": inner["/BaseFont"], **descriptor}
