"""The verbs that look after an archive: migrate, housekeep, backup, restore, redact."""

from pathlib import Path
from typing import TextIO

import click

from records.archive import Archive
from webapp.verbs.terminal import FOLDER, now, somebody
from workflows import backup as backups
from workflows import migrating
from workflows.redacting import INSTEAD
from workflows.redacting import redact as redacted


@click.command(short_help="升級紀錄格式")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--accept", is_flag=True, help="納入已審閱的升級")
def migrate(folder: Path, *, accept: bool) -> None:
    """把較舊格式的紀錄庫升級：先提出供審閱，再以 --accept 納入。"""
    with Archive.open(folder) as archive:
        if accept:
            taken = migrating.accept(archive)
            click.echo(f"已納入格式升級（{taken[:12]}）。")
            return
        name = migrating.propose(archive, by=somebody(), on=now())
    click.echo(f"已提出升級；請以 git diff main {name} 審閱，再執行 hebao migrate DIR --accept。")


@click.command(short_help="整理紀錄庫的檔案")
@click.argument("folder", metavar="DIR", type=FOLDER)
def housekeep(folder: Path) -> None:
    """整理 DIR 累積的檔案，讓讀取保持快速；使用中也可以執行。"""
    with Archive.open(folder) as archive:
        archive.housekeep()
    click.echo("已整理。")


@click.command(short_help="備份整個紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("file", metavar="FILE", type=FOLDER)
def backup(folder: Path, file: Path) -> None:
    """把 DIR 整個（含審查紀錄與簽章金鑰）備份成 FILE。"""
    with Archive.open(folder) as archive:
        backups.backup(archive, file)
    click.echo(f"已備份到 {file}；檔案內含簽章金鑰，請妥善保管。")


@click.command(short_help="由備份還原")
@click.argument("file", metavar="FILE", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
def restore(file: Path, folder: Path) -> None:
    """由 FILE 還原紀錄庫到 DIR（還不存在的資料夾）。"""
    backups.restore(file, folder)
    click.echo(f"已還原到 {folder}。")


@click.command(short_help="由歷程移除個人資料")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("target", metavar="NEW", type=FOLDER)
@click.option("--words", "listed", type=click.File(encoding="utf-8"), required=True)
@click.option("--reason", required=True, help="理由，留在新的歷程裡")
@click.option("--instead", default=INSTEAD, show_default=True, help="代替的文字")
def redact(folder: Path, target: Path, listed: TextIO, reason: str, instead: str) -> None:
    """把 DIR 的整個歷程改寫成新的紀錄庫 NEW，其中不再有 --words 檔案裡的文字。

    檔案裡一行一個，- 為標準輸入；DIR 不變。之前之後要做的事，見 docs/privacy.md。
    """
    with Archive.open(folder) as archive:
        done = redacted(
            archive, target, listed, by=somebody(), on=now(), reason=reason, instead=instead
        )
    click.echo(f"已遮蔽 {len(done.paths)} 個檔案，重寫 {done.commits} 個版本：{target}。")
    for path in done.paths:
        click.echo(f"  {path}")
    click.echo("請依 docs/privacy.md 換上新的紀錄庫，並銷毀舊的與所有備份。")
