"""The verbs that tell how things stand: ``hebao status``, ``hebao schema``, ``hebao doctor``."""

import json
from pathlib import Path

import click

from records.archive import Archive
from records.catalogue import json_schemas
from records.errors import Problem
from records.quarter import Quarter
from webapp.cells import WRITERS
from webapp.verbs.terminal import FOLDER, NO, QUARTER, now
from workflows.doctor import examine
from workflows.status import board


@click.command(short_help="一季的填報狀況")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--quarter", type=QUARTER, required=True, help="季別，例如 114Q4")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text", help="格式")
def status(folder: Path, quarter: Quarter, form: str) -> None:
    """顯示 DIR 裡一季各方案、各市的填報狀況。"""
    with Archive.open(folder) as archive:
        found = board(archive, quarter, now=now())
    click.echo(WRITERS[form](found), nl=False)


@click.command(short_help="紀錄的 JSON Schema")
@click.argument("record", metavar="[RECORD]", required=False)
def schema(record: str | None) -> None:
    """輸出紀錄欄位的 JSON Schema；不指定 RECORD 時輸出全部。"""
    schemas = json_schemas()
    if record is not None and record not in schemas:
        raise Problem(f"沒有「{record[:20]}」這種紀錄，請用 {'、'.join(schemas)} 其中之一。")
    shown = schemas[record] if record else schemas
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@click.command(short_help="檢查紀錄庫")
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
