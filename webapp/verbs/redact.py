"""The verb that takes personal data out of history: ``hebao redact``."""

from pathlib import Path
from typing import TextIO

import click

from records.archive import Archive
from webapp.verbs.terminal import FOLDER, now, somebody
from workflows import redacting


@click.command(short_help="由歷程移除個人資料")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("target", metavar="NEW", type=FOLDER)
@click.option("--words", "listed", type=click.File(encoding="utf-8"), required=True)
@click.option("--reason", required=True, help="理由，留在新的歷程裡")
@click.option("--instead", default=redacting.INSTEAD, show_default=True, help="代替的文字")
def redact(folder: Path, target: Path, listed: TextIO, reason: str, instead: str) -> None:
    """把 DIR 的整個歷程改寫成新的紀錄庫 NEW，其中不再有 --words 檔案裡的文字。

    檔案裡一行一個，- 為標準輸入；DIR 不變。之前之後要做的事，見 docs/privacy.md。
    """
    with Archive.open(folder) as archive:
        done = redacting.redact(
            archive, target, listed, by=somebody(), on=now(), reason=reason, instead=instead
        )
    click.echo(f"已遮蔽 {len(done.paths)} 個檔案，重寫 {done.commits} 個版本：{target}。")
    for path in done.paths:
        click.echo(f"  {path}")
    click.echo("請依 docs/privacy.md 換上新的紀錄庫，並銷毀舊的與所有備份。")
