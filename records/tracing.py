"""Tracing: which commit brought each file of a quarter, and who filed and approved it.

出處. The newest commit on main's own line that changed the file counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from records.holding import Source
from records.objects import Commit, people
from records.quarter import Quarter
from records.repository import Repository

MAX_TOUCHED = 1_000
"""Files from which on a quarter is read whole: finding each by itself would take longer."""


def sources(
    repository: Repository, quarter: Quarter, commit: str, files: Mapping[str, str]
) -> dict[str, Source]:
    """Return where each file of a quarter comes from; ``files``: blob id by place below it."""
    changes = repository.changes(commit, str(quarter))
    blobs = {f"{quarter}/{name}": blob for name, blob in files.items()}
    return dict(_sources(repository, changes, blobs))


def sources_since(
    repository: Repository,
    before: Mapping[str, Source],
    touched: Mapping[str, str],
    blobs: Mapping[str, str],
) -> dict[str, Source]:
    """Return the sources after some more commits, as ``sources`` would.

    ``touched``: the newest of these commits by path; ``blobs``: what stands there now.
    """
    commits = dict[str, list[str]]()
    for path, commit in touched.items():
        commits.setdefault(commit, []).append(path)
    found = dict(_sources(repository, commits.items(), dict(blobs)))
    return found | {path: source for path, source in before.items() if path not in touched}


def touched(
    repository: Repository, quarter: Quarter, since: str, commit: str
) -> dict[str, str] | None:
    """Return the paths of a quarter that changed after a commit, each with its newest commit.

    None where ``since``, which changed the quarter, is not on the commit's own line before it,
    and where too many changed.
    """
    newest = dict[str, str]()
    oldest = ""
    for oldest, paths in repository.changes(f"{since}..{commit}", str(quarter)):
        for path in paths:
            newest.setdefault(path, oldest)
        if len(newest) > MAX_TOUCHED:
            return None
    parents = repository.commit(oldest).parents if oldest else ()
    if not parents:
        return None
    if parents[0] != since and repository.newest_change(parents[0], str(quarter)) != since:
        return None
    return newest


def _sources(
    repository: Repository,
    changes: Iterable[tuple[str, Iterable[str]]],
    unknown: dict[str, str],
) -> Iterator[tuple[str, Source]]:
    for oid, paths in changes:
        about = None
        for path in paths:
            if path in unknown:
                # Once for a commit: one that opened a quarter brought thousands of files.
                about = about or _about(repository.commit(oid))
                yield path, Source(path, unknown.pop(path), *about)
        if not unknown:
            break


def _about(made: Commit) -> tuple[str, str, str, datetime | None]:
    filed, approved = (made.trailers.get(name, "") for name in ("Filed-By", "Approved-By"))
    merged = made.trailers.get("Step") == "merge"
    return made.oid, _names(filed), _names(approved), made.written_at if merged else None


def _names(trailer: str) -> str:
    return "、".join(person.name for person in people(trailer))
