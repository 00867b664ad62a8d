"""A file is genuine, altered (and where), or unknown."""

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from lives import HUA, JOINT, KEELUNG, MING, OPENER, QUARTER, SECOND, TAIPEI, Life, an_archive
from pypdf import PdfReader, PdfWriter

from records.archive import Archive
from webapp.cli import hebao
from workflows import editions, errata
from workflows.errata import Correction
from workflows.quarters import freeze
from workflows.report.publish import FORMS, publish
from workflows.verifying import Answer, Verdict, verify

TEXTS = {
    TAIPEI: "1. 已於 114 年 12 月開工。\n1. 進度 31%。\n",
    KEELUNG: "配合辦理。\n",
    JOINT: "完工。\n",
}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive whose quarter is frozen; nobody writes here."""
    with an_archive(tmp_path_factory.mktemp("frozen")) as archive:
        for (place, text), filer in zip(TEXTS.items(), (MING, HUA, HUA), strict=True):
            life = Life(archive, place, filer)
            life.merged(text)
        freeze(archive, QUARTER, by=OPENER, on=life.on())
        yield archive


def _issued(archive: Archive, form: str) -> bytes:
    return editions.reprint(archive, editions.edition(archive, QUARTER, 1), form)


def _asked(archive: Archive, raw: bytes, form: str) -> Verdict:
    return verify(archive, raw, f"report{FORMS[form].suffix}")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_as_it_was_issued_is_genuine(frozen: Archive, form: str) -> None:
    verdict = _asked(frozen, _issued(frozen, form), form)

    assert verdict.answer is Answer.GENUINE
    assert (verdict.quarter, verdict.edition) == (QUARTER, 1)
    assert FORMS[verdict.form].suffix == FORMS[form].suffix
    assert verdict.commit == editions.edition(frozen, QUARTER, 1).commit


@pytest.mark.parametrize("form", ["html", "md", "txt", "json"])
def test_a_changed_number_is_found_in_its_row(frozen: Archive, form: str) -> None:
    raw = _issued(frozen, form).decode().replace("31%", "91%").encode()

    verdict = _asked(frozen, raw, form)

    assert verdict.answer is Answer.ALTERED
    assert (verdict.quarter, verdict.edition) == (QUARTER, 1)
    assert [(each.project, each.missing) for each in verdict.differences] == [
        ("bridge", ["進度 31%。"])
    ]


@pytest.mark.parametrize("form", ["html", "md", "txt", "json"])
def test_a_file_that_was_only_saved_again_has_no_row_that_differs(
    frozen: Archive, form: str
) -> None:
    raw = _issued(frozen, form) + b"\n"

    verdict = _asked(frozen, raw, form)

    assert (verdict.answer, verdict.differences) == (Answer.ALTERED, ())
    assert "另存或轉檔過" in verdict.sentence


def _saved_again(raw: bytes, before: str = "", after: str = "") -> bytes:
    """Pack a document anew, as an office program does, with other words in it."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return out.getvalue()


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_document_of_an_office_program_is_compared_by_its_words(
    frozen: Archive, form: str
) -> None:
    raw = _issued(frozen, form)

    same = _asked(frozen, _saved_again(raw), form)
    changed = _asked(frozen, _saved_again(raw, "31%", "91%"), form)

    assert (same.answer, same.differences) == (Answer.ALTERED, ())
    assert [(each.project, each.missing) for each in changed.differences] == [
        ("bridge", ["進度 31%。"])
    ]


def test_words_that_were_put_in_are_found(frozen: Archive) -> None:
    raw = _issued(frozen, "txt").decode().replace("配合辦理。", "配合辦理。另增 3 億元。").encode()

    found = _asked(frozen, raw, "txt").differences

    assert [(each.project, each.extra) for each in found] == [("bridge", ["另增3億元。"])]


def test_words_at_the_very_end_are_found(frozen: Archive) -> None:
    raw = _issued(frozen, "txt") + "再增 3 億元。\n".encode()

    found = _asked(frozen, raw, "txt").differences

    assert [(each.project, each.extra) for each in found] == [("river", ["再增3億元。"])]


def test_a_row_that_was_taken_out_is_found(frozen: Archive) -> None:
    text = _issued(frozen, "txt").decode()
    raw = (text.partition("\n河岸步道")[0] + "\n").encode()

    found = _asked(frozen, raw, "txt").differences

    assert [(each.project, each.missing) for each in found] == [("river", ["河岸步道", "完工。"])]


def test_a_pdf_that_another_program_saved_is_compared_by_its_words(
    frozen: Archive, tmp_path: Path
) -> None:
    file = tmp_path / "issued.pdf"
    file.write_bytes(_issued(frozen, "pdf"))
    again = PdfWriter(clone_from=PdfReader(file))
    again.write(tmp_path / "saved.pdf")

    verdict = _asked(frozen, (tmp_path / "saved.pdf").read_bytes(), "pdf")

    assert (verdict.answer, verdict.differences) == (Answer.ALTERED, ())


def test_a_pdf_of_other_records_names_the_row(frozen: Archive, tmp_path: Path) -> None:
    with an_archive(tmp_path) as other:
        texts = {**TEXTS, JOINT: "尚未完工。\n"}
        for (place, text), filer in zip(texts.items(), (MING, HUA, HUA), strict=True):
            life = Life(other, place, filer)
            life.merged(text)
        freeze(other, QUARTER, by=OPENER, on=life.on())
        forged = _issued(other, "pdf")

    verdict = _asked(frozen, forged, "pdf")

    assert verdict.answer is Answer.ALTERED
    assert [(each.project, each.extra) for each in verdict.differences] == [("river", ["尚未"])]


def test_a_file_of_an_edition_that_was_superseded_is_still_genuine(tmp_path: Path) -> None:
    with an_archive(tmp_path) as archive:
        for (place, text), filer in zip(TEXTS.items(), (MING, HUA, HUA), strict=True):
            life = Life(archive, place, filer)
            life.merged(text)
        freeze(archive, QUARTER, by=OPENER, on=life.on())
        first = _issued(archive, "pdf")
        wrong = (Correction("跨河便橋", "31%", "33%"),)
        found = errata.propose(archive, QUARTER, wrong, by=OPENER, on=life.on())
        errata.accept(archive, QUARTER, blob=found.blob, by=SECOND.author, on=life.on())
        second = editions.reprint(archive, editions.edition(archive, QUARTER, 2), "pdf")

        assert [verify(archive, raw, "a.pdf").edition for raw in (first, second)] == [1, 2]


def test_a_report_of_a_commit_that_was_never_frozen_is_known_by_its_words(
    tmp_path: Path,
) -> None:
    with an_archive(tmp_path) as archive:
        Life(archive).merged()
        raw = publish(archive.holding(QUARTER), "html") + b"\n"

        verdict = verify(archive, raw, "draft.html")

    assert (verdict.answer, verdict.edition, verdict.differences) == (Answer.ALTERED, 0, ())
    assert "相同" in verdict.sentence


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("會議通知：114 年第 4 季會議。".encode(), "letter.txt"),
        (b"%PDF-1.7\nnothing", "broken.pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture.png"),
        (b'{"a": [1]}', "some.json"),
        (b"", "empty.txt"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_report_of_ours_is_unknown(
    frozen: Archive, raw: bytes, name: str
) -> None:
    assert verify(frozen, raw, name).answer is Answer.UNKNOWN


def test_an_opened_bundle_is_asked_for_file_by_file(frozen: Archive) -> None:
    raw = _issued(frozen, "zip") + b"\0"

    assert "逐一驗證" in _asked(frozen, raw, "zip").sentence


# -- The command line ----------------------------------------------------------------------------


def _told(archive: Archive, file: Path, *words: str) -> tuple[int, str]:
    records = str(archive.repository.path)
    done = CliRunner().invoke(hebao, ["verify", str(file), "--records", records, *words])
    return done.exit_code, done.output


def test_the_command_line_ends_with_0_for_a_genuine_file_alone(
    frozen: Archive, tmp_path: Path
) -> None:
    genuine, altered = tmp_path / "a.txt", tmp_path / "b.txt"
    genuine.write_bytes(_issued(frozen, "txt"))
    altered.write_bytes(_issued(frozen, "txt").replace(b"31%", b"99%"))

    assert _told(frozen, genuine)[0] == 0
    assert _told(frozen, altered)[0] == 1
    assert "少了：進度 31%。" in _told(frozen, altered)[1]


def test_programs_are_told_in_json(frozen: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(_issued(frozen, "pdf"))

    said = json.loads(_told(frozen, file, "--format", "json")[1])

    assert (said["answer"], said["quarter"], said["edition"], said["form"]) == (
        "genuine", "114Q4", 1, "pdf",
    )  # fmt: skip
    assert said["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert said["differences"] == []
