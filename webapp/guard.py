"""The guard: the doors that open to the one who asks, tried before every page.

Until people can sign in, everything is open on this machine and nowhere else. A page without a
line in DOORS stays shut.
"""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, g, request

from records.errors import Problem
from webapp.config import Settings, is_loopback

Door: TypeAlias = Callable[[Request], None]
"""Lets a request in, or raises Refused."""

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy adds when it asks for somebody else."""


class Refused(Problem):
    """This request may not come in."""


class FromElsewhere(Refused):
    """The request does not come from this machine."""


class StrangeHost(Refused):
    """The request names a host that this is not."""


def loopback_only(asked: Request) -> None:
    """Let in what this machine asks for itself."""
    forwarded = any(asked.headers.get(name) for name in FORWARDED)
    if forwarded or not is_loopback(asked.remote_addr or ""):
        raise FromElsewhere(
            "這些頁面目前只在執行合報的這臺機器上開放；請在那臺機器上開啟，或等登入功能完成。"
        )


DOORS: dict[str, Door] = {
    "overview.newest": loopback_only,
    "overview.show": loopback_only,
    "projects.show": loopback_only,
    "filings.show": loopback_only,
    "reports.show": loopback_only,
    "reports.download": loopback_only,
    "site.healthz": loopback_only,
    "site.sitemap": loopback_only,
    "site.accessibility": loopback_only,
    "site.asset": loopback_only,
}
"""Every page, and the door before it."""


def stand_before(app: Flask) -> None:
    """Put the guard before every address of an app, those included that are not there."""
    app.before_request(_ask)


def _ask() -> None:
    g.admitted = False
    _require_our_name(request)
    loopback_only(request) if request.endpoint is None else door(request.endpoint)(request)
    g.admitted = True


def door(endpoint: str) -> Door:
    """Return the door before a page; one that nobody hung stays shut."""
    return DOORS.get(endpoint, _shut)


def _shut(asked: Request) -> None:
    raise Refused(f"{asked.path[:200]} 沒有設定由誰開啟，請通知系統管理者。")


def _require_our_name(asked: Request) -> None:
    """Refuse another host's name: a page elsewhere may have bent its name to this machine."""
    settings: Settings = current_app.config["SETTINGS"]
    name = host_name(asked.headers.get("Host", ""))
    if name not in ("localhost", *settings.hosts) and not is_loopback(name):
        raise StrangeHost("網址的主機名稱不是本系統的；請改用 localhost 或 127.0.0.1 開啟。")


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
