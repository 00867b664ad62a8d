"""The archive as the pages reach it: opened once a process, with the tables, clock and prints.

A printed report is kept by quarter, stated commit and form: an unchanged quarter is never
written twice.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from flask import Flask, current_app

from records.archive import Archive
from records.errors import NotThere
from records.holding import Holding
from records.platform import Platform
from records.project import Group
from records.quarter import Quarter
from webapp.builds import Builds
from webapp.database import Database
from workflows.report.kept import Kept

KEPT = 64 * 1024 * 1024
"""Bytes of printed reports in memory; the demonstration's six forms have 1 MB."""

Key = tuple[Quarter, str, str]
"""A quarter, its stated commit, and a form."""


@dataclass(slots=True)
class Printed:
    """Reports as they were written; the longest unused make room. Safe to share."""

    limit: int = KEPT
    _kept: OrderedDict[Key, bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Key, write: Callable[[], bytes]) -> bytes:
        """Return a report, written now if nobody has; one writes, the others wait for it."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = write()
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self.limit:
                self._kept.popitem(last=False)
            return self._kept[key]


@dataclass(slots=True)
class Opened:
    """What the pages of one process share."""

    archive: Archive
    database: Database
    clock: Callable[[], datetime]
    builds: Builds
    printed: Printed = field(default_factory=Printed)
    kept: Kept = field(default_factory=Kept)

    def close(self) -> None:
        """Let go of the archive and the database."""
        self.archive.close()
        self.database.close()


def put(app: Flask, opened: Opened) -> None:
    """Give an app its archive."""
    app.extensions["hebao"] = opened


def opened() -> Opened:
    """Return what the app of this request was given."""
    found: Opened = current_app.extensions["hebao"]
    return found


def holding(quarter: Quarter) -> Holding:
    """Return a quarter as it is now. Raises NotThere, BadRecord."""
    archive = opened().archive
    if quarter not in archive.quarters():
        raise NotThere(f"紀錄庫裡沒有 {quarter.label}（{quarter}）；請由上方選擇其他季別。")
    return archive.holding(quarter)


def platform() -> Platform:
    """Return the platform as its record says. Raises BadRecord."""
    return opened().archive.load(Platform, "platform.md")


def groups() -> tuple[Group, ...]:
    """Return the working groups of the newest quarter."""
    quarters = opened().archive.quarters()
    return holding(quarters[-1]).record.groups if quarters else ()


def previous(quarter: Quarter) -> Holding | None:
    """Return the newest quarter before one that the archive holds; None for the first."""
    earlier = [each for each in opened().archive.quarters() if each < quarter]
    return holding(max(earlier)) if earlier else None
