"""Gathering: what an archive holds of a quarter becomes the context that its checks need.

Texts count as they stand now: what is on its way takes the place of what is merged. At a revision
only what was merged then counts.
"""

from collections.abc import Iterable

from records.archive import PLATFORM_FILE, Archive
from records.errors import BadRecord, NotThere
from records.filing import Filing
from records.holding import Holding, Owned
from records.place import Place
from records.platform import Platform
from records.project import Project
from records.quarter import Quarter
from workflows.checks.context import Context
from workflows.checks.rules import BY_ID
from workflows.checks.words import DEFAULTS
from workflows.filing import submissions


def gather(archive: Archive, quarter: Quarter, *, at: str | None = None) -> Context:
    """Return the context of a quarter, with every text as it stands. Raises NotThere, BadRecord."""
    holding = archive.holding(quarter, at)
    texts: dict[Owned, Filing] = {}
    if at is None:
        for place, found in submissions(archive, quarter).items():
            _take(archive, texts, holding, place, found.blob)
    return Context.of(holding, _previous(archive, quarter, at), _platform(archive, at), texts)


def gather_around(archive: Archive, project: Project, quarter: Quarter) -> Context:
    """Return the context of one project's texts: of the others only what is merged is read.

    For a form that asks while somebody types: what other projects have on their way is read by
    none of the rules but the one that asks who took over whom.
    """
    holding = archive.holding(quarter)
    texts: dict[Owned, Filing] = {}
    for owner in project.owners:
        place = Place(quarter, project.project, owner)
        branch = archive.branches.at(place)
        _take(archive, texts, holding, place, branch.blob if branch else "")
    return Context.of(holding, _previous(archive, quarter, None), _platform(archive, None), texts)


def unknown(context: Context) -> tuple[str, ...]:
    """Return the rules and lists that platform.md names and nobody knows."""
    said = context.platform.checks
    rules = [name for name in said.levels if name not in BY_ID]
    return tuple(dict.fromkeys([*rules, *_unlisted(said.words), *_unlisted(said.without)]))


def _unlisted(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in DEFAULTS]


def _take(
    archive: Archive, texts: dict[Owned, Filing], holding: Holding, place: Place, blob: str
) -> None:
    """Add a text that is not the merged one; what cannot be read is the doctor's to tell."""
    source = holding.source(place.project, place.owner)
    if not blob or (source and source.blob == blob):
        return
    try:
        texts[place.project, place.owner] = archive.filing(place, blob)
    except BadRecord:
        return


def _previous(archive: Archive, quarter: Quarter, at: str | None) -> Holding | None:
    """Return the newest quarter before this one; a platform may skip one."""
    earlier = [each for each in archive.quarters(at) if each < quarter]
    try:
        return archive.holding(earlier[-1], at) if earlier else None
    except BadRecord:
        return None


def _platform(archive: Archive, at: str | None) -> Platform | None:
    try:
        return archive.load(Platform, PLATFORM_FILE, at)
    except (BadRecord, NotThere):
        return None
