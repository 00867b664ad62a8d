"""The guard: who is at the screen, and the doors that open to them, tried before every page.

A page without a line in ``webapp.doors`` stays shut. Whether somebody may do something with a
text is asked of the table in ``workflows.people``; what they may not know of is not there (404),
what their role does not do is refused (403), and nobody is asked to sign in (401).
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request

from records.city import JOINT
from records.errors import NotThere, Problem
from records.project import Project
from webapp import handing, sessions, tokens
from webapp.accounts import Account
from webapp.archive import holding, opened
from webapp.config import Settings, is_loopback
from workflows.people import (
    RIGHTS,
    Act,
    Bond,
    NotAllowed,
    Office,
    Person,
    bond,
    holds,
    require_office,
)

Door: TypeAlias = Callable[[Request], None]
"""Lets a request in, or raises why not."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

VISIT = "hebao_visit"
"""The cookie of a browser where nobody is signed in; it carries the sign-in form's token."""

SESSION = "hebao_session"


class Refused(Problem):
    """This request may not come in."""


class StrangeHost(Refused):
    """The request names a host that this is not."""


class FromAnotherSite(Refused):
    """A page of another site has sent this form."""


class NobodySignedIn(Refused):
    """This page is for people who are signed in."""


class TokenMissing(Refused):
    """A form came without its token, or with that of another session."""


# -- Who ------------------------------------------------------------------------------------------


def session() -> sessions.Session | None:
    """Return the session of this request, None where nobody is signed in."""
    found: sessions.Session | None = g.get("session")
    return found


def account() -> Account:
    """Return the account of this request. Raises NobodySignedIn."""
    found = session()
    if found is None:
        raise NobodySignedIn("請先登入。")
    return found.account


def person() -> Person:
    """Return the person of this request, with the desks handed to them. Raises NobodySignedIn."""
    if "person" not in g:
        g.person = handing.person(opened().database, account(), on=opened().clock())
    found: Person = g.person
    return found


def visitor() -> str:
    """Return what tells this visit from another's; a page drawn for one is not the other's."""
    found = session()
    return found.id if found else ""


# -- Doors ----------------------------------------------------------------------------------------


def anybody(asked: Request) -> None:
    """Let everybody in."""
    del asked


def signed_in(asked: Request) -> None:
    """Let in who is signed in."""
    del asked
    require_office(person(), Office.VISIT)


def filers(asked: Request) -> None:
    """Let in who files for a city."""
    del asked
    require_office(person(), Office.FILE)


def coordinators(asked: Request) -> None:
    """Let in who coordinates."""
    del asked
    require_office(person(), Office.COORDINATE)


def administrators(asked: Request) -> None:
    """Let in who manages accounts."""
    del asked
    require_office(person(), Office.ADMINISTER)


def postmasters(asked: Request) -> None:
    """Let in who looks after the letters."""
    del asked
    require_office(person(), Office.POST)


def may(act: Act) -> Door:
    """Return the door before what is done with a text, or (without an owner) with a project."""

    def door(asked: Request) -> None:
        said = asked.view_args or {}
        require_act(person(), act, said["quarter"], said["project"], said.get("owner", ""))

    door.__name__ = f"may {act.value}"
    return door


def require_act(who: Person, act: Act, quarter: object, project: str, owner: str) -> None:
    """Raise NotThere for what is outside somebody's groups or city, NotAllowed for the role.

    A project that is not there is the page's to tell.
    """
    found = holding(quarter).project(project)  # type: ignore[arg-type]  # of the address
    if found is None:
        return
    owned = owner or JOINT
    how = bond(who, found, owned)
    if how is Bond.STRANGER:
        label = holding(quarter).record.quarter.label  # type: ignore[arg-type]  # the same
        raise NotThere(f"{label}沒有代碼為「{project}」的合作方案；請回填報概況，由名冊選擇。")
    if act in RIGHTS[how]:
        return
    if how is not Bond.OWNER and act in RIGHTS[Bond.OWNER] and writes_somewhere(who):
        raise NotThere("這一篇不是您的縣市填報的；請回填報概況，選擇自己縣市的填報。")
    raise NotAllowed(who, act)


def reads(project: Project) -> bool:
    """Tell whether who asks knows of a project: whether it is of his groups."""
    return bond(person(), project, JOINT) is not Bond.STRANGER


def files() -> bool:
    """Tell whether who asks files for a city, and so has a desk."""
    return holds(person(), Office.FILE)


def writes_somewhere(who: Person) -> bool:
    """Tell whether somebody files for a city, though perhaps another one."""
    return any(desk.city for desk in who.desks)


# -- Before every page -----------------------------------------------------------------------------


def stand_before(app: Flask, doors: Mapping[str, Door]) -> None:
    """Put the guard before every address of an app, those included that are not there."""
    app.config["DOORS"] = doors
    app.before_request(_ask)
    app.after_request(_hand_out)
    app.jinja_env.globals.update(csrf_token=token, session=session, person=person, holds=holds)
    app.jinja_env.globals.update(Office=Office, files=files)


def _ask() -> None:
    _require_our_name(request)
    g.session = _session(request)
    if request.endpoint is None:
        return  # the address is not there, or not for this method: routing tells
    if request.method not in SAFE:
        _require_genuine(request)
    door(request.endpoint)(request)


def door(endpoint: str) -> Door:
    """Return the door before a page; one that nobody hung stays shut."""
    doors: Mapping[str, Door] = current_app.config["DOORS"]
    return doors.get(endpoint, _shut)


def _shut(asked: Request) -> None:
    raise Refused(f"{asked.path[:200]} 沒有設定由誰開啟，請通知系統管理者。")


def _session(asked: Request) -> sessions.Session | None:
    secret = asked.cookies.get(cookie(SESSION), "")
    if not secret:
        return None
    settings: Settings = current_app.config["SETTINGS"]
    here = opened()
    return sessions.find(here.database, secret, settings.limits, on=here.clock())


def cookie(name: str) -> str:
    """Return a cookie's name; through https one that no other host and no http can set."""
    return f"__Host-{name}" if request.is_secure else name


def welcome(who: Account) -> None:
    """Let somebody be signed in from this request on, in a session of a new name."""
    here = opened()
    leave()
    browser = request.headers.get("User-Agent", "")
    secret = sessions.start(here.database, who.id, on=here.clock(), browser=browser)
    g.secrets = {SESSION: secret, VISIT: ""}
    settings: Settings = current_app.config["SETTINGS"]
    g.session = sessions.find(here.database, secret, settings.limits, on=here.clock())
    g.pop("person", None)


def leave() -> None:
    """Let nobody be signed in from this request on."""
    found = session()
    if found:
        sessions.end(opened().database, found.id, on=opened().clock())
    g.session = None
    g.secrets = {SESSION: "", VISIT: ""}
    g.pop("person", None)


def token() -> str:
    """Return the token of this visit's forms; the browser gets what it is made with."""
    return tokens.token(_secret() or _new_visit())


def _secret() -> str:
    """Return what this visit's tokens are made with, "" where the browser has nothing yet."""
    name = SESSION if session() else VISIT
    given: dict[str, str] = g.get("secrets", {})
    return given[name] if name in given else request.cookies.get(cookie(name), "")


def _new_visit() -> str:
    secret = sessions.new_secret()
    g.secrets = g.get("secrets", {}) | {VISIT: secret}
    return secret


def _hand_out(response: Response) -> Response:
    """Give the browser its new secrets until it is closed, and take the old ones back.

    Scripts do not see them, and other sites' forms do not send them.
    """
    for name, secret in g.get("secrets", {}).items():
        rules: Any = {
            "secure": request.is_secure,
            "httponly": True,
            "samesite": "Lax",
            "path": "/",
        }
        if secret:
            response.set_cookie(cookie(name), secret, **rules)
        elif cookie(name) in request.cookies:
            response.delete_cookie(cookie(name), **rules)
    return response


def _require_genuine(asked: Request) -> None:
    """Refuse what another site sends, and what comes without this session's token."""
    origin = asked.headers.get("Origin", "")
    elsewhere = asked.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    if elsewhere or (origin and urlsplit(origin).netloc != asked.host):
        raise FromAnotherSite("這個要求是由別的網站送來的，沒有處理；請由本站的頁面重新操作。")
    sent = asked.headers.get(tokens.HEADER) or asked.form.get(tokens.FIELD, "")
    if not tokens.genuine(sent, _secret()):
        if session() is None and door(str(asked.endpoint)) is not anybody:
            raise NobodySignedIn("登入已經到期，請重新登入；剛才輸入的文字還在。")
        raise TokenMissing("這個畫面開啟之後，登入的狀態已經改變，所以還沒有處理。")


def _require_our_name(asked: Request) -> None:
    """Refuse another host's name: a page elsewhere may have bent its name to this machine."""
    settings: Settings = current_app.config["SETTINGS"]
    name = host_name(asked.headers.get("Host", ""))
    if name not in ("localhost", *settings.names) and not is_loopback(name):
        raise StrangeHost("網址的主機名稱不是本系統的；請改用系統管理者提供的網址開啟。")


def host_name(host: str) -> str:
    """Return the name of a Host header without its port, "" where it is none.

    >>> host_name("LocalHost:8400"), host_name("[::1]:8400"), host_name("a@b"), host_name("[")
    ('localhost', '::1', '', '')
    """
    try:
        parted = urlsplit(f"//{host}")
    except ValueError:
        return ""
    bare = not ("@" in host or parted.path or parted.query or parted.fragment)
    return parted.hostname or "" if bare else ""


def safe_next(said: str) -> str:
    r"""Return an address of this site to go on to, "" for any other.

    >>> safe_next("/114Q4/?a=b"), safe_next("//evil.example"), safe_next("/\\evil.example")
    ('/114Q4/?a=b', '', '')
    """
    plain = said.isprintable() and said.isascii() and "\\" not in said
    if not plain or not said.startswith("/") or said.startswith("//"):
        return ""
    parts = urlsplit(said)
    return "" if parts.scheme or parts.netloc else said
