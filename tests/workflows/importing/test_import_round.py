"""Import, compile, import: the same records, byte for byte; and no word is ever lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from invented import QUARTER, held, imported, one, plain, word_report
from invented import p as paragraph

from workflows.importing import plan
from workflows.importing.read import read_report
from workflows.importing.recognise import Imported, recognise
from workflows.importing.source import squash
from workflows.report.publish import publish

FORMS = ("txt", "md", "html")
SHARED = Path(__file__).resolve().parents[3].parent / "shared"
REPORTS = sorted((SHARED / "data").glob("report-*.*"))

needs_shared = pytest.mark.skipif(not REPORTS, reason="the folder shared is not beside the project")

WORDS = st.text(
    alphabet=st.sampled_from("甲乙丙丁市局年月113.（）()「」：，。；、 -–*#|_<&\\`AB"),
    min_size=1,
    max_size=12,
)
LABELS = st.sampled_from(["", "", "臺北市：", "新北市：", "基隆市:", "桃園市："])


@st.composite
def outlines(draw: st.DrawFn) -> str:
    """Return the lines of a text: paragraphs and items of up to four levels, numbered in order."""
    levels = (
        lambda n: f"{n}. ",
        lambda n: f"({n}) ",
        lambda n: f"{chr(64 + n)}. ",
        lambda n: f"{chr(96 + n)}. ",
    )
    counts: list[int] = []
    lines = draw(st.lists(WORDS, max_size=2))
    for _ in range(draw(st.integers(0, 12))):
        depth = draw(st.integers(1, min(len(counts) + 1, 4)))
        counts = [*counts[:depth], *([0] if depth > len(counts) else [])]
        counts[-1] += 1
        lines.append(levels[depth - 1](counts[-1]) + draw(LABELS) + draw(WORDS))
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(WORDS))
    return "\n".join(line.strip() for line in lines if line.strip())


def restyled(records: Imported) -> bool:
    """Say whether all markers of a report are of another style, and print in ours."""
    return any("將依本季的編號方式印成" in doubt.sentence for doubt in records.doubts)


@given(outlines())
def test_no_word_of_a_text_is_lost(text: str) -> None:
    records = imported(one(text or "無。"))
    assume(not restyled(records))
    printed = publish(held(records), "txt").decode()

    assert squash(printed).replace("-", "") == squash(one(text or "無。")).replace("-", "")


@given(outlines())
def test_no_word_of_a_document_is_lost(text: str) -> None:
    shielded = text.replace("&", "&amp;").replace("<", "&lt;")
    records = imported(word_report(*map(paragraph, shielded.split("\n"))), ".docx")
    assume(not restyled(records))
    printed = publish(held(records), "txt").decode()

    assert squash(printed).replace("-", "").endswith(squash(text).replace("-", ""))


@given(outlines(), st.sampled_from(FORMS))
def test_what_is_printed_reads_back_as_the_same_records(text: str, form: str) -> None:
    first = imported(one(text or "無。"))
    again = imported(publish(held(first), form), f".{form}")

    assert plan.files(again) == plan.files(first)


@pytest.mark.parametrize("form", FORMS)
def test_an_invented_report_reads_back_as_the_same_records(form: str) -> None:
    rows = [
        (
            "甲案(原「乙案」併入)（共同議題—「淨零」）",
            "【114 年同意新增】\n四市：\n1. 臺北市：甲。\n2. 新北市：\n- 乙。",
        ),
        ("4 市資源共享", "1. 訓練\n(1) 臺北市：甲。\n(2) 基隆市：A.\n2. 研討會。"),
        ("電子煙 Get Out!", "一段文字。\n又一段。"),
        ("空白案", ""),
    ]
    first = imported(plain(("交通組", rows), ("文化組", []), ("災防組", [("丙案", "無。")])))
    again = imported(publish(held(first), form), f".{form}")

    assert plan.files(again) == plan.files(first)


@needs_shared
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.suffix)
def test_the_real_report_prints_back_word_for_word(path: Path, tmp_path: Path) -> None:
    [truth] = (SHARED / "data").glob("truth-*.json")
    compiled = tmp_path / "out.txt"
    compiled.write_bytes(publish(held(recognise(read_report(path), QUARTER)), "txt"))
    compared = subprocess.run(
        [sys.executable, SHARED / "tools" / "compare.py", truth, compiled],
        capture_output=True,
        text=True,
        check=False,
    )

    assert compared.returncode == 0, compared.stdout
    assert "47/47 projects identical" in compared.stdout


@needs_shared
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.suffix)
def test_the_real_report_reads_back_as_the_same_records(path: Path, form: str) -> None:
    first = recognise(read_report(path), QUARTER)
    again = imported(publish(held(first), form), f".{form}")

    assert plan.files(again) == plan.files(first)
    assert again.doubts == ()


@needs_shared
def test_a_second_report_finds_the_projects_of_the_first() -> None:
    first = recognise(read_report(REPORTS[0]), QUARTER)
    second = recognise(read_report(REPORTS[-1]), QUARTER.next, register=first.projects)

    assert [p.project for p in second.projects] == [p.project for p in first.projects]
    assert [p.sections for p in second.projects] == [p.sections for p in first.projects]
