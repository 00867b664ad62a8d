"""The board as a table to take along: CSV and XLSX, of what the address chooses.

填報概況的匯出.
"""

from urllib.parse import quote

from flask import Blueprint, Response, request

from records.city import JOINT
from records.quarter import TAIPEI_TIME, Quarter
from webapp import guard
from webapp.archive import holding, opened
from webapp.cells import table
from webapp.choosing import choice
from webapp.spoken import moment
from workflows.report.xlsx import Sheet, workbook
from workflows.status import board

pages = Blueprint("boards", __name__)

HEADER = ("組別", "方案代碼", "方案名稱", "填報", "狀態", "逾期", "自何時", "經手人")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""No program in a file that is handed out runs here."""


@pages.get("/<quarter:quarter>/board.csv")
def as_csv(quarter: Quarter) -> Response:
    """Hand out the board as CSV."""
    made = table(HEADER, _rows(quarter)).encode()
    return _handed_out(quarter, made, "text/csv; charset=utf-8", "csv")


@pages.get("/<quarter:quarter>/board.xlsx")
def as_xlsx(quarter: Quarter) -> Response:
    """Hand out the board as a workbook."""
    sheet = Sheet("填報概況", HEADER, _rows(quarter))
    title = f"{quarter.label}填報概況"
    made = workbook([sheet], title=title, on=opened().clock().astimezone(TAIPEI_TIME))
    return _handed_out(quarter, made, XLSX, "xlsx")


def _rows(quarter: Quarter) -> tuple[tuple[str, ...], ...]:
    """Return a row for each chosen text, of the groups that who asks may see."""
    held = holding(quarter)
    names = {each.project: each.name for each in held.projects if guard.reads(each)}
    groups = {each.id: each.label for each in held.record.groups}
    chosen = choice(request.args, held.record)
    cells = board(opened().archive, quarter, now=opened().clock()).cells
    return tuple(
        (
            groups.get(cell.group, cell.group),
            cell.project,
            names[cell.project],
            "合併填報" if cell.city == JOINT else held.record.city_label(cell.city),
            cell.label,
            "逾期" if cell.late else "",
            moment(cell.since),
            cell.by,
        )
        for cell in chosen.of(cells)
        if cell.project in names
    )


def _handed_out(quarter: Quarter, made: bytes, media_type: str, suffix: str) -> Response:
    answer = Response(made, content_type=media_type)
    spoken = quote(f"{quarter}填報概況.{suffix}")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename={quarter}-board.{suffix}; filename*=UTF-8''{spoken}"
    )
    answer.headers["Content-Security-Policy"] = INERT
    return answer
