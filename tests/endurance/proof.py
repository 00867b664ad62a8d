"""Proof with plain git: what was acknowledged is there, and the repository is whole.

Knows nothing of the program but the shape of its commits.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from crew import Kept


def git(archive: Path, *words: str, said: str = "") -> str:
    """Run git in an archive and return what it prints."""
    return subprocess.run(
        ("git", "-C", archive, *words), input=said, check=True, capture_output=True, text=True
    ).stdout


def locks(archive: Path) -> list[Path]:
    """Return every lock of Git below an archive (the program's own are never removed)."""
    return [path for path in archive.rglob("*.lock") if path.parent != archive / "hebao"]


def damaged(archive: Path) -> str:
    """Return what ``git fsck --full`` says, '' when all is sound."""
    done = subprocess.run(
        ("git", "-C", archive, "fsck", "--full", "--no-dangling", "--no-progress"),
        check=False,
        capture_output=True,
        text=True,
    )
    said = [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if not line.startswith(("notice:", "Checking"))
    ]
    return "\n".join(said) or ("" if done.returncode == 0 else f"exit {done.returncode}")


def lost(archive: Path, kept: Iterable[Kept]) -> list[str]:
    """Return the acknowledged steps that are not there.

    A step is there when its commit is on its branch or on main, and that commit holds its text;
    a merge, when main's own line holds it and nothing older stands at its path.
    """
    steps = list(kept)
    reached = set(git(archive, "rev-list", "--branches").split())
    asked = "".join(f"{step.commit}:{step.path}\n" for step in steps)
    texts = git(archive, "cat-file", "--batch-check=%(objectname)", said=asked).split("\n")
    gone = [
        f"{step} is not what stands there: {text}"
        for step, text in zip(steps, texts, strict=False)
        if step.commit not in reached or text != step.blob
    ]
    return [*gone, *_unmerged(archive, steps)]


def _unmerged(archive: Path, steps: list[Kept]) -> list[str]:
    """Return acknowledged merges that main's line lacks, or over which something older stands."""
    line = git(archive, "rev-list", "--first-parent", "main").split()
    age = {commit: number for number, commit in enumerate(line)}
    newest: dict[str, tuple[int, str]] = {}
    walked = git(
        archive, "log", "--first-parent", "main", "--format=%H%x09"
        "%(trailers:key=Step,valueonly,separator=)%x09%(trailers:key=Quarter,valueonly,separator=)"
        "/%(trailers:key=Project,valueonly,separator=)/%(trailers:key=City,valueonly,separator=)"
        ".md%x09%(trailers:key=Blob,valueonly,separator=)",
    )  # fmt: skip
    for entry in walked.splitlines():
        commit, what, path, blob = entry.split("\t")
        if what == "merge" and path not in newest:
            newest[path] = age[commit], blob
    merges = [step for step in steps if step.state == "merged"]
    asked = "".join(f"main:{path}\n" for path in newest)
    stands = git(archive, "cat-file", "--batch-check=%(objectname)", said=asked).split("\n")
    wrong = [
        f"main:{path} is {text}, merged was {blob}"
        for (path, (_, blob)), text in zip(newest.items(), stands, strict=False)
        if text != blob
    ]
    missing = [
        f"{step} is not on main"
        for step in merges
        if step.commit not in age or newest[step.path][0] > age[step.commit]
    ]
    return wrong + missing
