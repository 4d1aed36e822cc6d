"""The mail server: how it is reached, and a connection that never gives a password away."""

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from typeset.errors import DeliveryError, ThemeError

ENVIRONMENT = {"host": "TYPESET_SMTP_HOST", "port": "TYPESET_SMTP_PORT", "user": "TYPESET_SMTP_USER"}
PASSWORD_VARIABLE = "TYPESET_SMTP_PASSWORD"


class Security(StrEnum):
    """How the connection is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


DEFAULT_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `port` 0 is the usual one; `ca_file` is the certificate (PEM) of a private authority."""

    host: str
    port: int = 0
    security: Security = Security.STARTTLS
    user: str = ""
    ca_file: Path | None = None
    timeout: float = 30.0
    """Seconds to wait for any answer."""

    @property
    def place(self) -> str:
        """`host:port`, for sentences."""
        return f"{self.host}:{self.port or DEFAULT_PORTS[self.security]}"


def server(settings: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> Server:
    """The server that the environment and the table `[mail.server]` of typeset.toml name, in that order.

    Raises ThemeError for an unknown key or a wrong value and DeliveryError where no host is named.
    """
    known = {part.name.replace("_", "-"): part.name for part in fields(Server)}
    for key in settings:
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise ThemeError(
                f"typeset.toml, [mail.server]: there is no setting {key!r}.",
                hint=f"Did you mean {near[0]!r}?" if near else f"The settings are {', '.join(known)}.",
            )
    values: dict[str, object] = {known[key]: value for key, value in settings.items()}
    values |= {name: environment[variable] for name, variable in ENVIRONMENT.items() if environment.get(variable)}
    if not values.get("host"):
        raise DeliveryError(
            "No mail server is named.",
            hint=f"Set host in typeset.toml under [mail.server], or the variable {ENVIRONMENT['host']}.",
        )
    return _typed(values)


def _typed(values: dict[str, object]) -> Server:
    try:
        return Server(
            host=str(values["host"]),
            port=int(str(values.get("port", 0))),
            security=Security(str(values.get("security", Security.STARTTLS))),
            user=str(values.get("user", "")),
            ca_file=Path(str(values["ca_file"])) if values.get("ca_file") else None,
            timeout=float(str(values.get("timeout", 30))),
        )
    except ValueError as fault:
        raise ThemeError(
            f"typeset.toml, [mail.server]: {fault}.",
            hint=f"port and timeout are numbers; security is one of {', '.join(Security)}.",
        ) from None


@contextmanager
def connection(server: Server, password: str = "") -> Iterator[smtplib.SMTP]:
    """An open connection, logged in where the server has a user.

    Raises DeliveryError, before the password leaves this machine, where the line is not encrypted or the
    certificate does not hold.
    """
    smtp = _connected(server)
    try:
        if server.user:
            _log_in(smtp, server, password)
        smtp.ehlo_or_helo_if_needed()
        yield smtp
    finally:
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()


def _connected(server: Server) -> smtplib.SMTP:
    port = server.port or DEFAULT_PORTS[server.security]
    try:
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(server.host, port, timeout=server.timeout, context=_trust(server))
        smtp = smtplib.SMTP(server.host, port, timeout=server.timeout)
    except ssl.SSLError as fault:
        raise _untrusted(server, fault) from None
    except (smtplib.SMTPException, OSError) as fault:
        raise DeliveryError(
            f"The mail server {server.place} cannot be reached: {_reason(fault)}.",
            hint="Check host, port and security in typeset.toml under [mail.server]; nothing was sent.",
        ) from None
    if server.security is Security.STARTTLS:
        _encrypt(smtp, server)
    return smtp


def _encrypt(smtp: smtplib.SMTP, server: Server) -> None:
    try:
        smtp.starttls(context=_trust(server))
    except ssl.SSLError as fault:
        smtp.close()
        raise _untrusted(server, fault) from None
    except (smtplib.SMTPException, OSError) as fault:
        smtp.close()
        raise DeliveryError(
            f"The mail server {server.place} does not encrypt the line (STARTTLS): {_reason(fault)}.",
            hint='Set security = "tls" where it speaks TLS from the start (port 465); nothing was sent.',
        ) from None


def _trust(server: Server) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError) as fault:
        raise DeliveryError(
            f"The authority's certificate {server.ca_file} cannot be read: {_reason(fault)}.",
            hint="ca-file in typeset.toml names a PEM file.",
        ) from None


def _untrusted(server: Server, fault: ssl.SSLError) -> DeliveryError:
    reason = fault.verify_message if isinstance(fault, ssl.SSLCertVerificationError) else _reason(fault)
    return DeliveryError(
        f"The certificate of {server.place} does not hold: {reason}.",
        hint="Ask whoever runs the server to renew it; for a private authority set ca-file. Nothing was sent.",
    )


def _log_in(smtp: smtplib.SMTP, server: Server, password: str) -> None:
    if server.security is Security.NONE:
        raise DeliveryError(
            f"The line to {server.place} is not encrypted: the password was not sent.",
            hint='Set security = "starttls" or "tls" in typeset.toml under [mail.server].',
        )
    try:
        smtp.login(server.user, password)
    except smtplib.SMTPAuthenticationError:
        raise DeliveryError(
            f"The mail server {server.place} refused the user {server.user} or the password.",
            hint=f"Check the user in typeset.toml and the password in {PASSWORD_VARIABLE}; nothing was sent.",
        ) from None
    except (smtplib.SMTPException, OSError) as fault:
        raise DeliveryError(
            f"The mail server {server.place} takes no log-in: {_reason(fault)}.",
            hint="Leave out the user where the server asks for none; nothing was sent.",
        ) from None


def _reason(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        error = fault.smtp_error.decode("utf-8", "replace") if isinstance(fault.smtp_error, bytes) else fault.smtp_error
        return f"{fault.smtp_code} {error}"
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    return str(getattr(fault, "strerror", None) or fault).rstrip(".")
