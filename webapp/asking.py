"""Asking: what a careful reader would ask about the texts of a quarter, as they stand now.

檢查提示. The context holds every text that is on its way in the place of the merged one.
"""

from functools import partial

from records.errors import BadRecord
from records.filing import Filing
from records.holding import Holding
from records.platform import Platform
from records.quarter import Quarter
from webapp.archive import holding, opened
from webapp.frame import PLATFORM_FILE
from workflows.checks.check import check
from workflows.checks.context import Context
from workflows.filing import submissions
from workflows.queue import Check
from workflows.submission import State


def previous(quarter: Quarter) -> Holding | None:
    """Return the newest quarter before one that the archive holds; None for the first."""
    earlier = [each for each in opened().archive.quarters() if each < quarter]
    return holding(max(earlier)) if earlier else None


def context(held: Holding) -> Context:
    """Return what the rules know of a quarter."""
    archive = opened().archive
    texts: dict[tuple[str, str], Filing] = {}
    for place, found in submissions(archive, held.record.quarter).items():
        if found.blob and found.state is not State.MERGED:
            try:
                texts[place.project, place.owner] = archive.filing(place, found.blob)
            except BadRecord:
                continue
    platform = archive.load(Platform, PLATFORM_FILE)
    return Context.of(held, previous(held.record.quarter), platform, texts)


def checker(held: Holding) -> Check:
    """Return what checks the texts of a quarter."""
    return partial(check, context=context(held))
