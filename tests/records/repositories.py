"""Writing to a bare repository as the archive does, and asking plain git about it."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from records.objects import write_commit
from records.passes import View
from records.repository import MAIN, Repository

PERSON = "王小明 <ming@example.org> 1768181400 +0800"


def git(path: Path, *said: str, given: str = "") -> str:
    """Run git and return what it prints."""
    done = subprocess.run(
        ["git", "-C", path, *said], check=True, input=given, capture_output=True, text=True
    )
    return done.stdout.strip()


def writing(repository: Repository, ref: str, said: str) -> Callable[[View], str]:
    """Return a change that puts a commit with one file on top of a reference."""

    def prepare(view: View) -> str:
        tip = view.tip(ref)
        before = repository.commit(tip).tree if tip else None
        blob = repository.put("blob", f"{said}\n".encode())
        tree = repository.put_files(before, {f"{said}.md": blob})
        raw = write_commit(tree, (tip,) if tip else (), PERSON, PERSON, f"{said}\n")
        made = repository.put("commit", raw)
        view.move(ref, made)
        return made

    return prepare


def write(repository: Repository, ref: str = MAIN, said: str = "甲") -> str:
    """Put a commit with one file on top of a reference, and return it."""
    return repository.change(writing(repository, ref, said))


@contextmanager
def one_batch(
    repository: Repository, *changes: Callable[[View], Any]
) -> Iterator[list[Future[Any]]]:
    """Have several changes wait for a first one, so that one of them serves them all."""
    go = threading.Event()
    begun = threading.Event()

    def first(view: View) -> None:
        del view
        begun.set()
        go.wait()

    with ThreadPoolExecutor(len(changes) + 1) as threads:
        threads.submit(repository.change, first)
        begun.wait()
        futures = [threads.submit(repository.change, change) for change in changes]
        while len(repository._queue) < len(changes):  # noqa: SLF001 - nobody else sees who waits
            go.wait(0.001)
        go.set()
        yield futures


def once(act: Callable[[], object], then: Callable[[View], str]) -> Callable[[View], str]:
    """Return a change before whose first try something happens."""
    left = [act]

    def prepare(view: View) -> str:
        made = then(view)
        if left:
            left.pop()()
        return made

    return prepare
