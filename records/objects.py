"""Git objects as values: commits and trees, written and read without a working tree.

Pure functions; ``records.repository`` keeps what they make.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

TREE_MODE = b"40000"
FILE_MODE = b"100644"
SUBMODULE_MODE = b"160000"


@dataclass(frozen=True, slots=True)
class Author:
    """A person as Git names them."""

    name: str
    email: str

    def __str__(self) -> str:
        """Return name and address as Git writes them, without what Git cannot hold.

        >>> str(Author("王小明, <>", "ming@example.org"))
        '王小明 <ming@example.org>'
        """
        name = re.sub(r"[<>,\x00-\x1f]", "", self.name).strip(" .:;'\"") or "?"
        email = re.sub(r"[<>\s\x00-\x1f]", "", self.email)
        return f"{name} <{email}>"

    def line(self, on: datetime) -> str:
        """Write the author line of a commit."""
        return f"{self} {int(on.timestamp())} {on:%z}"


def people(trailer: str) -> tuple[Author, ...]:
    """Read the people that a trailer names: ``name <address>, name <address>``."""
    return tuple(Author(m[1].strip(), m[2]) for m in re.finditer(r"([^<>,]*)<([^<>]*)>", trailer))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, read. ``payload`` is what was signed, ``signature`` its armoured text or ''."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: Author
    written_at: datetime
    subject: str
    trailers: Mapping[str, str]
    payload: bytes = field(repr=False)
    signature: str = field(repr=False)


PERSON = re.compile(rb"(.*) <([^<>]*)> ([0-9]+) ([+-])([0-9]{2})([0-9]{2})")
TRAILER = re.compile(r"([A-Z][A-Za-z-]*): (.*)")


def write_commit(
    tree: str, parents: tuple[str, ...], author: str, committer: str, message: str
) -> bytes:
    """Return the bytes of an unsigned commit."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {author}", f"committer {committer}"]
    return ("\n".join(lines) + "\n\n" + message).encode()


def with_signature(payload: bytes, signature: str) -> bytes:
    """Return a commit with its signature in the ``gpgsig`` header."""
    head, message = payload.split(b"\n\n", 1)
    header = b"\ngpgsig " + signature.replace("\n", "\n ").encode()
    return head + header + b"\n\n" + message


def message(subject: str, trailers: Mapping[str, str]) -> str:
    """Write a message: one sentence, then the trailers, which come last.

    People's words go through ``words`` first, so that they are one line.
    """
    lines = [f"{name}: {_one_line(value)}" for name, value in trailers.items() if value]
    return f"{_one_line(subject)}\n\n" + "\n".join(lines) + ("\n" if lines else "")


def words(text: str) -> str:
    """Return people's words as one line of JSON, for a trailer."""
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        .replace("\x85", "\\u0085")
        .replace("\x7f", "\\u007f")
    )


def spoken(trailer: str) -> str:
    """Read people's words back from a trailer; what is no JSON is taken as it stands."""
    try:
        value = json.loads(trailer)
    except ValueError:
        return trailer
    return value if isinstance(value, str) else trailer


def _one_line(text: str) -> str:
    # Blanks stay as many as they are: people's words come back as they were said.
    return " ".join(text.splitlines()).strip()


def read_commit(oid: str, raw: bytes) -> Commit:
    """Read a commit's bytes. Raises ValueError for what is no commit."""
    head, _, body = raw.partition(b"\n\n")
    tree, parents, person, signature, unsigned = "", [], b"", [], []
    signing = False
    for line in head.split(b"\n"):
        if signing and line.startswith(b" "):
            signature.append(line[1:])
            continue
        signing = line.startswith(b"gpgsig ")
        if signing:
            signature.append(line[7:])
            continue
        unsigned.append(line)
        name, _, value = line.partition(b" ")
        if name == b"tree":
            tree = value.decode("ascii")
        elif name == b"parent":
            parents.append(value.decode("ascii"))
        elif name == b"author":
            person = value
    author, written_at = _person(person)
    text = body.decode("utf-8", "replace")
    return Commit(
        oid,
        tree,
        tuple(parents),
        author,
        written_at,
        text.split("\n", 1)[0],
        _trailers(text),
        b"\n".join(unsigned) + b"\n\n" + body,
        b"\n".join(signature).decode("ascii", "replace"),
    )


def _person(line: bytes) -> tuple[Author, datetime]:
    match = PERSON.fullmatch(line)
    if match is None:
        raise ValueError(line)
    name, email, seconds, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == b"-" else 1)
    # A commit that somebody pushed may name any zone and any second.
    zone = timezone(offset) if abs(offset) < timedelta(hours=24) else UTC
    try:
        written_at = datetime.fromtimestamp(int(seconds), zone)
    except (OverflowError, ValueError, OSError):
        written_at = datetime.fromtimestamp(0, zone)
    return Author(name.decode("utf-8", "replace"), email.decode("utf-8", "replace")), written_at


def _trailers(text: str) -> dict[str, str]:
    block = text.rstrip("\n").rsplit("\n\n", 1)
    if len(block) < 2:  # noqa: PLR2004 - a subject alone has none
        return {}
    found = {}
    for line in block[1].split("\n"):
        match = TRAILER.fullmatch(line)
        if match is None:
            return {}
        found[match[1]] = match[2]
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree."""

    mode: bytes
    oid: str

    @property
    def is_tree(self) -> bool:
        """Whether the entry is a folder."""
        return self.mode == TREE_MODE

    @property
    def is_file(self) -> bool:
        """Whether the entry is a text of this repository: no folder, no submodule."""
        return self.mode not in {TREE_MODE, SUBMODULE_MODE}


def read_tree(raw: bytes) -> dict[str, Entry]:
    """Read a tree's bytes into its entries by name, in the order of the tree."""
    entries, at = {}, 0
    while at < len(raw):
        blank = raw.index(b" ", at)
        end = raw.index(b"\0", blank)
        name = raw[blank + 1 : end].decode("utf-8", "surrogateescape")
        entries[name] = Entry(raw[at:blank], raw[end + 1 : end + 21].hex())
        at = end + 21
    return entries


def write_tree(entries: Mapping[str, Entry]) -> bytes:
    """Return a tree's bytes, sorted as Git sorts (a folder as if its name ended in /)."""
    named = [(name.encode("utf-8", "surrogateescape"), entry) for name, entry in entries.items()]
    named.sort(key=lambda pair: pair[0] + b"/" if pair[1].mode == TREE_MODE else pair[0])
    return b"".join(
        entry.mode + b" " + name + b"\0" + bytes.fromhex(entry.oid) for name, entry in named
    )


def read_batch(raw: bytes) -> dict[str, bytes]:
    """Read what ``git cat-file --batch`` prints: bytes by object id, without what is missing."""
    found, at = {}, 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        oid, _, rest = raw[at:end].decode().partition(" ")
        at = end + 1
        if rest != "missing":
            size = int(rest.rpartition(" ")[2])
            found[oid] = raw[at : at + size]
            at += size + 1
    return found


def content_of(path: str) -> bytes:
    """Return a file's bytes; twenty small ones are read for every filing."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size + 1)
    finally:
        os.close(handle)
