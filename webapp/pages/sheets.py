"""Sheets: a form as a Word file for a bureau without an account, and what comes back in it.

填報單. What a file says is put into the form as unsaved words, beside how it differs from what is
saved: nobody's text is changed before somebody has looked at it.
"""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from records.errors import BadRecord
from records.quarter import Quarter
from webapp import unsent
from webapp.forms.filing import FIGURE, TEXT, FilingForm
from webapp.typed import differences
from webapp.visit import Visit, visiting
from workflows import sheet
from workflows.importing.problems import UnreadableFile
from workflows.outline_box.writing import to_box
from workflows.sheet import NotThisSheet, Returned

pages = Blueprint("sheets", __name__)
AT = "/<quarter:quarter>/<project:project>/<owner:owner>/word"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

UNSAVED = "您在這一篇還有沒儲存的文字；請先回表單儲存或捨棄，再上傳填報單。"


@pages.get(AT)
def show(quarter: Quarter, project: str, owner: str) -> str:
    """Tell how a sheet is filled in, and take it back."""
    return _page(visiting(quarter, project, owner))


@pages.get(f"{AT}/sheet.docx")
def download(quarter: Quarter, project: str, owner: str) -> Response:
    """Hand out the sheet."""
    visit = visiting(quarter, project, owner)
    raw = sheet.write(visit.here, visit.filing(visit.submission.blob), visit.last)
    answer = Response(raw, mimetype=DOCX)
    name = f"{quarter}-{project}-{owner}.docx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@pages.post(AT)
def take(quarter: Quarter, project: str, owner: str) -> str | tuple[str, int]:
    """Take a sheet back: its words become unsaved words of the form."""
    visit = visiting(quarter, project, owner)
    sent = request.files.get("sheet")
    raw = sent.read() if sent else b""
    if not raw:
        return _page(visit, wrong="請選擇填好的填報單（.docx），再按上傳。"), 422
    try:
        returned = sheet.read(visit.here, raw)
        fields = tuple(_fields(visit, returned))
    except (UnreadableFile, NotThisSheet) as problem:
        return _page(visit, wrong=str(problem)), 422
    except BadRecord as beyond:
        return _page(visit, wrong=f"填報單的文字不能保存：{beyond}"), 422
    kept = unsent.kept(visit.database, visit.account, visit.place)
    if kept and kept.fields != fields:
        return _page(visit, wrong=UNSAVED), 409
    base = visit.submission.blob
    unsent.keep(visit.database, visit.account, visit.place, fields, base=base, on=visit.now)
    return _page(visit, returned=returned, differences=tuple(_differences(visit, fields)))


def _fields(visit: Visit, returned: Returned) -> Iterator[tuple[str, str]]:
    """Yield what the form's fields would hold. Raises BadRecord."""
    now = visit.filing(visit.submission.blob)
    progress = returned.progress or (now.progress if now else None)
    if progress:
        yield "progress", progress.value
    yield "reason", returned.reason
    for figure in visit.project.figures:
        yield FIGURE + figure.id, returned.figures.get(figure.id, "")
    for section, blocks in returned.parts.items():
        yield TEXT + section, to_box(blocks, visit.here.quarter.scheme)


def _differences(visit: Visit, fields: unsent.Fields) -> Any:  # noqa: ANN401 - as ``differences``
    saved = FilingForm.of(visit.here)()
    saved.show(visit.filing(visit.submission.blob))
    return differences(saved, FilingForm.of(visit.here)(MultiDict(fields)))


def _page(visit: Visit, *, wrong: str = "", **more: Any) -> str:  # noqa: ANN401 - for the template
    said = {"returned": None, "differences": (), **more}
    return render_template(
        "sheets/show.html",
        title="Word 填報單",
        quarter=visit.place.quarter,
        visit=visit,
        wrong=wrong,
        **said,
    )
