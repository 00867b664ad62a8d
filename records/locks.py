"""Locks: the lock files that git leaves in a repository when it is killed."""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path


def standing(repository: Path) -> list[Path]:
    """Return the lock files of git that stand in a bare repository now."""
    found = [repository / name for name in ("packed-refs.lock", "HEAD.lock", "config.lock")]
    found = [lock for lock in found if lock.exists()]
    for folder, _, names in os.walk(repository / "refs"):
        found += [Path(folder, name) for name in names if name.endswith(".lock")]
    return found


def age(lock: Path) -> float:
    """Return the seconds since a lock was taken; 0 for one that is gone."""
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def told_apart(locks: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return which of the locks are there, and which file each of them is."""
    found = {}
    for lock in locks:
        with contextlib.suppress(FileNotFoundError):
            status = lock.stat()
            found[lock] = (status.st_ino, status.st_mtime_ns)
    return found
