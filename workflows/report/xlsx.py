"""XLSX: tables for a spreadsheet, and every item of the report as one of them.

試算表. ``workbook`` writes any tables: what people typed is text there, never a formula, the head
stays in sight, columns are as wide as what stands in them, and the same tables give the same
bytes.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeAlias

from records.quarter import TAIPEI_TIME
from workflows.report.document import (
    Blocks,
    Kind,
    Labels,
    List,
    Marks,
    Paragraph,
    Part,
    Report,
    Row,
    numbered,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int
"""Numbers are for counts; everything that a person typed is text."""

NARROWEST, WIDEST = 6, 60
"""Columns are this wide, in digits; a longer text wraps."""
MOST = 32_767
"""Characters of a cell (Excel's limit); a longer text says that it goes on."""
GOES_ON = "……（未完）"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the name on its tab, its head and its rows, as wide as the head."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(sheets: Iterable[Sheet], *, title: str, on: datetime) -> bytes:
    """Write tables as a workbook; ``on`` is the moment that it says it was made at."""
    # Imported when a workbook is written: no other form, verb or page waits for it.
    from xlsxwriter import Workbook  # noqa: PLC0415 - see above

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties(
        {"title": title, "created": on.astimezone(TAIPEI_TIME).replace(tzinfo=None)}
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#EEEEEE", "border": 1, "text_wrap": True, "valign": "top"}
    )
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for sheet in sheets:
        _sheet(book.add_worksheet(sheet.name), sheet, head, body)
    book.close()
    return file.getvalue()


def _sheet(page: "Worksheet", sheet: Sheet, head: "Format", body: "Format") -> None:
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, head)
    for at, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(at, column, cell, body)
            else:
                page.write_string(at, column, _fitting(cell), body)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _fitting(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - len(GOES_ON)] + GOES_ON


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.header, *sheet.rows, strict=True)
    return [min(max(map(_width, column)) + 2, WIDEST) for column in columns]


def _width(cell: Cell) -> int:
    """Return the width of a cell in digits; a Chinese character is as wide as two."""
    text = str(cell)[:WIDEST]
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return max(NARROWEST, len(text) + wide)


# -- The report ----------------------------------------------------------------------------------

ITEMS = (
    "組別", "方案代碼", "方案名稱", "註記", "填報", "編號", "層級", "辦理情形", "說明",
    "紀錄", "版本", "填報人", "核定人",
)  # fmt: skip
GAPS = ("方案代碼", "方案名稱", "填報", "段落", "處理", "理由")
KINDS = {Kind.DECIDED: "缺漏的處理", Kind.MISSING: "尚未納入", Kind.LEAD: "前言"}


def write(report: Report, numbers: Labels) -> bytes:
    """Write every item of the report as a line, and the gaps as a second table."""
    items = Sheet("辦理情形", ITEMS, tuple(_items(report, numbers)))
    gaps = tuple(
        (gap.project, gap.name, gap.label, gap.heading, gap.state, gap.why) for gap in report.gaps
    )
    about = Sheet("說明", ("項目", "內容"), tuple(_about(report)))
    sheets = (items, *([Sheet("缺漏", GAPS, gaps)] if gaps else []), about)
    return workbook(sheets, title=report.title, on=report.committed_at)


def made_with(_report: Report) -> dict[str, str]:
    """Return the version of the library that packs the workbook."""
    return {"xlsxwriter": version("xlsxwriter")}


def _about(report: Report) -> Iterator[tuple[str, str]]:
    yield "標題", report.title
    yield "季別", report.quarter.label
    yield "資料時間", report.as_of.isoformat()
    if report.edition:
        yield "版次", f"第 {report.edition} 版定稿"
    yield "版本", report.commit
    for each in report.errata:
        yield f"勘誤 {each.number}", f"{each.what}：「{each.before}」更正為「{each.after}」"
    for fault in report.faults:
        yield "不能印出的紀錄", str(fault)


def _items(report: Report, numbers: Labels) -> Iterator[tuple[Cell, ...]]:
    for _, heading, rows in numbered(report, numbers):
        for row, marks in rows:
            project = (heading, row.project, row.name, "".join(report.brackets_of(row)))
            lines = _Lines(row)
            if row.note:
                yield (*project, *lines.line("", 0, f"【{row.note}】", Kind.TEXT))
            for line in lines.blocks(row.blocks, marks, "", 0, None):
                yield (*project, *line)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a row, each with where its text is from."""

    row: Row

    def blocks(
        self, blocks: Blocks, marks: Marks, before: str, depth: int, part: Part | None
    ) -> Iterator[tuple[Cell, ...]]:
        for block, below in zip(blocks, marks, strict=True):
            if isinstance(block, List):
                for item, mark in zip(block.items, below, strict=True):
                    here = item.part or part
                    number = before + (mark.text if mark.number else "")
                    yield self.line(number, depth + 1, item.line, item.kind, here)
                    yield from self.blocks(item.blocks, mark.below, number, depth + 1, here)
            elif isinstance(block, Paragraph):
                yield self.line("", depth, block.text, block.kind, block.part or part)
            else:
                for cells in (block.header, *block.rows):
                    text = "　".join(cells)
                    yield self.line("", depth, text, Kind.TEXT, block.part or part)

    def line(
        self, number: str, depth: int, text: str, kind: Kind, part: Part | None = None
    ) -> tuple[Cell, ...]:
        owner = part.owner if part else ""
        from_ = next((each for each in self.row.sources if each.owner == owner), None)
        said = KINDS.get(kind, "")
        if from_ is None:
            return "", number, depth, text, said, "", "", "", ""
        source = from_.source
        behind = (source.path, source.commit, source.filed_by, source.approved_by)
        return from_.label, number, depth, text, said, *behind
