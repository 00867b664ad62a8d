"""Redaction: a copy of a repository in whose whole history some words stand nowhere any more.

遮蔽. Git keeps what was ever written, and every commit names the one before it: to take words out
of one, it and all that came after are written anew. What the platform had signed is signed anew;
what it had not stays unsigned. Authors, times, subjects, trailers and the shape of history stay,
with the words replaced; ids of commits and texts that are named inside are the new ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from records.canonical import escape
from records.errors import Problem
from records.objects import Commit, Entry, read_tree, write_tree
from records.passes import View
from records.repository import MAIN, Ref, Repository
from records.seal import Seal

IDS = re.compile(rb"(?<![0-9a-f])[0-9a-f]{40}(?:[0-9a-f]{24})?(?![0-9a-f])")
"""Ids of objects and hashes of reports: digits in them are nobody's telephone."""

BATCH = 200
"""Commits that go to the disk together."""


class StillThere(Problem):
    """The words stand somewhere in a spelling that would be left. ``where``: path or commit."""

    def __init__(self, where: str) -> None:
        """Name the place, never the words."""
        self.where = where
        super().__init__(
            f"{where} 裡還有要遮蔽的文字（中間有空白、換行或別的寫法），請把那種寫法也列入後再試。"
        )


@dataclass(frozen=True, slots=True)
class Hiding:
    """The words to hide, and what stands in their place."""

    words: tuple[str, ...]
    instead: str

    def hide(self, raw: bytes) -> bytes:
        """Return bytes without the words; ids and hashes are left alone.

        >>> Hiding(("王大明",), "〇〇〇").hide("專員王大明帶隊".encode()).decode()
        '專員〇〇〇帶隊'
        """
        pieces, at = [], 0
        for found in IDS.finditer(raw):
            pieces += [self._replaced(raw[at : found.start()]), found[0]]
            at = found.end()
        return b"".join([*pieces, self._replaced(raw[at:])])

    def _replaced(self, raw: bytes) -> bytes:
        for spelling in self._spellings():
            raw = raw.replace(spelling, self.instead.encode())
        return raw

    def _spellings(self) -> list[bytes]:
        """Return the words as they are typed, and as a record escapes them; the longest first."""
        found = {each.encode() for word in self.words for each in (word, escape(word))}
        return sorted(found, key=len, reverse=True)

    def left_in(self, raw: bytes) -> bool:
        """Tell whether a word is still to be read, blanks, line ends and escapes aside."""
        text = _squash(IDS.sub(b"\0", raw).decode("utf-8", "replace"))
        return any(_squash(word) in text for word in self.words)


def _squash(text: str) -> str:
    return re.sub(r"[\s\\]+", "", text)


@dataclass(slots=True)
class Rewriting:
    """The rewriting of one repository into another, empty one.

    ``commits`` and ``blobs``: old id to new one. ``paths``: the files that held the words.
    """

    source: Repository
    target: Repository
    seal: Seal
    hiding: Hiding
    commits: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    trees: dict[str, str] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Write every reference's history anew, then the references. Raises StillThere."""
        refs = self.source.refs("refs/")
        order = list(self._oldest_first(refs))
        for at in range(0, len(order), BATCH):
            self._write(order[at : at + BATCH])

        def move(view: View) -> None:
            for ref in refs:
                view.move(ref.name, self.commits[ref.commit.oid])

        self.target.change(move)

    def _oldest_first(self, refs: list[Ref]) -> Iterator[Commit]:
        """Yield every commit that a reference reaches, parents before their children."""
        done: set[str] = set()
        for ref in refs:
            stack = [(ref.commit, False)]
            while stack:
                commit, parents_done = stack.pop()
                if commit.oid in done:
                    continue
                if parents_done:
                    done.add(commit.oid)
                    yield commit
                    continue
                stack.append((commit, True))
                stack += [
                    (self.source.commit(each), False) for each in commit.parents if each not in done
                ]

    def _write(self, batch: list[Commit]) -> None:
        def write(view: View) -> None:
            for commit in batch:
                self.commits[commit.oid] = self._commit(commit)
            # A pass keeps what a reference moves to; in the end main goes where it belongs.
            view.move(MAIN, self.commits[batch[-1].oid])

        self.target.change(write)

    def _commit(self, commit: Commit) -> str:
        tree = self._tree(commit.tree, "")
        head, _, body = commit.payload.partition(b"\n\n")
        lines = head.split(b"\n")
        for at, line in enumerate(lines):
            if line.startswith(b"tree "):
                lines[at] = b"tree " + tree.encode()
            elif line.startswith(b"parent "):
                lines[at] = b"parent " + self.commits[line[7:].decode()].encode()
        said = self._renamed(self.hiding.hide(body))
        if self.hiding.left_in(said):
            raise StillThere(f"歷程的說明 {commit.oid[:12]}")
        payload = b"\n".join(lines) + b"\n\n" + said
        if self.seal.made(commit):
            return self.seal.again(self.target, payload)
        return self.target.put("commit", payload)

    def _tree(self, oid: str, path: str) -> str:
        if oid not in self.trees:
            entries = read_tree(self.source.read(oid)[1])
            renewed = {
                name: Entry(entry.mode, self._entry(entry, f"{path}{name}"))
                for name, entry in entries.items()
            }
            self.trees[oid] = self.target.put("tree", write_tree(renewed))
        return self.trees[oid]

    def _entry(self, entry: Entry, path: str) -> str:
        if entry.is_tree:
            return self._tree(entry.oid, f"{path}/")
        return self._blob(entry.oid, path) if entry.is_file else entry.oid

    def _blob(self, oid: str, path: str) -> str:
        if oid not in self.blobs:
            raw = self.source.read(oid)[1]
            hidden = self.hiding.hide(raw)
            if hidden != raw:
                self.paths.add(path)
            if self.hiding.left_in(hidden):
                raise StillThere(path)
            self.blobs[oid] = self.target.put("blob", self._renamed(hidden))
        return self.blobs[oid]

    def _renamed(self, raw: bytes) -> bytes:
        """Return bytes in which every id that was written anew is the new one."""

        def new(found: "re.Match[bytes]") -> bytes:
            old = found[0].decode()
            return self.commits.get(old, self.blobs.get(old, old)).encode()

        return IDS.sub(new, raw)
