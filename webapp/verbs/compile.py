"""The verb that makes the report: ``hebao compile``."""

from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from records.quarter import Quarter
from webapp.verbs.terminal import FOLDER, QUARTER, write
from workflows.report.publish import FORMS, publish


@click.command("compile", short_help="彙編一季的報告")
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
    if str(output) == "-" and not FORMS[form].textual:
        raise Problem(f"{FORMS[form].label}不是文字，不能寫到標準輸出，請用 -o 指定檔名。")
    with Archive.open(folder) as archive:
        holding = archive.holding(quarter, at)
        raw = publish(holding, form, final=final)
    for fault in holding.faults:
        click.echo(f"讀不懂，沒有印出：{fault}", err=True)
    write(output, raw)
