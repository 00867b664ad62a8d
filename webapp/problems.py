"""Problems as pages: what went wrong, in a sentence that says what to do; never a traceback."""

import logging

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from records.errors import BadRecord, NotThere, Problem
from webapp import kept
from webapp.database import Unwell
from webapp.guard import Refused, StrangeHost
from webapp.throttle import TooOften
from webapp.unsent import TooMuch
from workflows.filing import NotAsked, QuarterClosed, TextChanged
from workflows.people import NotAllowed, NotTheirOffice
from workflows.submission import NotNow

log = logging.getLogger(__name__)

TOO_LARGE = 413

SHORT = 40
"""Characters of a field that nobody minds typing again."""

TITLES = {
    400: "這個要求看不懂",
    403: "這裡不能開啟",
    404: "找不到這一頁",
    405: "這一頁不能這樣使用",
    409: "現在不能這樣做",
    413: "送來的內容太大",
    429: "試了太多次",
    500: "系統發生問題",
    503: "現在無法顯示",
}

ADVICE = {
    400: "請由填報概況重新點選；如果是別的系統連過來的，請檢查網址。",
    404: "網址可能打錯，或這一頁已經不在；請由填報概況或網站導覽重新點選。",
    405: "這一頁只供閱讀；請由填報概況重新點選。",
    413: (
        "文字一次最多 4 MB，檔案最多 8 MB，這次超過了，所以沒有收下。請按瀏覽器的「上一頁」，"
        "輸入的文字還在那裡；請刪減，或分成幾次再送。"
    ),
    500: "已經記錄下來；請稍後再試，仍然不行時請通知系統管理者，並告知發生的時間。",
}
"""What to do where nothing more is known."""


def answer_in(app: Flask) -> None:
    """Let an app answer every problem with a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(Exception, _unforeseen)


def _http(found: HTTPException) -> ResponseReturnValue:
    code = found.code or 500
    known = code if code in TITLES else 400
    body, _ = _page(code, TITLES[known], ADVICE.get(known, ADVICE[400]))
    # What the exception says of itself (Allow, Retry-After) is kept; its own words are not.
    kept = [(name, value) for name, value in found.get_headers() if name != "Content-Type"]
    return body, code, kept


def _problem(found: Problem) -> tuple[str, int]:
    code = _code(found)
    title = "紀錄無法讀取" if isinstance(found, BadRecord) else TITLES[code]
    return _page(code, title, str(found))


CODES: tuple[tuple[type[Problem], int], ...] = (
    (StrangeHost, 400),
    (Refused, 403),
    (NotAllowed, 403),
    (NotTheirOffice, 403),
    (NotThere, 404),
    (NotAsked, 404),
    (NotNow, 409),
    (QuarterClosed, 409),
    (TextChanged, 409),
    (TooMuch, TOO_LARGE),
    (TooOften, 429),
)
"""The status of each problem, the narrower first; what is not here is the archive's (503)."""


def _code(found: Problem) -> int:
    return next((code for kind, code in CODES if isinstance(found, kind)), 503)


def _unforeseen(found: Exception) -> tuple[str, int]:
    log.error("%s %s", request.method, request.path, exc_info=found)
    if isinstance(found, Unwell):
        return _page(503, TITLES[503], "資料庫沒有回應，這次沒有寫入；請稍後再試一次。")
    return _page(500, TITLES[500], ADVICE[500])


def _page(code: int, title: str, advice: str) -> tuple[str, int]:
    page = render_template(
        "problems/page.html", title=title, advice=advice, code=code, words=_words(code)
    )
    return page, code


def _words(code: int) -> kept.Fields:
    """Return what somebody was sending, so that it is not lost where something goes wrong.

    What is too large was never read.
    """
    if request.method != "POST" or code == TOO_LARGE or g.get("session") is None:
        return ()
    return tuple((n, v) for n, v in kept.fields(request) if len(v) > SHORT or "\n" in v)
