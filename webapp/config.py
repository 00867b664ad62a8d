"""Settings: what the pages are started with, from one TOML file and the environment.

設定. Every setting stands in ``docs/settings.md``. ``HEBAO_PORT`` in the environment goes before
``port`` in the file, and so on.
"""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from records.errors import Problem
from records.schema import Line, Record, Words, read
from webapp.database import beside
from webapp.sessions import Limits
from workflows.mail import MailServer, Security, secret_of

PREFIX = "HEBAO_"
"""Stands before a setting's name in the environment."""


class NoSettings(Problem):
    """The file of settings is not there, or is no TOML."""


class UnknownSetting(Problem):
    """The file says something that is no setting."""


class Settings(Record):
    """What the pages are started with."""

    archive: Path = Field(description="紀錄庫的資料夾", examples=["/srv/hebao/records.git"])
    host: Line = Field(default="127.0.0.1", description="監聽的位址")
    port: int = Field(default=8400, ge=0, le=65_535, description="監聽的連接埠")
    hosts: tuple[Line, ...] = Field(default=(), description="除了本機以外，網址可用的主機名稱")
    address: Words = Field(
        default="", description="對外的網址", examples=["https://reports.example.gov.tw"]
    )
    proxies: int = Field(default=0, ge=0, le=8, description="前面有幾層可信任的反向代理")
    database: Words = Field(
        default="",
        description="資料庫的網址；沒有寫時是紀錄庫旁的 SQLite 檔",
        examples=["postgresql://hebao@db.internal/hebao"],
    )
    builds: Path | None = Field(
        default=None, description="產製的報告檔放在哪裡；沒有寫時是紀錄庫旁的資料夾"
    )
    idle: int = Field(default=120, ge=5, le=1_440, description="多少分鐘沒有使用就登出")
    longest: int = Field(default=12, ge=1, le=168, description="登入多少小時後必須重新登入")
    mail_host: Words = Field(default="", description="寄信的主機；沒有寫時信件留在寄件匣")
    mail_port: int = Field(default=587, ge=1, le=65_535, description="寄信主機的連接埠")
    mail_security: Security = Field(default=Security.STARTTLS, description="連線的加密方式")
    mail_user: Words = Field(default="", description="寄信主機的帳號")
    mail_password_file: Path | None = Field(default=None, description="放寄信密碼的檔案")
    mail_sender: Words = Field(
        default="合報 <hebao@localhost>",
        description="寄件人",
        examples=["合報 <hebao@example.org>"],
    )
    mail_authority: Words = Field(default="", description="信任的憑證檔；沒有寫時用系統的")
    workers: int = Field(default=2, ge=1, le=64, description="行程數")
    threads: int = Field(default=4, ge=1, le=64, description="每個行程的執行緒數")
    grace: int = Field(default=30, ge=1, le=600, description="停止時等候進行中要求的秒數")
    quiet: bool = Field(default=False, description="不記錄每一次要求")

    @field_validator("address")
    @classmethod
    def _an_address(cls, address: str) -> str:
        parts = urlsplit(address)
        bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if address and not (parts.scheme in {"http", "https"} and parts.hostname and bare):
            sentence = "要寫成 https://主機名稱，後面不加路徑"
            raise ValueError(sentence)
        return address.rstrip("/")

    @model_validator(mode="after")
    def _https_comes_through_a_proxy(self) -> Self:
        # Without this a cookie for https would be handed out as one for http.
        if self.address.startswith("https:") and not self.proxies:
            sentence = "address 是 https 時，前面一定有反向代理：請設定 proxies = 1"
            raise ValueError(sentence)
        return self

    @property
    def tables(self) -> str:
        """The URL of the database."""
        return self.database or beside(self.archive)

    @property
    def files(self) -> Path:
        """The folder of the reports that were built."""
        return self.builds or self.archive.absolute().with_suffix(".builds")

    @property
    def mail(self) -> MailServer | None:
        """Where letters are handed in, None where they stay in the outbox. Raises NoSettings."""
        if not self.mail_host:
            return None
        file = self.mail_password_file
        try:
            password = secret_of(file) if file else ""
        except OSError:
            raise NoSettings(f"讀不到寄信密碼的檔案 {file}，請檢查路徑與權限。") from None
        return MailServer(
            self.mail_host,
            self.mail_port,
            self.mail_security,
            self.mail_user,
            password,
            self.mail_sender,
            self.mail_authority,
        )

    @property
    def names(self) -> frozenset[str]:
        """The names by which browsers may call the pages, besides this machine's own."""
        named = urlsplit(self.address).hostname
        return frozenset({*self.hosts, *([named] if named else [])})

    @property
    def mails(self) -> bool:
        """Whether letters can reach people, with links that lead here."""
        return bool(self.mail_host and self.address)

    @property
    def limits(self) -> Limits:
        """After how long a session ends."""
        return Limits(timedelta(minutes=self.idle), timedelta(hours=self.longest))

    @classmethod
    def load(cls, file: Path | None, environ: Mapping[str, str]) -> Self:
        """Return the settings of a file (if any), with the environment's before it.

        Paths of the file are relative to its folder. Raises NoSettings, UnknownSetting;
        BadRecord for a value that a setting cannot have.
        """
        said = _said_in(file) if file else {}
        values = {name: value for name, (value, _) in said.items()}
        lines = dict.fromkeys(cls.model_fields, 0)
        lines |= {name: line for name, (_, line) in said.items()}
        if file and isinstance(values.get("archive"), str):
            values["archive"] = file.parent / values["archive"]
        for name in cls.model_fields:
            if (spoken := environ.get(PREFIX + name.upper())) is not None:
                values[name] = _listed(spoken) if name == "hosts" else spoken
                lines[name] = 0
        return read(cls, values, path=str(file or "設定"), lines=lines)


def is_loopback(address: str) -> bool:
    """Tell whether an IP address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("10.0.0.1")
    (True, True, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _listed(spoken: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in spoken.split(","))))


def _said_in(file: Path) -> dict[str, tuple[Any, int]]:
    """Return what a file says: each setting's value and its line."""
    try:
        text = file.read_text("utf-8")
        values = tomllib.loads(text)
    except OSError:
        raise NoSettings(f"讀不到設定檔 {file}，請檢查路徑與權限。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise NoSettings(f"設定檔 {file} 不是 TOML（{wrong}），請更正後再試。") from None
    lines = {line.partition("=")[0].strip(): at for at, line in enumerate(text.split("\n"), 1)}
    for name in values:
        if name not in Settings.model_fields:
            near = get_close_matches(name, list(Settings.model_fields), 1)
            hint = f"您要寫的是 {near[0]} 嗎？" if near else ""
            place = f"設定檔 {file} 第 {lines.get(name, 1)} 行"
            raise UnknownSetting(
                f"{place}沒有「{name[:40]}」這個設定。{hint}請對照 docs/settings.md 更正或刪除。"
            )
    return {name: (value, lines.get(name, 1)) for name, value in values.items()}
