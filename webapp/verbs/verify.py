"""The verb that asks whether a file is genuine: ``hebao verify``."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from records.archive import Archive
from webapp.verbs.terminal import FOLDER, NO
from workflows.importing import look
from workflows.verifying import Answer, Verdict
from workflows.verifying import verify as verified


@click.command(short_help="驗證報告檔是否真實")
@click.argument("file", metavar="FILE", type=FOLDER)
@click.option("--records", "folder", type=FOLDER, required=True, help="紀錄庫")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="輸出格式"
)
@click.pass_context
def verify(ctx: click.Context, file: Path, folder: Path, form: str) -> None:
    """查 FILE 是不是紀錄庫發布的報告、出自哪一版；有更動時指出是哪些方案。"""
    raw = look.content(file)
    with Archive.open(folder) as archive:
        verdict = verified(archive, raw, file.name)
    click.echo(_json(verdict) if form == "json" else _text(verdict))
    if verdict.answer is not Answer.GENUINE:
        ctx.exit(NO)


def _text(verdict: Verdict) -> str:
    lines = [f"{verdict.answer.label}：{verdict.sentence}"]
    if verdict.commit:
        lines.append(f"版本 {verdict.commit}")
    for each in verdict.differences:
        lines.append(f"  {each.name}（{each.project}）")
        lines += [f"    少了：{words}" for words in each.missing]
        lines += [f"    多了：{words}" for words in each.extra]
    return "\n".join(lines)


def _json(verdict: Verdict) -> str:
    said = {
        "answer": verdict.answer.value,
        "sentence": verdict.sentence,
        "sha256": verdict.sha256,
        "quarter": str(verdict.quarter) if verdict.quarter else None,
        "edition": verdict.edition or None,
        "form": verdict.form or None,
        "commit": verdict.commit or None,
        "differences": [asdict(each) for each in verdict.differences],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
