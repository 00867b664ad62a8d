"""Whatever is wrong with a file is said in one sentence, and never as anything but a Problem."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import QUARTER, front, one, open_document, p, plain, word, word_report, zipped

from records.errors import BadRecord, Problem
from workflows.importing import look
from workflows.importing.problems import EmptyReport, HomelessText, UnreadableFile
from workflows.importing.read import read_bytes, read_report
from workflows.importing.recognise import recognise

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refused(raw: bytes | str, suffix: str) -> str:
    content = raw.encode() if isinstance(raw, str) else raw
    with pytest.raises(Problem) as problem:
        recognise(read_bytes(content, suffix), QUARTER)
    sentence = str(problem.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


def test_an_unknown_kind_of_file_is_refused() -> None:
    assert "不認得「.csv」這種檔案" in refused("甲,乙", ".csv")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7\n", "PDF 檔不能匯入"),
        (b"{\\rtf1 x}", "RTF 檔不能匯入"),
        (b"\x89PNG\r\n\x1a\n", "這是圖片"),
        (COMPOUND, "舊版 Office 檔"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密碼保護"),
        (b"PK\x03\x04 not a zip at all", "已損壞"),
        (b"\x00\x01\x02\x03", "已損壞"),
        (b"", "是空的"),
        (b"   \n", "是空的"),
        (zipped({"xl/workbook.xml": "<x/>"}), "不是 Word 或 ODF 的文件"),
        (zipped({"word/document.xml": "<w:document"}), "已損壞"),
        (zipped({"word/document.xml": "<a/>"}), "已損壞"),
        (open_document("", manifest="<m><encryption-data/></m>"), "密碼保護"),
        (
            zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "content.xml": "<a/>",
                }
            ),
            "不是 Word",
        ),
    ],
)
def test_a_file_that_is_no_report_is_refused(raw: bytes, said: str) -> None:
    assert said in refused(raw, ".docx")


def test_a_document_cut_short_is_refused() -> None:
    raw = word_report(p("完成。"))

    assert "已損壞" in refused(raw[: len(raw) // 2], ".docx")


def test_a_document_with_a_spoilt_part_is_refused() -> None:
    raw = bytearray(word_report(p("完成。" * 400)))
    at = raw.index(b"word/document.xml") + 60
    raw[at : at + 20] = bytes(20)

    assert "已損壞" in refused(bytes(raw), ".docx")


def test_a_document_with_a_password_on_its_zip_is_refused() -> None:
    raw = bytearray(word_report(p("完成。")))
    for at in (i for i in range(len(raw)) if raw[i : i + 4] == b"PK\x01\x02"):
        raw[at + 8] |= 1

    assert "密碼保護" in refused(bytes(raw), ".docx")


def test_a_document_with_too_many_parts_is_refused() -> None:
    parts: dict[str, bytes | str] = {f"word/media/{n}.png": "" for n in range(look.MAX_MEMBERS + 1)}

    assert "大得不合理" in refused(zipped(parts), ".docx")


def test_a_document_that_unpacks_beyond_reason_is_refused() -> None:
    assert "大得不合理" in refused(zipped({"word/document.xml": bytes(3 * look.MIB)}), ".docx")


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    raw = bytearray(zipped({"word/document.xml": bytes(3 * look.MIB)}))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        directory = archive.start_dir
    struct.pack_into("<L", raw, directory + 24, 1000)

    assert "已損壞" in refused(bytes(raw), ".docx")


def test_a_document_with_entities_is_refused() -> None:
    sound = read_part(word_report(p("完成。")), "word/document.xml")
    bomb = '<!DOCTYPE w:document [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>' + sound

    assert "已損壞" in refused(zipped({"word/document.xml": bomb}), ".docx")


def read_part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name).decode()


def test_tables_within_tables_without_end_are_refused() -> None:
    body = "<w:p/>"
    for _ in range(40):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"

    assert "已損壞" in refused(word(body), ".docx")


def test_a_text_file_that_is_too_long_is_refused() -> None:
    assert "不像一份報告" in refused("字" * (look.MAX_TEXT // 3 + 1), ".txt")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    with path.open("wb") as file:
        file.truncate(look.MAX_FILE + 1)

    with pytest.raises(UnreadableFile, match=r"超過 64 MB"):
        read_report(path)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"找不到檔案「report.docx」"):
        read_report(tmp_path / "report.docx")
    with pytest.raises(UnreadableFile, match=r"是資料夾"):
        read_report(tmp_path)


def test_a_report_without_a_project_is_refused() -> None:
    with pytest.raises(EmptyReport):
        recognise(read_bytes(plain().encode(), ".txt"), QUARTER)
    with pytest.raises(EmptyReport):
        recognise(read_bytes(word(front()), ".docx"), QUARTER)


def test_words_before_the_first_group_are_named() -> None:
    text = one("完成。").replace("(一)", "本報告由研考會彙整。\n\n(一)")

    assert "第 4 行：這段文字不屬於任何組別或合作方案：「本報告由研考會彙整。」" in refused(
        text, ".txt"
    )


def test_a_row_without_a_name_above_it_is_named() -> None:
    text = "標題\n資料時間：114 年 12 月 31 日\n(一) 交通組\n\n方案名稱\t辦理情形\n\t無主的文字。\n"

    with pytest.raises(HomelessText, match=r"第 6 行：這一列沒有方案名稱.*「無主的文字。」"):
        recognise(read_bytes(text.encode(), ".txt"), QUARTER)


def test_a_text_of_too_many_items_is_refused_by_name() -> None:
    text = one("\n".join(f"第 {n} 段。" for n in range(2000)))

    with pytest.raises(BadRecord, match=r"「河濱自行車道串聯」的文字無法保存"):
        recognise(read_bytes(text.encode(), ".txt"), QUARTER)


def test_numbers_without_end_are_refused() -> None:
    text = "方案名稱\t辦理情形\n甲案\t" + "1. " * 20_000 + "\n"

    assert "編號多於" in refused(f"標題\n(一) 交通組\n\n{text}", ".txt")


SUFFIXES = st.sampled_from(["", ".txt", ".md", ".html", ".docx", ".odt", ".csv"])
HEADS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"\xd0\xcf\x11\xe0"]
)


@given(HEADS, st.binary(max_size=400), SUFFIXES)
def test_any_bytes_are_a_report_or_a_problem(head: bytes, raw: bytes, suffix: str) -> None:
    try:
        recognise(read_bytes(head + raw, suffix), QUARTER)
    except Problem as problem:
        assert str(problem).endswith("。")  # noqa: PT017 - both ends are right, one is a sentence


MARKUP = st.text(
    alphabet=st.sampled_from(
        "<>/ \n\t|#-*&;\\`[]()pltdhrio12.「」（）【】：臺北市案組一、\u200b\uf0d8"
    ),
    max_size=200,
)


@given(MARKUP, st.sampled_from([".txt", ".md", ".html"]))
def test_any_markup_is_a_report_or_a_problem(text: str, suffix: str) -> None:
    raw = f"標題\n\n(一) 交通組\n\n甲案\n{text}".encode()
    try:
        recognise(read_bytes(raw, suffix), QUARTER)
    except Problem as problem:
        assert str(problem).endswith("。")  # noqa: PT017 - both ends are right, one is a sentence


@given(MARKUP)
def test_any_text_in_a_document_is_a_report_or_a_problem(text: str) -> None:
    inside = "".join(c for c in text if c not in "<>&")
    try:
        recognise(read_bytes(word_report(p(inside)), ".docx"), QUARTER)
    except Problem as problem:
        assert str(problem).endswith("。")  # noqa: PT017 - both ends are right, one is a sentence
