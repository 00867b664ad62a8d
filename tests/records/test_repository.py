import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from repositories import git, once, one_batch, write, writing

from records.errors import NotThere, Problem
from records.passes import Busy, View
from records.repository import MAIN, Repository
from records.settings import SETTINGS

# -- What is kept --------------------------------------------------------------------------------


def test_a_change_is_ordinary_git(repository: Repository) -> None:
    first = write(repository, said="甲")
    second = write(repository, said="乙")

    assert git(repository.path, "log", "--format=%H %s", MAIN) == f"{second} 乙\n{first} 甲"
    assert git(repository.path, "show", "main:甲.md") == "甲"
    assert repository.fsck() == []
    assert repository.unset() == []


def test_files_are_put_and_removed_as_the_index_of_git_would(repository: Repository) -> None:
    blob = git(repository.path, "hash-object", "-w", "--stdin", given="x")
    paths = ["a/b/c.md", "a/b.md", "a.md", "z/only.md"]
    listed = "".join(f"100644 {blob} 0\t{path}\n" for path in (*paths[:3], "new/x.md"))
    git(repository.path, "update-index", "--index-info", given=listed)

    def prepare(view: View) -> str:
        del view
        tree = repository.put_files(None, dict.fromkeys(paths, blob))
        return repository.put_files(tree, {"z/only.md": None, "new/x.md": blob, "no/no.md": None})

    assert repository.change(prepare) == git(repository.path, "write-tree")


def test_what_is_packed_reads_like_what_is_loose(repository: Repository) -> None:
    tips = [write(repository, said=f"第 {n} 份") for n in range(20)]
    tree = repository.commit(tips[-1]).tree
    before = repository.blobs(repository.files(tree).values())
    repository.housekeep()

    assert git(repository.path, "count-objects") == "0 objects, 0 kilobytes"
    assert repository.blobs(repository.files(tree).values()) == before
    assert [commit.oid for commit in repository.history(tips[-1])] == tips[::-1]
    assert [commit.oid for commit in repository.history(tips[-1], without=tips[9])] == tips[:9:-1]


def test_a_missing_object_is_told_not_passed_over(repository: Repository) -> None:
    wanted = ["e" * 40, *(f"{n:040}" for n in range(20))]
    with pytest.raises(NotThere, match="doctor"):
        repository.read(wanted[0])
    with pytest.raises(NotThere, match="doctor"):
        repository.blobs(wanted)


def test_damage_is_found(repository: Repository) -> None:
    write(repository)
    blob = git(repository.path, "rev-parse", "main:甲.md")
    torn = repository.path / "objects" / blob[:2] / blob[2:]
    torn.chmod(0o600)
    torn.write_bytes(b"torn")

    assert any(blob in line or str(torn) in line for line in repository.fsck())


def test_names_that_are_no_text_and_files_of_other_repositories_do_no_harm(
    repository: Repository,
) -> None:
    blob = git(repository.path, "hash-object", "-w", "--stdin", given="x")
    entries = (
        f"100644 blob {blob}\t\udcff.md",
        f"120000 blob {blob}\tlink.md",
        f"160000 commit {'a' * 40}\tmodule.md",
    )
    done = subprocess.run(
        ["git", "-C", repository.path, "mktree", "-z", "--missing"],
        input="\0".join((*entries, "")).encode("utf-8", "surrogateescape"),
        check=True,
        capture_output=True,
    )
    tree = done.stdout.decode().strip()

    assert repository.files(tree) == {"link.md": blob, "\udcff.md": blob}
    entry = repository.entry(tree, "module.md")
    assert entry is not None
    assert not entry.is_file


# -- What a person names -------------------------------------------------------------------------


def test_a_revision_is_a_branch_a_tag_or_a_commit(repository: Repository) -> None:
    tip = write(repository)
    git(repository.path, "tag", "edition/114Q4/1", "main")

    assert {repository.resolve(name) for name in ("main", "edition/114Q4/1", tip)} == {tip}


@pytest.mark.parametrize(
    "revision", ["", "main..x", "main^{tree}", "@{-1}", "--all", ":/甲", "nobody", "main:甲.md"]
)
def test_what_names_no_commit_is_told_so(repository: Repository, revision: str) -> None:
    write(repository)
    with pytest.raises(NotThere):
        repository.resolve(revision)


# -- Opening -------------------------------------------------------------------------------------


def test_only_a_bare_repository_is_opened(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "worktree")
    for name, kind in (("absent", NotThere), ("worktree", Problem)):
        with pytest.raises(kind, match="hebao init"):
            Repository(tmp_path / name)


def test_a_folder_with_files_is_not_made_into_a_repository(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(Problem, match="空的資料夾"):
        Repository.create(tmp_path)


def test_a_setting_that_was_changed_is_named(repository: Repository) -> None:
    git(repository.path, "config", "core.fsync", "none")

    assert repository.unset() == [("core.fsync", SETTINGS["core.fsync"], "none")]


# -- Sharing a pass ------------------------------------------------------------------------------


def test_writers_who_wait_together_are_all_kept(repository: Repository) -> None:
    changes = [writing(repository, MAIN, f"第{n}份") for n in range(8)]
    with one_batch(repository, *changes) as futures:
        made = [future.result() for future in futures]

    assert sorted(git(repository.path, "rev-list", MAIN).split()) == sorted(made)


def test_what_one_writer_raises_reaches_that_one_and_leaves_nothing(
    repository: Repository,
) -> None:
    def refused(view: View) -> str:
        writing(repository, "refs/heads/b", "乙")(view)
        raise NotThere("沒有")

    changes = (writing(repository, "refs/heads/a", "甲"), refused)
    with one_batch(repository, *changes, writing(repository, "refs/heads/c", "丙")) as futures:
        kept = [futures[n].result() for n in (0, 2)]
        with pytest.raises(NotThere):
            futures[1].result()

    shown = git(repository.path, "for-each-ref", "--format=%(objectname) %(refname:short)")
    assert shown == f"{kept[0]} a\n{kept[1]} c"
    assert git(repository.path, "fsck", "--unreachable") == ""


def test_a_refusal_that_rests_on_what_was_not_kept_is_thought_over(
    repository: Repository,
) -> None:
    """The second sees a text of the first, which is not kept: somebody outside was faster."""
    outside = write(repository, "refs/heads/outside", "外")

    def first(view: View) -> str:
        if view.tip("refs/heads/a"):
            raise NotThere("別人比較快")
        git(repository.path, "update-ref", "refs/heads/a", outside)
        view.move("refs/heads/b", outside)
        return writing(repository, "refs/heads/a", "甲")(view)

    def second(view: View) -> str:
        if view.tip("refs/heads/b"):
            raise NotThere("別人比較快")
        return writing(repository, "refs/heads/b", "乙")(view)

    with one_batch(repository, first, second) as futures:
        with pytest.raises(NotThere):
            futures[0].result()
        kept = futures[1].result()

    assert git(repository.path, "rev-parse", "a", "b").split() == [outside, kept]


def test_a_reference_that_somebody_else_moved_is_read_again(repository: Repository) -> None:
    with Repository(repository.path) as other:
        change = once(lambda: write(other, said="別人"), writing(repository, MAIN, "甲"))
        repository.change(change)

    assert git(repository.path, "log", "--format=%s", MAIN) == "甲\n別人"


def test_nobody_is_told_it_is_kept_because_another_failed(repository: Repository) -> None:
    """Somebody outside is faster; then the disk refuses what one of three wants to keep."""
    outside = write(repository, "refs/heads/outside", "外")
    blocked = git(repository.path, "hash-object", "--stdin", given="甲\n")[:2]
    tries = []

    def unlucky(view: View) -> str:
        if not tries:
            view.tip("refs/heads/a")
            git(repository.path, "update-ref", "refs/heads/a", outside)
            (repository.path / "objects" / blocked).touch()
        tries.append(view)
        return writing(repository, "refs/heads/a", "甲" if len(tries) > 1 else "丁")(view)

    changes = [writing(repository, f"refs/heads/{name}", name) for name in "bc"]
    with one_batch(repository, unlucky, *changes) as futures:
        with pytest.raises(Problem, match="尚未儲存"):
            futures[0].result()
        kept = [future.result() for future in futures[1:]]

    assert git(repository.path, "rev-parse", "b", "c").split() == kept


def test_who_is_interrupted_takes_nobody_along(repository: Repository) -> None:
    def interrupted(view: View) -> str:
        del view
        raise KeyboardInterrupt

    with one_batch(repository, interrupted, writing(repository, MAIN, "甲")) as futures:
        raised = {type(future.exception()) for future in futures}

    assert raised == {KeyboardInterrupt, Busy}
    assert repository.tip(MAIN) is None
    assert write(repository) == repository.tip(MAIN)


def test_two_that_write_the_same_at_once_are_both_kept(repository: Repository) -> None:
    def some(opened: Repository, mine: str) -> list[str]:
        return [write(opened, f"refs/heads/{mine}", f"第{n}份") for n in range(30)]

    with Repository(repository.path) as other, ThreadPoolExecutor(2) as threads:
        one = threads.submit(some, repository, "a")
        two = threads.submit(some, other, "b")

        assert one.result() == two.result()
    assert repository.fsck() == []
