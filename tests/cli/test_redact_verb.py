"""``hebao redact``: words come from a file or standard input, never from the command line."""

from pathlib import Path

from archives import a_place, an_archive, save
from click.testing import CliRunner, Result

from records.archive import Archive
from webapp.cli import hebao
from workflows.filing import submission


def redact(path: Path, words: str) -> Result:
    call = ["redact", str(path), str(path.parent / "new.git"), "--words", "-", "--reason", "誤填"]
    return CliRunner().invoke(hebao, call, input=words, standalone_mode=False)


def test_what_was_hidden_is_told_by_its_file(tmp_path: Path) -> None:
    with an_archive(tmp_path / "a.git") as archive:
        save(archive, a_place(), "1. 由專員王大明帶隊。\n")
    done = redact(tmp_path / "a.git", "王大明\n\n")

    assert "已遮蔽 1 個檔案" in done.output
    assert "114Q4/p0001/taipei.md" in done.output
    assert "王大明" not in done.output
    with Archive.open(tmp_path / "new.git") as new:
        assert "由專員〇〇〇帶隊" in new.text(submission(new, a_place()).blob).decode()


def test_words_that_stand_nowhere_are_a_problem(tmp_path: Path) -> None:
    an_archive(tmp_path / "a.git").close()
    done = redact(tmp_path / "a.git", "王大明\n")

    assert "沒有這些文字" in str(done.exception)
    assert not (tmp_path / "new.git").exists()
