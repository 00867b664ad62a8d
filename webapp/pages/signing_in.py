"""Signing in and out: who is at the screen, and the words that were being sent meanwhile.

登入. A page that needs somebody leads here and back; a form that was sent too late comes along.
"""

from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.urls import iri_to_uri

from webapp import accounts, guard, kept, throttle
from webapp.archive import opened
from webapp.forms.signing_in import SignIn
from webapp.guard import FromAnotherSite, NobodySignedIn, TokenMissing

pages = Blueprint("signing_in", __name__)

NOT_THEM = "電子郵件或密碼不對，請再試一次；還沒有設定密碼請洽系統管理者。"
"""Not which of the two: that would tell a stranger who has an account."""


@pages.get("/sign-in")
def show() -> Response:
    """Ask who is there."""
    onwards = guard.safe_next(request.args.get("next", ""))
    if guard.session():
        return _go(onwards)
    return _page(SignIn(), onwards=onwards)


@pages.post("/sign-in")
def sign_in() -> Response:
    """Let somebody in who has the password."""
    form, here = SignIn(request.form), opened()
    onwards = guard.safe_next(request.form.get("next", ""))
    words = kept.read(request.form.get("kept", ""))
    said: dict[str, Any] = {"onwards": onwards, "words": words}
    if not form.validate():
        return _page(form, 400, **said)
    email = str(form.email.data).strip().casefold()
    tries = throttle.signing_in(email, request.remote_addr or "")
    try:
        throttle.attempt(here.database, tries, on=here.clock())
    except throttle.TooOften as often:
        form.refuse("email", str(often))
        answer = _page(form, 429, **said)
        answer.headers["Retry-After"] = str(int(often.wait.total_seconds()) + 1)
        return answer
    found = accounts.verify(here.database, email, str(form.password.data), on=here.clock())
    if found is None:
        form.refuse("email", NOT_THEM)
        return _page(form, 401, **said)
    throttle.forgive(here.database, next(iter(tries)))
    guard.welcome(found)
    return _give_back(words, onwards) if words and onwards else _go(onwards)


@pages.post("/sign-out")
def sign_out() -> Response:
    """Let nobody be signed in here any more."""
    guard.leave()
    answer = _go(url_for("signing_in.show"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@pages.get("/sign-in/token")
def token() -> Response:
    """Give a script that has been open for long the token of the present session."""
    return _unkept(jsonify(token=guard.token()))


# -- Where somebody is asked to sign in ------------------------------------------------------------


@pages.app_errorhandler(NobodySignedIn)
def ask(found: NobodySignedIn) -> Response:
    """Lead a browser to the sign-in page, with what it was sending; tell a program."""
    if not _by_browser():
        return _told(found, 401)
    here = iri_to_uri(request.full_path.rstrip("?"))
    if request.method in guard.SAFE:
        return _go(url_for("signing_in.show", next=here))
    return _page(SignIn(), 401, onwards=here, words=kept.fields(request), why=str(found))


@pages.app_errorhandler(TokenMissing)
def give_back(found: TokenMissing) -> Response:
    """Give somebody who is signed in his words back, to be sent with a new token."""
    if not _by_browser():
        return _told(found, 403)
    if request.endpoint == "signing_in.sign_in":
        form = SignIn(request.form)
        form.refuse("email", "這個畫面放太久了，請再登入一次。")
        said = guard.safe_next(request.form.get("next", ""))
        return _page(form, 403, onwards=said, words=kept.read(request.form.get("kept", "")))
    return _give_back(kept.fields(request), iri_to_uri(request.full_path.rstrip("?")), 403)


@pages.app_errorhandler(FromAnotherSite)
def refuse(found: FromAnotherSite) -> Response:
    """Refuse what another site sends; none of its words are shown."""
    if not _by_browser():
        return _told(found, 403)
    said = {"title": "這裡不能開啟", "advice": str(found), "code": 403}
    return make_response(render_template("problems/page.html", **said), 403)


def _by_browser() -> bool:
    """Tell whether a person will see the answer; scripts and programs ask for no HTML."""
    return "text/html" in request.headers.get("Accept", "")


def _told(found: Exception, status: int) -> Response:
    return _unkept(make_response(jsonify(problem=str(found)), status))


def _go(onwards: str) -> Response:
    return _unkept(make_response(redirect(onwards or url_for("overview.newest"), 303)))


def _give_back(words: kept.Fields, onwards: str, status: int = 200) -> Response:
    page = render_template(
        "signing_in/kept.html", title="剛才輸入的文字還在", words=words, onwards=onwards
    )
    return _unkept(make_response(page, status))


def _page(
    form: SignIn,
    status: int = 200,
    *,
    onwards: str = "",
    words: kept.Fields = (),
    why: str = "",
) -> Response:
    said: dict[str, Any] = {"form": form, "onwards": onwards, "why": why}
    page = render_template(
        "signing_in/show.html", title="登入", words=words, kept=kept.written(words), **said
    )
    return _unkept(make_response(page, status))


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
