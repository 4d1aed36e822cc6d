"""The mail server: the account from `[mail]`, and a connection that never sends a password unencrypted."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typeset import files
from typeset.deliver.dialogue import SMTP, EncryptedSMTP, words
from typeset.errors import DeliveryError, Message, ThemeError
from typeset.model import mail_settings, settings
from typeset.model.house_style import House
from typeset.model.mail_settings import DEFAULT_BUDGET, DEFAULT_TIMEOUT, PORTS, MailSettings, Security
from typeset.model.mailbox import Mailbox

DEFAULT_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `port` 0 is the usual one; `ca_file` is the certificate (PEM) of a private authority."""

    host: str
    port: int = 0
    security: Security = Security.STARTTLS
    user: str = ""
    ca_file: Path | None = None
    timeout: float = DEFAULT_TIMEOUT
    """Seconds to wait for any answer."""
    named_by_user: bool = False
    """Whether the user has named it, and not a file of the article's folder, which may be a stranger's."""

    @property
    def place(self) -> str:
        """`host:port`, for messages."""
        return f"{self.host}:{self.port or DEFAULT_PORTS[self.security]}"


@contextmanager
def connection(server: Server, password: str = "") -> Iterator[smtplib.SMTP]:
    """An open connection, logged in where the server has a user.

    Raises DeliveryError: the server cannot be reached or refuses the log-in; or, before the password is sent, the
    connection is not encrypted or the certificate is not valid.
    """
    smtp = _connected(server)
    try:
        if server.user:
            _log_in(smtp, server, password)
        _greet(smtp, server)
        if smtp.sock:  # the final dot is sent in a packet of its own and must not wait for an acknowledgement (Nagle)
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield smtp
    except BaseException:
        smtp.close()  # perhaps in the middle of a message, where QUIT would become part of its text
        raise
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()


def _greet(smtp: smtplib.SMTP, server: Server) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError) as fault:
        raise DeliveryError(
            Message("The mail server {place} does not answer as one: {reason}.", place=server.place,
                    reason=_reason(fault)),
            hint="Check host, port and security in typeset.toml under [mail]; nothing was sent.",
        ) from None  # fmt: skip


def _connected(server: Server) -> smtplib.SMTP:
    port = server.port or DEFAULT_PORTS[server.security]
    try:
        if server.security is Security.TLS:
            return EncryptedSMTP(server.host, port, timeout=server.timeout, context=lambda: _ssl_context(server))
        smtp = SMTP(server.host, port, timeout=server.timeout)
    except ssl.SSLError as fault:
        raise _certificate_error(server, fault) from None
    except (smtplib.SMTPException, OSError) as fault:
        raise DeliveryError(
            Message("The mail server {place} cannot be reached: {reason}.", place=server.place, reason=_reason(fault)),
            hint="Check host, port and security in typeset.toml under [mail]; nothing was sent.",
        ) from None
    if server.security is Security.STARTTLS:
        _encrypt(smtp, server)
    return smtp


def _encrypt(smtp: smtplib.SMTP, server: Server) -> None:
    try:
        smtp.starttls(context=_ssl_context(server))
    except ssl.SSLError as fault:
        smtp.close()
        raise _certificate_error(server, fault) from None
    except (smtplib.SMTPException, OSError) as fault:
        smtp.close()
        raise DeliveryError(
            Message(
                "The mail server {place} does not encrypt the line (STARTTLS): {reason}.",
                place=server.place,
                reason=_reason(fault),
            ),
            hint='Set security = "tls" where it speaks TLS from the start (port 465); nothing was sent.',
        ) from None


def _ssl_context(server: Server) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError) as fault:
        raise DeliveryError(
            Message(
                "The authority's certificate {ca_file} cannot be read: {reason}.",
                ca_file=server.ca_file,
                reason=_reason(fault),
            ),
            hint="ca_file in typeset.toml names a PEM file.",
        ) from None


def _certificate_error(server: Server, fault: ssl.SSLError) -> DeliveryError:
    reason = fault.verify_message if isinstance(fault, ssl.SSLCertVerificationError) else _reason(fault)
    return DeliveryError(
        Message("The certificate of {place} does not hold: {reason}.", place=server.place, reason=reason),
        hint="Ask whoever runs the server to renew it; for a private authority set ca_file. Nothing was sent.",
    )


def _log_in(smtp: smtplib.SMTP, server: Server, password: str) -> None:
    if server.security is Security.NONE:
        raise DeliveryError(
            Message("The line to {place} is not encrypted: the password was not sent.", place=server.place),
            hint='Set security = "starttls" or "tls" in typeset.toml under [mail].',
        )
    try:
        smtp.login(server.user, password)
    except smtplib.SMTPAuthenticationError:
        raise DeliveryError(
            Message(
                "The mail server {place} refused the user {user} or the password.", place=server.place, user=server.user
            ),
            hint="Check the user in typeset.toml and the password in TYPESET_SMTP_PASSWORD; nothing was sent.",
        ) from None
    except (smtplib.SMTPException, OSError, ValueError) as fault:  # ValueError: a challenge that is no base64
        raise DeliveryError(
            Message("The mail server {place} takes no log-in: {reason}.", place=server.place, reason=_reason(fault)),
            hint="Leave out the user where the server asks for none; nothing was sent.",
        ) from None


def _reason(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {words(fault.smtp_error)}"
    if isinstance(fault, TimeoutError):
        return Message("no answer in time")
    return words(str(getattr(fault, "strerror", None) or fault)).rstrip(".")


# The account that letters are sent from: the table `[mail]` of typeset.toml, overridden by environment variables.
#
# The password stands in no file: it comes from the variable TYPESET_SMTP_PASSWORD, the keyring or a prompt.


HOST, PORT, USER = "TYPESET_SMTP_HOST", "TYPESET_SMTP_PORT", "TYPESET_SMTP_USER"
PASSWORD = "TYPESET_SMTP_PASSWORD"
USERS_FILE = "mail.toml"
"""In the user's configuration: the keys of `[mail]`, for folders that name no server."""


@dataclass(frozen=True, slots=True)
class Account:
    """The sender, the server (its host is empty where none is named), the size budget and the rate."""

    server: Server
    sender: Mailbox | None = None
    budget: int = DEFAULT_BUDGET
    """Bytes after base64."""
    per_minute: int = 0
    """Messages; 0 is without limit."""

    @property
    def reachable(self) -> Server:
        """The server. Raises DeliveryError where no host is named."""
        if not self.server.host:
            raise DeliveryError(
                "No mail server is named.",
                hint=Message("Set host in typeset.toml under [mail], or the variable {host}.", host=HOST),
            )
        return self.server


def account(house: House, environment: Mapping[str, str] = os.environ) -> Account:
    """The account of a house, else that of the user's own `mail.toml`; both overridden by the environment.

    Raises ThemeError: the variable's port is no port; mail.toml is wrong.
    """
    own = house.mail
    chosen = own if own.host else _of_user()
    host = environment.get(HOST, "")
    server = Server(
        host=host or chosen.host,
        port=_port(environment.get(PORT, "")) or chosen.port,
        security=chosen.security,
        user=environment.get(USER) or chosen.user,
        ca_file=chosen.ca_file,
        timeout=chosen.timeout,
        named_by_user=not own.host or (bool(host) and own.ca_file is None),
    )
    return Account(server, own.sender or chosen.sender, own.budget, own.per_minute or chosen.per_minute)


def _of_user() -> MailSettings:
    """The table `[mail]` as the user's own configuration has it; the usual one where there is none."""
    file = files.configuration() / USERS_FILE
    return mail_settings.read(settings.read(file), file.parent) if file.is_file() else MailSettings()


def _port(value: str) -> int:
    """The port in an environment variable's value; 0 where that is empty."""
    if not value:
        return 0
    if not (value.isascii() and value.isdigit() and PORTS[0] <= int(value[:9]) <= PORTS[1]):
        raise ThemeError(
            Message("The variable {port} is {spoken!r}.", port=PORT, spoken=value), hint="Write a number, as in 587."
        )
    return int(value)
