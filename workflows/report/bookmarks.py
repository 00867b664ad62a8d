"""Bookmarks: the names under which the records of a report are found in a document.

A bookmark stays when a document is edited and saved in Word or LibreOffice.

>>> of_record("river-road"), of_record("river-road", "new-taipei"), of_group("safety")
('row_river_road', 'text_river_road__new_taipei', 'group_safety')
"""

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from workflows.report.document import Row

Address: TypeAlias = Callable[[Row, str], str]
"""The public address behind a row, for a city, ``joint``, or ``""`` (the project); "" for none."""

REPORT = "hebao_report"
"""The title's: says that the document is a report of ours."""

LONGEST = 40
"""Characters of a bookmark's name (Word's limit)."""


def nowhere(_row: Row, _owner: str) -> str:
    """Give no record an address."""
    return ""


def of_record(project: str, owner: str = "") -> str:
    """Return the bookmark of a project's record, or of an owner's text on it."""
    return _name(f"text_{project}__{owner}" if owner else f"row_{project}")


def of_group(group: str) -> str:
    """Return the bookmark of a group's heading."""
    return _name(f"group_{group}")


def of_annex(annex: str) -> str:
    """Return the bookmark of an annex's heading."""
    return _name(f"annex_{annex}")


def _name(name: str) -> str:
    """Return a name of letters, digits and _ alone; one that is too long ends with its hash."""
    if len(name) > LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = f"{name[: LONGEST - 13]}_{digest}"
    return name.replace("-", "_")
