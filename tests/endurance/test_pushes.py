import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from archives import a_place, a_text, an_archive, names
from crew import Crew, Kept, shares
from proof import damaged, git, locks, lost

from records.archive import Archive
from records.place import Place
from records.textform import dump
from workflows.filing import submissions
from workflows.submission import State

PROJECTS = names(10)
CONTESTED = [a_place(project, "taipei") for project in PROJECTS[:4]]
ALONE = [a_place(project, "taipei") for project in names(14)[10:]]
PUSHES = 12
"""Pushes of each person that have to be taken; one that is refused is tried again."""


def run(clone: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run git as a person would."""
    return subprocess.run(("git", "-C", clone, *words), check=False, capture_output=True, text=True)


class Pusher:
    """A person with a clone, who writes without the platform."""

    def __init__(self, archive: Path, clone: Path) -> None:
        """Clone the archive."""
        subprocess.run(("git", "clone", "-q", archive, clone), check=True, capture_output=True)
        for name, said in (("name", clone.name), ("email", f"{clone.name}@example.org")):
            git(clone, "config", f"user.{name}", said)
        self.clone = clone
        self.kept: list[Kept] = []
        self.refused = 0

    def push(self, place: Place, body: str) -> None:
        """Fetch, edit, commit and push until it is taken."""
        while True:
            run(self.clone, "fetch", "-q", "origin")
            there = run(self.clone, "rev-parse", "-q", "--verify", f"origin/{place.branch}")
            start = f"origin/{place.branch}" if there.returncode == 0 else "origin/main"
            git(self.clone, "checkout", "-q", "--detach", start)
            (self.clone / place.path).write_bytes(dump(a_text(place, body)))
            git(self.clone, "add", place.path)
            if run(self.clone, "commit", "-q", "-m", body).returncode != 0:
                return  # it stands there already
            commit, blob = git(self.clone, "rev-parse", "HEAD", f"HEAD:{place.path}").split()
            done = run(self.clone, "push", "-q", "origin", f"HEAD:{place.ref}")
            if done.returncode == 0:
                self.kept.append(Kept(place.path, "pushed", blob, commit))
                return
            assert "rejected" in done.stderr or "lock" in done.stderr, done.stderr
            self.refused += 1

    def work(self) -> None:
        """Push to a place of one's own and to one that others write to, in turn."""
        number = int(self.clone.name[-1])
        for turn in range(PUSHES):
            place = (ALONE, CONTESTED)[turn % 2][number]
            self.push(place, f"1. {self.clone.name} 推送，第 {turn} 稿。\n")


@pytest.mark.endurance
def test_people_push_with_ordinary_git_while_others_file_and_both_are_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "records.git"
    an_archive(path, names(14)).close()
    people = [Pusher(path, tmp_path / f"person-{number}") for number in range(3)]
    with (
        ThreadPoolExecutor(len(people)) as threads,
        Crew(path, "once", list(shares(PROJECTS)), threads=10) as crew,
    ):
        working = [threads.submit(person.work) for person in people]
        crew.hear_out()
        for each in working:
            each.result()
    with Archive.open(path) as archive:
        now = submissions(archive, archive.quarters()[0])
        faults = archive.holding(archive.quarters()[0]).faults

    kept = crew.kept + [each for person in people for each in person.kept]
    assert crew.failed == []
    assert all(len(person.kept) == PUSHES for person in people)
    assert lost(path, kept) == []
    assert damaged(path) == ""
    assert locks(path) == []
    assert faults == ()
    assert {now[place].state for place in ALONE[:3]} == {State.DRAFT}
    assert {now[a_place(p, "keelung")].state for p in PROJECTS} == {State.MERGED}
