"""The command line: the top floor, as it serves too.

Exit 0: done. 1: the answer is no. 2: bad input or usage, one sentence on stderr, nothing written.
"""

import getpass
import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from records.archive import Archive
from records.catalogue import json_schemas
from records.errors import Problem
from records.objects import Author
from records.platform import Platform
from records.quarter import Quarter
from webapp import demonstration
from webapp.cells import WRITERS
from webapp.config import Settings
from webapp.serving import serve as serve_pages
from workflows import backup as backups
from workflows import migrating
from workflows.doctor import examine
from workflows.importing.plan import plan_table
from workflows.importing.read import read_report
from workflows.importing.recognise import Imported, recognise
from workflows.quarters import require_new, take_in
from workflows.report.assemble import FaultsStand, GapsUndecided
from workflows.report.publish import FORMS, publish, publish_forms
from workflows.status import board

NO, BAD = 1, 2


class QuarterCode(click.ParamType[Quarter]):
    """A quarter as it is written: 114Q4."""

    name = "季別"

    def convert(self, value: Any, param: Any, ctx: Any) -> Quarter:  # noqa: ANN401 - click's own
        """Read it. Raises NoQuarter."""
        del param, ctx
        return value if isinstance(value, Quarter) else Quarter.parse(value)


QUARTER = QuarterCode()
FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def hebao() -> None:
    """合報：各市填報、審查、彙編合作方案辦理情形。"""


def main(words: list[str] | None = None) -> None:
    """Run the command, and turn every problem into a sentence and an exit code."""
    try:
        code = hebao.main(args=words, prog_name="hebao", standalone_mode=False)
    except click.exceptions.Abort:
        _fail("已中止。", NO)
    except (GapsUndecided, FaultsStand) as undecided:
        _fail(str(undecided), NO)
    except Problem as problem:
        _fail(str(problem), BAD)
    except click.ClickException as usage:
        _fail(_usage(usage), BAD)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NO)
    except OSError as refused:
        _fail(
            f"無法讀寫 {refused.filename or '檔案'}：{refused.strerror}；請檢查路徑、權限與空間。",
            BAD,
        )
    except Exception as unforeseen:
        if os.environ.get("HEBAO_DEBUG"):
            raise
        kind = type(unforeseen).__name__
        _fail(f"發生未預期的問題（{kind}），請設 HEBAO_DEBUG=1 重試，並把訊息交給系統管理者。", BAD)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


def _usage(wrong: click.ClickException) -> str:
    """Say in a sentence what is wrong with the words of a call."""
    where = getattr(wrong, "ctx", None)
    command = where.command_path if where else "hebao"
    named = getattr(wrong, "param", None)
    name = (
        named.human_readable_name
        if isinstance(named, click.Argument)
        else (named.opts[0] if named is not None else "")
    )
    match wrong:
        case click.NoSuchOption():
            said = f"沒有 {wrong.option_name} 這個選項"
        case click.MissingParameter():
            said = f"缺少 {name}"
        case click.BadParameter() if isinstance(getattr(named, "type", None), click.Choice):
            choices = "、".join(named.type.choices)  # type: ignore[union-attr]  # just looked
            said = f"{name} 只能是 {choices}"
        case click.BadParameter():
            said = f"{name} 的值不對"
        case _:
            said = "用法不對"
    return f"{said}；請看 {command} --help。"


@contextmanager
def _counting(label: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on a terminal, and nothing of the kind elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell


def _write(output: Path, raw: bytes) -> None:
    """Write a file whole or not at all; ``-`` is standard output."""
    if str(output) == "-":
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    folder = output.absolute().parent
    if not folder.is_dir():
        raise Problem(f"資料夾 {folder} 不存在，請先建立。")
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as half:
        half.write(raw)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(output)


def _somebody() -> Author:
    """Return who sits at this machine, as the author of what the command line writes."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "hebao"
    return Author(name, f"{name}@{socket.gethostname()}")


def _now() -> datetime:
    return datetime.now(UTC).astimezone(demonstration.TAIPEI_TIME)


# -- Verbs -----------------------------------------------------------------------------------


@hebao.command(short_help="建立並展示示範資料")
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
    with Archive.open(records) as archive:
        newest = archive.quarters()[-1]
        written = publish_forms(archive.holding(newest))
    (folder / "out").mkdir(exist_ok=True)
    for name, raw in written.items():
        _write(folder / "out" / f"report-{newest}{FORMS[name].suffix}", raw)
    click.echo(f"紀錄庫：{records}\n彙整報告：{folder / 'out'}（{'、'.join(FORMS)}）")
    if not no_serve:
        settings = Settings(archive=records, port=port, quiet=True)
        serve_pages(settings, lambda address: click.echo(f"網頁：{address}（按 Ctrl+C 結束）"))


def _demonstrate(folder: Path, records: Path) -> None:
    # It gets its name only when it is whole: an interrupted demonstration is made anew.
    with tempfile.TemporaryDirectory(dir=folder) as half:
        making = Path(half, "records.git")
        with _counting("建立示範資料", 250) as progress:
            demonstration.make(making, progress=progress).close()
        making.rename(records)


@hebao.command(short_help="建立新的紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(folder: Path) -> None:
    """在 DIR 建立一個新的、空的紀錄庫。"""
    Archive.create(folder, by=_somebody(), on=_now()).close()
    click.echo(f"已建立紀錄庫 {folder}。")


@hebao.command("import", short_help="由既有的彙整報告匯入一季")
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
        commit = take_in(archive, imported, by=_somebody(), on=_now())
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
    with _counting("辨識", 1) as progress:
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


@hebao.command("compile", short_help="彙編一季的報告")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="季別，例如 114Q4")
@click.option("--format", "form", type=click.Choice(list(FORMS)), required=True, help="格式")
@click.option("--at", metavar="REV", help="以某個版本（提交或版次）的紀錄彙編")
@click.option("--final", is_flag=True, help="定稿用：還有缺漏未決定時拒絕")
@click.option("--output", "-o", type=FOLDER, required=True, help="輸出檔；- 為標準輸出")
def compile_(  # noqa: PLR0913 - a verb's options
    folder: Path, quarter: Quarter, form: str, at: str | None, output: Path, *, final: bool
) -> None:
    """彙編 DIR 裡一季的報告。"""
    with Archive.open(folder) as archive:
        holding = archive.holding(quarter, at)
        raw = publish(holding, form, final=final)
    for fault in holding.faults:
        click.echo(f"讀不懂，沒有印出：{fault}", err=True)
    _write(output, raw)


@hebao.command(short_help="一季的填報狀況")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="季別，例如 114Q4")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text", help="格式")
def status(folder: Path, quarter: Quarter, form: str) -> None:
    """顯示 DIR 裡一季各方案、各市的填報狀況。"""
    with Archive.open(folder) as archive:
        found = board(archive, quarter, now=_now())
    click.echo(WRITERS[form](found), nl=False)


@hebao.command(short_help="紀錄的 JSON Schema")
@click.argument("record", metavar="[RECORD]", required=False)
def schema(record: str | None) -> None:
    """輸出紀錄欄位的 JSON Schema；不指定 RECORD 時輸出全部。"""
    schemas = json_schemas()
    if record is not None and record not in schemas:
        raise Problem(f"沒有「{record[:20]}」這種紀錄，請用 {'、'.join(schemas)} 其中之一。")
    shown = schemas[record] if record else schemas
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@hebao.command(short_help="檢查紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
def doctor(folder: Path) -> int:
    """檢查 DIR 是否完好，並說明如何處理。"""
    with Archive.open(folder) as archive:
        found = examine(archive)
    for symptom in found:
        kind = "損壞" if symptom.damage else "待辦"
        click.echo(f"{kind}　{symptom.where}：{symptom.sentence}")
    damaged = sum(symptom.damage for symptom in found)
    click.echo(f"{damaged} 處損壞，{len(found) - damaged} 項待辦。" if found else "一切正常。")
    return NO if damaged else 0


@hebao.command(short_help="升級紀錄格式")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--accept", is_flag=True, help="納入已審閱的升級")
def migrate(folder: Path, *, accept: bool) -> None:
    """把較舊格式的紀錄庫升級：先提出供審閱，再以 --accept 納入。"""
    with Archive.open(folder) as archive:
        if accept:
            taken = migrating.accept(archive)
            click.echo(f"已納入格式升級（{taken[:12]}）。")
            return
        name = migrating.propose(archive, by=_somebody(), on=_now())
    click.echo(f"已提出升級；請以 git diff main {name} 審閱，再執行 hebao migrate DIR --accept。")


@hebao.command(short_help="整理紀錄庫的檔案")
@click.argument("folder", metavar="DIR", type=FOLDER)
def housekeep(folder: Path) -> None:
    """整理 DIR 累積的檔案，讓讀取保持快速；使用中也可以執行。"""
    with Archive.open(folder) as archive:
        archive.housekeep()
    click.echo("已整理。")


@hebao.command(short_help="備份整個紀錄庫")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("file", metavar="FILE", type=FOLDER)
def backup(folder: Path, file: Path) -> None:
    """把 DIR 整個（含審查紀錄與簽章金鑰）備份成 FILE。"""
    with Archive.open(folder) as archive:
        backups.backup(archive, file)
    click.echo(f"已備份到 {file}；檔案內含簽章金鑰，請妥善保管。")


@hebao.command(short_help="由備份還原")
@click.argument("file", metavar="FILE", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
def restore(file: Path, folder: Path) -> None:
    """由 FILE 還原紀錄庫到 DIR（還不存在的資料夾）。"""
    backups.restore(file, folder)
    click.echo(f"已還原到 {folder}。")


@hebao.command(short_help="開啟網頁")
@click.option("--config", type=FOLDER, help="設定檔（TOML）")
def serve(config: Path | None) -> None:
    """依設定檔開啟網頁。"""
    serve_pages(Settings.load(config, os.environ))
