"""Serving: the pages under gunicorn, behind a proxy or on this machine.

Two processes of four threads each unless the settings say otherwise. TERM and Ctrl+C finish what
is under way, HUP starts new processes; each opens the archive for itself, after the fork.
"""

import errno
import re
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from records.archive import Archive
from records.errors import Problem
from webapp.application import create_app
from webapp.archive import Opened
from webapp.builds import Builder
from webapp.config import Settings
from webapp.database import Database

BACKLOG = 256
"""Connections that wait while every thread is busy."""


SECRET = re.compile(r"(/link/)[A-Za-z0-9_-]+")
"""What a one-time link holds; the log may be read by more people than the letter."""

WHY = {
    errno.EADDRINUSE: "已有其他程式使用",
    errno.EACCES: "沒有權限",
    errno.EADDRNOTAVAIL: "這臺機器沒有這個位址",
}
"""Why a port cannot be listened on."""


class PortTaken(Problem):
    """The port cannot be listened on; mostly because another program does."""


class Journal(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The log of requests, without what opens an account: one-time links are left out."""

    def atoms(self, *said: Any) -> dict[str, Any]:  # noqa: ANN401 - gunicorn's own
        """Return the words of a line."""
        found: dict[str, Any] = super().atoms(*said)
        return {name: _without_secrets(each) for name, each in found.items()}


def _without_secrets(said: object) -> object:
    return SECRET.sub(r"\1…", said) if isinstance(said, str) else said


class Pages(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The pages as gunicorn loads them, listening on a socket that is open already."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        """Keep what the processes are started with."""
        self.settings = settings
        self.listening = listening.detach()
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to run; its own files and environment are not asked."""
        said = {
            "bind": f"fd://{self.listening}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "graceful_timeout": self.settings.grace,
            "proc_name": "hebao",
            "loglevel": "warning" if self.settings.quiet else "info",
            "logger_class": Journal,
            "accesslog": None if self.settings.quiet else "-",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # whom to believe is the setting ``proxies``
        }
        for name, value in said.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Open the archive in a new process, and begin to work off what is to be built."""
        app = create_app(self.settings)
        opened: Opened = app.extensions["hebao"]
        Builder(opened.builds).start()
        return app


def serve(settings: Settings, ready: Callable[[str], None] = lambda _address: None) -> None:
    """Serve until TERM or Ctrl+C; ``ready`` is told the address before.

    Raises PortTaken; NotThere where there is no archive; NoDatabase, NewerDatabase.
    """
    Archive.open(settings.archive).close()
    database = Database(settings.tables)
    database.upgrade()
    database.close()
    listening = listen(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    ready(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")
    Pages(settings, listening).run()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any that is free. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as refused:
        listening.close()
        why = WHY.get(refused.errno or 0, "系統不允許")
        raise PortTaken(
            f"不能在 {host} 的連接埠 {port} 開啟網頁（{why}），請換一個連接埠。"
        ) from None
    return listening
