"""File text: the words of a report's file, whatever its form, in the order of print.

Nothing of the file is run and little of it is believed: what cannot be read within the limits is
refused in a sentence. The only door to pypdf.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

from workflows.importing.look import MAX_FILE
from workflows.importing.problems import UnreadableFile
from workflows.importing.read import read_bytes
from workflows.importing.source import Line, Row

MAX_PAGES = 5_000
"""Pages of a PDF that are read; a report of 1,000 projects in 22 cities has about half of them."""


def lines_of(raw: bytes, suffix: str) -> list[str]:
    """Return the lines of a file, a cell of a table after the other. Raises UnreadableFile."""
    if len(raw) > MAX_FILE:
        raise UnreadableFile("檔案太大，不能比對文字；請確認是合報產製的報告。")
    if raw.startswith(b"%PDF-"):
        return list(_of_pdf(raw))
    if raw.lstrip()[:1] == b"{":
        return list(_of_json(raw))
    source = read_bytes(raw, suffix)
    return [line for entry in source.entries for line in _of_entry(entry)]


def _of_pdf(raw: bytes) -> Iterator[str]:
    # Imported when there is a PDF: no other verb or page waits for it.
    from pypdf import PdfReader  # noqa: PLC0415 - see above
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - see above

    try:
        pages = PdfReader(io.BytesIO(raw)).pages
        for page in pages[:MAX_PAGES]:
            yield from page.extract_text().splitlines()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        # A PDF is a graph that anybody can have bent; pypdf meets what it did not expect so.
        raise UnreadableFile("這個 PDF 讀不出文字，可能已經損壞；請改用原檔。") from broken


def _of_json(raw: bytes) -> Iterator[str]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableFile("這個檔案不是可以讀的 JSON，請改用原檔。") from None
    yield from _in_json(said)


def _in_json(said: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(said, dict):
        return
    if isinstance(said.get("commit"), str) and "groups" in said:
        yield said["commit"]
    for name in ("quarter_label", "as_of_label", "heading", "title", "note", "label", "text"):
        if name == "label" and "projects" in said:
            continue
        found = said.get(name)
        if isinstance(found, str) and found:
            yield {"note": f"【{found}】", "label": f"{found}："}.get(name, found)
    for cells in (said.get("header"), *_listed(said.get("rows"))):
        yield from (cell for cell in _listed(cells) if isinstance(cell, str))
    for name in ("groups", "projects", "blocks", "items"):
        for each in _listed(said.get(name)):
            yield from _in_json(each)


def _listed(found: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    return found if isinstance(found, list) else []


def _of_entry(entry: Line | Row) -> Iterator[str]:
    if isinstance(entry, Row):
        for cell in entry.cells:
            for line in cell:
                yield from _of_entry(line)
        return
    if entry.text:
        yield entry.text
    for cells in entry.rows:
        yield from cells
