"""The verbs for a timer that send letters: ``hebao remind`` once a day, ``hebao post`` often."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import click

from records.archive import Archive
from records.errors import Problem
from records.platform import Platform
from records.quarter import TAIPEI_TIME
from records.register import Stage
from webapp import handing, outbox
from webapp.accounts import everybody
from webapp.config import Settings
from webapp.database import Database
from webapp.frame import PLATFORM_FILE
from webapp.signposts import addresses
from webapp.verbs.terminal import FOLDER, NO, now
from workflows.mail import Letter
from workflows.people import Person
from workflows.reminding import day, letters
from workflows.status import board

CONFIG = click.option("--config", type=FOLDER, help="設定檔（TOML）")


@contextmanager
def _opened(config: Path | None) -> Iterator[tuple[Settings, Database]]:
    settings = Settings.load(config, os.environ)
    database = Database(settings.tables)
    try:
        database.upgrade()
        yield settings, database
    finally:
        database.close()


@click.command(short_help="寫好今天的提醒信並寄出")
@click.option("--today", metavar="DATE", help="日期，例如 2026-01-15；不寫為今天")
@click.option("--dry-run", is_flag=True, help="只顯示會寫給誰，不寫入也不寄")
@CONFIG
def remind(today: str | None, config: Path | None, *, dry_run: bool) -> int:
    """寫好每個人今天的提醒信（一人一天最多一封），並寄出等候的信。"""
    moment = _moment(today)
    with _opened(config) as (settings, database):
        written = _letters(settings, database, moment)
        if dry_run:
            for letter in written:
                click.echo(f"{letter.to}　{letter.subject}")
            click.echo(f"共 {len(written)} 封；以上是預覽，沒有寫入。")
            return 0
        added = outbox.put_all(database, written, on=now())
        click.echo(f"已寫好 {added} 封提醒信。")
        return _post(settings, database)


@click.command(short_help="寄出等候的信")
@CONFIG
def post(config: Path | None) -> int:
    """把寄件匣裡等候的信寄出；沒有寄成的，下一次再試。"""
    with _opened(config) as (settings, database):
        return _post(settings, database)


def _moment(today: str | None) -> datetime:
    """Return the moment of which the letters tell: now, or eight in the morning of a day."""
    if today is None:
        return now()
    try:
        day = date.fromisoformat(today)
    except ValueError:
        raise Problem(f"「{today[:20]}」不是日期，請寫成 2026-01-15。") from None
    return datetime.combine(day, time(8), TAIPEI_TIME)


def _letters(settings: Settings, database: Database, moment: datetime) -> list[Letter]:
    people = _people(database, moment)
    days = []
    with Archive.open(settings.archive) as archive:
        closed = archive.load(Platform, PLATFORM_FILE).holidays
        for quarter in archive.quarters():
            holding = archive.holding(quarter)
            if holding.record.state is Stage.FROZEN:
                continue
            found = board(archive, quarter, now=moment)
            links = addresses(settings, quarter)
            days.append(day(holding, found, today=moment.date(), closed=closed, addresses=links))
    return list(letters(days, people))


def _people(database: Database, moment: datetime) -> list[Person]:
    return [
        handing.person(database, account, on=moment)
        for account in everybody(database)
        if not account.disabled
    ]


def _post(settings: Settings, database: Database) -> int:
    server = settings.mail
    if server is None:
        click.echo("沒有設定 mail_host：信件留在寄件匣，彙整窗口可以在網頁上看到。")
        return 0
    told = outbox.send_waiting(database, server, on=now())
    failed = [outcome for outcome in told if outcome.error]
    click.echo(f"已寄出 {len(told) - len(failed)} 封，{len(failed)} 封沒有寄成。")
    for outcome in failed:
        click.echo(f"{outcome.letter.to}：{outcome.error}", err=True)
    return NO if failed else 0
