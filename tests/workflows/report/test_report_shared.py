"""The real report, word for word: its outline goes through every form and is compared."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from holdings import a_holding, a_project
from odt_lines import Odt
from word_lines import Word

from records.holding import Holding
from records.outline import Block, Blocks, Item, List, Paragraph, joined
from records.prose import to_markdown
from workflows.report.publish import publish

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
TRUTH = SHARED / "data" / "truth-groups-1-6.json"

pytestmark = pytest.mark.skipif(
    not TRUTH.exists(), reason="the folder shared is not beside the project: no real report here"
)


@pytest.fixture(scope="module")
def real() -> Holding:
    truth = json.loads(TRUTH.read_text("utf-8"))
    told = [
        a_project(
            f"p{group['no']}-{project['no']}",
            group=f"g{group['no']}",
            **_fields(project),
            joint=to_markdown(_outline(project)),
        )
        for group in truth["groups"]
        for project in group["projects"]
    ]
    groups = [{"id": f"g{each['no']}", "label": each["group"]} for each in truth["groups"]]
    return a_holding(*told, groups=groups, title=truth["document"]["title"])


def _fields(project: dict[str, Any]) -> dict[str, Any]:
    bracketed = project["title_as_printed"].removeprefix(project["name"]).strip()
    return {
        "name": project["name"],
        "remarks": (bracketed[1:-1],) if bracketed else (),
        "note": (project["added_note"] or "").strip("【】"),
    }


def _outline(project: dict[str, Any]) -> Blocks:
    preamble = [Paragraph(project["preamble"])] if project["preamble"] else []
    return joined([*preamble, *map(_block, project["outline"])])


def _block(node: dict[str, Any]) -> Block:
    if node["marker"] or node["level"]:
        below = joined(map(_block, node["children"]))
        return List(bool(node["marker"]), (Item(node["text"], below),))
    return Paragraph(node["text"])


@pytest.mark.parametrize(
    ("form", "leniency"),
    [
        ("txt", ()),
        ("html", ("--markers", "ignore", "--allow-extra")),
        ("md", ("--markers", "ignore", "--allow-extra")),
    ],
)
def test_the_real_report_prints_word_for_word(
    real: Holding, form: str, leniency: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / f"report.{form}"
    file.write_bytes(publish(real, form))
    said = _compared(file, *leniency)

    assert "47/47 projects identical" in said.stdout, said.stdout
    assert said.returncode == 0, said.stdout


FURNITURE = (
    r"^114 年第 4 季.*第 \d+ 頁，共 \d+ 頁$",
    r"^.+資料時間：[^（]*(（尚未定稿）)?$",
    r"^方案名稱 最新辦理情形$",
)
"""Lines of a PDF that stand on every page of it."""


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_the_real_report_prints_word_for_word_on_paper(real: Holding, tmp_path: Path) -> None:
    paper, file = tmp_path / "report.pdf", tmp_path / "report.txt"
    paper.write_bytes(publish(real, "pdf"))
    subprocess.run(["pdftotext", "-raw", paper, file], check=True)
    drops = [word for line in FURNITURE for word in ("--drop", line)]
    said = _compared(file, "--pdf", "--allow-extra", *drops)

    assert "47/47 projects identical" in said.stdout, said.stdout
    assert said.returncode == 0, said.stdout


def _compared(file: Path, *leniency: str) -> subprocess.CompletedProcess[str]:
    """Compare a text with the real report, markers included unless told to ignore them."""
    return subprocess.run(
        [sys.executable, SHARED / "tools" / "compare.py", TRUTH, file, *leniency],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_the_real_report_stands_word_for_word_in_the_documents(
    real: Holding, form: str, tmp_path: Path
) -> None:
    """Markers are kept: they are counted from the document's own lists."""
    written = publish(real, form)
    read = Word(written) if form == "docx" else Odt(written)
    file = tmp_path / "report.txt"
    file.write_text("\n".join(read.report()), "utf-8")
    said = _compared(file)

    assert "47/47 projects identical; mean 1.0000; OK" in said.stdout, said.stdout
