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
    approve,
    filer,
    merge,
    merged,
    names,
    save,
    send,
)

from records.archive import Archive
from records.branch import Branch, Move
from records.errors import NotThere
from records.place import Place
from records.seal import Seal
from records.signing import Signer, Verifier
from records.textform import dump
from workflows import filing, reviewing
from workflows.people import Person, Role
from workflows.submission import OwnText, State

HERE = a_place()
THERE = a_place("p0002")
SECOND = Person("周建宏", "chou@example.org", Role.COORDINATOR)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Make an archive with two projects."""
    with an_archive(tmp_path / "records.git", names(2)) as made:
        yield made


class Clone:
    """What a person does with ordinary git: a clone, edits, commits and pushes."""

    def __init__(self, archive: Archive) -> None:
        """Clone beside the archive."""
        self.path = archive.repository.path.parent / "clone"
        subprocess.run(
            ["git", "clone", "-q", archive.repository.path, self.path],
            check=True,
            capture_output=True,
        )
        self.git("config", "user.name", "推送者")
        self.git("config", "user.email", "pusher@example.org")

    def git(self, *said: str) -> str:
        """Run git in the clone and return what it prints."""
        done = subprocess.run(
            ["git", "-C", self.path, *said], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def take(self, name: str) -> None:
        """Check out what the archive has now."""
        self.git("fetch", "-q")
        self.git("checkout", "-q", "-B", "work", f"origin/{name}")

    def write(self, place: Place, body: str, said: str = "我改的") -> str:
        """Commit a text, and return the commit."""
        file = self.path / place.path
        file.write_bytes(dump(a_text(place, body)))
        self.git("add", "--all")
        self.git("commit", "-q", "-m", said)
        return self.git("rev-parse", "HEAD")

    def push(self, ref: str, *words: str) -> bool:
        """Push what is checked out; tell whether it was taken."""
        done = subprocess.run(
            ["git", "-C", self.path, "push", "-q", *words, "origin", f"HEAD:{ref}"],
            check=False,
            capture_output=True,
        )
        return done.returncode == 0


@pytest.fixture
def clone(archive: Archive) -> Clone:
    """Clone the archive as a person would."""
    return Clone(archive)


def at(archive: Archive, place: Place = HERE) -> Branch:
    """Return a branch that is there."""
    found = archive.branches.at(place)
    assert found
    return found


# -- What the platform writes ---------------------------------------------------------------------


def test_a_quarter_of_branches_is_read_as_each_of_them_is(archive: Archive) -> None:
    save(archive, HERE)
    merged(archive, THERE)

    assert archive.branches.of_quarter(QUARTER) == {
        HERE: at(archive, HERE),
        THERE: at(archive, THERE),
    }


def test_the_branches_of_some_owners_are_read_without_the_others(archive: Archive) -> None:
    for owner in ("taipei", "new-taipei", "keelung"):
        save(archive, a_place(HERE.project, owner))

    found = archive.branches.of_quarter(HERE.quarter, ("taipei", "keelung"))

    assert sorted(place.owner for place in found) == ["keelung", "taipei"]


def test_a_merge_has_two_parents_and_moves_main_and_the_branch_to_it(archive: Archive) -> None:
    main = archive.commit()
    save(archive, HERE)
    send(archive, HERE)
    approved = approve(archive, HERE)
    merge(archive, HERE)
    commit = archive.repository.commit(archive.commit())

    assert commit.parents == (main, approved.tip)
    assert at(archive).tip == commit.oid
    assert archive.blob(HERE.path) == approved.blob


def test_merging_many_is_all_of_them_or_none(archive: Archive) -> None:
    for place in (HERE, THERE):
        save(archive, place)
        send(archive, place)
    approve(archive, HERE)
    main = archive.commit()
    with pytest.raises(reviewing.NotNow):
        merge(archive, HERE, THERE)

    assert archive.commit() == main
    assert at(archive).trailers["State"] == "approved"


def test_the_steps_of_all_lives_stand_in_their_order(archive: Archive) -> None:
    merged(archive, HERE)
    reviewing.reopen(archive, HERE, "補充", by=COORDINATOR, on=ON)
    merged(archive, HERE, "1. 完工。\n")
    life = ["save", "send", "approve", "merge"]

    steps = archive.branches.steps(HERE)
    assert [step.trailers["Step"] for step in steps] == [*life, "reopen", *life]
    assert archive.branches.steps(THERE) == []


def test_nothing_is_merged_where_nobody_filed(archive: Archive) -> None:
    with pytest.raises(NotThere, match="還沒有人填報"):
        merge(archive, HERE)


# -- What people push -----------------------------------------------------------------------------


def test_a_pushed_text_is_a_save_of_its_author(archive: Archive, clone: Clone) -> None:
    clone.take("main")
    tip = clone.write(HERE, "1. 推送的文字。\n")
    assert clone.push(HERE.ref)
    pushed = filing.submission(archive, HERE)

    assert (pushed.state, pushed.tip, pushed.pushed) == (State.DRAFT, tip, 1)
    assert [author.name for author in pushed.filed_by] == ["推送者"]
    assert pushed.base == archive.commit()
    assert archive.filing(HERE, pushed.blob) == a_text(HERE, "1. 推送的文字。\n")


def test_a_pushed_text_goes_the_way_of_every_text(archive: Archive, clone: Clone) -> None:
    clone.take("main")
    clone.write(HERE, "1. 推送的文字。\n")
    (clone.path / "114Q4" / "quarter.md").write_text("stray")
    clone.write(HERE, "1. 再推。\n")
    clone.push(HERE.ref)
    before = archive.blob("114Q4/quarter.md")
    send(archive, HERE)
    approve(archive, HERE)
    merge(archive, HERE)

    assert archive.text(archive.blob(HERE.path)) == dump(a_text(HERE, "1. 再推。\n"))
    assert archive.blob("114Q4/quarter.md") == before


@pytest.mark.parametrize("done", ["sent", "approved"])
def test_pushing_over_what_was_sent_or_approved_makes_it_a_draft(
    archive: Archive, clone: Clone, done: str
) -> None:
    save(archive, HERE)
    send(archive, HERE)
    if done == "approved":
        approve(archive, HERE)
    clone.take(HERE.branch)
    clone.write(HERE, "1. 推送的文字。\n")
    assert clone.push(HERE.ref)
    now = filing.submission(archive, HERE)

    assert (now.state, now.approved_by) == (State.DRAFT, None)
    assert [author.email for author in now.filed_by] == [
        "taipei@example.org",
        "pusher@example.org",
    ]
    with pytest.raises(reviewing.NotNow):
        merge(archive, HERE)


def test_trailers_that_people_write_do_not_count(archive: Archive, clone: Clone) -> None:
    save(archive, HERE)
    send(archive, HERE)
    approved = approve(archive, HERE)
    said = archive.repository.commit(approved.tip)
    clone.take(HERE.branch)
    forged = "\n".join(f"{name}: {value}" for name, value in said.trailers.items())
    clone.write(HERE, "1. 偽造的核定。\n", f"核定\n\n{forged}")
    clone.push(HERE.ref)

    assert filing.submission(archive, HERE).state is State.DRAFT
    with pytest.raises(reviewing.NotNow):
        merge(archive, HERE)


def _sealed_by(archive: Archive, signer: Signer, place: Place, like: Branch) -> None:
    """Write an approval, signed with a key, on top of a branch, past all checks."""
    stranger = Seal(Verifier(signer.allowed), signer)
    repository = archive.repository
    tip = repository.commit(like.tip)
    move = Move("核定", OPENER, ON, {**like.trailers, "State": "approved", "Step": "approve"})
    repository.change(
        lambda view: view.move(
            place.ref,
            stranger.commit(repository, tip.tree, (tip.oid,), move, move.trailers).oid,
        )
    )


def test_a_step_signed_by_another_key_does_not_count(archive: Archive, tmp_path: Path) -> None:
    save(archive, HERE)
    send(archive, HERE)
    _sealed_by(archive, Signer.make(tmp_path / "stranger"), HERE, at(archive))

    assert filing.submission(archive, HERE).state is State.DRAFT


def test_a_step_signed_for_another_place_does_not_count(archive: Archive) -> None:
    save(archive, HERE)
    send(archive, HERE)
    approve(archive, HERE)
    tip = at(archive).tip
    archive.repository.change(lambda view: view.move(THERE.ref, tip))

    assert filing.submission(archive, THERE).state is State.DRAFT
    assert at(archive, THERE).trailers == {}


def test_a_merge_by_hand_does_not_hide_who_wrote_before(archive: Archive, clone: Clone) -> None:
    """The filing's own line stands second: its steps still count."""
    filing.save(archive, a_text(HERE), base="", by=COORDINATOR, on=ON)
    merged(archive, THERE)
    clone.take("main")
    clone.git("merge", "-q", "--no-ff", "-m", "合併", f"origin/{HERE.branch}")
    assert clone.push(HERE.ref)
    sent = send(archive, HERE)

    assert COORDINATOR.author in sent.filed_by
    with pytest.raises(OwnText):
        approve(archive, HERE)
    assert reviewing.approve(archive, HERE, blob=sent.blob, by=SECOND, on=ON).state is (
        State.APPROVED
    )


def test_pushing_onto_a_merged_text_opens_it_and_keeps_its_history(
    archive: Archive, clone: Clone
) -> None:
    whole = merged(archive, HERE)
    clone.take(HERE.branch)
    clone.write(HERE, "1. 更正。\n")
    assert clone.push(HERE.ref)
    now = filing.submission(archive, HERE)

    assert (now.state, now.base) == (State.DRAFT, whole.tip)
    assert [author.name for author in now.filed_by] == ["taipei 填報人", "推送者"]
    assert [step.trailers.get("Step", "") for step in archive.branches.steps(HERE)] == [
        "save", "send", "approve", "merge", "",
    ]  # fmt: skip
    assert merged(archive, HERE, "1. 更正。\n").state is State.MERGED


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/main",
        "refs/tags/edition/114Q4/1",
        "refs/tags/mine",
        "refs/heads/mine",
        "refs/heads/filings/114Q4/p0001",
        "refs/heads/filings/114Q4/p0001/taipei/mine",
        "refs/replace/" + "a" * 40,
    ],
)
def test_nothing_but_the_branch_of_a_filing_takes_a_push(
    archive: Archive, clone: Clone, ref: str
) -> None:
    refs = {ref.name for ref in archive.repository.refs("refs/")}
    clone.take("main")
    clone.write(HERE, "1. 推送的文字。\n")

    assert not clone.push(ref)
    assert {ref.name for ref in archive.repository.refs("refs/")} == refs


def test_what_was_reviewed_is_neither_deleted_nor_replaced_by_a_push(
    archive: Archive, clone: Clone
) -> None:
    tip = save(archive, HERE).tip
    clone.take("main")
    clone.write(HERE, "1. 推送的文字。\n")

    assert not clone.push(HERE.ref, "--force")
    done = subprocess.run(
        ["git", "-C", clone.path, "push", "-q", "origin", f":{HERE.ref}"],
        check=False,
        capture_output=True,
    )
    assert done.returncode != 0
    assert at(archive).tip == tip


@pytest.mark.parametrize("kind", ["a folder", "a link", "a submodule", "nothing", "no text"])
def test_whatever_is_pushed_at_the_place_of_a_text_is_told_not_crashed_on(
    archive: Archive, clone: Clone, kind: str
) -> None:
    save(archive, HERE)
    clone.take(HERE.branch)
    file = clone.path / HERE.path
    file.unlink()
    if kind == "a folder":
        file.mkdir()
        (file / "x").touch()
    elif kind == "a link":
        file.symlink_to("project.md")
    elif kind == "no text":
        file.write_bytes(b"\xff\0---")
    clone.git("add", "--all")
    if kind == "a submodule":
        clone.git("update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},{HERE.path}")
    clone.git("commit", "-q", "-m", "怪事")
    assert clone.push(HERE.ref)
    now = filing.submission(archive, HERE)

    assert now.state is State.DRAFT
    with pytest.raises(Exception, match=r"[\u4e00-\u9fff]") as told:
        send(archive, HERE)
    assert told.type.__module__.startswith(("records", "workflows"))
    assert save(archive, HERE, "1. 改回文字。\n").state is State.DRAFT
    assert merged(archive, HERE).state is State.MERGED


def test_branches_that_belong_to_no_place_are_named(archive: Archive) -> None:
    main = archive.commit()
    stray = "refs/heads/filings/114Q4/BRIDGE/taipei"
    archive.repository.change(lambda view: view.move(stray, main))

    assert archive.branches.strays() == [stray]
    assert archive.branches.of_quarter(QUARTER) == {}


def test_a_comment_does_not_make_a_citys_save_fail(archive: Archive) -> None:
    first = save(archive, HERE)
    reviewing.comment(archive, HERE, "請補數字", by=COORDINATOR, on=ON)
    second = filing.save(
        archive, a_text(HERE, "1. 補了。\n"), base=first.blob, by=filer("taipei"), on=ON
    )

    assert second.state is State.DRAFT
    assert [step.words for step in archive.branches.steps(HERE)] == ["", "請補數字", ""]
