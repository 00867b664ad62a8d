"""What every verb shares: quarters in a call, progress, a file written whole, who asks."""

import getpass
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from records.errors import Problem
from records.objects import Author
from records.quarter import TAIPEI_TIME, Quarter

NO, BAD = 1, 2
"""Exit codes: the answer is no; bad input or usage."""


class QuarterCode(click.ParamType[Quarter]):
    """A quarter as it is written: 114Q4."""

    name = "季別"

    def convert(self, value: Any, param: Any, ctx: Any) -> Quarter:  # noqa: ANN401 - click's own
        """Read it. Raises NoQuarter."""
        del param, ctx
        return value if isinstance(value, Quarter) else Quarter.parse(value)


QUARTER = QuarterCode()
FOLDER = click.Path(path_type=Path)


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on a terminal, and nothing of the kind elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell


def write(output: Path, raw: bytes) -> None:
    """Write a file whole or not at all; ``-`` is standard output."""
    if str(output) == "-":
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    folder = output.absolute().parent
    if not folder.is_dir():
        raise Problem(f"資料夾 {folder} 不存在，請先建立。")
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as half:
        half.write(raw)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(output)


def somebody() -> Author:
    """Return who sits at this machine, as the author of what the command line writes."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "hebao"
    return Author(name, f"{name}@{socket.gethostname()}")


def now() -> datetime:
    """Return the time that it is here."""
    return datetime.now(UTC).astimezone(TAIPEI_TIME)
