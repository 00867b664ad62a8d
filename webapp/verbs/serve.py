"""The verb that opens the pages: ``hebao serve``."""

import os
from pathlib import Path

import click

from webapp.config import Settings
from webapp.serving import serve as serve_pages
from webapp.verbs.terminal import FOLDER


@click.command(short_help="開啟網頁")
@click.option("--config", type=FOLDER, help="設定檔（TOML）")
def serve(config: Path | None) -> None:
    """依設定檔開啟網頁。"""
    serve_pages(Settings.load(config, os.environ))
