"""A real mail server on this machine, with STARTTLS and sign-in, that may refuse."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from workflows.mail import MailServer, Security

USER, PASSWORD = "hebao", "pa55 word"


@dataclass
class Mailbox:
    """What the server took, and how it answers: ``refuse`` maps an address to a reply."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    hang_up_after: int | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: Any,  # noqa: ANN401 - aiosmtpd passes them untyped
        session: Any,  # noqa: ANN401 - the same
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        del server, session, options
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self,
        server: Any,  # noqa: ANN401 - aiosmtpd passes them untyped
        session: Any,  # noqa: ANN401 - the same
        envelope: Envelope,
    ) -> str:
        del session
        if self.hang_up_after is not None and len(self.taken) >= self.hang_up_after:
            server.transport.abort()
            return "421 bye"
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=default)
        self.taken.extend((to, letter) for to in envelope.rcpt_tos)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def a_mail_server(box: Mailbox, folder: Path, port: int = 0) -> Iterator[MailServer]:
    """Serve a mailbox; the letters' side of it is what is returned."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    def known(_server: object, _session: object, _envelope: object, _how: str, said: Any) -> Any:  # noqa: ANN401 - aiosmtpd's
        right = isinstance(said, LoginPassword) and said == LoginPassword(
            USER.encode(), PASSWORD.encode()
        )
        return AuthResult(success=right, handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port or _free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=known,
    )
    controller.start()
    try:
        yield MailServer(
            "localhost",
            controller.port,
            Security.STARTTLS,
            USER,
            PASSWORD,
            sender="合報 <hebao@example.org>",
            authority=str(trusted),
        )
    finally:
        controller.stop()
