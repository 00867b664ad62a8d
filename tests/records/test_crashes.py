import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from repositories import git, write

from records.passes import LOCK_AGE
from records.repository import MAIN, Repository

# -- After a crash -------------------------------------------------------------------------------


def _git_that_moves_references() -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            if parent == str(os.getpid()) and b"update-ref" in (folder / "cmdline").read_bytes():
                yield int(folder.name)
        except (FileNotFoundError, ProcessLookupError):
            continue


def test_when_git_dies_between_two_writes_the_second_is_kept(repository: Repository) -> None:
    write(repository, said="甲")
    for process in _git_that_moves_references():
        os.kill(process, signal.SIGKILL)
    second = write(repository, said="乙")

    assert git(repository.path, "rev-parse", MAIN) == second


def _lock(repository: Repository, name: str, age: float) -> Path:
    lock = repository.path / name
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    os.utime(lock, (time.time() - age,) * 2)
    return lock


LOCKS = ["refs/heads/main.lock", "packed-refs.lock", "HEAD.lock", "refs/heads/filings/a/b/c.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_the_next_start_removes_what_a_killed_process_left(
    repository: Repository, name: str
) -> None:
    lock = _lock(repository, name, LOCK_AGE - 0.2)
    with Repository(repository.path) as opened:
        assert not lock.exists()
        assert opened.locks() == []


@pytest.mark.parametrize("name", LOCKS[:3])
def test_a_writer_who_meets_a_lock_waits_until_it_is_old_and_is_kept(
    repository: Repository, name: str
) -> None:
    write(repository)
    _lock(repository, name, LOCK_AGE - 0.2)
    git(repository.path, "pack-refs", "--all") if name != "packed-refs.lock" else None
    tip = write(repository, said="乙")

    assert git(repository.path, "rev-parse", MAIN) == tip


def test_a_lock_is_not_taken_from_somebody_who_is_at_work(repository: Repository) -> None:
    lock = _lock(repository, "refs/heads/main.lock", 0)

    assert repository.clear_stale_locks(wait=False) == []
    assert lock.exists()


def test_a_start_does_not_wait_for_locks_that_come_and_go(repository: Repository) -> None:
    started = threading.Event()
    until = time.monotonic() + 3

    def busy() -> None:
        standing, number = _lock(repository, "refs/heads/0.lock", 0), 0
        while not started.wait(0.01) and time.monotonic() < until:
            number += 1
            following = _lock(repository, f"refs/heads/{number}.lock", 0)
            standing.unlink()
            standing = following
        standing.unlink()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(busy)
        while not repository.locks():
            started.wait(0.001)
        with Repository(repository.path):
            started.set()

    assert time.monotonic() < until


def test_an_answer_that_an_interrupted_writer_did_not_read_is_nobody_elses(
    repository: Repository,
) -> None:
    hook = repository.path / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\n[ "$1" = prepared ] && kill -INT {os.getpid()}\nexit 0\n')
    hook.chmod(0o755)
    with pytest.raises(KeyboardInterrupt):
        write(repository, "refs/heads/a", "甲")
    hook.unlink()
    following = threading.Thread(target=write, args=(repository, "refs/heads/b"), daemon=True)
    following.start()
    following.join(20)

    assert not following.is_alive()
    assert git(repository.path, "log", "--format=%s", "b") == "甲"
