"""The verbs that open the pages, and make their tables ready: ``serve``, ``upgrade``."""

import os
from pathlib import Path

import click

from webapp.config import Settings
from webapp.database import Database
from webapp.serving import serve as serve_pages
from webapp.verbs.terminal import FOLDER


@click.command(short_help="開啟網頁")
@click.option("--config", type=FOLDER, help="設定檔（TOML）")
def serve(config: Path | None) -> None:
    """依設定檔開啟網頁。"""
    serve_pages(Settings.load(config, os.environ))


@click.command(short_help="升級資料庫")
@click.option("--config", type=FOLDER, help="設定檔（TOML）")
def upgrade(config: Path | None) -> None:
    """把帳號等資料表升級到這一版；hebao serve 開始時也會做。"""
    database = Database(Settings.load(config, os.environ).tables)
    try:
        done = database.upgrade()
    finally:
        database.close()
    click.echo("已升級資料庫。" if done else "資料庫已經是這一版，不必升級。")
