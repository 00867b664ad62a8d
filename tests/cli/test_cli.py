"""The installed command: every verb, its answers and its exit codes."""

import csv
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

HEBAO = Path(sys.executable).parent / "hebao"
SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORT = """「北海岸合作平臺」合作方案辦理情形

資料時間：114 年 12 月 31 日

(一) 交通組

跨河便橋
1. 臺北市：已於 114 年 11 月 3 日開工。
2. 基隆市：
(1) 用地取得完成。
(2) 刻正辦理設計。

河岸步道
四市共同勘查完竣。
"""


def hebao(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEBAO, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


def refused(done: subprocess.CompletedProcess[str], code: int = 2) -> str:
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A folder with ``a.git``, which holds the report of 114Q4."""
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    assert hebao("init", "a.git", cwd=tmp_path).returncode == 0
    done = hebao("import", "report.txt", "a.git", "--quarter", "114Q4", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_an_imported_report_is_compiled_word_for_word(imported: Path) -> None:
    done = hebao(
        "compile", "a.git", "--quarter", "114Q4", "--format", "txt", "-o", "-", cwd=imported
    )

    said = [line.strip() for line in REPORT.splitlines() if line.strip()]
    assert [line.strip() for line in done.stdout.splitlines() if line.strip()] == said


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_what_was_compiled_is_imported_as_the_same_records(imported: Path, form: str) -> None:
    words = ("--quarter", "114Q4")
    hebao("compile", "a.git", *words, "--format", form, "-o", f"out.{form}", cwd=imported)
    hebao("init", "b.git", cwd=imported)
    hebao("import", f"out.{form}", "b.git", *words, cwd=imported)

    trees = [
        subprocess.run(
            ["git", "-C", imported / name, "rev-parse", "main:114Q4"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for name in ("a.git", "b.git")
    ]
    assert trees[0] == trees[1]


def test_a_dry_run_shows_the_plan_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    hebao("init", "a.git", cwd=tmp_path)
    words = ("import", "report.txt", "a.git", "--quarter", "114Q4", "--dry-run")

    done = hebao(*words, "--id", "bridge=跨河便橋", cwd=tmp_path)

    assert "bridge  跨河便橋" in done.stdout
    assert "沒有 114Q4" in refused(
        hebao("compile", "a.git", "--quarter", "114Q4", "--format", "txt", "-o", "x", cwd=tmp_path)
    )
    assert not (tmp_path / "x").exists()


def test_a_second_report_finds_the_projects_of_the_first(imported: Path) -> None:
    later = REPORT.replace("114 年 12 月 31 日", "115 年 3 月 31 日")
    later = later.replace("跨河便橋", "跨河 便橋")
    (imported / "later.txt").write_text(later, encoding="utf-8")

    hebao("import", "later.txt", "a.git", "--quarter", "115Q1", cwd=imported)

    folders = [
        subprocess.run(
            ["git", "-C", imported / "a.git", "ls-tree", "-d", "--name-only", f"main:{quarter}"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for quarter in ("114Q4", "115Q1")
    ]
    assert folders[0] == folders[1] != ""


def test_a_quarter_is_not_imported_twice(imported: Path) -> None:
    done = hebao("import", "report.txt", "a.git", "--quarter", "114Q4", cwd=imported)

    assert "已經有 114Q4" in refused(done)


def test_a_final_report_with_a_gap_is_refused_with_exit_1(imported: Path) -> None:
    clone = imported / "clone"
    subprocess.run(["git", "clone", "-q", imported / "a.git", clone], check=True)
    texts = sorted(clone.glob("114Q4/*/taipei.md"))
    for words in (
        ["rm", "-q", texts[0].relative_to(clone)],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "少一篇"],
        ["push", "-q", "--receive-pack", "git -c core.hooksPath=/dev/null receive-pack"],
    ):
        subprocess.run(["git", *words], cwd=clone, check=True)
    final = ("compile", "a.git", "--quarter", "114Q4", "--format", "html", "--final")

    assert "跨河便橋" in refused(hebao(*final, "-o", "x.html", cwd=imported), 1)
    assert not (imported / "x.html").exists()
    assert "不是平臺" not in hebao("doctor", "a.git", cwd=imported).stdout


def test_status_is_told_as_text_json_and_csv(imported: Path) -> None:
    words = ("status", "a.git", "--quarter", "114Q4", "--format")
    told = json.loads(hebao(*words, "json", cwd=imported).stdout)
    table = hebao(*words, "csv", cwd=imported).stdout

    assert {cell["state"] for cell in told["cells"]} == {"merged", "not-asked"}
    assert set(told) == {"quarter", "as_of", "commit", "cells"}
    assert table.startswith("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(table)))) == len(told["cells"])
    assert "已納入" in hebao(*words, "text", cwd=imported).stdout


def test_a_backup_comes_back_and_the_doctor_finds_nothing_damaged(imported: Path) -> None:
    hebao("backup", "a.git", "all.tar", cwd=imported)
    done = hebao("restore", "all.tar", "b.git", cwd=imported)

    assert done.returncode == 0, done.stderr
    assert hebao("doctor", "b.git", cwd=imported).returncode == 0
    assert tarfile.is_tarfile(imported / "all.tar")


def test_the_doctor_answers_no_with_exit_1(imported: Path) -> None:
    subprocess.run(["git", "-C", imported / "a.git", "config", "gc.auto", "1"], check=True)

    done = hebao("doctor", "a.git", cwd=imported)

    assert done.returncode == 1
    assert "git config gc.auto 0" in done.stdout


def test_every_record_has_a_schema(tmp_path: Path) -> None:
    told = json.loads(hebao("schema", cwd=tmp_path).stdout)

    assert set(told) == {"platform", "quarter", "project", "filing", "edition"}
    assert json.loads(hebao("schema", "filing", cwd=tmp_path).stdout) == told["filing"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nothing"], "用法不對"),
        (["compile", "a.git"], "缺少"),
        (["compile", "a.git", "--nope"], "--nope"),
        (["compile", "a.git", "--quarter", "114Q5", "--format", "txt", "-o", "-"], "114Q4"),
        (["compile", "a.git", "--quarter", "114Q4", "--format", "xls", "-o", "-"], "只能是"),
        (["compile", "none.git", "--quarter", "114Q4", "--format", "txt", "-o", "-"], "init"),
        (["schema", "nothing"], "filing"),
        (["init", "."], "已經有檔案"),
        (["restore", "report.txt", "c.git"], "hebao backup"),
        (["import", "gone.docx", "a.git", "--quarter", "115Q1"], "找不到"),
        (["import", "report.txt", "a.git", "--quarter", "115Q1", "--id", "x"], "代碼=名稱"),
        (["doctor", "report.txt"], "不是紀錄庫"),
    ],
)
def test_bad_words_get_one_sentence_and_exit_2(imported: Path, words: list[str], says: str) -> None:
    assert says in refused(hebao(*words, cwd=imported))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.txt", b""),
        ("a.txt", b"\0\1\2\3"),
        ("a.odt", b"nothing"),
        ("a.exe", b"MZ"),
    ],
)
def test_a_file_that_is_no_report_is_refused_and_nothing_written(
    imported: Path, name: str, content: bytes
) -> None:
    (imported / name).write_bytes(content)

    refused(hebao("import", name, "a.git", "--quarter", "115Q1", cwd=imported))

    assert "沒有 115Q1" in refused(
        hebao("compile", "a.git", "--quarter", "115Q1", "--format", "txt", "-o", "-", cwd=imported)
    )


@pytest.mark.parametrize("name", ["report-114Q4-groups-1-6.txt", "report-114Q4-groups-1-6.docx"])
def test_the_real_report_comes_back_word_for_word(tmp_path: Path, name: str) -> None:
    if not SHARED.exists():
        pytest.skip("the folder shared is not beside the project")
    hebao("init", "a.git", cwd=tmp_path)
    hebao("import", SHARED / "data" / name, "a.git", "--quarter", "114Q4", cwd=tmp_path)
    strict: list[str] = []
    loose = ["--markers", "ignore", "--allow-extra"]

    for form, how in (("txt", strict), ("html", loose), ("md", loose)):
        words = ("--quarter", "114Q4", "--format", form, "-o", f"out.{form}")
        hebao("compile", "a.git", *words, cwd=tmp_path)
        compared = subprocess.run(
            [
                sys.executable,
                SHARED / "tools" / "compare.py",
                *how,
                SHARED / "data" / "truth-groups-1-6.json",
                f"out.{form}",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert compared.stdout.strip().endswith("47/47 projects identical; mean 1.0000; OK")


def test_the_next_quarter_is_previewed_and_then_opened(imported: Path) -> None:
    seen = hebao("quarter", "open", "a.git", "115Q1", "--dry-run", cwd=imported)
    done = hebao("quarter", "open", "a.git", "115Q1", cwd=imported)

    assert "承接 114 年第 4 季 2 案" in seen.stdout
    assert "沒有寫入" in seen.stdout
    assert done.returncode == 0, done.stderr
    assert "已開啟 115 年第 1 季" in done.stdout
    assert "已經有 115Q1" in refused(hebao("quarter", "open", "a.git", "115Q1", cwd=imported))
