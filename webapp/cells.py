"""Cells: the status of a quarter written as text, JSON and CSV.

填報狀況. The JSON is for programs and stays as it is (``docs/cli.md``).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from workflows.status import NOT_ASKED, Board, Cell


def as_text(found: Board) -> str:
    """Write a line for each text that the register asks for."""
    lines = [f"{found.record.quarter.label}　{found.record.state.label}"]
    for cell in found.cells:
        if cell.state != NOT_ASKED:
            owner = found.record.city_label(cell.city)
            lines.append(f"{cell.label}{'（逾期）' if cell.late else ''}　{owner}　{cell.project}")
    return "\n".join(lines) + "\n"


def _row(cell: Cell) -> dict[str, Any]:
    return {
        "project": cell.project,
        "group": cell.group,
        "city": cell.city,
        "state": cell.state,
        "since": cell.since.isoformat() if cell.since else None,
        "by": cell.by or None,
        "late": cell.late,
    }


def as_json(found: Board) -> str:
    """Write all cells, for programs."""
    said = {
        "quarter": str(found.record.quarter),
        "as_of": found.record.as_of.isoformat(),
        "commit": found.commit,
        "cells": [_row(cell) for cell in found.cells],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Board) -> str:
    """Write a table that a spreadsheet opens: UTF-8 with a mark, and no cell calculates."""
    out = io.StringIO()
    rows = [_row(cell) for cell in found.cells]
    table = csv.DictWriter(out, list(_row(found.cells[0]))) if rows else None
    if table is not None:
        table.writeheader()
        for row in rows:
            table.writerow({name: _inert(value) for name, value in row.items()})
    return "\ufeff" + out.getvalue()


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table that a spreadsheet opens: UTF-8 with a mark, and no cell calculates."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(header)
    written.writerows([_inert(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""How a text begins that a spreadsheet would take for a formula."""


def _inert(value: Any) -> Any:  # noqa: ANN401 - any cell
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


WRITERS: dict[str, Callable[[Board], str]] = {"text": as_text, "json": as_json, "csv": as_csv}
"""Every form of the status, by its name on the command line."""
