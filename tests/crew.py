"""A crew: writers in processes of their own, listened to, and killed."""

import os
import random
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

HOUSE = Path(__file__).resolve().parents[1]
WRITER = HOUSE / "tests" / "endurance" / "writer.py"
PATIENCE = 120.0
"""Seconds after which a writer who says nothing hangs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A step that was acknowledged."""

    path: str
    state: str
    blob: str
    commit: str


@dataclass
class Writer:
    """A process that files texts, in a group of its own, and what is read of it so far."""

    words: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    rest: bytes = b""
    ended: bool = False

    @classmethod
    def start(cls, *words: str) -> Self:
        """Start one."""
        path = os.pathsep.join((str(HOUSE), str(HOUSE / "tests")))
        process = subprocess.Popen(
            [sys.executable, WRITER, *words],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        assert process.stdout
        os.set_blocking(process.stdout.fileno(), False)
        return cls(words, process)

    def lines(self) -> list[str]:
        """Return the whole lines that it has said since; ``ended`` at the end of them."""
        assert self.process.stdout
        while True:
            try:
                said = os.read(self.process.stdout.fileno(), 1 << 16)
            except BlockingIOError:
                break
            if not said:
                self.ended = True
                break
            self.rest += said
        *whole, self.rest = self.rest.split(b"\n")
        return [line.decode() for line in whole]

    def kill(self, *, group: bool) -> None:
        """Kill it without warning: with the processes of git that it runs, or without."""
        (os.killpg if group else os.kill)(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_git(self) -> bool:
        """Kill the process that moves its references, and leave it alive; False for none."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
                if (
                    parent == str(self.process.pid)
                    and b"update-ref" in (folder / "cmdline").read_bytes()
                ):
                    os.kill(int(folder.name), signal.SIGKILL)
                    return True
            except (FileNotFoundError, ProcessLookupError):
                continue
        return False


@dataclass
class Crew:
    """Writers of one archive, and everything that they were told is kept."""

    archive: Path
    how: str
    shares: Sequence[Sequence[str]]
    threads: int
    kept: list[Kept] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Start everybody, each with a share of the projects, and wait until all are ready."""
        self.writers = [self._start(share) for share in self.shares]
        self._ready = 0
        while self._ready < len(self.writers):
            self.listen()
        return self

    def __exit__(self, *exc: object) -> None:
        """End whoever is still there."""
        for writer in self.writers:
            if writer.process.poll() is None:
                writer.kill(group=True)
            assert writer.process.stdout
            writer.process.stdout.close()

    def _start(self, share: Sequence[str]) -> Writer:
        return Writer.start(str(self.archive), str(self.threads), self.how, *share)

    def replace(self, number: int) -> None:
        """Start another writer in the place of one that was killed."""
        old = self.writers[number]
        self._take(old)
        assert old.process.stdout
        old.process.stdout.close()
        self.writers[number] = Writer.start(*old.words)

    def _take(self, writer: Writer) -> int:
        count = 0
        for line in writer.lines():
            word, *rest = line.split(" ")
            match word:
                case "kept":
                    self.kept.append(Kept(*rest))
                    count += 1
                case "refused":
                    self.refused.append(line)
                case "failed":
                    self.failed.append(line)
                case "ready":
                    self._ready += 1
        return count

    def listen(self, timeout: float = PATIENCE) -> int:
        """Wait until somebody says something, and return how many steps were kept."""
        with selectors.DefaultSelector() as selector:
            for writer in self.writers:
                if not writer.ended:
                    assert writer.process.stdout
                    selector.register(writer.process.stdout, selectors.EVENT_READ, writer)
            heard = selector.select(timeout)
            assert heard or timeout < PATIENCE, "every writer hangs"
            return sum(self._take(key.data) for key, _ in heard)

    def hear(self, steps: int) -> None:
        """Listen until so many more steps were kept."""
        until = len(self.kept) + steps
        while len(self.kept) < until:
            self.listen()

    def hear_for(self, seconds: float) -> None:
        """Listen for a moment."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.listen(left)

    def hear_out(self) -> None:
        """Listen until everybody has ended, and ended well."""
        while not all(writer.ended for writer in self.writers):
            self.listen()
        for writer in self.writers:
            assert writer.process.wait() == 0

    def kill_all(self) -> None:
        """Kill everybody at once, with everything that they run; hear what they still said."""
        for writer in self.writers:
            os.killpg(writer.process.pid, signal.SIGKILL)
        for writer in self.writers:
            writer.process.wait()
            self._take(writer)

    def kill_one(self, luck: random.Random) -> None:
        """Kill one of them in one of three ways, and see that somebody stands in its place."""
        number = luck.randrange(len(self.writers))
        way = luck.choice(("group", "process", "git"))
        if way == "git":
            self.writers[number].kill_git()
            return
        self.writers[number].kill(group=way == "group")
        self.replace(number)


def shares(projects: Sequence[str], processes: int = 4) -> Iterator[Sequence[str]]:
    """Share projects out among processes."""
    for number in range(processes):
        yield projects[number::processes]
