"""The verb that makes the report: ``hebao compile``."""

from hashlib import sha256
from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from records.quarter import Quarter
from webapp.verbs.terminal import FOLDER, QUARTER, write
from workflows import editions
from workflows.report.publish import FORMS, Wanted, publish_forms
from workflows.report.selection import Selection


class EditionIsWhole(Problem):
    """An edition is printed as it was issued: no part of it, and at no other commit."""


@click.command("compile", short_help="彙編一季的報告")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="季別，例如 114Q4")
@click.option("--format", "form", type=click.Choice(list(FORMS)), required=True, help="格式")
@click.option("--at", metavar="REV", help="以某個版本（提交或版次）的紀錄彙編")
@click.option("--edition", type=click.IntRange(min=1), help="重印某一版定稿")
@click.option("--final", is_flag=True, help="定稿用：還有缺漏未決定時拒絕")
@click.option("--city", "cities", multiple=True, metavar="ID", help="只要這個縣市參與的方案")
@click.option("--group", "groups", multiple=True, metavar="ID", help="只要這一組的方案")
@click.option("--theme", "themes", multiple=True, metavar="ID", help="只要這個共同議題的方案")
@click.option("--project", "projects", multiple=True, metavar="ID", help="只要這個方案")
@click.option("--output", "-o", type=FOLDER, required=True, help="輸出檔；- 為標準輸出")
def compile_(  # noqa: PLR0913 - a verb's options
    folder: Path,
    quarter: Quarter,
    form: str,
    at: str | None,
    edition: int | None,
    *,
    output: Path,
    final: bool,
    cities: tuple[str, ...],
    groups: tuple[str, ...],
    themes: tuple[str, ...],
    projects: tuple[str, ...],
) -> None:
    """彙編 DIR 裡一季的報告；--city、--group、--theme、--project 可以重複，做成節錄。"""
    if str(output) == "-" and not FORMS[form].textual:
        raise Problem(f"{FORMS[form].label}不是文字，不能寫到標準輸出，請用 -o 指定檔名。")
    only = Selection(cities, groups, themes, projects) or None
    with Archive.open(folder) as archive:
        if edition:
            if only or at:
                raise EditionIsWhole("重印定稿時不能再選範圍或版本，請拿掉 --at 與範圍的選項。")
            write(output, _reprinted(archive, quarter, edition, form))
            return
        holding = archive.holding(quarter, at)
        before = editions.earlier(archive, holding)
        wanted = Wanted(final=final, only=only, before=before)
        raw = publish_forms(holding, (form,), wanted)[form]
    for fault in holding.faults:
        click.echo(f"讀不懂，沒有印出：{fault}", err=True)
    write(output, raw)


def _reprinted(archive: Archive, quarter: Quarter, number: int, form: str) -> bytes:
    """Print an edition again, and say so where it is not the file that was issued."""
    found = editions.edition(archive, quarter, number)
    raw = editions.reprint(archive, found, form)
    if sha256(raw).hexdigest() != found.sha256.get(form):
        changed = "、".join(editions.differing(archive, found)) or "程式的版本"
        click.echo(f"文字相同，但和當時發布的檔案不完全一樣；不同的是：{changed}。", err=True)
    return raw
