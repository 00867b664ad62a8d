"""The verbs that look after an archive: ``migrate``, ``housekeep``, ``backup``, ``restore``."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import click

from records.archive import Archive
from webapp import sessions, throttle
from webapp.config import PREFIX, Settings
from webapp.database import Database
from webapp.verbs.terminal import FOLDER, now, somebody
from workflows import backup as backups
from workflows import migrating

LONG_AGO = timedelta(days=90)
"""After how long an ended session and a try to sign in are forgotten."""


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


@click.command(short_help="整理紀錄庫與資料庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--config", type=FOLDER, help="設定檔（TOML），說明資料庫在哪裡")
def housekeep(folder: Path, config: Path | None) -> None:
    """整理 DIR 累積的檔案，刪去早已結束的登入；使用中也可以執行。"""
    with Archive.open(folder) as archive:
        archive.housekeep()
    tables = _tables(folder, config)
    try:
        if tables.file is None or tables.file.exists():
            tables.upgrade()
            sessions.forget(tables, before=now() - LONG_AGO)
            throttle.forget(tables, before=now() - LONG_AGO)
    finally:
        tables.close()
    click.echo("已整理。")


@click.command(short_help="備份整個紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("file", metavar="FILE", type=FOLDER)
@click.option("--config", type=FOLDER, help="設定檔（TOML），說明資料庫在哪裡")
def backup(folder: Path, file: Path, config: Path | None) -> None:
    """把 DIR 整個（含審查紀錄、簽章金鑰與帳號）備份成 FILE。"""
    tables = _tables(folder, config)
    with Archive.open(folder) as archive, tempfile.TemporaryDirectory() as copies:
        copy = Path(copies, "tables.sqlite")
        if tables.file and tables.file.exists():
            tables.copy_to(copy)
        backups.backup(archive, file, tables=copy if copy.exists() else None)
    tables.close()
    if tables.file is None:
        click.echo("帳號在 PostgreSQL 上，沒有包含在內；請另以 pg_dump 備份。", err=True)
    click.echo(f"已備份到 {file}；檔案內含簽章金鑰與帳號，請妥善保管。")


@click.command(short_help="由備份還原")
@click.argument("file", metavar="FILE", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--config", type=FOLDER, help="設定檔（TOML），說明資料庫在哪裡")
def restore(file: Path, folder: Path, config: Path | None) -> None:
    """由 FILE 還原紀錄庫到 DIR（還不存在的資料夾），帳號到它旁邊。"""
    target = _tables(folder, config).file
    found = backups.restore(file, folder, tables=target)
    click.echo(f"已還原到 {folder}{f'，帳號到 {target}' if found else '；備份裡沒有帳號'}。")


def _tables(folder: Path, config: Path | None) -> Database:
    """Return the database of an archive, not opened yet."""
    said = {**os.environ, f"{PREFIX}ARCHIVE": str(folder)}
    return Database(Settings.load(config, said).tables)
