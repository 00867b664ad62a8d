"""Passes: writers who wait at the same time go to the disk together, and none is lost.

Objects are written directly; references move by compare-and-swap through one ``git update-ref``
process; every writer is answered only after its objects and references are on the disk
(``docs/decisions/0002``). Local file systems only.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import secrets
import threading
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from records import locks
from records.errors import Problem
from records.objects import FILE_MODE, TREE_MODE, Entry, write_tree

NOTHING = "0" * 40
"""The object id that stands for a reference that is not there."""

LOCK_AGE = 5.0
"""Seconds after which a lock of Git is nobody's: moving references takes milliseconds."""

TRIES = 100
"""How often a moved reference is tried again before the person is asked to."""

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

T = TypeVar("T")

_LIBC = ctypes.CDLL(None, use_errno=True)


class Moved(Exception):  # noqa: N818 - a fact of the engine, not told to a person
    """A reference is not where the writer saw it."""


class Busy(Problem):
    """A reference kept moving, or a lock stayed."""


class View:
    """References as a writer sees them: as they are, with what the same pass has moved."""

    def __init__(self, passes: "Passes") -> None:
        """Begin with nothing seen."""
        self.passes = passes
        self.seen: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    def tip(self, ref: str) -> str | None:
        """Return the commit that a reference points at, or None."""
        if ref not in self.moved and ref not in self.seen:
            self.seen[ref] = self.passes.tip(ref) or NOTHING
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
    problem: Exception | None = None


class Passes(ABC):
    """The writing half of a repository: one pass at a time a process, shared by who waits."""

    FIRST = "refs/heads/main"
    """The reference that moves before all others of a pass."""

    def __init__(self, path: Path) -> None:
        """Take the locks' files in hand; nothing is locked yet."""
        self.path = path
        self._joining = threading.Lock()
        self._leading = threading.Lock()
        self._queue: list[_Waiting] = []
        self._folder = os.open(path, os.O_RDONLY)
        (path / "hebao").mkdir(exist_ok=True)
        self._main_lock = os.open(path / "hebao" / "main.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._writers = os.open(path / "hebao" / "writers.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._updates: Any = None
        self._own = secrets.token_hex(8)
        self._pending: dict[str, tuple[str, bytes]] = {}

    @abstractmethod
    def tip(self, ref: str) -> str | None:
        """Return the object id that a reference names, or None."""

    @abstractmethod
    def tree(self, oid: str) -> Mapping[str, Entry]:
        """Return a tree's entries by name, pending ones included."""

    @abstractmethod
    def _start_updates(self) -> Any:  # noqa: ANN401 - GitPython's process has no public type
        """Start a ``git update-ref --stdin``."""

    def _close_passes(self) -> None:
        self._end_updates()
        for handle in (self._folder, self._main_lock, self._writers):
            with contextlib.suppress(OSError):
                os.close(handle)

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
                name = f"tmp_obj_{self._own}_{oid[2:]}"  # as git names what prune may remove
                temporary = f"{folder}/{name}"
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
                    Path(folder).mkdir()
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            return
        sentence = f"無法寫入紀錄庫 {folder}，請檢查磁碟。"
        raise Busy(sentence)

    def put_files(self, tree: str | None, files: Mapping[str, str | None]) -> str:
        """Return a tree with files replaced (path to blob id) or removed (path to None)."""
        entries = dict(self.tree(tree)) if tree else {}
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
        """Answer every writer of a batch, whatever happens to one of them or to this thread."""
        try:
            try:
                self._pass(batch)
            except (Moved, OSError):
                # Somebody else moved a reference of one of them, or the disk refused an object:
                # from now on, each for itself.
                for waiting in batch:
                    self._alone(waiting)
            except Exception as failure:  # noqa: BLE001 - each waiting writer hears of it
                _refuse(batch, failure)
        finally:
            _refuse(batch, Busy("平臺正在停止，資料尚未儲存，請稍候再試一次。"))

    def _alone(self, waiting: _Waiting) -> None:
        failure: Exception = Busy("同時有太多人在寫入，請稍候再按一次；您的文字還在頁面上。")
        try:
            for _ in range(TRIES):
                with contextlib.suppress(Moved):
                    self._pass([waiting])
                    return
        except OSError as refused:
            sentence = f"紀錄庫無法寫入（{refused.strerror}），資料尚未儲存，請通知系統管理者。"
            failure = Problem(sentence)
        except Exception as other:  # noqa: BLE001 - the writer hears of it
            failure = other
        _refuse([waiting], failure)

    def _pass(self, batch: list[_Waiting]) -> None:
        self._pending = {}
        with self._locked(main=any(waiting.main for waiting in batch)):
            view = View(self)
            ready: list[_Waiting] = []
            refused: list[tuple[_Waiting, Exception]] = []
            for waiting in batch:
                moved, pending = dict(view.moved), dict(self._pending)
                try:
                    waiting.result = waiting.prepare(view)
                    ready.append(waiting)
                except Moved:
                    raise
                except Exception as problem:  # noqa: BLE001 - it belongs to that writer alone
                    view.moved, self._pending = moved, pending
                    refused.append((waiting, problem))
            moves = {r: new for r, new in view.moved.items() if new != view.seen[r]}
            if moves:
                self._keep_objects()
                self._move(moves, view.seen)
        if moves:
            self._sync()
        # Not before: what refuses one writer may be what another is only now keeping.
        for waiting, why in refused:
            _refuse([waiting], why)
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
            Path(temporary).rename(final)
        self._pending = {}

    def _sync(self) -> None:
        if _LIBC.syncfs(self._folder) != 0:
            sentence = "磁碟沒有確認寫入，資料尚未儲存，請再試一次並通知系統管理者。"
            raise Problem(sentence)

    def _move(self, moves: Mapping[str, str], seen: Mapping[str, str]) -> None:
        # Git moves them one after another: killed in between, main is the one that has moved.
        ordered = sorted(moves.items(), key=lambda move: move[0] != self.FIRST)
        commands = [f"update {ref} {new} {seen[ref]}\n" for ref, new in ordered]
        for attempt in range(TRIES):
            said = self._update("start\n" + "".join(commands) + "prepare\ncommit\n")
            # git may have been killed between moving them and saying so.
            if said is None or all(self.tip(ref) == new for ref, new in moves.items()):
                return
            if ".lock" not in said:
                raise Moved(said)
            self._wait_for_lock(attempt)
        sentence = "紀錄庫有一個鎖一直沒有放開，請稍候再試；若一再發生，請執行 hebao doctor。"
        raise Busy(sentence)

    def _update(self, transaction: str) -> str | None:
        """Run one transaction of references; None when it is done, else what git says."""
        process = self._update_process()
        answers: list[bytes] = []
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(transaction.encode())
                process.stdin.flush()
                answers = [process.stdout.readline() for _ in ("start", "prepare", "commit")]
            if answers and answers[-1] == b"commit: ok\n":
                return None
            said: str = process.stderr.read().decode("utf-8", "replace")
        except BaseException:
            # An answer that nobody read would be taken for the answer to the next transaction.
            self._end_updates()
            raise
        self._end_updates()
        return said

    def _wait_for_lock(self, attempt: int) -> None:
        # Let go first: who holds it while he waits keeps everybody from removing a stale lock.
        fcntl.flock(self._writers, fcntl.LOCK_UN)
        try:
            time.sleep(min(0.002 * 1.5**attempt, 0.2))
            self.clear_stale_locks(wait=False)
        finally:
            fcntl.flock(self._writers, fcntl.LOCK_SH)

    def _update_process(self) -> Any:  # noqa: ANN401 - GitPython's process has no public type
        if self._updates is None:
            self._updates = self._start_updates()
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
        LOCK_AGE old. Locks that others take and leave meanwhile are not waited for.
        """
        removed: list[str] = []
        standing = locks.told_apart(self.locks())
        while standing:
            if stale := [lock for lock in standing if locks.age(lock) >= LOCK_AGE]:
                removed += self._remove(stale)
            if not wait:
                break
            now = locks.told_apart(standing)
            standing = {lock: which for lock, which in now.items() if which == standing[lock]}
            if standing:
                time.sleep(0.05)
        return removed

    def _remove(self, stale: list[Path]) -> list[str]:
        removed = []
        try:
            fcntl.flock(self._writers, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        try:
            for lock in stale:
                if locks.age(lock) >= LOCK_AGE:  # it is still that one
                    lock.unlink(missing_ok=True)
                    removed.append(str(lock.relative_to(self.path)))
        finally:
            fcntl.flock(self._writers, fcntl.LOCK_UN)
        return removed

    def locks(self) -> list[Path]:
        """Return the lock files of Git that stand in the repository now."""
        return locks.standing(self.path)


def _refuse(batch: Iterable[_Waiting], problem: Exception) -> None:
    for waiting in batch:
        if not waiting.done:
            waiting.done, waiting.problem = True, problem
