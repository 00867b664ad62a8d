"""Quarters: open one with its register, take an imported one in, freeze its report.

季的開始與定稿. What is written goes to main in signed commits, all of them or none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from records.archive import Archive
from records.branch import Move
from records.edition import Edition
from records.errors import AnswerIsNo, Problem
from records.holding import Holding
from records.objects import Author
from records.project import Project
from records.quarter import Quarter
from records.reading import PROJECT_FILE, QUARTER_FILE
from records.register import QuarterRecord, Stage
from records.textform import dump
from workflows import editions
from workflows.editions import FIRST
from workflows.importing.plan import batches
from workflows.importing.recognise import Imported
from workflows.report.publish import FORMS, Wanted, publish_forms

NAMED = 10
"""How many findings a refusal names."""


class QuarterExists(Problem):
    """The archive holds the quarter already."""

    def __init__(self, quarter: Quarter) -> None:
        """Say what to do instead."""
        self.quarter = quarter
        super().__init__(f"紀錄庫裡已經有 {quarter}，沒有寫入；請檢查季別，或匯入另一個紀錄庫。")


def require_new(archive: Archive, quarter: Quarter) -> None:
    """Raise QuarterExists where the archive holds the quarter."""
    if quarter in archive.quarters():
        raise QuarterExists(quarter)


def open_quarter(  # noqa: PLR0913 - each by its name
    archive: Archive,
    record: QuarterRecord,
    projects: Iterable[Project],
    *,
    backgrounds: Mapping[str, str],
    instructions: str,
    by: Author,
    on: datetime,
) -> str:
    """Open a quarter with its register, and return the commit. Raises QuarterExists."""
    quarter = record.quarter
    require_new(archive, quarter)
    files: dict[str, bytes | None] = {f"{quarter}/{QUARTER_FILE}": dump(record, instructions)}
    for project in projects:
        text = dump(project, backgrounds.get(project.project, ""))
        files[f"{quarter}/{project.project}/{PROJECT_FILE}"] = text
    move = Move(f"開啟：{quarter}", by, on, {"Step": "open", "Quarter": str(quarter)})
    return archive.record(files, move, seen={f"{quarter}/{QUARTER_FILE}": ""})


def take_in(archive: Archive, imported: Imported, *, by: Author, on: datetime) -> str:
    """Write what an import made, one commit a group; return the last. Raises QuarterExists."""
    quarter = imported.record.quarter
    require_new(archive, quarter)
    commits = [
        (
            batch.files,
            Move(
                f"匯入：{quarter} {batch.label}",
                by,
                on,
                {"Step": "import", "Quarter": str(quarter), "By": by.email},
            ),
        )
        for batch in batches(imported)
    ]
    return archive.record_all(commits, seen={f"{quarter}/{QUARTER_FILE}": ""})


class ErrorsOpen(AnswerIsNo):
    """A report was to be frozen while the checks still find errors in it."""

    def __init__(self, errors: Sequence[str]) -> None:
        """Keep what was found; name the first of it."""
        self.errors = tuple(errors)
        named = "；".join(each.rstrip("。") for each in self.errors[:NAMED])
        rest = f"等 {len(errors)} 項" if len(errors) > NAMED else ""
        super().__init__(f"還有 {len(errors)} 項檢查錯誤，不能定稿：{named}{rest}。請先更正。")


def freeze(
    archive: Archive, quarter: Quarter, *, by: Author, on: datetime, open_errors: Sequence[str] = ()
) -> Edition:
    """定稿: close a quarter for good, and issue its report as edition 1; return the newest.

    Three things are written: the quarter is frozen, the edition's record, its tag. One that was
    interrupted anywhere is completed by calling it again, and a second one changes nothing.
    ``open_errors``: what the checks find at level error, a sentence each.

    Raises ErrorsOpen, GapsUndecided, FaultsStand where the report is not whole; Changed where
    somebody wrote meanwhile; what a writer of a form raises.
    """
    holding = archive.holding(quarter)
    if holding.record.state is not Stage.FROZEN:
        if open_errors:
            raise ErrorsOpen(open_errors)
        # Every form, before anything is written: a character that no font shows is found now.
        publish_forms(holding, FORMS, Wanted(final=True, edition=FIRST))
        _close(archive, holding, by=by, on=on)
    return editions.complete(archive, quarter, by=by, on=on)


def _close(archive: Archive, holding: Holding, *, by: Author, on: datetime) -> None:
    """Freeze a quarter as it was read; whatever was taken in since is an answer to the person."""
    quarter = holding.record.quarter
    path = f"{quarter}/{QUARTER_FILE}"
    texts = [holding.path(p.project, owner) for p in holding.projects for owner in p.owners]
    seen = dict.fromkeys(texts, "") | {at: each.blob for at, each in holding.sources.items()}
    seen[path] = archive.blob(path, holding.commit)
    frozen = holding.record.model_copy(update={"state": Stage.FROZEN})
    move = Move(f"定稿：{quarter}", by, on, {"Step": "freeze", "Quarter": str(quarter)})
    archive.record({path: dump(frozen, holding.instructions)}, move, seen=seen)
