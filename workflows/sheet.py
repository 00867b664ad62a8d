"""A sheet: one owner's form as a Word file to fill in, and what comes back in it.

填報單. For a bureau without an account: it gets the file by mail, writes in its last column, and
sends it back. The outline stands there as Word's own lists. Every row says in 〔brackets〕 what it
is, so that the file is understood whatever else was changed in it; the text goes through the
readers of ``workflows.importing`` under their limits.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from records.errors import Problem
from records.filing import Filing, Progress
from records.outline import Blocks
from records.place import Place
from records.project import Section
from workflows.filing import Desk
from workflows.importing import outline
from workflows.importing.look import Kind, kind
from workflows.importing.read import read_bytes
from workflows.importing.source import Doubt, Line, Row, one_line, squash, tidy
from workflows.sheet_file import Cell, write_table

KEY = re.compile(r"〔([a-z]+)(?:[:：]([a-zA-Z0-9/-]+))?〕")
"""What a row is (〔text:main〕, 〔progress〕), and whose a sheet is (〔sheet:…〕)."""

MAX_SHEET = 8 * 1024 * 1024
"""Bytes of a sheet that comes back; an empty one has 40 KB, one with a few pictures 2 MB."""

FILL_IN = "本季（請填這一欄）"
HOW_TO = (
    "請只填寫最右欄，其餘各欄與〔　〕內的代碼請勿更動。條列可用 Word 的編號或自行輸入 1.、(1)、A.，"
    "編號在系統內會重新整理。填好後請將本檔交給貴市的填報人上傳。"
)


class NotThisSheet(Problem):
    """The file is no sheet of this form."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a sheet says: the texts by section, and what its reader was not sure of."""

    parts: Mapping[str, Blocks]
    progress: Progress | None = None
    reason: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


# -- There -------------------------------------------------------------------------------------


def write(here: Desk, now: Filing | None, before: Filing | None) -> bytes:
    """Return the DOCX of an owner's form, with its text so far and that of last quarter."""
    quarter = here.quarter.quarter
    last = f"上季（{before.quarter.label}，勿改）" if before else "上季（沒有文字）"
    return write_table(
        title=f"{here.project.name}　{quarter.label}填報單",
        intro=(_named(here), HOW_TO),
        header=("欄位", last, FILL_IN),
        rows=tuple(_rows(here, now, before)),
        scheme=here.quarter.scheme,
    )


def _named(here: Desk) -> str:
    place = here.place
    due = here.quarter.due_for(place.project, place.owner)
    until = f"　填報期限：{due.astimezone():%Y-%m-%d %H:%M}" if due else ""
    return f"{here.label}　資料時間：{here.quarter.as_of:%Y-%m-%d}{until}　{_code(place)}"


def _code(place: Place) -> str:
    return f"〔sheet:{place.quarter}/{place.project}/{place.owner}〕"


def _rows(here: Desk, now: Filing | None, before: Filing | None) -> Iterator[tuple[Cell, ...]]:
    only = len(here.project.sections) == 1
    said = Progress.NEW if now is None else now.progress
    choices = "／".join(each.label for each in Progress)
    yield f"本季進度（請寫其中一種：{choices}）〔progress〕", "", said.label
    yield "理由（本季無新進度時填寫）〔reason〕", "", now.reason if now else ""
    for figure in here.project.figures:
        unit = f"（{figure.unit}）" if figure.unit else ""
        old, new = (f.figures.get(figure.id, "") if f else "" for f in (before, now))
        yield f"{figure.label}{unit}〔figure:{figure.id}〕", old, new
    for section in here.project.written_by(here.place.owner):
        old_text, new_text = (f.part(section.id, only=only) if f else () for f in (before, now))
        yield f"{_heading(section)}〔text:{section.id}〕", old_text, new_text


def _heading(section: Section) -> str:
    return section.heading or "辦理情形"


# -- And back ----------------------------------------------------------------------------------


def read(here: Desk, raw: bytes) -> Returned:
    """Read a sheet that came back. Raises UnreadableFile, NotThisSheet."""
    if len(raw) > MAX_SHEET:
        raise NotThisSheet(f"檔案超過 {MAX_SHEET // 1024 // 1024} MB，請刪去圖片後再上傳。")
    if kind(raw, ".docx") is not Kind.DOCX:
        raise NotThisSheet("這不是 Word 檔（.docx），請由這一頁下載填報單，填好後再上傳。")
    source = tidy(read_bytes(raw, ".docx"))
    found = dict(_found(source.entries))
    _require_ours(here, source.entries)
    return _returned(here, found, source.doubts)


def _found(entries: tuple[Line | Row, ...]) -> Iterator[tuple[tuple[str, str], tuple[Line, ...]]]:
    for row in entries:
        if isinstance(row, Row) and len(row.cells) > 1:
            key = KEY.search(one_line(row.cells[0]))
            if key:
                yield (key[1], key[2] or ""), row.cells[-1]


def _require_ours(here: Desk, entries: tuple[Line | Row, ...]) -> None:
    said = "".join(entry.text for entry in entries if isinstance(entry, Line))
    if _code(here.place) in said:
        return
    other = next((m[2] for m in KEY.finditer(said) if m[1] == "sheet" and m[2]), "")
    if other:
        raise NotThisSheet(f"這是另一份填報單（{other[:80]}），請到那一篇的頁面上傳。")
    raise NotThisSheet("檔案裡找不到填報單的代碼，請由這一頁下載填報單，填好後再上傳。")


def _returned(
    here: Desk, found: Mapping[tuple[str, str], tuple[Line, ...]], doubts: tuple[Doubt, ...]
) -> Returned:
    sections = [section.id for section in here.project.written_by(here.place.owner)]
    missing = [name for name in sections if ("text", name) not in found]
    if missing:
        raise NotThisSheet("填報單少了辦理情形的列，請重新下載填報單，貼上文字後再上傳。")
    texts = {name: outline.read(found["text", name]) for name in sections}
    figures = {figure.id: found.get(("figure", figure.id), ()) for figure in here.project.figures}
    unsure = (doubt for text in texts.values() for doubt in text.doubts)
    return Returned(
        {name: text.blocks for name, text in texts.items()},
        _progress(one_line(found.get(("progress", ""), ()))),
        one_line(found.get(("reason", ""), ())),
        {name: said for name, lines in figures.items() if (said := one_line(lines))},
        (*doubts, *unsure),
    )


def _progress(said: str) -> Progress | None:
    """Return the progress that a cell names, None where it names none or several."""
    named = [each for each in Progress if squash(each.label) in squash(said)]
    return named[0] if len(named) == 1 else None
