"""The verb that asks what a careful reader would ask: ``hebao check``."""

from pathlib import Path

import click

from records.archive import Archive
from records.place import Place
from records.quarter import Quarter
from webapp.findings import WRITERS, files_of
from webapp.verbs.terminal import FOLDER, NO, QUARTER
from workflows.checks.check import check_quarter
from workflows.checks.finding import Finding, Level
from workflows.checks.gathering import gather, unknown


@click.command(short_help="檢查一季的文字")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="季別，例如 114Q4")
@click.option("--at", metavar="REV", help="某一個版本或定稿；不指定為現在的文字，含送審中的")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text", help="格式")
def check(folder: Path, quarter: Quarter, at: str | None, form: str) -> int:
    """以檢查規則看過 DIR 裡一季的所有文字；有「錯誤」時以 1 結束。"""
    with Archive.open(folder) as archive:
        context = gather(archive, quarter, at=at)
        findings = check_quarter(context)
        files = _files(archive, quarter, at, findings) if form == "github" else {}
        faults = archive.holding(quarter, at).faults
    click.echo(WRITERS[form](findings, context, files), nl=False)
    for name in unknown(context):
        click.echo(f"platform.md 的 checks 寫了「{name}」，沒有這條規則或詞表。", err=True)
    for fault in faults:
        click.echo(f"無法檢查 {fault}", err=True)
    wrong = faults or any(finding.level is Level.ERROR for finding in findings)
    return NO if wrong else 0


def _files(
    archive: Archive, quarter: Quarter, at: str | None, findings: tuple[Finding, ...]
) -> dict[str, str]:
    """Return the texts that findings stand in, for the numbers of their lines."""
    read = {}
    for path in files_of(findings):
        _, project, name = path.split("/")
        owner = name.removesuffix(".md")
        branch = None
        if at is None and owner != "project":
            branch = archive.branches.at(Place(quarter, project, owner))
        blob = branch.blob if branch else archive.blob(path, at)
        read[path] = archive.text(blob).decode("utf-8", "replace") if blob else ""
    return read
