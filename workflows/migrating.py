"""Migrating: an archive of an older program is carried over by a commit that people review.

格式升級. ``propose`` writes the migrated files on a branch, where a coordinator reads the
difference with ordinary git; ``accept`` takes exactly that commit into main.
"""

from collections.abc import Mapping
from datetime import datetime

from records.archive import Archive
from records.branch import Move
from records.errors import Problem
from records.migration import MIGRATIONS, PLATFORM, Migration, migrated, version
from records.objects import Author
from records.schema import VERSION


class NothingToMigrate(Problem):
    """The archive is in the newest schema, or nothing was proposed."""


class ProposalOutdated(Problem):
    """Main has moved since the migration was proposed."""


def branch(newest: int = VERSION) -> str:
    """Return the branch on which a migration waits for review."""
    return f"migration/{newest}"


def propose(
    archive: Archive,
    *,
    by: Author,
    on: datetime,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    newest: int = VERSION,
) -> str:
    """Write the migrated files on a branch, and return its name.

    Raises NothingToMigrate, TooOld, NewerSchema, BadRecord.
    """
    files = archive.files()
    after = migrated(files, migrations=migrations, newest=newest)
    changed: dict[str, bytes | None] = {
        path: after.get(path) for path in files | after if files.get(path) != after.get(path)
    }
    if not changed:
        raise NothingToMigrate(f"紀錄庫已經是第 {newest} 版格式，不需要升級。")
    old = version(files[PLATFORM])
    move = Move(f"格式升級：第 {old} 版到第 {newest} 版", by, on, {"Step": "migrate"})
    archive.propose(branch(newest), changed, move)
    return branch(newest)


def accept(archive: Archive, *, newest: int = VERSION) -> str:
    """Take a proposed migration into main as it was read, and return its commit.

    Raises NothingToMigrate; ProposalOutdated where main has moved since.
    """
    taken = archive.take_proposal(branch(newest))
    if taken is None:
        raise NothingToMigrate("沒有等待審閱的格式升級，請先執行 hebao migrate。")
    if not taken:
        raise ProposalOutdated("升級提出之後紀錄庫又有變動，請重新執行 hebao migrate 再審閱一次。")
    return taken
