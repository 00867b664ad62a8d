"""The verbs of a quarter's end: ``hebao quarter freeze``, ``erratum`` and ``accept``."""

from pathlib import Path

import click

from records.archive import Archive
from records.edition import Edition
from records.quarter import Quarter
from webapp.verbs.terminal import FOLDER, QUARTER, now, somebody
from workflows import errata, quarters
from workflows.errata import Correction, NothingProposed


@click.group(short_help="定稿與勘誤")
def quarter() -> None:
    """把一季定稿，以及定稿之後的勘誤。"""


@quarter.command(short_help="定稿，並發布第 1 版")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
def freeze(folder: Path, quarter_: Quarter) -> None:
    """把 DIR 的一季定稿：記下版次與各格式的 SHA-256；中斷的定稿再執行一次就會完成。"""
    with Archive.open(folder) as archive:
        _tell(quarters.freeze(archive, quarter_, by=somebody(), on=now()))


@quarter.command(short_help="提出勘誤")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@click.option("--what", required=True, help="更正何處")
@click.option("--before", required=True, help="更正前")
@click.option("--after", required=True, help="更正後")
def erratum(folder: Path, quarter_: Quarter, what: str, before: str, after: str) -> None:
    """對已定稿的一季提出勘誤，等候另一位彙整窗口核定。"""
    wrong = Correction(what, before, after)
    with Archive.open(folder) as archive:
        found = errata.propose(archive, quarter_, (wrong,), by=somebody(), on=now())
    click.echo(f"已提出，由另一位核定：hebao quarter accept DIR {quarter_} --text {found.blob}")


@quarter.command(short_help="核定勘誤，並發布下一版")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("quarter_", metavar="QUARTER", type=QUARTER)
@click.option("--text", "blob", default="", help="讀過的那一份；不寫時先印出來看")
def accept(folder: Path, quarter_: Quarter, blob: str) -> None:
    """核定別人提出的勘誤；自己提出的不能自己核定。"""
    with Archive.open(folder) as archive:
        found = errata.proposal(archive, quarter_)
        if found is None:
            raise NothingProposed(f"{quarter_.label}沒有等待核定的勘誤。")
        if not blob:
            click.echo(archive.text(found.blob).decode(), nl=False)
            click.echo(f"核定：hebao quarter accept DIR {quarter_} --text {found.blob}", err=True)
            return
        _tell(errata.accept(archive, quarter_, blob=blob, by=somebody(), on=now()))


def _tell(issued: Edition) -> None:
    click.echo(f"{issued.quarter.label}第 {issued.number} 版，版本 {issued.commit}")
    for form, digest in issued.sha256.items():
        click.echo(f"{digest}  {form}")
