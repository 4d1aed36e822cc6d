"""A real mail server (aiosmtpd) on a loopback port, well behaved or not, for the tests of `typeset.deliver`."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "press", "correct horse"


@dataclass
class Inbox:
    """What the server took, and how it misbehaves."""

    refuse: dict[str, str] = field(default_factory=dict)
    """Address -> the reply to its RCPT."""
    drop_data_after: int = 10**9
    """After this many messages the line is cut instead of the answer to DATA."""
    delay: float = 0.0
    messages: list[Envelope] = field(default_factory=list)
    connections: int = 0
    passwords: list[bytes] = field(default_factory=list)
    size_limit: int = 33_554_432

    @property
    def readers(self) -> list[str]:
        return [reader for message in self.messages for reader in message.rcpt_tos]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        if len(self.messages) >= self.drop_data_after:
            server.transport.abort()  # type: ignore[attr-defined]
            return "451 gone"
        self.messages.append(envelope)
        return "250 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.passwords.append(data.password)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def serving(
    inbox: Inbox, certificate: Path | None = None, *, implicit_tls: bool = False, auth: bool = False
) -> Iterator[int]:
    """The port of a running server; with a certificate it offers STARTTLS, or speaks TLS from the start."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def protocol() -> SMTP:
        inbox.connections += 1
        return SMTP(
            inbox,
            hostname="localhost",
            data_size_limit=inbox.size_limit,
            tls_context=None if implicit_tls else context,
            authenticator=inbox.authenticate if auth else None,
            auth_require_tls=False,
            loop=loop,
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(protocol, "127.0.0.1", 0, ssl=context if implicit_tls else None)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def certificate(folder: Path, *, valid_for: timedelta = timedelta(days=2)) -> Path:
    """A self-signed certificate of 127.0.0.1 with its key, in one PEM file; negative `valid_for`: it has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + valid_for)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "server.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
