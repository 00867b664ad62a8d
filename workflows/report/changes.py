"""Changes: what a quarter's report has that the one before had not.

增減. By the project's id, never by its name; a project whose printed text or title is another
has changed.
"""

from records.project import Status
from workflows.report.document import Changes, Report, Row


def changes(now: Report, before: Report) -> Changes:
    """Compare two reports, row by row."""
    rows, earlier = _rows(now), _rows(before)
    both = rows.keys() & earlier.keys()
    return Changes(
        since=before.quarter.label,
        new=frozenset(rows.keys() - earlier.keys()),
        changed=frozenset(each for each in both if _said(rows[each]) != _said(earlier[each])),
        gone=tuple((each, row.name) for each, row in earlier.items() if each not in rows),
    )


def _rows(report: Report) -> dict[str, Row]:
    return {
        row.project: row
        for group in report.groups
        for row in group.rows
        if row.status is not Status.DELISTED
    }


def _said(row: Row) -> tuple[object, ...]:
    return row.name, row.remarks, row.note, row.blocks
