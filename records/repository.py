"""Text files in Git: read a commit, write a branch, merge; no working tree, no index.

Objects are written directly; references move by compare-and-swap through one ``git update-ref``
process; every writer is answered only after its objects and references are on the disk. Writers
who wait at the same time share one pass to the disk (``docs/decisions/0002``). Local file
systems only.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import re
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import git
from gitdb.exc import BadName, BadObject

from records.errors import NotThere, Problem
from records.objects import FILE_MODE, TREE_MODE, Commit, Entry, read_commit, read_tree, write_tree

MAIN = "refs/heads/main"
NOTHING = "0" * 40
"""The object id that stands for a reference that is not there."""

GIT_AT_LEAST = (2, 39)
"""``core.fsync`` covers references, and ``for-each-ref`` prints whole commits."""

LOCK_AGE = 5.0
"""Seconds after which a lock of Git is nobody's: moving references takes milliseconds."""

TRIES = 100
"""How often a moved reference is tried again before the person is asked to."""

SETTINGS = {
    "core.fsync": "all",
    "core.logAllRefUpdates": "always",
    "core.quotePath": "false",
    "gc.auto": "0",
    "gc.pruneExpire": "2.weeks.ago",
    "gpg.format": "ssh",
    "receive.autogc": "false",
    "receive.denyDeletes": "true",
    "receive.denyNonFastForwards": "true",
    "receive.fsckObjects": "true",
    "receive.denyCurrentBranch": "refuse",
    "repack.writeBitmaps": "false",
}
"""What every archive's repository is set to (``git.md``, points 2 and 9)."""

HOOK = Path(__file__).parent / "pre-receive"

REVISION = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,199}")
OID = re.compile(r"[0-9a-f]{40}")

T = TypeVar("T")


class Moved(Exception):  # noqa: N818 - a fact of the engine, not told to a person
    """A reference is not where the writer saw it."""


class Busy(Problem):
    """A reference kept moving, or a lock stayed."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A branch or tag, and the commit it points at."""

    name: str
    commit: Commit


class View:
    """References as a writer sees them: as they are, with what the same pass has moved."""

    def __init__(self, repository: "Repository") -> None:
        """Begin with nothing seen."""
        self.repository = repository
        self.seen: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    def tip(self, ref: str) -> str | None:
        """Return the commit that a reference points at, or None."""
        if ref not in self.moved and ref not in self.seen:
            self.seen[ref] = self.repository.tip(ref) or NOTHING
        oid = self.moved.get(ref, self.seen.get(ref, NOTHING))
        return None if oid == NOTHING else oid

    def move(self, ref: str, to: str) -> None:
        """Point a reference at a commit when the pass ends."""
        self.tip(ref)
        self.moved[ref] = to


@dataclass
class _Waiting:
    """A writer who waits: what it wants to do, and what became of it."""

    prepare: Callable[[View], Any]
    main: bool
    done: bool = False
    result: Any = None
    problem: BaseException | None = None
    tries: int = field(default=0)


class Repository:
    """One bare repository; safe to share between threads, and between processes."""

    def __init__(self, path: Path) -> None:
        """Open a repository. Raises NotThere where there is none, Problem for an old git."""
        check_git()
        path = path.absolute()
        self.path = path
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
        self._joining = threading.Lock()
        self._leading = threading.Lock()
        self._queue: list[_Waiting] = []
        self._folder = os.open(path, os.O_RDONLY)
        (path / "hebao").mkdir(exist_ok=True)
        self._main_lock = os.open(path / "hebao" / "main.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._writers = os.open(path / "hebao" / "writers.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._updates: Any = None
        self._pending: dict[str, tuple[str, bytes]] = {}
        self.clear_stale_locks()

    @classmethod
    def create(cls, path: Path) -> "Repository":
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

    def install_hooks(self) -> None:
        """Put the check of pushes in place: ``records/pre-receive``, run by git itself."""
        hook = self.path / "hooks" / HOOK.name
        hook.parent.mkdir(exist_ok=True)
        hook.write_bytes(HOOK.read_bytes())
        hook.chmod(0o755)

    def has_hooks(self) -> bool:
        """Tell whether the check of pushes is in place as it was written."""
        hook = self.path / "hooks" / HOOK.name
        whole = hook.is_file() and hook.read_bytes() == HOOK.read_bytes()
        return whole and os.access(hook, os.X_OK)

    def unset(self) -> list[tuple[str, str, str]]:
        """Return the settings that are not as they should be: name, wanted, present."""
        found = []
        for name, wanted in SETTINGS.items():
            section, key = name.rsplit(".", 1)
            present = self.setting(section, key)
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
        self._end_updates()
        for repo in self._opened:
            repo.close()
        self._opened.clear()
        self._idle.clear()
        for handle in (self._folder, self._main_lock, self._writers):
            with contextlib.suppress(OSError):
                os.close(handle)

    def __enter__(self) -> "Repository":
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
        with self._repo() as repo:
            try:
                return _text(repo.git.get_object_header(ref)[0])
            except ValueError:
                return None

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
            raw = zlib.decompress((self.path / "objects" / oid[:2] / oid[2:]).read_bytes())
        except (OSError, zlib.error):
            with self._repo() as repo:
                try:
                    _, kind, _, data = repo.git.get_object_data(oid)
                except (ValueError, BadName, BadObject):
                    sentence = f"紀錄庫缺少物件 {oid}，請執行 hebao doctor。"
                    raise NotThere(sentence) from None
                return _text(kind), data
        head, _, data = raw.partition(b"\0")
        return head.split(b" ", 1)[0].decode(), data

    def commit(self, oid: str) -> Commit:
        """Return a commit."""
        kind, raw = self.read(oid)
        if kind != "commit":
            sentence = f"{oid} 不是提交。"
            raise NotThere(sentence)
        return read_commit(oid, raw)

    def tree(self, oid: str) -> dict[str, Entry]:
        """Return a tree's entries by name."""
        return read_tree(self.read(oid)[1])

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
        return entry.oid if entry and not entry.is_tree else None

    def files(self, tree: str) -> dict[str, str]:
        """Return every file below a tree, path to object id, in one pass."""
        with self._repo() as repo:
            listed: bytes = repo.git.ls_tree("-r", "-z", tree, stdout_as_string=False)
        found = {}
        for line in listed.split(b"\0"):
            if line:
                about, _, path = line.partition(b"\t")
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
        found, at = {}, 0
        for oid in wanted:
            end = raw.index(b"\n", at)
            header = raw[at:end].split(b" ")
            if len(header) != 3:  # noqa: PLR2004 - "<oid> missing"
                sentence = f"紀錄庫缺少物件 {oid}，請執行 hebao doctor。"
                raise NotThere(sentence)
            size = int(header[2])
            found[oid] = raw[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def refs(self, prefix: str) -> list[Ref]:
        """Return the branches or tags below a prefix with their whole tip commits, in one call."""
        layout = "--format=%(objectname) %(raw:size) %(refname)%0a%(raw)"
        with self._repo() as repo:
            raw: bytes = repo.git.for_each_ref(
                layout, prefix, stdout_as_string=False, strip_newline_in_stdout=False
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

        ``without``: leave out what this commit reaches.
        """
        words = ["--format=raw", "--no-color", "--no-show-signature", "-z"]
        with self._repo() as repo:
            walk = repo.git.log(
                *words,
                *(["--first-parent"] if first_parent else []),
                "--no-patch",
                "--no-notes",
                "--encoding=UTF-8",
                start,
                *([f"^{without}"] if without else []),
                "--",
                as_process=True,
            )
            with _ended(walk):
                yield from _commits(walk.stdout)

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
            with _ended(walk):
                yield from _changes(walk.stdout)

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

    # -- Writing objects ---------------------------------------------------------------------

    def put(self, kind: str, data: bytes) -> str:
        """Take an object into the pass that is under way and return its id.

        Only inside ``change``; it is on the disk when ``change`` returns.
        """
        oid = hashlib.sha1(
            f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False
        ).hexdigest()
        self._pending[oid] = (kind, data)
        return oid

    def _write_pending(self) -> list[tuple[str, str]]:
        """Write the objects of this pass under temporary names: what is there, what it becomes."""
        written = []
        for oid, (kind, data) in self._pending.items():
            folder = f"{self.path}/objects/{oid[:2]}"
            final = f"{folder}/{oid[2:]}"
            try:
                os.utime(final)  # so that a prune beside us leaves it
            except FileNotFoundError:
                raw = f"{kind} {len(data)}\0".encode() + data
                temporary = f"{self.path}/objects/{folder[-2:]}/tmp_obj_{os.getpid()}_{oid[2:]}"
                self._write_new(folder, temporary, zlib.compress(raw, 1))
                written.append((temporary, final))
        return written

    def _write_new(self, folder: str, temporary: str, packed: bytes) -> None:
        for _ in range(TRIES):
            try:
                handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o444)
            except FileNotFoundError:
                # Housekeeping removes a folder that it has emptied, also under our hands.
                with contextlib.suppress(FileExistsError):
                    os.mkdir(folder)
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            return
        sentence = f"無法寫入紀錄庫 {folder}，請檢查磁碟。"
        raise Busy(sentence)

    def put_files(self, tree: str | None, files: Mapping[str, str | None]) -> str:
        """Return a tree with files replaced (path to blob id) or removed (path to None)."""
        entries = self.tree(tree) if tree else {}
        below: dict[str, dict[str, str | None]] = {}
        for path, blob in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = blob
            elif blob is None:
                entries.pop(name, None)
            else:
                entries[name] = Entry(FILE_MODE, blob)
        for name, inside in below.items():
            old = entries.get(name)
            new = self.put_files(old.oid if old and old.is_tree else None, inside)
            if new == EMPTY_TREE:
                entries.pop(name, None)
            else:
                entries[name] = Entry(TREE_MODE, new)
        return self.put("tree", write_tree(entries))

    # -- Moving references -------------------------------------------------------------------

    def change(self, prepare: Callable[[View], T], *, main: bool = False) -> T:
        """Run ``prepare``, move the references it asked for, and return when all is durable.

        ``prepare`` writes objects and moves references of the view it is given; it may run
        several times, each time with fresher references. What it raises reaches the caller,
        and nothing has moved. ``main``: it means to move main, so it queues with others who do.
        """
        waiting = _Waiting(prepare, main)
        with self._joining:
            self._queue.append(waiting)
        with self._leading:
            # Whoever comes first serves all who wait by then: one pass to the disk for all.
            if not waiting.done:
                with self._joining:
                    batch, self._queue = self._queue, []
                self._serve(batch)
        if waiting.problem is not None:
            raise waiting.problem
        return waiting.result  # type: ignore[no-any-return]  # what this caller's prepare returned

    def _serve(self, batch: list[_Waiting]) -> None:
        pending = batch
        while pending:
            try:
                self._pass(pending)
            except Moved:
                # Somebody else moved a reference of one of them: from now on, each for itself.
                for waiting in pending:
                    if not waiting.done:
                        self._alone(waiting)
            except BaseException as failure:  # noqa: BLE001 - each waiting writer hears of it
                for waiting in pending:
                    if not waiting.done:
                        waiting.done, waiting.problem = True, failure
            pending = [waiting for waiting in batch if not waiting.done]

    def _alone(self, waiting: _Waiting) -> None:
        for _ in range(TRIES):
            try:
                self._pass([waiting])
            except Moved:
                waiting.tries += 1
                continue
            return
        sentence = "同時有太多人在寫入，請稍候再按一次；您的文字還在頁面上。"
        waiting.done, waiting.problem = True, Busy(sentence)

    def _pass(self, batch: list[_Waiting]) -> None:
        self._pending = {}
        with self._locked(main=any(waiting.main for waiting in batch)):
            view = View(self)
            ready: list[_Waiting] = []
            for waiting in batch:
                moved, pending = dict(view.moved), dict(self._pending)
                try:
                    waiting.result = waiting.prepare(view)
                    ready.append(waiting)
                except Moved:
                    raise
                except Exception as problem:  # noqa: BLE001 - it belongs to that writer alone
                    view.moved, self._pending = moved, pending
                    waiting.done, waiting.problem = True, problem
            moves = {r: new for r, new in view.moved.items() if new != view.seen[r]}
            if moves:
                self._keep_objects()
                self._move(moves, view.seen)
        if moves:
            self._sync()
        for waiting in ready:
            waiting.done = True

    @contextlib.contextmanager
    def _locked(self, *, main: bool) -> Iterator[None]:
        # The kernel frees a flock when its process dies. Shared: "references are being moved".
        if main:
            fcntl.flock(self._main_lock, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._writers, fcntl.LOCK_SH)
            try:
                yield
            finally:
                fcntl.flock(self._writers, fcntl.LOCK_UN)
        finally:
            if main:
                fcntl.flock(self._main_lock, fcntl.LOCK_UN)

    def _keep_objects(self) -> None:
        # An object gets its name only when its bytes are on the disk: a power cut never leaves
        # an empty file under a name that a later writer would take for the object.
        written = self._write_pending()
        self._sync()
        for temporary, final in written:
            os.rename(temporary, final)
        self._pending = {}

    def _sync(self) -> None:
        if _LIBC.syncfs(self._folder) != 0:
            sentence = "磁碟沒有確認寫入，資料尚未儲存，請再試一次並通知系統管理者。"
            raise Problem(sentence)

    def _move(self, moves: Mapping[str, str], seen: Mapping[str, str]) -> None:
        commands = [f"update {ref} {new} {seen[ref]}\n" for ref, new in moves.items()]
        for attempt in range(TRIES):
            process = self._update_process()
            try:
                process.stdin.write(("start\n" + "".join(commands) + "prepare\ncommit\n").encode())
                process.stdin.flush()
                answers = [process.stdout.readline() for _ in ("start", "prepare", "commit")]
            except BrokenPipeError:
                answers = []
            if answers and answers[-1] == b"commit: ok\n":
                return
            said = process.stderr.read().decode("utf-8", "replace")
            self._end_updates()
            if ".lock" not in said:
                raise Moved(said)
            self._wait_for_lock(attempt)
        sentence = "紀錄庫有一個鎖一直沒有放開，請稍候再試；若一再發生，請執行 hebao doctor。"
        raise Busy(sentence)

    def _wait_for_lock(self, attempt: int) -> None:
        time.sleep(min(0.002 * 1.5**attempt, 0.2))
        fcntl.flock(self._writers, fcntl.LOCK_UN)
        try:
            self.clear_stale_locks(wait=False)
        finally:
            fcntl.flock(self._writers, fcntl.LOCK_SH)

    def _update_process(self) -> Any:  # noqa: ANN401 - GitPython's process has no public type
        if self._updates is None:
            repo = git.Repo(self.path, odbt=git.GitCmdObjectDB)
            self._opened.append(repo)
            self._updates = repo.git.update_ref(
                "--stdin",
                as_process=True,
                istream=subprocess.PIPE,
                # Its files are written out before they get their names; the flush is _sync's.
                env={
                    "GIT_CONFIG_COUNT": "1",
                    "GIT_CONFIG_KEY_0": "core.fsyncMethod",
                    "GIT_CONFIG_VALUE_0": "writeout-only",
                    "LC_ALL": "C.UTF-8",
                },
            )
        return self._updates.proc

    def _end_updates(self) -> None:
        if self._updates is None:
            return
        process, self._updates = self._updates.proc, None
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.wait()
        process.stdout.close()
        process.stderr.close()

    # -- After a crash -----------------------------------------------------------------------

    def clear_stale_locks(self, *, wait: bool = True) -> list[str]:
        """Remove locks that a killed process left, and return their names.

        A fresh lock may belong to a push of ordinary git: it is waited for until it is gone or
        LOCK_AGE old.
        """
        removed: list[str] = []
        while locks := self.locks():
            fresh = [lock for lock in locks if _age(lock) < LOCK_AGE]
            if len(fresh) < len(locks):
                removed += self._remove([lock for lock in locks if lock not in fresh])
            if not fresh or not wait:
                break
            time.sleep(0.05)
        return removed

    def _remove(self, locks: list[Path]) -> list[str]:
        try:
            fcntl.flock(self._writers, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        try:
            for lock in locks:
                lock.unlink(missing_ok=True)
        finally:
            fcntl.flock(self._writers, fcntl.LOCK_UN)
        return [str(lock.relative_to(self.path)) for lock in locks]

    def locks(self) -> list[Path]:
        """Return the lock files of Git that stand in the repository now."""
        found = [self.path / name for name in ("packed-refs.lock", "HEAD.lock", "config.lock")]
        found = [lock for lock in found if lock.exists()]
        for folder, _, names in os.walk(self.path / "refs"):
            found += [Path(folder, name) for name in names if name.endswith(".lock")]
        return found


EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

_LIBC = ctypes.CDLL(None, use_errno=True)


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


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return LOCK_AGE


def _text(said: str | bytes) -> str:
    return said if isinstance(said, str) else said.decode()


@contextlib.contextmanager
def _ended(walk: Any) -> Iterator[None]:  # noqa: ANN401 - a process of GitPython
    try:
        yield
    finally:
        walk.proc.kill()
        walk.proc.wait()
        for pipe in (walk.proc.stdout, walk.proc.stderr):
            pipe.close()


def _fields(stream: Any) -> Iterator[bytes]:  # noqa: ANN401 - a pipe of GitPython
    rest = b""
    while chunk := stream.read1(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip():
        yield rest


def _changes(stream: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 - a pipe of GitPython
    commit, paths = "", list[str]()
    for entry in _fields(stream):
        text = entry.removeprefix(b"\n")
        if text.startswith(b"\x01"):
            if commit:
                yield commit, paths
            commit, paths = text[1:].decode(), []
        elif text:
            paths.append(text.decode("utf-8", "surrogateescape"))
    if commit:
        yield commit, paths


def _commits(stream: Any) -> Iterator[Commit]:  # noqa: ANN401 - a pipe of GitPython
    yield from map(_logged, _fields(stream))


def _logged(entry: bytes) -> Commit:
    # "commit <oid> [from ...]", the object's head, and its message indented by four blanks.
    first, _, raw = entry.lstrip(b"\n").partition(b"\n")
    head, _, body = raw.partition(b"\n\n")
    text = b"\n".join(line.removeprefix(b"    ") for line in body.split(b"\n"))
    return read_commit(first.split()[1].decode(), head + b"\n\n" + text.rstrip(b"\n") + b"\n")
