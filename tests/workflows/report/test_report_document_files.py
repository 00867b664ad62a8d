"""DOCX and ODT as files: the same bytes every time, sound, whole, inert, and read back."""

import io
import os
import re
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import odt_lines
import pytest
import word_lines
from documents import main_of, members
from holdings import COMMIT, QUARTER, a_holding, a_project, every_shape, with_gaps
from lxml import etree
from openxml_audit import OdfValidator, OpenXmlValidator, ValidationSeverity

from records.errors import BadRecord
from records.outline import Item, List
from records.prose import to_markdown
from workflows.importing.read import read_bytes
from workflows.importing.recognise import recognise
from workflows.report import bookmarks, docx, html, odt
from workflows.report.assemble import assemble
from workflows.report.document import Row, labels
from workflows.report.publish import publish

WORLDS = {
    "shapes": every_shape(),
    "gaps": with_gaps(),
    "official": every_shape(numbering="official", style={"brackets": "half"}),
}


# -- The same bytes --------------------------------------------------------------------------

BUILD = """
import sys
from holdings import every_shape
from workflows.report.publish import publish
sys.stdout.buffer.write(publish(every_shape(), sys.argv[1]))
"""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_another_day_and_another_machine_give_the_same_bytes(form: str) -> None:
    """Build in two processes whose zones and file modes differ; no clock is read at all."""
    here = Path(__file__).resolve()

    def built(zone: str, mask: int) -> bytes:
        seed = {"TZ": zone, "PYTHONHASHSEED": str(mask)}
        path = {"PYTHONPATH": f"{here.parent}:{here.parents[3]}"}
        return subprocess.run(
            [sys.executable, "-c", BUILD, form],
            env=os.environ | seed | path, umask=mask, capture_output=True, check=True,
        ).stdout  # fmt: skip

    assert built("America/Los_Angeles", 0o077) == built("Asia/Taipei", 0o002)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_no_file_of_a_document_has_a_time_of_its_own(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(publish(every_shape(), form))) as archive:
        times = {each.date_time for each in archive.infolist()}

    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_the_times_of_a_document_are_those_of_its_commit() -> None:
    core = members(publish(every_shape(), "docx"))["docProps/core.xml"].decode()
    meta = members(publish(every_shape(), "odt"))["meta.xml"].decode()

    assert core.count(">2026-01-12T02:05:00Z<") == 2
    assert meta.count(">2026-01-12T02:05:00Z<") == 2


def test_the_kind_of_an_odt_shows_in_its_first_bytes() -> None:
    raw = publish(every_shape(), "odt")

    assert raw[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


# -- Sound ------------------------------------------------------------------------------------

RELAX_NG = files("openxml_audit") / "odf" / "schemas" / "odf-1.3" / "OpenDocument-v1.3-schema.rng"


@pytest.fixture(scope="module")
def odf() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(RELAX_NG.read_bytes()))


@pytest.mark.parametrize("world", WORLDS)
def test_odf_keeps_to_the_schema_of_odf_1_3(world: str, odf: etree.RelaxNG) -> None:
    parts = members(publish(WORLDS[world], "odt"))
    for name in ("content.xml", "styles.xml", "meta.xml"):
        odf.assertValid(etree.fromstring(parts[name]))

    broken = parts["content.xml"].replace(b"<text:list-item>", b"<text:p/><text:list-item>", 1)
    assert not odf.validate(etree.fromstring(broken))


@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("world", WORLDS)
def test_an_auditor_of_office_files_finds_nothing(world: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"report.{form}"
    file.write_bytes(publish(WORLDS[world], form))
    validator = OpenXmlValidator() if form == "docx" else OdfValidator()

    found = validator.validate(file).errors
    assert [e.description for e in found if e.severity is ValidationSeverity.ERROR] == []


# -- What stands around the rows ----------------------------------------------------------------


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("world", WORLDS)
def test_annexes_and_notices_say_what_the_html_form_says(world: str) -> None:
    page = etree.fromstring(html.body(assemble(WORLDS[world]), labels(assemble(WORLDS[world]))))
    paths = (".//p[@class='version']", ".//p[@class='notice']", ".//section[@class='annex']/*")
    said = [_plain("".join(each.itertext())) for path in paths for each in page.iterfind(path)]
    word = "".join(
        each.text or ""
        for each in word_lines.Word(publish(WORLDS[world], "docx")).root.iter(word_lines.W + "t")
    )
    content = etree.fromstring(members(publish(WORLDS[world], "odt"))["content.xml"])

    assert said
    assert [each for each in said if each not in _plain(word)] == []
    assert [each for each in said if each not in _plain("".join(content.itertext()))] == []


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_every_record_has_one_bookmark(form: str) -> None:
    raw = publish(every_shape(), form)
    text = members(raw)[main_of(raw)].decode()
    marks = re.findall(r'(?:bookmarkStart w:id="\d+" w|bookmark-start text):name="([^"]+)"', text)
    rows = [row for group in assemble(every_shape()).groups for row in group.rows]
    records = [bookmarks.of_record(row.project) for row in rows]
    records += [bookmarks.of_record(row.project, s.owner) for row in rows for s in row.sources]

    assert len(marks) == len(set(marks))
    assert set(records) <= set(marks)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", mark) for mark in marks)


def test_a_long_name_has_a_bookmark_of_its_own() -> None:
    one, two = (bookmarks.of_record("a" * 60 + end, "new-taipei") for end in "xy")

    assert one != two
    assert len(one) == len(two) == bookmarks.LONGEST


def test_rows_lead_to_the_pages_of_their_records_where_an_address_is_known() -> None:
    report = assemble(every_shape())

    def address(row: Row, owner: str) -> str:
        return f"https://reports.example/114Q4/{row.project}/{owner}?a&b"

    word = members(docx.write(report, labels(report), address=address))
    odf = members(odt.write(report, labels(report), address=address))["content.xml"].decode()
    relations = word["word/_rels/document.xml.rels"].decode()

    assert 'Target="https://reports.example/114Q4/rescue/keelung?a&amp;b"' in relations
    assert set(re.findall(r'r:id="(page\d+)"', word["word/document.xml"].decode())) == set(
        re.findall(r'Id="(page\d+)"', relations)
    )
    assert 'xlink:href="https://reports.example/114Q4/rescue/?a&amp;b"' in odf


def test_contents_are_filled_in_beforehand() -> None:
    report = assemble(every_shape())
    names = [line for group, heading in zip(report.groups, labels(report).headings, strict=True)
             for line in (heading, *(row.name for row in group.rows))]  # fmt: skip
    word = word_lines.Word(publish(every_shape(), "docx"))
    listed = [word_lines.text_of(p) for p in word.root.iter(word_lines.W + "p")
              if word.style(p).startswith("toc ")]  # fmt: skip

    assert [re.sub(r"\d+$", "", line) for line in listed] == [*names, "出處"]
    assert all(line[-1].isdigit() for line in listed)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_pages_are_numbered_by_fields_and_the_foot_says_the_version(form: str) -> None:
    parts = members(publish(every_shape(), form))
    foot = parts["word/footer1.xml" if form == "docx" else "styles.xml"].decode()

    assert re.search(
        r" PAGE .*頁，共 .* NUMPAGES |<text:page-number.*頁，共 <text:page-count", foot
    )
    assert "114 年第 4 季，版本 8f3c2d1b0a" in foot


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_without_signatures_no_version_is_printed(form: str) -> None:
    parts = members(publish(every_shape(style={"signatures": False}), form))
    shown = [content for name, content in parts.items() if not name.startswith(("meta", "docP"))]

    assert COMMIT[:10].encode() not in b"".join(shown)
    assert "出處".encode() not in b"".join(shown)


def test_text_is_set_in_the_font_and_language_of_official_documents() -> None:
    word = members(publish(every_shape(), "docx"))["word/styles.xml"].decode()
    odf = members(publish(every_shape(), "odt"))["styles.xml"].decode()

    assert 'w:eastAsia="標楷體"' in word
    assert '<w:lang w:val="en-US" w:eastAsia="zh-TW"' in word
    assert 'style:font-name-asian="標楷體"' in odf
    assert 'style:language-asian="zh" style:country-asian="TW"' in odf


# -- What people type ---------------------------------------------------------------------------

HOSTILE = (
    "<w:p/> </w:t> ]]> <!-- --> &amp; {{ 7*7 }} #panic() «標題» {number} %1 \"x\" 'y' "
    "אבג עברית 😀👧🏽 𠮷𡃁㐂𪚥 ä é ⁉ “引號”…——"
)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_what_people_typed_stays_what_it_was(form: str) -> None:
    told = a_project("p", name=HOSTILE, remarks=(HOSTILE,), note=HOSTILE,
                     taipei=to_markdown((List(ordered=True, items=(Item(HOSTILE),)),)),
                     keelung="")  # fmt: skip
    fault = BadRecord(HOSTILE, path="114Q4/p/x.md")
    holding = a_holding(told, faults=(fault,), title=HOSTILE,
                        groups=({"id": "transport", "label": HOSTILE},))  # fmt: skip
    raw = publish(holding, form)
    root = etree.fromstring(members(raw)[main_of(raw)])
    whole = "".join(root.itertext()) if form == "docx" else odt_lines.text_of(root)

    assert etree.tostring(root).count(b"panic") >= 8
    for said in (HOSTILE, f"（{HOSTILE}）", f"【{HOSTILE}】", str(fault)):
        assert said in whole
    read = word_lines.Word if form == "docx" else odt_lines.Odt
    assert read(raw).rows()[1] == f"(1) {HOSTILE}"
    furniture = members(raw)["word/header1.xml" if form == "docx" else "styles.xml"]
    assert "7*7" in furniture.decode()
    etree.fromstring(furniture)


def test_what_xml_cannot_hold_is_replaced_in_a_broken_record_s_name() -> None:
    fault = BadRecord("不是文字。", path="114Q4/p/\x0b\x00\ud800.md")
    raw = publish(a_holding(a_project("p", joint="甲"), faults=(fault,)), "docx")

    assert "114Q4/p/\ufffd\ufffd\ufffd.md" in members(raw)["word/document.xml"].decode()


@pytest.mark.parametrize("name", ["案" * 300, "A" * 300, "（" * 120, "a-b/" * 60, "1 " * 90])
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_names_that_are_hard_to_break_are_whole(form: str, name: str) -> None:
    raw = publish(a_holding(a_project("p", name=name.strip(), joint="甲")), form)

    assert name.strip() in "".join(etree.fromstring(members(raw)[main_of(raw)]).itertext())


# -- Read back ----------------------------------------------------------------------------------

IN_ITEMS = """1. 甲

   | 年 | 數 |
   | --- | --- |
   | 113 | 15 |

   又。
   1. 乙

      | 月 | 數 |
      | --- | --- |
      | 3 | 5 |
   1. 丙
1. 丁

| 季 | 數 |
| --- | --- |
| 1 | 2 |
"""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_table_reads_back_into_the_item_that_it_stands_in(form: str) -> None:
    holding = a_holding(a_project("p", name="河濱", joint=IN_ITEMS))
    again = recognise(read_bytes(publish(holding, form), f".{form}"), QUARTER)

    assert [each.parts for each in again.filings] == [holding.filings["p", "joint"].parts]
