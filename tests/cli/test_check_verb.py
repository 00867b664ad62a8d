"""``hebao check``: what it says, in which form, and when the answer is no."""

import json
import re
from pathlib import Path

import pytest
from archives import ON, a_place, a_text, an_archive, filer
from click.testing import CliRunner, Result

from records.archive import Archive
from records.branch import Move
from records.objects import Author
from records.platform import Checks, Platform
from records.textform import dump
from webapp.cli import hebao
from workflows import filing

LATE = "1. 用地取得完成。\n1. 會議：\n   1. 已於 115 年 1 月 28 日召開。\n   1. 其它 3 市配合。\n"


def check(archive: Path, *words: str) -> Result:
    return CliRunner().invoke(
        hebao, ["check", str(archive), "--quarter", "114Q4", *words], standalone_mode=False
    )


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """An archive in which one city has saved a text that a reader would ask about."""
    path = tmp_path / "a.git"
    with an_archive(path) as archive:
        place = a_place()
        filing.save(archive, a_text(place, LATE), base="", by=filer("taipei"), on=ON)
    return path


def write(path: Path, name: str, text: bytes) -> None:
    with Archive.open(path) as archive:
        move = Move("手動修改", Author("甲", "a@example.org"), ON, {})
        archive.record({name: text}, move)


def test_what_a_reader_would_ask_is_told_for_people(records: Path) -> None:
    done = check(records)

    assert "臺北市　p0001 跨市合作（114Q4/p0001/taipei.md）" in done.output
    assert re.search(
        r"請確認　main \(2\)A\.　「115 年 1 月 28 日」.*\[dates-told-as-done\]", done.output
    )
    assert re.search(r"共 \d+ 則：請確認 1", done.output)
    assert not done.return_value


def test_json_says_what_the_documents_promise(records: Path) -> None:
    told = json.loads(check(records, "--format", "json").output)
    (late,) = [each for each in told if each["rule"] == "dates-told-as-done"]

    assert set(late) >= {
        *("quarter", "project", "city", "section", "item"),
        *("span", "rule", "level", "message", "edit"),
    }
    assert (late["city"], late["section"], late["item"]) == ("taipei", "main", "2/1")
    assert (
        "已於 115 年 1 月 28 日召開。"[slice(*late["span"])] == late["words"] == "115 年 1 月 28 日"
    )
    assert late["edit"] is None
    assert {each["edit"] for each in told if each["rule"] == "language-variant"} == {"其他"}


def test_a_forge_is_told_the_line_of_the_file(records: Path) -> None:
    said = check(records, "--format", "github").output.splitlines()
    (late,) = [each for each in said if "dates-told-as-done" in each]
    with Archive.open(records) as archive:
        branch = archive.branches.at(a_place())
        assert branch
        lines = archive.text(branch.blob).decode().splitlines()
    line = int(re.findall(r"line=(\d+)", late)[0])

    assert late.startswith("::warning file=114Q4/p0001/taipei.md,line=")
    assert "115 年 1 月 28 日" in lines[line - 1]
    assert all(each.startswith(("::warning ", "::notice ")) for each in said)


def test_at_a_revision_only_what_was_merged_counts(records: Path) -> None:
    assert json.loads(check(records, "--at", "main", "--format", "json").output) == []


def test_an_error_ends_with_one(records: Path) -> None:
    figures = b"figures:\n- id: cases\n  label: \xe6\xa1\x88\xe4\xbb\xb6\n"
    with Archive.open(records) as archive:
        path = "114Q4/p0001/project.md"
        told = archive.text(archive.blob(path)).replace(b"sections:", figures + b"sections:")
        stated = a_text(a_place(), LATE).model_copy(update={"figures": {"cases": "三件左右"}})
        now = filing.submission(archive, a_place())
        filing.save(archive, stated, base=now.blob, by=filer("taipei"), on=ON)
    write(records, path, told)
    done = check(records)

    assert done.return_value == 1
    assert "錯誤 1" in done.output


def test_a_record_that_cannot_be_read_ends_with_one(records: Path) -> None:
    write(records, "114Q4/p0001/keelung.md", b"nothing\n")
    done = check(records)

    assert done.return_value == 1
    assert "無法檢查 114Q4/p0001/keelung.md" in done.stderr


def test_a_rule_that_nobody_knows_is_told(records: Path) -> None:
    checks = Checks.model_validate({"levels": {"dates-told-as-done": "off", "no-rule": "off"}})
    write(records, "platform.md", dump(Platform(checks=checks)))
    done = check(records)

    assert "dates-told-as-done" not in done.stdout
    assert "「no-rule」" in done.stderr
    assert not done.return_value


def test_a_quarter_that_is_not_there_is_a_problem(records: Path) -> None:
    done = CliRunner().invoke(hebao, ["check", str(records), "--quarter", "113Q1"])

    assert "113Q1" in str(done.exception)
