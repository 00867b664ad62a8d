"""Text files in Git: read a commit, write a branch, merge; no working tree, no index.

The reading half, and the settings; ``records.passes`` is how it is written. Local file systems
only.
"""

import contextlib
import re
import subprocess
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import git
from gitdb.exc import BadName, BadObject

from records import logs
from records.errors import NotThere, Problem
from records.objects import TREE_MODE, Commit, Entry, content_of, read_batch, read_commit, read_tree
from records.passes import Passes
from records.settings import SETTINGS

MAIN = "refs/heads/main"

GIT_AT_LEAST = (2, 39)
"""``core.fsync`` covers references, and ``for-each-ref`` prints whole commits."""

COMMITS, TREES = 4_096, 64
"""Commits and trees kept in memory; the tree of a quarter may have a thousand entries."""

REVISION = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,199}")
OID = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Ref:
    """A branch or tag, and the commit it points at."""

    name: str
    commit: Commit


class Repository(Passes):
    """One bare repository; safe to share between threads, and between processes."""

    def __init__(self, path: Path) -> None:
        """Open a repository. Raises NotThere where there is none, Problem for an old git."""
        check_git()
        path = path.absolute()
        try:
            first = git.Repo(path, odbt=git.GitCmdObjectDB)
        except (git.NoSuchPathError, git.InvalidGitRepositoryError):
            sentence = f"{path} 不是紀錄庫，請先執行 hebao init，或檢查路徑。"
            raise NotThere(sentence) from None
        if not first.bare:
            first.close()
            sentence = f"{path} 有工作目錄；紀錄庫要是 bare repository，請用 hebao init 建立。"
            raise Problem(sentence)
        self._idle: list[git.Repo] = [first]
        self._opened = [first]
        self._pool = threading.Lock()
        # An object never changes: what was read of one stays true.
        self._commits = lru_cache(COMMITS)(self._commit)
        self._trees = lru_cache(TREES)(lambda oid: read_tree(self.read(oid)[1]))
        super().__init__(path)
        self.clear_stale_locks()

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new bare repository with the settings of an archive."""
        check_git()
        if path.exists() and any(path.iterdir()):
            sentence = f"{path} 已經有檔案，請換一個空的資料夾。"
            raise Problem(sentence)
        git.Repo.init(path, bare=True, mkdir=True, initial_branch="main").close()
        made = cls(path)
        made.apply_settings()
        return made

    def apply_settings(self) -> None:
        """Write SETTINGS into the repository's config, without touching other lines."""
        with self._repo() as repo, repo.config_writer() as writer:
            for name, value in SETTINGS.items():
                section, key = name.rsplit(".", 1)
                writer.set_value(section, key, value)

    def unset(self) -> list[tuple[str, str, str]]:
        """Return the settings that are not as they should be: name, wanted, present."""
        found = []
        for name, wanted in SETTINGS.items():
            present = self.setting(*name.rsplit(".", 1))
            if present.casefold() != wanted.casefold():
                found.append((name, wanted, present))
        return found

    def setting(self, section: str, key: str, value: str | None = None) -> str:
        """Return a setting of the repository's config; write it first where a value is given."""
        with self._repo() as repo:
            if value is not None:
                with repo.config_writer() as writer:
                    writer.set_value(section, key, value)
            with repo.config_reader("repository") as reader:
                return str(reader.get_value(section, key, ""))

    def close(self) -> None:
        """End the processes of git that this repository keeps."""
        for repo in self._opened:
            repo.close()
        self._opened.clear()
        self._idle.clear()
        self._close_passes()

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()

    @contextlib.contextmanager
    def _repo(self) -> Iterator[git.Repo]:
        # A git.Repo that two threads share breaks ("read of closed file"): one for each at a time.
        with self._pool:
            repo = self._idle.pop() if self._idle else None
        if repo is None:
            repo = git.Repo(self.path, odbt=git.GitCmdObjectDB)
            self._opened.append(repo)
        try:
            yield repo
        finally:
            with self._pool:
                self._idle.append(repo)

    # -- Reading -----------------------------------------------------------------------------

    def tip(self, ref: str) -> str | None:
        """Return the object id that a reference or full id names, or None."""
        if loose := self._loose(ref):
            return loose
        with self._repo() as repo:
            try:
                return logs.text(repo.git.get_object_header(ref)[0])
            except ValueError:
                return None

    def _loose(self, ref: str) -> str | None:
        """Return what a loose branch says, without asking git; None where git has to look."""
        if not ref.startswith("refs/heads/"):
            return None
        try:
            said = content_of(f"{self.path}/{ref}").decode("ascii", "replace").rstrip("\n")
        except (OSError, ValueError):
            return None
        return said if OID.fullmatch(said) else None

    def resolve(self, revision: str) -> str:
        """Return the commit that a person's revision names. Raises NotThere."""
        if not REVISION.fullmatch(revision) or ".." in revision:
            sentence = f"「{revision[:60]}」不是版本，請用提交代碼或版次名稱。"
            raise NotThere(sentence)
        for name in (f"refs/heads/{revision}", f"refs/tags/{revision}", revision):
            oid = self.tip(f"{name}^{{commit}}")
            if oid:
                return oid
        sentence = f"紀錄庫裡沒有版本「{revision[:60]}」。"
        raise NotThere(sentence)

    def read(self, oid: str) -> tuple[str, bytes]:
        """Return an object's type and bytes; a loose one is read without asking git."""
        if pending := self._pending.get(oid):
            return pending
        try:
            raw = zlib.decompress(content_of(f"{self.path}/objects/{oid[:2]}/{oid[2:]}"))
        except (OSError, zlib.error):
            with self._repo() as repo:
                try:
                    _, kind, _, data = repo.git.get_object_data(oid)
                except (ValueError, BadName, BadObject):
                    sentence = f"紀錄庫缺少物件 {oid}，請執行 hebao doctor。"
                    raise NotThere(sentence) from None
                return logs.text(kind), data
        head, _, data = raw.partition(b"\0")
        return head.split(b" ", 1)[0].decode(), data

    def commit(self, oid: str) -> Commit:
        """Return a commit."""
        return self._commits(oid)

    def _commit(self, oid: str) -> Commit:
        kind, raw = self.read(oid)
        if kind != "commit":
            sentence = f"{oid} 不是提交。"
            raise NotThere(sentence)
        return read_commit(oid, raw)

    def tree(self, oid: str) -> Mapping[str, Entry]:
        """Return a tree's entries by name."""
        return self._trees(oid)

    def entry(self, tree: str, path: str) -> Entry | None:
        """Return what stands at a path below a tree, or None."""
        found = Entry(TREE_MODE, tree)
        for name in path.split("/"):
            if not found.is_tree:
                return None
            below = self.tree(found.oid).get(name)
            if below is None:
                return None
            found = below
        return found

    def blob_at(self, commit: str, path: str) -> str | None:
        """Return the id of the file at a path in a commit, or None."""
        entry = self.entry(self.commit(commit).tree, path)
        return entry.oid if entry and entry.is_file else None

    def files(self, tree: str) -> dict[str, str]:
        """Return every file below a tree, path to object id, in one pass.

        What a submodule names is in another repository, and no file here.
        """
        with self._repo() as repo:
            listed: bytes = repo.git.ls_tree("-r", "-z", tree, stdout_as_string=False)
        found = {}
        for line in listed.split(b"\0"):
            about, _, path = line.partition(b"\t")
            if b" blob " in about:
                found[path.decode("utf-8", "surrogateescape")] = about[-40:].decode()
        return found

    def blobs(self, oids: Iterable[str]) -> dict[str, bytes]:
        """Return many objects' bytes in one pass through git."""
        wanted = list(dict.fromkeys(oids))
        if len(wanted) < 16:  # noqa: PLR2004 - a process of its own pays from here on
            return {oid: self.read(oid)[1] for oid in wanted}
        with self._repo() as repo, tempfile.TemporaryFile() as asked:
            asked.write("".join(f"{oid}\n" for oid in wanted).encode())
            asked.seek(0)
            raw: bytes = repo.git.cat_file(
                "--batch",
                "--buffer",
                istream=asked,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        found = read_batch(raw)
        if lost := [oid for oid in wanted if oid not in found]:
            raise NotThere(f"紀錄庫缺少物件 {lost[0]}，請執行 hebao doctor。")
        return found

    def refs(self, *prefixes: str) -> list[Ref]:
        """Return branches or tags with their whole tip commits; a star stands for one name."""
        layout = "--format=%(objectname) %(raw:size) %(refname)%0a%(raw)"
        with self._repo() as repo:
            raw: bytes = repo.git.for_each_ref(
                layout, *prefixes, stdout_as_string=False, strip_newline_in_stdout=False
            )
        found, at = [], 0
        while at < len(raw):
            end = raw.index(b"\n", at)
            oid, size, name = raw[at:end].split(b" ", 2)
            body = raw[end + 1 : end + 1 + int(size)]
            at = end + 1 + int(size) + 1
            with contextlib.suppress(ValueError):  # a tag object, or a commit that is none
                found.append(Ref(name.decode(), read_commit(oid.decode(), body)))
        return found

    def history(
        self, start: str, *, without: str = "", first_parent: bool = True
    ) -> Iterator[Commit]:
        """Yield commits from a start backwards, lazily, in one pass through git.

        ``without``: leave out what this commit reaches. Without ``first_parent``, all lines, and
        every commit before its parents.
        """
        lines = "--first-parent" if first_parent else "--topo-order"
        return self._logged(lines, start, *([f"^{without}"] if without else []))

    def saying(self, words: str) -> Iterator[Commit]:
        """Yield the commits of every line whose message holds these words, newest first.

        ``words`` are ours (a trailer's name and a code), never a person's.
        """
        return self._logged("--all", "--fixed-strings", f"--grep={words}")

    def _logged(self, *words: str) -> Iterator[Commit]:
        with self._repo() as repo:
            walk = repo.git.log(
                *("--format=raw", "--no-color", "--no-show-signature", "-z"),
                *("--no-patch", "--no-notes", "--encoding=UTF-8"),
                *words,
                "--",
                as_process=True,
            )
            with logs.ended(walk):
                yield from logs.commits(walk.stdout)

    def newest_change(self, commit: str, path: str, *, since: str = "") -> str:
        """Return the newest commit on the first-parent line that changed a path, or ''.

        ``since``: look no further back than what this commit reaches.
        """
        until = [f"^{since}"] if since else []
        with self._repo() as repo:
            found = repo.git.rev_list("-1", "--first-parent", commit, *until, "--", path)
        return str(found)

    def changes(self, commit: str, folder: str) -> Iterator[tuple[str, list[str]]]:
        """Yield the commits of the first-parent line that changed a folder, newest first.

        Each comes with the paths that it changed. Lazy: a caller who has seen enough stops.
        """
        with self._repo() as repo:
            walk = repo.git.log(
                "--first-parent",
                "--diff-merges=first-parent",
                "--name-only",
                "--no-renames",
                "-z",
                "--format=%x01%H",
                commit,
                "--",
                folder,
                as_process=True,
            )
            with logs.ended(walk):
                yield from logs.changes(walk.stdout)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Tell whether one commit is reachable from another."""
        with self._repo() as repo:
            status, _, _ = repo.git.merge_base(
                "--is-ancestor", older, newer, with_extended_output=True, with_exceptions=False
            )
        return bool(status == 0)

    def fork_point(self, one: str, other: str) -> str | None:
        """Return the newest commit that two lines share, or None."""
        with self._repo() as repo:
            _, found, _ = repo.git.merge_base(
                one, other, with_extended_output=True, with_exceptions=False
            )
        return str(found) or None

    def fsck(self) -> list[str]:
        """Return what ``git fsck`` finds damaged; an empty list when all is sound."""
        with self._repo() as repo:
            status, out, err = repo.git.fsck(
                "--full", "--no-dangling", with_extended_output=True, with_exceptions=False
            )
        lines = [line for line in f"{out}\n{err}".splitlines() if line.strip()]
        notices = [line for line in lines if line.startswith(("notice:", "Checking"))]
        return [] if status == 0 else [line for line in lines if line not in notices]

    def mirror_to(self, target: Path) -> None:
        """Make a full copy, every reference included."""
        with self._repo() as repo:
            repo.git.clone(
                "--mirror", "--quiet", "--no-hardlinks", "--", str(self.path), str(target)
            )

    def housekeep(self) -> None:
        """Pack what is loose and write the commit graph; safe beside writers, never prunes."""
        with self._repo() as repo:
            repo.git.repack("-d", "--geometric=2", "--quiet", "--no-write-bitmap-index")
            repo.git.commit_graph("write", "--reachable", "--changed-paths", "--no-progress")

    def _start_updates(self) -> Any:  # noqa: ANN401 - GitPython's process has no public type
        repo = git.Repo(self.path, odbt=git.GitCmdObjectDB)
        self._opened.append(repo)
        # Its files are written out before they get their names; the flush is the pass's.
        return repo.git.update_ref(
            "--stdin",
            as_process=True,
            istream=subprocess.PIPE,
            env={
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "core.fsyncMethod",
                "GIT_CONFIG_VALUE_0": "writeout-only",
                "LC_ALL": "C.UTF-8",
            },
        )


def check_git() -> None:
    """Raise Problem where git is missing or older than GIT_AT_LEAST."""
    try:
        version = git.Git().version_info
    except git.GitCommandNotFound:
        version = (0,)
    if tuple(version[:2]) < GIT_AT_LEAST:
        wanted = ".".join(map(str, GIT_AT_LEAST))
        sentence = f"需要 git {wanted} 或更新的版本，請執行 apt-get install git。"
        raise Problem(sentence)
