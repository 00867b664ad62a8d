"""The verbs about accounts: ``hebao user add``, ``list``, ``disable``, ``invite``, ``reset``."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from records.platform import Platform
from webapp import accounts, one_time
from webapp.config import Settings
from webapp.database import Database
from webapp.frame import PLATFORM_FILE
from webapp.one_time import Kind
from webapp.verbs.terminal import FOLDER, now, somebody
from workflows.people import Person, Role

CONFIG = click.option("--config", type=FOLDER, help="設定檔（TOML）")


@click.group(short_help="帳號：新增、清單、停用、邀請")
def user() -> None:
    """新增、列出、停用帳號，或給一次性的連結；資料庫由設定檔或環境變數決定。"""


@contextmanager
def _opened(config: Path | None) -> Iterator[tuple[Settings, Database]]:
    settings = Settings.load(config, os.environ)
    database = Database(settings.tables)
    try:
        database.upgrade()
        yield settings, database
    finally:
        database.close()


@user.command(short_help="新增帳號")
@click.argument("email", metavar="EMAIL")
@click.option("--name", required=True, help="姓名")
@click.option("--role", type=click.Choice([each.value for each in Role]), required=True)
@click.option("--city", default="", help="填報人的縣市代碼")
@click.option("--group", "groups", multiple=True, help="只看這一組的代碼，可重複；不寫為全部")
@click.option("--password-stdin", is_flag=True, help="由標準輸入讀取密碼（一行）")
@CONFIG
def add(  # noqa: PLR0913, PLR0917 - a verb's options
    email: str,
    name: str,
    role: str,
    city: str,
    groups: tuple[str, ...],
    config: Path | None,
    *,
    password_stdin: bool,
) -> None:
    """新增 EMAIL 的帳號。"""
    person = Person(name, email, Role(role), city, frozenset(groups))
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    with _opened(config) as (settings, database):
        _require_known(settings, person)
        made = accounts.add(database, person, on=now(), password=password, by=str(somebody()))
    click.echo(f"已新增帳號：{made.label}，{made.person.role.label}。")


@user.command("list", short_help="帳號清單")
@CONFIG
def list_(config: Path | None) -> None:
    """列出所有帳號，一行一個。"""
    with _opened(config) as (_, database):
        for each in accounts.everybody(database):
            person = each.person
            groups = "、".join(sorted(person.groups)) or "各組"
            state = "已停用" if each.disabled else "使用中" if each.password else "未設密碼"
            last = each.signed_in.strftime("%Y-%m-%d") if each.signed_in else "未登入過"
            said = (person.email, person.name, person.role.label, person.city or "—", groups)
            click.echo("　".join((*said, state, last)))


@user.command(short_help="停用帳號")
@click.argument("email", metavar="EMAIL")
@CONFIG
def disable(email: str, config: Path | None) -> None:
    """停用 EMAIL 的帳號，並結束它所有的登入。"""
    with _opened(config) as (_, database):
        found = accounts.named(database, email)
        accounts.disable(database, found.id, on=now(), by=str(somebody()))
    click.echo(f"已停用帳號：{found.label}。")


@user.command(short_help="邀請設定密碼")
@click.argument("email", metavar="EMAIL")
@CONFIG
def invite(email: str, config: Path | None) -> None:
    """印出一次性的連結，讓 EMAIL 的帳號設定第一個密碼；7 天內有效。"""
    _show_link(email, config, Kind.INVITATION)


@user.command(short_help="重設密碼")
@click.argument("email", metavar="EMAIL")
@CONFIG
def reset(email: str, config: Path | None) -> None:
    """印出一次性的連結，讓 EMAIL 的帳號重設密碼；24 小時內有效。"""
    _show_link(email, config, Kind.RESET)


def _show_link(email: str, config: Path | None, kind: Kind) -> None:
    with _opened(config) as (settings, database):
        found = accounts.named(database, email)
        if found.disabled:
            raise Problem(f"{found.label} 的帳號已經停用；請先在帳號頁面啟用。")
        link = one_time.make(database, found, kind, on=now(), by=str(somebody()))
    address = settings.address or f"http://{settings.host}:{settings.port}"
    click.echo(f"{address}/link/{link.secret}")


def _require_known(settings: Settings, person: Person) -> None:
    """Refuse a city or group that the archive does not know."""
    with Archive.open(settings.archive) as archive:
        quarters = archive.quarters()
        platform = archive.load(Platform, PLATFORM_FILE)
        groups = archive.holding(quarters[-1]).record.groups if quarters else ()
    cities = [city.id for city in platform.cities]
    if sentence := accounts.unknown(person, cities, [group.id for group in groups]):
        raise Problem(sentence)
