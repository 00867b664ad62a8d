"""Extracts, the page for deputy mayors, the spreadsheet, and everything in one ZIP."""

import io
import json
from dataclasses import replace
from hashlib import sha256
from zipfile import ZipFile

import pytest
from holdings import COMMIT, a_holding, a_project, every_shape, with_gaps
from openpyxl import load_workbook
from report_lines import printed
from report_pages import opened, squeezed, text_of

from records.errors import NotThere
from records.holding import Holding
from records.project import Status
from workflows.file_text import lines_of
from workflows.report import publish as publishing
from workflows.report.assemble import GapsUndecided, assemble
from workflows.report.document import labels
from workflows.report.publish import ALL, FORMS, Wanted, publish, publish_forms
from workflows.report.selection import NothingSelected, Selection

KEELUNG = Selection(cities=("keelung",))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","甲")')


def _projects(holding: Holding, only: Selection) -> list[str]:
    report = assemble(holding, only=only)
    return [row.project for group in report.groups for row in group.rows]


# -- Extracts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("only", "projects"),
    [
        (
            Selection(cities=("keelung",)),
            ["river-road", "night-bus", "harbour", "rescue", "lessons"],
        ),
        (Selection(groups=("safety",)), ["rescue", "lessons"]),
        (Selection(themes=("climate",)), ["night-bus"]),
        (Selection(projects=("harbour", "rescue")), ["harbour", "rescue"]),
        (Selection(groups=("transport",), themes=("climate",)), ["night-bus"]),
    ],
)
def test_an_extract_holds_what_fits_every_kind_that_is_named(
    only: Selection, projects: list[str]
) -> None:
    assert _projects(every_shape(), only) == projects


def test_a_city_s_extract_leaves_out_what_it_has_no_part_in() -> None:
    told = (
        a_project("one", cities=("taipei",), taipei="開工。"),
        a_project("two", cities=("taipei", "keelung"), taipei="開工。", keelung="完工。"),
    )

    assert _projects(a_holding(*told), KEELUNG) == ["two"]


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("txt", ALL)])
def test_an_extract_says_so_in_its_title_in_every_form(form: str) -> None:
    written = publish(every_shape(), form, only=Selection(groups=("safety",)))
    if FORMS[form].textual:
        said = written.decode()
    else:
        said = _cells(written) if form == "xlsx" else "".join(lines_of(written, f".{form}"))

    assert "合作方案辦理情形（節錄：災防組）" in squeezed(said)


def test_an_extract_keeps_the_numbers_of_the_whole_report() -> None:
    only = Selection(groups=("safety",))
    report = assemble(every_shape(), only=only)
    whole = assemble(every_shape())

    assert labels(report).headings == ("(二) 災防組",)
    assert printed(report) == printed(replace(whole, groups=whole.groups[1:]))


def test_the_gaps_and_faults_of_an_extract_are_those_of_its_projects() -> None:
    report = assemble(with_gaps(), only=Selection(projects=("ferry",)))

    assert {gap.project for gap in report.gaps} == {"ferry"}
    assert [fault.path for fault in report.faults] == ["114Q4/ferry/keelung.md"]


def test_an_extract_is_final_when_its_own_projects_are() -> None:
    holding = a_holding(a_project("whole", joint="文"), a_project("open", joint=""))

    assert publish(holding, "txt", final=True, only=Selection(projects=("whole",)))
    with pytest.raises(GapsUndecided):
        publish(holding, "txt", final=True, only=Selection(projects=("open",)))


def test_what_the_quarter_does_not_know_is_answered_with_what_it_knows() -> None:
    with pytest.raises(NotThere, match="沒有代碼為「tainan」的縣市，請改用：taipei、new-taipei"):
        publish(every_shape(), "txt", only=Selection(cities=("tainan",)))
    with pytest.raises(NothingSelected):
        publish(every_shape(), "txt", only=Selection(groups=("safety",), themes=("climate",)))


# -- One page ------------------------------------------------------------------------------------


def _before() -> Holding:
    """Hold the quarter before: one project more, two fewer, and one that was told otherwise."""
    now = every_shape()
    bus, rest = now.projects[1], (now.projects[0], *now.projects[2:4])
    gone = bus.model_copy(update={"project": "ferry", "name": "藍色公路"})
    told = a_project("harbour", joint="接駁規劃中。").filings["joint"]
    filings = {owned: text for owned, text in now.filings.items() if owned[0] != "lessons"}
    return replace(now, projects=(*rest, gone), filings={**filings, ("harbour", "joint"): told})


def test_the_page_counts_what_is_new_changed_and_unchanged_in_each_group() -> None:
    written = publish_forms(every_shape(), ("summary",), Wanted(before=_before()))["summary"]
    text = text_of(written)

    assert len(opened(written).pages) == 1
    assert "組別 方案 新增 有更新 無更新 應填報 已納入 缺漏" in text
    assert "(一) 交通組 3 1 1 1 5 5 0" in text
    assert "(二) 災防組 2 1 0 1 6 6 0" in text
    assert "合計 5 2 1 2 11 11 0" in text
    assert "跨市夜間公車、防災教材" in text
    assert "藍色公路" in text


def test_without_an_earlier_quarter_the_page_compares_nothing() -> None:
    text = text_of(publish(with_gaps(), "summary"))

    assert "組別 方案 應填報 已納入 缺漏" in text
    assert "新增" not in text
    assert "跨河橋樑（臺北市，用地）：不列" in text


def test_the_page_stays_one_page_however_much_there_is_to_say() -> None:
    told = [a_project(f"p-{at}", name="很長的方案名稱" * 8, joint="") for at in range(200)]
    paused = [
        a_project(f"q-{at}", name="暫緩的方案" * 8, status=Status.PAUSED, joint="文")
        for at in range(50)
    ]

    assert len(opened(publish(a_holding(*told, *paused), "summary")).pages) == 1


def test_the_page_says_the_same_on_a_screen() -> None:
    forms = publish_forms(every_shape(), ("summary", "summary-html"), Wanted(before=_before()))
    page = forms["summary-html"].decode()

    assert "<td>11</td><td>11</td><td>0</td>" in page
    assert "<dd>跨市夜間公車、防災教材</dd>" in page
    assert COMMIT in page


# -- The spreadsheet -----------------------------------------------------------------------------


def _cells(written: bytes) -> str:
    book = load_workbook(io.BytesIO(written))
    return " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_every_item_is_a_line_with_its_number_and_its_record() -> None:
    book = load_workbook(io.BytesIO(publish(every_shape(), "xlsx")))
    lines = list(book["辦理情形"].iter_rows(min_row=2, values_only=True))
    texts = [line[7] for line in lines if line[1] == "rescue"]

    assert texts == [
        "聯合演練：", "臺北市：1 場。", "基隆市：2 場。", "無線電互通。", "臺北捷運：已納入。",
        "互訪", "基隆市：無。", "臺北市：", "參訪 3 次。",
    ]  # fmt: skip
    found = next(line for line in lines if line[7] == "參訪 3 次。")
    assert found[4:7] == ("臺北市", "4.(2)A.", 3)
    assert found[9] == "114Q4/rescue/taipei.md"
    assert found[11:] == ("林填報", "王核定")


def test_the_head_of_a_sheet_stays_in_sight_and_columns_are_wide_enough() -> None:
    sheet = load_workbook(io.BytesIO(publish(every_shape(), "xlsx")))["辦理情形"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:M{sheet.max_row}"
    assert sheet.column_dimensions["B"].width > len("river-road")
    assert sheet.column_dimensions["H"].width < 80


@pytest.mark.parametrize("typed", FORMULAS)
def test_a_formula_that_somebody_typed_is_text(typed: str) -> None:
    told = a_project("p", name=typed, note=typed, taipei="文")
    book = load_workbook(io.BytesIO(publish(a_holding(told, title=typed), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert typed in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}


# -- The same bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", ALL])
def test_no_time_but_the_commit_s_stands_in_what_is_packed(form: str) -> None:
    written = publish(every_shape(), form)

    assert {each.date_time for each in ZipFile(io.BytesIO(written)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    assert publish(every_shape(), form) == written


def test_a_spreadsheet_was_made_when_its_commit_was() -> None:
    made = load_workbook(io.BytesIO(publish(every_shape(), "xlsx"))).properties

    assert str(made.created) == "2026-01-12 10:05:00"


def test_the_bundle_holds_every_form_and_names_the_hash_of_each() -> None:
    packed = ZipFile(io.BytesIO(publish(every_shape(), ALL)))
    files = {name: packed.read(name) for name in packed.namelist()}
    sums = files.pop("SHA256SUMS").decode()
    manifest = json.loads(files.pop("manifest.json"))

    assert set(files) == {f"114Q4{form.suffix}" for form in FORMS.values() if form.name != ALL}
    assert sums == "".join(f"{sha256(raw).hexdigest()}  {name}\n" for name, raw in files.items())
    assert manifest["commit"] == COMMIT
    assert [(each["name"], each["sha256"]) for each in manifest["files"]] == [
        (name, sha256(raw).hexdigest()) for name, raw in files.items()
    ]
    assert manifest["made_with"] == publishing.made_with(assemble(every_shape()))
