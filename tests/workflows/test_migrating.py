"""Migrating an archive of an older program: proposed, read, accepted."""

from pathlib import Path

import pytest
from lives import COORDINATOR, ON, an_archive

from records.archive import Archive
from records.branch import Move
from records.errors import NewerSchema
from records.migration import Files
from records.objects import Author
from workflows import migrating
from workflows.migrating import NothingToMigrate, ProposalOutdated

BY = Author("吳雅婷", "wu@example.org")


def with_a_note(files: Files) -> Files:
    return {**files, "note.md": b"x\n"}


def test_a_migration_is_read_before_it_is_accepted(tmp_path: Path) -> None:
    with an_archive(tmp_path) as archive:
        before = archive.commit()

        name = migrating.propose(archive, by=BY, on=ON, migrations={1: with_a_note}, newest=2)

        assert archive.commit() == before
        assert name == "migration/2"
        assert migrating.accept(archive, newest=2) == archive.commit() != before
        assert b"schema: 2" in archive.text(archive.blob("platform.md"))
        assert archive.seal.made(next(iter(archive.main_line())))
    with pytest.raises(NewerSchema, match="第 2 版"):
        Archive.open(tmp_path / "records.git")


def test_a_migration_is_proposed_anew_when_main_has_moved(tmp_path: Path) -> None:
    with an_archive(tmp_path) as archive:
        migrating.propose(archive, by=BY, on=ON, migrations={1: with_a_note}, newest=2)
        archive.record({"z.md": b"z"}, Move("變動", COORDINATOR.author, ON, {"Step": "import"}))

        with pytest.raises(ProposalOutdated):
            migrating.accept(archive, newest=2)


def test_the_newest_schema_needs_no_migration(tmp_path: Path) -> None:
    with an_archive(tmp_path) as archive:
        with pytest.raises(NothingToMigrate, match="不需要"):
            migrating.propose(archive, by=BY, on=ON)
        with pytest.raises(NothingToMigrate, match="hebao migrate"):
            migrating.accept(archive)
