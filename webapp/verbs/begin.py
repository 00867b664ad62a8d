"""The verbs that fill an archive: ``hebao init`` and ``hebao import``."""

from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from records.platform import Platform
from records.quarter import Quarter
from webapp.verbs.terminal import FOLDER, QUARTER, counting, now, somebody
from workflows.importing.plan import plan_table
from workflows.importing.read import read_report
from workflows.importing.recognise import Imported, recognise
from workflows.quarters import require_new, take_in


@click.command(short_help="建立新的紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(folder: Path) -> None:
    """在 DIR 建立一個新的、空的紀錄庫。"""
    Archive.create(folder, by=somebody(), on=now()).close()
    click.echo(f"已建立紀錄庫 {folder}。")


@click.command("import", short_help="由既有的彙整報告匯入一季")
@click.argument("file", metavar="FILE", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="報告的季別，例如 114Q4")
@click.option("--id", "named", metavar="代碼=名稱", multiple=True, help="為方案指定代碼，可重複")
@click.option("--dry-run", is_flag=True, help="只顯示會寫入什麼，不寫入")
def import_(
    file: Path, folder: Path, quarter: Quarter, named: tuple[str, ...], *, dry_run: bool
) -> None:
    """由 FILE（DOCX、ODT、HTML、Markdown 或文字檔）匯入一季到 DIR。"""
    with Archive.open(folder) as archive:
        require_new(archive, quarter)
        imported = _recognised(archive, file, quarter, _ids(named))
        _show(imported)
        if dry_run:
            click.echo("以上是預覽，沒有寫入。")
            return
        commit = take_in(archive, imported, by=somebody(), on=now())
        count = f"{len(imported.projects)} 個方案、{len(imported.filings)} 篇文字"
        click.echo(f"已匯入 {quarter}：{count}（{commit[:12]}）。")


def _ids(named: tuple[str, ...]) -> dict[str, str]:
    ids = {}
    for each in named:
        slug, equals, name = each.partition("=")
        if not (slug and equals and name):
            raise Problem(f"--id 要寫成 代碼=名稱，例如 tamsui-riverside=淡水河…；收到「{each}」。")
        ids[name] = slug
    return ids


def _recognised(archive: Archive, file: Path, quarter: Quarter, ids: dict[str, str]) -> Imported:
    source = read_report(file)
    quarters = archive.quarters()
    known = max((q for q in quarters if q < quarter), default=max(quarters, default=None))
    before = archive.holding(known) if known else None
    with counting("辨識", 1) as progress:
        return recognise(
            source,
            quarter,
            platform=archive.load(Platform, "platform.md"),
            register=before.projects if before else (),
            groups=before.record.groups if before else (),
            themes=before.record.themes if before else (),
            ids=ids,
            progress=progress,
        )


def _show(imported: Imported) -> None:
    group = ""
    for row in plan_table(imported):
        if row.group != group:
            group = row.group
            click.echo(f"\n{group}")
        click.echo(f"  {row.project}  {row.name}  {row.shape}  {row.writers}  {row.length} 字")
    for doubt in imported.doubts:
        words = f"「{doubt.text[:40]}」" if doubt.text else ""
        click.echo(f"請確認 {doubt.place}：{doubt.sentence}{words}", err=True)
    click.echo("")
