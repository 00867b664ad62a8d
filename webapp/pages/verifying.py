"""Verifying on a page: whether a file is a report of ours, and where it was changed.

驗證檔案. The file is read and forgotten; nothing of it is kept.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.archive import opened
from webapp.limits import REPORT as MOST
from workflows.verifying import verify

pages = Blueprint("verifying", __name__)


@pages.get("/verify")
def show() -> str:
    """Ask for a file."""
    return _page()


@pages.post("/verify")
def answer() -> ResponseReturnValue:
    """Say what the file is."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page("請選擇要驗證的檔案。"), 400
    raw = file.stream.read(MOST + 1)
    if len(raw) > MOST:
        raise RequestEntityTooLarge
    verdict = verify(opened().archive, raw, file.filename)
    return render_template(
        "verifying/answer.html",
        title=f"驗證結果：{verdict.answer.label}",
        verdict=verdict,
        name=file.filename[:200],
    )


def _page(fault: str = "") -> str:
    size = MOST // (1024 * 1024)
    return render_template("verifying/show.html", title="驗證檔案", fault=fault, size=size)
