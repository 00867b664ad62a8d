r"""Logs: what ``git log`` prints, read as values while it prints.

>>> import io
>>> list(changes(io.BytesIO(b"\x01ab\0\n114Q4/p/taipei.md\0")))
[('ab', ['114Q4/p/taipei.md'])]
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from records.objects import Commit, read_commit


@contextlib.contextmanager
def ended(walk: Any) -> Iterator[None]:  # noqa: ANN401 - a process of GitPython
    """End a process of git, however much of it was read."""
    try:
        yield
    finally:
        walk.proc.kill()
        walk.proc.wait()
        for pipe in (walk.proc.stdout, walk.proc.stderr):
            pipe.close()


def text(said: str | bytes) -> str:
    """Return a word of git as text; GitPython gives it as either."""
    return said if isinstance(said, str) else said.decode()


def _fields(stream: Any) -> Iterator[bytes]:  # noqa: ANN401 - a pipe of GitPython
    rest = b""
    while chunk := stream.read1(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip():
        yield rest


def changes(stream: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 - a pipe of GitPython
    """Read ``--name-only -z --format=%x01%H``: commits, each with the paths it changed."""
    commit, paths = "", list[str]()
    for entry in _fields(stream):
        path = entry.removeprefix(b"\n")
        if path.startswith(b"\x01"):
            if commit:
                yield commit, paths
            commit, paths = path[1:].decode(), []
        elif path:
            paths.append(path.decode("utf-8", "surrogateescape"))
    if commit:
        yield commit, paths


def commits(stream: Any) -> Iterator[Commit]:  # noqa: ANN401 - a pipe of GitPython
    """Read ``--format=raw -z``: whole commits."""
    yield from map(_logged, _fields(stream))


def _logged(entry: bytes) -> Commit:
    # "commit <oid> [from ...]", the object's head, and its message indented by four blanks.
    first, _, raw = entry.lstrip(b"\n").partition(b"\n")
    head, _, body = raw.partition(b"\n\n")
    said = b"\n".join(line.removeprefix(b"    ") for line in body.split(b"\n"))
    return read_commit(first.split()[1].decode(), head + b"\n\n" + said.rstrip(b"\n") + b"\n")
