"""The archive: records in Git; everything of a quarter at one commit; what main takes in.

紀錄庫. One bare repository, no working tree. Values come out, values go in; nobody above knows
of objects and references. A quarter is cached by the commit that last changed it, so an
unchanged one costs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Self, TypeVar

from records import pushes
from records.branch import Move
from records.branches import Branches
from records.collector import paused
from records.errors import NotThere, Problem
from records.filing import Filing
from records.holding import Holding, Source
from records.migration import check_version
from records.objects import Author, Commit, Entry
from records.parsing import parse_all
from records.passes import View
from records.place import Place
from records.platform import Platform
from records.quarter import CODE, Quarter
from records.reading import (
    QUARTER_FILE,
    Outcome,
    Parsed,
    Reading,
    Wanted,
    at_place,
    kinds,
    read_on,
    read_quarter,
    record_in,
)
from records.repository import MAIN, Repository
from records.schema import Record
from records.seal import Seal
from records.signing import Signer, Verifier
from records.textform import dump
from records.tracing import sources, sources_since, touched

PLATFORM_FILE = "platform.md"
ALLOWED_FILE = "allowed_signers"
KEY_FILE = "hebao/signing_key"

MAX_HOLDINGS = 12
"""Quarters kept in memory at their newest commits: three years of them."""

R = TypeVar("R", bound=Record)


class Changed(Problem):
    """A record on main is not what the writer saw."""


class _Kept(NamedTuple):
    """A quarter in memory, and the reading that the next one can go on from."""

    holding: Holding
    reading: Reading


class Archive:
    """An archive; safe to share between threads, and between processes."""

    def __init__(self, repository: Repository, signer: Signer | None, allowed: str) -> None:
        """Use ``open`` or ``create``."""
        self.repository = repository
        self._parsed = Parsed()
        self._holdings: dict[tuple[Quarter, str], _Kept] = {}
        self._stated: dict[Quarter, tuple[str, str]] = {}
        self._reading = Lock()
        self.seal = Seal(Verifier(allowed), signer)
        self.branches = Branches(repository, self.seal)

    @classmethod
    def create(
        cls, path: Path, *, by: Author, on: datetime, platform: Platform | None = None
    ) -> "Archive":
        """Make a new archive with a key of its own and the platform's record."""
        repository = Repository.create(path)
        signer = Signer.make(path / KEY_FILE)
        archive = cls(repository, signer, signer.allowed)
        files = {PLATFORM_FILE: dump(platform or Platform()), ALLOWED_FILE: signer.allowed.encode()}
        archive.record(files, Move("建立紀錄庫", by, on, {"Step": "create"}))
        archive.furnish()
        return archive

    @classmethod
    def open(cls, path: Path) -> "Archive":
        """Open an archive. Raises NotThere, NewerSchema; without its key it is read-only."""
        repository = Repository(path)
        key = path / KEY_FILE
        main = repository.tip(MAIN)
        allowed = _file(repository, main, ALLOWED_FILE)
        if platform := _file(repository, main, PLATFORM_FILE):
            try:
                check_version(platform)
            except Problem:
                repository.close()
                raise
        signer = Signer.load(key) if key.exists() else None
        return cls(repository, signer, allowed.decode("utf-8", "replace"))

    def furnish(self) -> None:
        """Put in place what a clone does not bring: settings, hooks, the file of signers."""
        self.repository.apply_settings()
        pushes.guard(self.repository.path)
        signers = self.repository.path / "hebao" / ALLOWED_FILE
        signers.write_bytes(_file(self.repository, self.commit(), ALLOWED_FILE))
        self.repository.setting('gpg "ssh"', "allowedSignersFile", f"hebao/{ALLOWED_FILE}")

    def close(self) -> None:
        """End what the archive keeps open."""
        self.repository.close()

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()

    # -- Reading -----------------------------------------------------------------------------

    def commit(self, at: str | None = None) -> str:
        """Return the commit that a revision names; main's tip without one. Raises NotThere."""
        if at is not None:
            return self.repository.resolve(at)
        tip = self.repository.tip(MAIN)
        if tip is None:
            raise NotThere("紀錄庫還沒有任何紀錄，請先執行 hebao init。")
        return tip

    def quarters(self, at: str | None = None) -> tuple[Quarter, ...]:
        """Return the quarters that the archive holds, oldest first."""
        tree = self.repository.tree(self.repository.commit(self.commit(at)).tree)
        found = [
            Quarter.parse(name) for name, e in tree.items() if e.is_tree and CODE.fullmatch(name)
        ]
        return tuple(sorted(found))

    def main_line(self) -> Iterator[Commit]:
        """Yield main's commits, newest first: what was taken in, without what was reviewed."""
        return self.repository.history(self.commit())

    def blob(self, path: str, at: str | None = None) -> str:
        """Return the id of the text at a path of main (or a revision), '' where none stands."""
        return self.repository.blob_at(self.commit(at), path) or ""

    def text(self, blob: str) -> bytes:
        """Return a record's text by its id."""
        return self.repository.read(blob)[1]

    def load(self, kind: type[R], path: str, at: str | None = None) -> R:
        """Return the record at a path. Raises NotThere, BadRecord."""
        blob = self.blob(path, at)
        if not blob:
            raise NotThere(f"紀錄庫裡沒有 {path}。")
        return self.parsed(kind, blob, path)

    def parsed(self, kind: type[R], blob: str, path: str) -> R:
        """Return the record that a blob holds. Raises BadRecord with the path."""
        found = parse_all(self._parsed, [(kind, blob)], self.repository.blobs)
        return record_in(found, kind, blob, path)[0]

    def filing(self, place: Place, blob: str) -> Filing:
        """Return a blob's filing. Raises BadRecord, also where it names another place."""
        return at_place(self.parsed(Filing, blob, place.path), place)

    def holding(self, quarter: Quarter, at: str | None = None) -> Holding:
        """Return a quarter at a commit (main's tip without one). Raises NotThere, BadRecord."""
        stated = self._stated_commit(quarter, self.commit(at))
        with self._reading:
            # One reads a quarter, the others wait for it instead of reading it too.
            if (quarter, stated) not in self._holdings:
                while len(self._holdings) >= MAX_HOLDINGS:
                    del self._holdings[next(iter(self._holdings))]
                self._holdings[quarter, stated] = self._read(quarter, stated)
            return self._holdings[quarter, stated].holding

    def _stated_commit(self, quarter: Quarter, commit: str) -> str:
        """Return the newest commit that changed the quarter's own records, up to a commit."""
        known = self._stated.get(quarter)
        if known and known[0] == commit:
            return known[1]
        found = ""
        if known and self._reaches(commit, known[0]):
            found = self.repository.newest_change(commit, str(quarter), since=known[0])
            # Git passes over a merge that has the known commit as its second parent.
            if not found and self._folder(quarter, known[0]) == self._folder(quarter, commit):
                found = known[1]
        found = found or self.repository.newest_change(commit, str(quarter))
        if not found or self._folder(quarter, found) is None:
            raise NotThere(f"紀錄庫裡沒有 {quarter} 這一季。")
        self._stated[quarter] = (commit, found)
        return found

    def _reaches(self, commit: str, older: str) -> bool:
        # Mostly one commit is new, and git need not be asked.
        if older in self.repository.commit(commit).parents:
            return True
        return self.repository.is_ancestor(older, commit)

    def _folder(self, quarter: Quarter, commit: str) -> Entry | None:
        return self.repository.entry(self.repository.commit(commit).tree, str(quarter))

    def _read(self, quarter: Quarter, commit: str) -> _Kept:
        with paused():
            return self._read_on(quarter, commit) or self._read_whole(quarter, commit)

    def _read_whole(self, quarter: Quarter, commit: str) -> _Kept:
        folder = self._folder(quarter, commit)
        files = self.repository.files(folder.oid) if folder else {}
        reading = read_quarter(quarter, files, self._parse(quarter, files))
        return self._kept(commit, reading, sources(self.repository, quarter, commit, files))

    def _read_on(self, quarter: Quarter, commit: str) -> _Kept | None:
        """Read what changed since the quarter was last read; None where that is no way."""
        on = self.repository.commit(commit).written_at
        near = [
            kept
            for (of, _), kept in reversed(self._holdings.items())
            if of == quarter and kept.holding.committed_at <= on
        ]
        if not near:
            return None
        before = max(near, key=lambda kept: kept.holding.committed_at)
        newest = touched(self.repository, quarter, before.holding.commit, commit)
        own = f"{quarter}/"
        if newest is None or own + QUARTER_FILE in newest or str(quarter) in newest:
            return None
        now = {path: self.repository.blob_at(commit, path) or "" for path in newest}
        changed = {path.removeprefix(own): blob for path, blob in now.items()}
        standing = {name: blob for name, blob in changed.items() if blob}
        reading = read_on(before.reading, changed, self._parse(quarter, standing))
        blobs = {path: blob for path, blob in now.items() if blob}
        traced = sources_since(self.repository, before.holding.sources, newest, blobs)
        return self._kept(commit, reading, traced)

    def _parse(self, quarter: Quarter, files: Mapping[str, str]) -> dict[Wanted, Outcome]:
        wanted = [(kind, files[name]) for name, kind in kinds(quarter, files).items()]
        return parse_all(self._parsed, wanted, self.repository.blobs)

    def _kept(self, commit: str, reading: Reading, traced: Mapping[str, Source]) -> _Kept:
        holding = Holding(
            commit=commit,
            committed_at=self.repository.commit(commit).written_at,
            record=reading.record,
            instructions=reading.instructions,
            projects=tuple(reading.projects),
            filings=reading.filings,
            backgrounds=reading.backgrounds,
            sources=traced,
            faults=tuple(reading.faults),
        )
        return _Kept(holding, reading)

    # -- Writing -----------------------------------------------------------------------------

    def record(
        self,
        files: Mapping[str, bytes | None],
        move: Move,
        *,
        seen: Mapping[str, str] | None = None,
    ) -> str:
        """Write files (None: remove) to main in one signed commit, and return it.

        ``seen``: the blob ids ('' for none) that the writer saw at some of the paths. Raises
        Changed where one is another by now. Writing what is there already makes no commit.
        """
        return self.record_all([(files, move)], seen=seen)

    def record_all(
        self,
        commits: Iterable[tuple[Mapping[str, bytes | None], Move]],
        *,
        seen: Mapping[str, str] | None = None,
    ) -> str:
        """Write several commits to main, all of them or none; return the last. Like ``record``."""
        wanted = list(commits)

        def prepare(view: View) -> str:
            main = view.tip(MAIN)
            for path, blob in (seen or {}).items():
                now = self.repository.blob_at(main, path) if main else None
                if (now or "") != blob:
                    raise Changed(f"{path} 已經有人修改，請重新載入後再試。")
            for files, move in wanted:
                main = self._record(view, main, files, move)
            return main or ""

        return self.repository.change(prepare, main=True)

    def _record(
        self, view: View, main: str | None, files: Mapping[str, bytes | None], move: Move
    ) -> str:
        made = self._commit(main, files, move)
        if made != main:
            view.move(MAIN, made)
        return made

    def _commit(self, main: str | None, files: Mapping[str, bytes | None], move: Move) -> str:
        """Return a commit of files on top of main; main itself where they change nothing."""
        repository = self.repository
        blobs = {
            path: None if text is None else repository.put("blob", text)
            for path, text in files.items()
        }
        before = repository.commit(main).tree if main else None
        tree = repository.put_files(before, blobs)
        if main and tree == before:
            return main
        parents = (main,) if main else ()
        return self.seal.commit(repository, tree, parents, move, move.trailers).oid

    def files(self) -> dict[str, bytes]:
        """Return every file of main, path to content."""
        found = self.repository.files(self.repository.commit(self.commit()).tree)
        content = self.repository.blobs(found.values())
        return {path: content[blob] for path, blob in found.items()}

    def propose(self, branch: str, files: Mapping[str, bytes | None], move: Move) -> str:
        """Write a commit on top of main to a branch, for people to read; return it."""

        def prepare(view: View) -> str:
            main = view.tip(MAIN)
            made = self._commit(main, files, move)
            view.move(f"refs/heads/{branch}", made)
            return made

        return self.repository.change(prepare)

    def take_proposal(self, branch: str) -> str | None:
        """Move main to what a branch proposes; '' where main has moved on, None: no branch."""

        def prepare(view: View) -> str | None:
            proposed = view.tip(f"refs/heads/{branch}")
            if proposed is None:
                return None
            if self.repository.commit(proposed).parents != (view.tip(MAIN),):
                return ""
            view.move(MAIN, proposed)
            return proposed

        return self.repository.change(prepare, main=True)

    def housekeep(self) -> None:
        """Pack what has gathered; safe beside writers."""
        self.repository.housekeep()

    def tag(self, name: str, commit: str) -> None:
        """Name a commit for good. Raises Changed where the name is taken by another."""
        ref = f"refs/tags/{name}"

        def prepare(view: View) -> None:
            if view.tip(ref) not in (None, commit):
                raise Changed(f"版次 {name} 已經發布過。")
            view.move(ref, commit)

        self.repository.change(prepare)


def _file(repository: Repository, commit: str | None, path: str) -> bytes:
    blob = repository.blob_at(commit, path) if commit else None
    return repository.read(blob)[1] if blob else b""
