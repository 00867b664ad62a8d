"""The seal: commits that the platform makes and signs, and the test whether it made one.

Only signed steps count; whatever else stands on a branch was pushed by a person.
"""

from collections.abc import Mapping

from records.branch import Move
from records.errors import Problem
from records.objects import Author, Commit, message, read_commit, with_signature, write_commit
from records.repository import Repository
from records.signing import Signer, Verifier

PLATFORM = Author("Hebao", "platform@hebao")
"""Commits every step; the person stands as its author."""

REMEMBERED = 65_536
"""Commits whose signature was checked and need not be checked again: a few quarters."""


class ReadOnly(Problem):
    """This copy of the archive has no key to sign with."""


class Seal:
    """Signs what the platform writes, and knows its own signature again."""

    def __init__(self, verifier: Verifier, signer: Signer | None) -> None:
        """Without a signer (a mirror elsewhere) everything can be read and nothing written."""
        self._signer = signer
        self._verifier = verifier
        # What this key signs need not be verified again, where it is one of those that count.
        self._trusted = signer is not None and verifier.verify(b"", signer.sign(b""))
        self._known: set[str] = set()

    def made(self, commit: Commit) -> bool:
        """Tell whether the platform signed a commit."""
        if commit.oid in self._known:
            return True
        made = bool(commit.signature) and self._verifier.verify(commit.payload, commit.signature)
        if made:
            self._remember(commit.oid)
        return made

    def _remember(self, oid: str) -> None:
        if len(self._known) >= REMEMBERED:
            self._known = set()
        self._known.add(oid)

    def commit(
        self,
        repository: Repository,
        tree: str,
        parents: tuple[str, ...],
        move: Move,
        trailers: Mapping[str, str],
    ) -> Commit:
        """Write a signed commit into the pass that is under way. Raises ReadOnly."""
        payload = write_commit(
            tree,
            parents,
            move.by.line(move.on),
            PLATFORM.line(move.on),
            message(move.subject, trailers),
        )
        oid, raw = self._signed(repository, payload)
        return read_commit(oid, raw)

    def again(self, repository: Repository, payload: bytes) -> str:
        """Sign a commit that was written anew, into the pass that is under way; return its id.

        Raises ReadOnly.
        """
        return self._signed(repository, payload)[0]

    def _signed(self, repository: Repository, payload: bytes) -> tuple[str, bytes]:
        if self._signer is None:
            raise ReadOnly("這份紀錄庫是唯讀的副本（沒有簽章金鑰），請到平臺上操作。")
        raw = with_signature(payload, self._signer.sign(payload))
        oid = repository.put("commit", raw)
        if self._trusted:
            self._remember(oid)
        return oid, raw
