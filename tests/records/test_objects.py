import hashlib
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.objects import (
    FILE_MODE,
    TREE_MODE,
    Author,
    Entry,
    message,
    people,
    read_commit,
    read_tree,
    spoken,
    with_signature,
    words,
    write_commit,
    write_tree,
)

ON = datetime(2026, 1, 12, 9, 30, tzinfo=timezone(timedelta(hours=8)))
MING = Author("王小明", "ming@example.org")
BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

anything = st.text(st.characters(exclude_categories=["Cs"]))


def a_commit(text: str, author: str = MING.line(ON), tree: str = "a" * 40) -> bytes:
    """Return a commit without parents."""
    return write_commit(tree, (), author, author, text)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Make a bare repository with the empty file."""
    subprocess.run(["git", "init", "-q", "--bare", tmp_path], check=True)
    git(tmp_path, "hash-object", "-w", "-t", "blob", "--stdin")
    return tmp_path


def git(path: Path, *said: str, given: bytes = b"") -> str:
    """Run git and return what it prints."""
    done = subprocess.run(["git", "-C", path, *said], check=True, input=given, capture_output=True)
    return done.stdout.decode().strip()


@given(anything)
@example("甲  乙\u3000丙 ")
@example('他說："好"\r\n\x85\u2028\u2029\x0b\x0c\x1c\x7f\\n')
@example("Step: merge\n\nState: approved")
def test_peoples_words_come_back_from_a_commit_as_they_were_said(said: str) -> None:
    raw = a_commit(message("審查意見：臺北市", {"Step": "comment", "Words": words(said)}))
    read = read_commit("b" * 40, raw)

    assert spoken(read.trailers["Words"]) == said
    assert set(read.trailers) == {"Step", "Words"}


@given(anything, anything)
@example("王小明\nState: approved", "a> <b@c")
@example("<>", "")
def test_no_name_breaks_a_commit_or_adds_to_it(name: str, email: str) -> None:
    author = Author(name, email)
    read = read_commit("b" * 40, a_commit(message("儲存", {"Step": "save"}), author.line(ON)))

    assert read.written_at == ON
    assert dict(read.trailers) == {"Step": "save"}
    assert people(f"{author}, {MING}")[1] == MING


def test_the_trailers_are_the_last_paragraph_and_only_a_whole_one() -> None:
    told = "儲存\n\nState: approved\n\n文字\nState: approved\n"

    assert read_commit("b" * 40, a_commit(told)).trailers == {}


def test_git_reads_the_trailers_that_were_written(empty: Path) -> None:
    tree = git(empty, "hash-object", "-w", "-t", "tree", "--stdin", given=b"")
    text = message("送審：臺北市 114Q4", {"Step": "send", "Reason": words("一行\n兩行")})
    oid = git(
        empty, "hash-object", "-w", "-t", "commit", "--stdin", given=a_commit(text, tree=tree)
    )

    shown = git(empty, "log", "-1", "--format=%an|%s|%(trailers:key=Reason,valueonly)", oid)

    assert shown == '王小明|送審：臺北市 114Q4|"一行\\n兩行"'


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("甲 <a@b> 0 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("甲 <a@b> 99999999999999999 +0800", datetime(1970, 1, 1, tzinfo=UTC)),
        ("甲 <a@b> 1 +9999", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        (" <> 1 -0030", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
    ],
)
def test_a_pushed_commit_may_name_any_second_and_zone(line: str, moment: datetime) -> None:
    assert read_commit("b" * 40, a_commit("x", line)).written_at == moment


def test_a_commit_without_an_author_is_none() -> None:
    with pytest.raises(ValueError, match="nobody"):
        read_commit("b" * 40, a_commit("x", "nobody"))


def test_a_signature_goes_into_the_header_and_comes_back_with_what_it_signed() -> None:
    payload = a_commit(message("儲存", {"Step": "save"}))
    read = read_commit("b" * 40, with_signature(payload, "BEGIN\nabc\nEND"))

    assert (read.payload, read.signature) == (payload, "BEGIN\nabc\nEND")


def test_a_tree_is_sorted_as_git_sorts_it(empty: Path) -> None:
    folder = git(empty, "mktree", given=f"100644 blob {BLOB}\tproject.md\n".encode())
    entries = {
        "a-b": Entry(FILE_MODE, BLOB),
        "a": Entry(TREE_MODE, folder),
        "a.md": Entry(FILE_MODE, BLOB),
        "公園.md": Entry(FILE_MODE, BLOB),
    }
    raw = write_tree(entries)
    made = git(empty, "hash-object", "-w", "-t", "tree", "--stdin", given=raw)

    listed = "".join(
        f"{e.mode.decode():0>6} {'tree' if e.is_tree else 'blob'} {e.oid}\t{name}\n"
        for name, e in entries.items()
    )
    assert git(empty, "mktree", given=listed.encode()) == made
    assert hashlib.sha1(f"tree {len(raw)}\0".encode() + raw).hexdigest() == made  # noqa: S324 - git's
    assert read_tree(raw) == entries
