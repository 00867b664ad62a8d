"""Quarters, status, the doctor and backups, on real archives."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lives import (
    BRIDGE,
    COORDINATOR,
    HUA,
    JOINT,
    KEELUNG,
    MING,
    ON,
    OPENER,
    QUARTER,
    RIVER,
    TAIPEI,
    Life,
    a_record,
    a_text,
    an_archive,
    git,
)

from records.archive import Archive
from records.branch import Move
from records.edition import Edition
from records.errors import Problem
from records.register import Stage
from workflows import filing, reviewing
from workflows.backup import BadBackup, backup, restore
from workflows.doctor import examine
from workflows.quarters import QuarterExists, freeze, open_quarter
from workflows.report.publish import publish
from workflows.status import board


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with an_archive(tmp_path) as archive:
        yield Life(archive)


def whole(life: Life) -> None:
    """File every text that the quarter asks for."""
    for place, filer in ((TAIPEI, MING), (KEELUNG, HUA), (JOINT, HUA)):
        Life(life.archive, place, filer, life.at).merged()


def damage(archive: Archive) -> list[str]:
    return [symptom.sentence for symptom in examine(archive) if symptom.damage]


# -- Quarters --------------------------------------------------------------------------------


def test_a_quarter_is_opened_once(life: Life) -> None:
    with pytest.raises(QuarterExists, match="114Q4"):
        open_quarter(
            life.archive, a_record(), (BRIDGE,), backgrounds={}, instructions="", by=OPENER, on=ON
        )


def test_a_frozen_report_is_written_down_with_the_hash_of_every_form(life: Life) -> None:
    whole(life)

    edition = freeze(life.archive, QUARTER, by=OPENER, on=ON)

    kept = life.archive.load(Edition, "editions/114Q4/1.md")
    holding = life.archive.holding(QUARTER, "edition/114Q4/1")
    html = publish(holding, "html", final=True, edition=1)
    assert kept == edition
    assert kept.sha256["html"] == hashlib.sha256(html).hexdigest()
    assert life.archive.holding(QUARTER).record.state is Stage.FROZEN


def test_a_report_with_gaps_is_not_frozen(life: Life) -> None:
    with pytest.raises(Problem, match=r"缺漏|決定"):
        freeze(life.archive, QUARTER, by=OPENER, on=ON)

    assert life.archive.holding(QUARTER).record.state is Stage.COLLECTING


# -- Status ----------------------------------------------------------------------------------


def test_every_project_has_a_cell_for_every_city_and_the_joint_text(life: Life) -> None:
    life.merged()

    cells = {(c.project, c.city): c.state for c in board(life.archive, QUARTER, now=ON).cells}

    assert len(cells) == 2 * 5
    assert cells["bridge", "taipei"] == "merged"
    assert cells["bridge", "keelung"] == "missing"
    assert cells["bridge", "joint"] == cells["river", "taipei"] == "not-asked"


@pytest.mark.parametrize(("hours", "late"), [(-1, False), (1, True)])
def test_late_is_a_first_sending_after_the_due_moment(
    life: Life, hours: int, *, late: bool
) -> None:
    due = a_record().due
    assert due is not None
    life.at = due + timedelta(hours=hours)
    life.save()
    life.send()

    cells = board(life.archive, QUARTER, now=due + timedelta(days=9)).cells

    assert next(c.late for c in cells if c.city == "taipei") is late


def test_what_is_missing_is_late_only_after_the_due_moment(life: Life) -> None:
    early = datetime(2026, 1, 15, tzinfo=UTC)

    for now, late in ((early, False), (early + timedelta(days=9), True)):
        cells = board(life.archive, QUARTER, now=now).cells
        assert next(c.late for c in cells if c.city == "keelung") is late


# -- The doctor ------------------------------------------------------------------------------


def test_a_sound_archive_has_no_damage(life: Life) -> None:
    whole(life)

    assert damage(life.archive) == []


def test_the_doctor_finds_a_changed_setting_a_missing_hook_and_a_stray_branch(life: Life) -> None:
    git(life.archive, "config", "core.fsync", "none")
    (life.archive.repository.path / "hooks" / "pre-receive").unlink()
    git(life.archive, "branch", "filings/nowhere/x", "main")

    found = examine(life.archive)

    assert {s.where for s in found if s.damage} == {"config", "hooks"}
    git(life.archive, "config", "core.fsync", "all")
    life.archive.furnish()
    assert {s.where for s in examine(life.archive) if s.damage} == {"refs/heads/filings/nowhere/x"}


def test_the_doctor_finds_an_unsigned_commit_on_main(life: Life) -> None:
    tree = git(life.archive, "rev-parse", "main^{tree}")
    forged = git(
        life.archive,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "commit-tree",
        tree,
        "-p",
        "main",
        "-m",
        "偷偷寫入",
    )
    git(life.archive, "update-ref", "refs/heads/main", forged)

    assert any("偷偷寫入" in sentence for sentence in damage(life.archive))


def test_the_doctor_finds_a_lost_object(life: Life) -> None:
    blob = life.merged().blob
    (life.archive.repository.path / "objects" / blob[:2] / blob[2:]).unlink()

    assert any("hebao restore" in sentence for sentence in damage(life.archive))


def test_the_doctor_finds_a_broken_record_and_an_unplaced_text(life: Life) -> None:
    files = {
        TAIPEI.path: b"nothing",
        KEELUNG.path: b"---\nquarter: 114Q4\nproject: bridge\ncity: keelung\n---\n## gone\n\nx\n",
    }
    life.archive.record(files, Move("壞", OPENER, ON, {"Step": "import"}))

    found = {symptom.where for symptom in examine(life.archive) if symptom.damage}

    assert found == {TAIPEI.path, KEELUNG.path}


def test_the_doctor_folds_the_steps_anew(life: Life) -> None:
    life.save()
    said = {"Step": "approve", "State": "approved", "Base": life.now.base}
    move = Move("核定：無人送審", COORDINATOR.author, ON, said)
    life.archive.branches.advance(TAIPEI, lambda _branch, _main: move)

    assert any("無人送審" in sentence for sentence in damage(life.archive))


def test_what_is_still_to_be_done_is_no_damage(tmp_path: Path) -> None:
    leaderless = RIVER.model_copy(update={"lead": ""})
    with an_archive(tmp_path, projects=(BRIDGE, leaderless)) as archive:
        life = Life(archive)
        life.save()
        life.send()
        life.approve()

        said = [symptom.sentence for symptom in examine(archive)]

    assert len(said) == 2
    assert any("主辦市" in sentence for sentence in said)
    assert any("還沒有納入" in sentence for sentence in said)


def test_housekeeping_packs_and_loses_nothing(life: Life) -> None:
    whole(life)
    before = git(life.archive, "rev-list", "--objects", "--all")

    life.archive.housekeep()

    assert git(life.archive, "count-objects").startswith("0 objects")
    assert git(life.archive, "rev-list", "--objects", "--all") == before
    assert damage(life.archive) == []


# -- Backups ---------------------------------------------------------------------------------


def test_a_restored_archive_has_everything_reviews_included(life: Life, tmp_path: Path) -> None:
    life.merged()
    filing.save(life.archive, a_text(KEELUNG), base="", by=HUA, on=ON)
    reviewing.comment(life.archive, KEELUNG, "請補日期", by=COORDINATOR, on=ON)
    refs = git(life.archive, "for-each-ref")

    backup(life.archive, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", tmp_path / "new.git")

    with Archive.open(tmp_path / "new.git") as again:
        assert git(again, "for-each-ref") == refs
        assert examine(again) == examine(life.archive)
        assert again.branches.steps(KEELUNG)[-1].words == "請補日期"
        assert (
            filing.send(again, KEELUNG, blob=Life(again, KEELUNG).now.blob, by=HUA, on=ON).sent_by
            == HUA.author
        )
        assert git(again, "log", "-1", "--format=%G?", KEELUNG.branch) == "G"


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(life: Life, tmp_path: Path) -> None:
    backup(life.archive, tmp_path / "all.tar")

    assert (tmp_path / "all.tar").stat().st_mode & 0o077 == 0
    with pytest.raises(Problem, match="已經存在"):
        backup(life.archive, tmp_path / "all.tar")


@pytest.mark.parametrize("content", [b"", b"no tar", b"\0" * 10240])
def test_what_is_no_backup_restores_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.tar").write_bytes(content)

    with pytest.raises(BadBackup):
        restore(tmp_path / "bad.tar", tmp_path / "new.git")
    assert not (tmp_path / "new.git").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["bad.tar"]
