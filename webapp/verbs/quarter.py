"""The verbs of a quarter: ``hebao quarter open``, ``freeze``, ``erratum`` and ``accept``."""

import re
from pathlib import Path
from typing import Any

import click

from records.archive import Archive
from records.edition import Edition
from records.errors import Problem
from records.objects import Author
from records.platform import Platform
from records.quarter import TAIPEI_TIME, Quarter, roc_date
from webapp.frame import PLATFORM_FILE
from webapp.verbs.terminal import FOLDER, QUARTER, now, somebody
from workflows import errata, quarters
from workflows.errata import Correction, NothingProposed
from workflows.freezing import open_errors
from workflows.opening import Opening, carried, open_carried

NAMED = re.compile(r"([^<>\n]+?) <([^<>\s@]+@[^<>\s@]+)>")


class NoPerson(Problem):
    """Somebody was named as nobody can be."""


class Somebody(click.ParamType[Author]):
    """Who does it, as ``Name <e-mail>``."""

    name = "人員"

    def convert(self, value: Any, param: Any, ctx: Any) -> Author:  # noqa: ANN401 - click's own
        """Read it. Raises NoPerson."""
        del param, ctx
        if isinstance(value, Author):
            return value
        found = NAMED.fullmatch(value)
        if found is None:
            raise NoPerson("--by 要寫成「姓名 <電子郵件>」。")
        return Author(found[1], found[2])


BY = click.option("--by", type=Somebody(), help="誰做的，姓名 <電子郵件>；不寫時是執行的人")


@click.group(short_help="開啟、定稿與勘誤")
def quarter() -> None:
    """開啟新的一季，把一季定稿，以及定稿之後的勘誤。"""


@quarter.command("open", short_help="承接上一季的名冊，開啟新的一季")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@click.option("--dry-run", is_flag=True, help="只顯示會承接什麼，不寫入")
@BY
def open_(folder: Path, quarter_: Quarter, *, dry_run: bool, by: Author | None) -> None:
    """承接 DIR 裡上一季的名冊，開啟新的一季：期限由上一季推算，並列出和上一季不同的地方。"""
    with Archive.open(folder) as archive:
        found = carried(archive, quarter_, archive.load(Platform, PLATFORM_FILE))
        _preview(found)
        if dry_run:
            click.echo("以上是預覽，沒有寫入。")
            return
        commit = open_carried(archive, found, by=by or somebody(), on=now())
    click.echo(f"已開啟 {quarter_.label}，版本 {commit}")


def _preview(found: Opening) -> None:
    due = found.record.due
    here = due.astimezone(TAIPEI_TIME) if due else None
    until = f"{roc_date(here.date())} {here:%H:%M}" if here else "沒有"
    click.echo(f"{found.record.quarter.label}　承接 {found.last.label} {len(found.projects)} 案")
    click.echo(f"資料時間 {roc_date(found.record.as_of)}，填報期限 {until}")
    for each in found.said:
        click.echo(f"- {each}")


@quarter.command(short_help="定稿，並發布第 1 版")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@BY
def freeze(folder: Path, quarter_: Quarter, by: Author | None) -> None:
    """把 DIR 的一季定稿：記下版次與各格式的 SHA-256；中斷的定稿再執行一次就會完成。"""
    with Archive.open(folder) as archive:
        errors = open_errors(archive, quarter_)
        _tell(quarters.freeze(archive, quarter_, by=by or somebody(), on=now(), open_errors=errors))


@quarter.command(short_help="提出勘誤")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@click.option("--what", required=True, help="更正何處")
@click.option("--before", required=True, help="更正前")
@click.option("--after", required=True, help="更正後")
@BY
def erratum(  # noqa: PLR0913 - a verb's options
    folder: Path, quarter_: Quarter, *, what: str, before: str, after: str, by: Author | None
) -> None:
    """對已定稿的一季提出勘誤，等候另一位彙整窗口核定。"""
    wrong = Correction(what, before, after)
    with Archive.open(folder) as archive:
        found = errata.propose(archive, quarter_, (wrong,), by=by or somebody(), on=now())
    click.echo(f"已提出，由另一位核定：hebao quarter accept DIR {quarter_} --text {found.blob}")


@quarter.command(short_help="核定勘誤，並發布下一版")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@click.option("--text", "blob", default="", help="讀過的那一份；不寫時先印出來看")
@BY
def accept(folder: Path, quarter_: Quarter, blob: str, by: Author | None) -> None:
    """核定別人提出的勘誤；自己提出的不能自己核定。"""
    with Archive.open(folder) as archive:
        found = errata.proposal(archive, quarter_)
        if found is None:
            raise NothingProposed(f"{quarter_.label}沒有等待核定的勘誤。")
        if not blob:
            click.echo(archive.text(found.blob).decode(), nl=False)
            click.echo(f"核定：hebao quarter accept DIR {quarter_} --text {found.blob}", err=True)
            return
        _tell(errata.accept(archive, quarter_, blob=blob, by=by or somebody(), on=now()))


def _tell(issued: Edition) -> None:
    click.echo(f"{issued.quarter.label}第 {issued.number} 版，版本 {issued.commit}")
    for form, digest in issued.sha256.items():
        click.echo(f"{digest}  {form}")
