"""Import, compile, import: the same records, byte for byte; and no word is ever lost."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from invented import (
    HEADER,
    HOUSE_LIST,
    QUARTER,
    held,
    imported,
    level,
    numbering,
    one,
    plain,
    said,
    tbl,
    tr,
    word,
    word_report,
)
from invented import p as paragraph

from workflows.importing import plan
from workflows.importing.read import read_report
from workflows.importing.recognise import Imported, recognise
from workflows.report.publish import publish

FORMS = ("txt", "md", "html", "odt", "docx")
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

    assert said(printed) == said(one(text or "無。"))


@given(outlines())
def test_no_word_of_a_document_is_lost(text: str) -> None:
    shielded = text.replace("&", "&amp;").replace("<", "&lt;")
    records = imported(word_report(*map(paragraph, shielded.split("\n"))), ".docx")
    assume(not restyled(records))
    printed = publish(held(records), "txt").decode()

    assert said(printed).endswith(said(text))


@given(outlines(), st.sampled_from(FORMS))
def test_what_is_printed_reads_back_as_the_same_records(text: str, form: str) -> None:
    first = imported(one(text or "無。"))
    assume(not restyled(first))
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


def compared(records: Imported, folder: Path) -> str:
    """Return what the comparison with the truth says of the compiled records."""
    [truth] = (SHARED / "data").glob("truth-*.json")
    compiled = folder / "out.txt"
    compiled.write_bytes(publish(held(records), "txt"))
    tool = [sys.executable, SHARED / "tools" / "compare.py", truth, compiled]
    return subprocess.run(tool, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("form", ["md", "html", "odt", "docx"])
def test_a_number_in_the_text_of_a_published_report_is_no_marker(form: str) -> None:
    first = imported(one("1. 甲\n1) 乙\n(1) 丙"))
    again = imported(publish(held(first), form), f".{form}")

    assert plan.files(again) == plan.files(first)


@needs_shared
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.suffix)
def test_the_real_report_prints_back_word_for_word(path: Path, tmp_path: Path) -> None:
    said_of_it = compared(recognise(read_report(path), QUARTER), tmp_path)

    assert "47/47 projects identical; mean 1.0000; OK" in said_of_it, said_of_it


def without_tags(text: str) -> str:
    return re.sub(r"<[^<>]*> *", "", text)


def without_page_cuts(text: str) -> str:
    """Let every row stand on one line, as if the report had one endless page."""
    joined = re.sub(
        r"(?:</p>)?\n\n方案名稱\t最新辦理情形\n\t(?:<[^<>]*> *)*(?=\(?\w{1,2}[.)])", " ", text
    )
    return re.sub(r"(?:</p>)?\n\n方案名稱\t最新辦理情形\n\t(?:<[^<>]*> *)*", "", joined)


def with_wide_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789()", "０１２３４５６７８９（）"))


def with_tight_markers(text: str) -> str:
    return re.sub(r"((?:^|[\s>])(?:\d{1,2}\.|\(\d+\)))\s+(?=\D)", r"\1", text)


def with_other_newlines(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


@needs_shared
@pytest.mark.parametrize(
    "change",
    [without_tags, without_page_cuts, with_wide_digits, with_tight_markers, with_other_newlines],
)
def test_the_real_report_may_look_different(change: Callable[[str], str], tmp_path: Path) -> None:
    [path] = (SHARED / "data").glob("report-*.txt")
    changed = change(path.read_text("utf-8"))
    said_of_it = compared(imported(changed), tmp_path)

    assert changed != path.read_text("utf-8")
    assert "47/47 projects identical; mean 1.0000; OK" in said_of_it, said_of_it


def entries(nodes: Sequence[Mapping[str, Any]], depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """Yield the depth, the marker and the text of every item of an outline, in order."""
    for node in nodes:
        yield depth, node["marker"] or ("•" if node.get("bullet") else ""), node["text"]
        yield from entries(node["children"], depth + 1)


def counted_by_word(truth: Mapping[str, Any]) -> bytes:
    """Return the real report as a Word file without a single typed number."""
    body, number = paragraph(truth["document"]["title"]), 2
    body += paragraph(truth["document"]["as_of_printed"])
    restarts = ""
    for group in truth["groups"]:
        rows = ""
        for project in group["projects"]:
            number += 1
            restarts += f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>' + "".join(
                f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>'
                for at in range(4)
            )
            restarts += "</w:num>"
            said = filter(None, (project["added_note"], project["preamble"]))
            cell = "".join(map(paragraph, said))
            for depth, marker, text in entries(project["outline"]):
                listed = "2" if marker == "•" else str(number) if marker else ""
                cell += paragraph(text.replace("&", "&amp;"), number=listed, level=depth)
            rows += tr(project["title_as_printed"], cell)
        body += paragraph(group["heading_as_printed"]) + tbl(HEADER, rows)
    bullets = "".join(level(at, "bullet", "\uf0d8") for at in range(4))
    return word(body, numbering=numbering(HOUSE_LIST, bullets, nums=restarts))


@needs_shared
def test_the_real_report_may_be_counted_by_word(tmp_path: Path) -> None:
    [path] = (SHARED / "data").glob("truth-*.json")
    records = imported(counted_by_word(json.loads(path.read_text("utf-8"))), ".docx")
    said_of_it = compared(records, tmp_path)

    assert records.doubts == ()
    assert "47/47 projects identical; mean 1.0000; OK" in said_of_it, said_of_it


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
