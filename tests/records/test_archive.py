import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import (
    COORDINATOR,
    ON,
    OPENER,
    QUARTER,
    a_place,
    a_text,
    an_archive,
    filer,
    merged,
    names,
    register,
    save,
)

from records import archive as archive_module
from records import reading
from records.archive import PLATFORM_FILE, Archive, Changed
from records.branch import Move
from records.errors import BadRecord, NewerSchema, NotThere
from records.holding import Holding
from records.objects import write_commit
from records.passes import View
from records.platform import Platform
from records.repository import MAIN
from records.seal import ReadOnly
from records.textform import dump
from workflows import reviewing

HERE = a_place()
THERE = a_place("p0002", "keelung")
NEXT = QUARTER.next
MOVE = Move("改", OPENER, ON, {"Step": "edit"})


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Make an archive with two projects."""
    with an_archive(tmp_path / "records.git", names(2)) as made:
        yield made


def git(archive: Archive, *said: str) -> str:
    """Run git in an archive and return what it prints."""
    done = subprocess.run(
        ["git", "-C", archive.repository.path, *said], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def again(archive: Archive) -> Holding:
    """Read the quarter as somebody who has just started."""
    with Archive.open(archive.repository.path) as opened:
        return opened.holding(QUARTER)


# -- Reading a quarter ----------------------------------------------------------------------------


def test_a_quarter_is_what_was_merged_and_nothing_else(archive: Archive) -> None:
    merged(archive, HERE, "1. 納入的。\n")
    save(archive, THERE, "1. 草稿。\n")
    holding = archive.holding(QUARTER)

    assert list(holding.filings.values()) == [a_text(HERE, "1. 納入的。\n")]
    assert [project.project for project in holding.projects] == names(2)
    assert holding.faults == ()


def test_an_unchanged_quarter_costs_nothing(archive: Archive) -> None:
    before = archive.holding(QUARTER)
    archive.record(register(["p0009"], quarter=NEXT), MOVE)

    assert archive.holding(QUARTER) is before
    assert archive.holding(NEXT).commit == archive.commit()


def test_reading_on_gives_what_reading_from_the_beginning_gives(archive: Archive) -> None:
    """Merged, reopened and merged again, edited by hand, removed and put back."""
    quarter = f"{QUARTER}/quarter.md"
    text = archive.text(archive.blob(quarter))
    archive.holding(QUARTER)
    merged(archive, HERE)
    archive.holding(QUARTER)
    reviewing.reopen(archive, HERE, "補充", by=COORDINATOR, on=ON)
    merged(archive, HERE, "1. 完工。\n")
    merged(archive, THERE)
    assert archive.holding(QUARTER) == again(archive)
    archive.record({quarter: text + "說明\n".encode(), THERE.path: None}, MOVE)
    assert archive.holding(QUARTER) == again(archive)
    archive.record({quarter: text, THERE.path: dump(a_text(THERE))}, MOVE)

    assert archive.holding(QUARTER) == again(archive)


def test_reading_a_branch_first_does_not_change_what_main_is_read_as(archive: Archive) -> None:
    merged(archive, THERE)
    save(archive, HERE)
    assert (HERE.project, HERE.owner) in archive.holding(QUARTER, HERE.branch).filings
    merged(archive, HERE, "1. 另一份。\n")

    assert archive.holding(QUARTER) == again(archive)


def test_every_text_says_who_filed_and_who_approved_it(archive: Archive) -> None:
    whole = merged(archive, HERE)
    source = archive.holding(QUARTER).source(HERE.project, HERE.owner)
    line = ("log", "-1", "--first-parent", "--format=%H", "main", "--", HERE.path)

    assert source
    assert (source.commit, source.blob, source.merged_at) == (whole.tip, whole.blob, ON)
    assert (source.filed_by, source.approved_by) == (filer("taipei").name, COORDINATOR.name)
    assert git(archive, *line) == source.commit


def test_a_quarter_is_read_as_it_was_at_any_commit(archive: Archive) -> None:
    before = archive.commit()
    merged(archive, HERE)
    archive.holding(QUARTER)

    assert archive.holding(QUARTER, before).filings == {}
    assert len(archive.holding(QUARTER).filings) == 1
    assert archive.quarters() == (QUARTER,)
    with pytest.raises(NotThere, match="115Q1"):
        archive.holding(NEXT)


def test_more_records_than_are_kept_in_memory_can_be_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged(archive, HERE)
    monkeypatch.setattr(reading, "MAX_CACHED", 3)

    assert again(archive) == archive.holding(QUARTER)


def test_no_more_quarters_are_kept_than_there_is_room_for(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "MAX_HOLDINGS", 1)
    archive.record(register(["p0009"], quarter=NEXT), MOVE)
    first = archive.holding(QUARTER)
    archive.holding(NEXT)

    assert archive.holding(QUARTER) == first


def test_of_a_changed_quarter_only_the_change_is_read_anew(archive: Archive) -> None:
    merged(archive, HERE)
    before = archive.holding(QUARTER)
    merged(archive, THERE)
    after = archive.holding(QUARTER)
    project, owner = HERE.project, HERE.owner

    assert after.filings[project, owner] is before.filings[project, owner]
    assert after.record is before.record
    assert after.source(project, owner) is before.source(project, owner)
    assert after.source(THERE.project, THERE.owner)


# -- What others put there ------------------------------------------------------------------------


def put_on_main(archive: Archive, path: str, content: bytes) -> None:
    """Put something on main with ordinary git, past every check."""
    repository = archive.repository

    def prepare(view: View) -> None:
        main = repository.commit(archive.commit())
        tree = repository.put_files(main.tree, {path: repository.put("blob", content)})
        author = "某人 <x@example.org> 1768181400 +0800"
        raw = write_commit(tree, (main.oid,), author, author, "直接改 main\n")
        view.move(MAIN, repository.put("commit", raw))

    repository.change(prepare, main=True)


GOOD = dump(a_text(HERE))
PROJECT = register(["p0001"])[f"{QUARTER}/p0001/project.md"]

BROKEN = {
    "no front matter": (HERE.path, "文字\n".encode()),
    "no text": (HERE.path, b"\xff\xfe"),
    "another city": (HERE.path, dump(a_text(THERE))),
    "an unknown field": (HERE.path, GOOD.replace(b"city:", b"cities:")),
    "a letter": (f"{QUARTER}/p0001/letter.docx", b"PK"),
    "a city that is none": (f"{QUARTER}/p0001/Taipei City.md", GOOD),
    "a text without its project": (f"{QUARTER}/nowhere/taipei.md", GOOD),
    "a deeper folder": (f"{QUARTER}/p0001/a/taipei.md", GOOD),
    "a project of another name": (f"{QUARTER}/other/project.md", PROJECT),
    "a group that is none": (
        f"{QUARTER}/p0001/project.md",
        PROJECT.replace(b"group-1", b"group-99"),
    ),
    "too much": (HERE.path, GOOD + b"1. x\n" * 60_000),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_record_is_a_fault_of_the_quarter_and_the_rest_is_read(
    archive: Archive, kind: str
) -> None:
    merged(archive, THERE)
    path, content = BROKEN[kind]
    put_on_main(archive, path, content)
    holding = archive.holding(QUARTER)

    assert path in {fault.path for fault in holding.faults}
    assert (HERE.project, HERE.owner) not in holding.filings
    assert holding.filings[THERE.project, THERE.owner] == a_text(THERE)


def test_a_quarter_whose_own_record_is_broken_is_told_with_its_place(archive: Archive) -> None:
    put_on_main(archive, f"{QUARTER}/quarter.md", b"---\nquarter: 114Q4\n---\n")
    with pytest.raises(BadRecord, match=r"114Q4/quarter\.md"):
        archive.holding(QUARTER)


def test_an_archive_of_a_newer_program_is_not_opened(archive: Archive) -> None:
    newer = dump(Platform()).replace(b"schema: 1", b"schema: 99")
    put_on_main(archive, PLATFORM_FILE, newer)
    with pytest.raises(NewerSchema):
        Archive.open(archive.repository.path)


# -- Writing to main ------------------------------------------------------------------------------


def test_writing_what_is_there_makes_no_commit(archive: Archive) -> None:
    before = archive.commit()

    assert archive.record(register(names(2)), MOVE) == before


def test_what_somebody_else_has_changed_is_not_written_over(archive: Archive) -> None:
    path = f"{QUARTER}/quarter.md"
    seen = {path: archive.blob(path)}
    archive.record({path: archive.text(seen[path]) + "一\n".encode()}, MOVE, seen=seen)
    before = archive.commit()
    with pytest.raises(Changed, match="重新載入"):
        archive.record({path: b"x", "new.md": b"y"}, MOVE, seen=seen)

    assert archive.commit() == before


def test_several_commits_are_written_all_or_none(archive: Archive) -> None:
    before = archive.commit()
    archive.record_all([({"a.md": b"1"}, MOVE), ({"a.md": b"2", "b.md": b"3"}, MOVE)])
    with pytest.raises(Changed):
        archive.record_all([({"c.md": b"1"}, MOVE)], seen={"a.md": "0" * 40})

    assert git(archive, "log", "--format=%s", f"{before}..main") == "改\n改"
    assert git(archive, "show", "main:a.md") == "2"


def test_an_edition_is_named_once(archive: Archive) -> None:
    first = archive.commit()
    archive.tag("edition/114Q4/1", first)
    archive.tag("edition/114Q4/1", first)
    second = archive.record({"a.md": b"1"}, MOVE)
    with pytest.raises(Changed, match="已經發布"):
        archive.tag("edition/114Q4/1", second)

    assert archive.commit("edition/114Q4/1") == first


# -- A mirror -------------------------------------------------------------------------------------


def test_a_mirror_is_read_only_and_gives_the_same_quarter(archive: Archive, tmp_path: Path) -> None:
    merged(archive, HERE)
    save(archive, THERE)
    mirror = tmp_path / "mirror.git"
    git(archive, "clone", "-q", "--mirror", ".", str(mirror))
    with Archive.open(mirror) as copy:
        assert copy.holding(QUARTER) == archive.holding(QUARTER)
        assert copy.branches.of_quarter(QUARTER) == archive.branches.of_quarter(QUARTER)
        assert copy.branches.steps(HERE) == archive.branches.steps(HERE)
        with pytest.raises(ReadOnly, match="唯讀"):
            save(copy, THERE, "1. 改。\n")
        with pytest.raises(ReadOnly, match="唯讀"):
            copy.record({"a.md": b"1"}, MOVE)
        assert copy.commit() == archive.commit()
