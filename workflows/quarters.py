"""Quarters: open one with its register, take an imported one in, freeze its report.

季的開始與定稿. What is written goes to main in signed commits, all of them or none.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from records.archive import Archive
from records.branch import Move
from records.edition import Edition
from records.errors import Problem
from records.objects import Author
from records.project import Project
from records.quarter import Quarter
from records.reading import PROJECT_FILE, QUARTER_FILE
from records.register import QuarterRecord, Stage
from records.textform import dump
from workflows.importing.plan import batches
from workflows.importing.recognise import Imported
from workflows.report.publish import FORMS, publish_forms


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


def freeze(archive: Archive, quarter: Quarter, *, by: Author, on: datetime) -> Edition:
    """定稿: close a quarter for good, and write down the hash of every form of its report.

    Raises GapsUndecided, FaultsStand where the report is not whole.
    """
    path = f"{quarter}/{QUARTER_FILE}"
    seen = archive.blob(path)
    publish_forms(archive.holding(quarter), final=True)
    holding = archive.holding(quarter)
    frozen = holding.record.model_copy(update={"state": Stage.FROZEN})
    move = Move(f"定稿：{quarter}", by, on, {"Step": "freeze", "Quarter": str(quarter)})
    commit = archive.record({path: dump(frozen, holding.instructions)}, move, seen={path: seen})
    written = publish_forms(archive.holding(quarter, commit), FORMS, final=True, edition=1)
    edition = Edition(
        quarter=quarter,
        number=1,
        commit=commit,
        sha256={name: hashlib.sha256(raw).hexdigest() for name, raw in written.items()},
    )
    place = f"editions/{quarter}/{edition.number}.md"
    issued = Move(f"發布：{quarter} 第 1 版", by, on, {"Step": "issue", "Quarter": str(quarter)})
    archive.record({place: dump(edition)}, issued, seen={place: ""})
    archive.tag(f"edition/{quarter}/{edition.number}", commit)
    return edition
