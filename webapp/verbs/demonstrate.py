"""The verb that shows the platform: ``hebao demo``."""

import tempfile
from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from webapp import demonstration
from webapp.config import Settings
from webapp.database import Database
from webapp.serving import serve as serve_pages
from webapp.verbs.terminal import FOLDER, counting, write
from workflows.report.publish import FORMS, publish_forms


@click.command(short_help="建立並展示示範資料")
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    default=Path("demo"),
    show_default=True,
    help="放示範資料的資料夾",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8400, show_default=True, help="網頁的埠"
)
@click.option("--no-serve", is_flag=True, help="彙編後結束，不開網頁")
def demo(folder: Path, port: int, *, no_serve: bool) -> None:
    """建立示範紀錄庫，彙編最近一季到 out/，並在本機開啟網頁。"""
    records = folder / "records.git"
    if not records.exists():
        if folder.exists() and any(folder.iterdir()):
            raise Problem(f"{folder} 已經有別的檔案，請用 --dir 指定一個新的資料夾。")
        folder.mkdir(parents=True, exist_ok=True)
        _demonstrate(folder, records)
    settings = Settings(archive=records, port=port, quiet=True)
    database = Database(settings.tables)
    database.upgrade()
    demonstration.sign_up(database)
    database.close()
    with Archive.open(records) as archive:
        newest = archive.quarters()[-1]
        written = publish_forms(archive.holding(newest))
    (folder / "out").mkdir(exist_ok=True)
    for name, raw in written.items():
        write(folder / "out" / f"report-{newest}{FORMS[name].suffix}", raw)
    click.echo(f"紀錄庫：{records}\n彙整報告：{folder / 'out'}（{'、'.join(FORMS)}）")
    click.echo(f"登入（密碼都是 {demonstration.PASSWORD}）：")
    for person in demonstration.PEOPLE:
        city = f"（{person.city}）" if person.city else ""
        click.echo(f"  {person.email}　{person.name}，{person.role.label}{city}")
    if not no_serve:
        serve_pages(settings, lambda address: click.echo(f"網頁：{address}（按 Ctrl+C 結束）"))


def _demonstrate(folder: Path, records: Path) -> None:
    # It gets its name only when it is whole: an interrupted demonstration is made anew.
    with tempfile.TemporaryDirectory(dir=folder) as half:
        making = Path(half, "records.git")
        with counting("建立示範資料", 250) as progress:
            demonstration.make(making, progress=progress).close()
        making.rename(records)
