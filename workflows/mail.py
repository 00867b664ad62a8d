"""Mail: the letters that the platform sends.

信件. Plain text, one addressee each. A letter bears a key: whoever writes it twice means the same
letter, and the identification in its head is made from the key, so that a mail server that gets
it twice after a cut line can tell. What is done with an answer of the server stands in
``Outcome``: a temporary refusal is tried again, a final one is shown to a person.
"""

import hashlib
import re
import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path

from records.errors import Problem

TEMPORARY = range(400, 500)
"""SMTP replies that ask to try again later (RFC 5321, 4.2.1)."""

ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.?[^\s@<>,;:\"()\[\]\\]*")


class NoAddress(Problem):
    """What stands for an address is none."""


class Security(StrEnum):
    """How the line to the mail server is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person. ``key``: what makes it this letter and no other."""

    key: str
    to: str
    name: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. ``authority``: a file of certificates, '' for the system's."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    sender: str = ""
    authority: str = ""
    timeout: float = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter. ``error`` is '' when the server took it."""

    letter: Letter
    error: str = ""
    again: bool = False


def deliver(server: MailServer, letters: Iterable[Letter]) -> Iterator[Outcome]:
    """Hand letters in over one line, and tell of each as soon as the server has answered.

    A line that breaks leaves the rest to be tried again. Never raises for what a server does.
    """
    waiting = list(letters)
    told = 0
    try:
        with _line(server) as line:
            for letter in waiting:
                yield _hand_in(line, server, letter)
                told += 1
    except (OSError, smtplib.SMTPException, UnicodeError) as broken:
        for letter in waiting[told:]:
            yield Outcome(letter, _said(broken), again=True)


def message(letter: Letter, sender: str) -> EmailMessage:
    """Return a letter as it goes over the line. Raises NoAddress.

    A name or subject with a line break could add lines to the head: breaks become blanks.
    """
    if not ADDRESS.fullmatch(letter.to):
        raise NoAddress(f"「{letter.to[:60]}」不是電子郵件地址，請在帳號頁面更正。")
    user, _, domain = letter.to.rpartition("@")
    written = EmailMessage(policy=SMTP)
    written["From"] = sender
    written["To"] = Address(_one_line(letter.name), user, domain)
    written["Subject"] = _one_line(letter.subject)
    written["Message-ID"] = f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}@hebao>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(letter.body, charset="utf-8", cte="base64")
    return written


@contextmanager
def _line(server: MailServer) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context(cafile=server.authority or None)
    if server.security is Security.TLS:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=trusted
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security is Security.STARTTLS:
            line.starttls(context=trusted)
        if server.user:
            line.login(server.user, server.password)
        yield line
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def _hand_in(line: smtplib.SMTP, server: MailServer, letter: Letter) -> Outcome:
    try:
        line.send_message(message(letter, server.sender))
    except NoAddress as wrong:
        return Outcome(letter, str(wrong))
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return Outcome(letter, f"{code} {_text(said)}", again=code in TEMPORARY)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPResponseException as refused:
        again = refused.smtp_code in TEMPORARY
        return Outcome(letter, f"{refused.smtp_code} {_text(refused.smtp_error)}", again=again)
    except (smtplib.SMTPNotSupportedError, UnicodeError) as cannot:
        return Outcome(letter, _said(cannot))
    return Outcome(letter)


def secret_of(file: Path) -> str:
    """Read a password from a file of its own (systemd credentials); its last line break goes."""
    return file.read_text("utf-8").rstrip("\r\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}：{problem}"[:300]


def _text(said: bytes | str) -> str:
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:300]
