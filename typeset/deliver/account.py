"""From where letters are sent: the table `[mail]` of typeset.toml, and the environment before it.

    [mail]
    from = "المكتب الصحفي <press@example.org>"
    budget = 10                       # MB after base64
    host = "smtp.example.org"
    port = 587                        # left out: the usual one of the security
    security = "starttls"             # starttls, tls, none
    user = "press"
    ca_file = "our-authority.pem"     # beside typeset.toml; for a private authority
    timeout = 30                      # seconds
    per_minute = 60                   # messages; left out: no limit

The password stands in no file: it comes from the variable TYPESET_SMTP_PASSWORD, or is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typeset import settings
from typeset.deliver.address import Mailbox, mailboxes
from typeset.deliver.budget import DEFAULT_BUDGET
from typeset.deliver.server import Security, Server
from typeset.errors import DeliveryError, ThemeError
from typeset.house import House

HOST, PORT, USER = "TYPESET_SMTP_HOST", "TYPESET_SMTP_PORT", "TYPESET_SMTP_USER"
PASSWORD = "TYPESET_SMTP_PASSWORD"
KEYS = ("from", "budget", "host", "port", "security", "user", "ca_file", "timeout", "per_minute")


@dataclass(frozen=True, slots=True)
class Account:
    """Who sends, over which server (its host is empty where none is named), how large and how fast."""

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
                "No mail server is named.", hint=f"Set host in typeset.toml under [mail], or the variable {HOST}."
            )
        return self.server


def account(house: House, environment: Mapping[str, str] = os.environ) -> Account:
    """What the house and the environment say. Raises ThemeError: an unknown key, or a value that cannot be."""
    table = house.mail
    table.only(*KEYS)
    sender = _sender(table)
    folder = house.file.parent if house.file else Path()
    return Account(
        Server(
            host=environment.get(HOST) or table.text("host"),
            port=_port(environment.get(PORT, ""), table),
            security=_security(table),
            user=environment.get(USER) or table.text("user"),
            ca_file=folder / table.text("ca_file") if table.text("ca_file") else None,
            timeout=table.number("timeout", 30.0),
        ),
        sender,
        round(table.number("budget", DEFAULT_BUDGET / 1e6) * 1e6),
        table.whole("per_minute", 0),
    )


def _sender(table: settings.Settings) -> Mailbox | None:
    try:
        senders = mailboxes([table.text("from")]) if table.text("from") else ()
    except DeliveryError as fault:
        raise ThemeError(f"{table.where}: `from`: {fault.message}", hint=fault.hint) from None
    if len(senders) > 1:
        raise ThemeError(f"{table.where}: `from` holds {len(senders)} addresses.", hint="Name one sender.")
    return senders[0] if senders else None


def _port(spoken: str, table: settings.Settings) -> int:
    if spoken and not (spoken.isascii() and spoken.isdigit()):
        raise ThemeError(f"The variable {PORT} is {spoken!r}.", hint="Write a number, as in 587.")
    port = int(spoken) if spoken else table.whole("port", 0)
    if not 0 <= port <= 65535:
        raise ThemeError(f"{table.where}: there is no port {port}.", hint="Usual are 587 and 465.")
    return port


def _security(table: settings.Settings) -> Security:
    word = table.text("security", Security.STARTTLS)
    if word not in set(Security):
        raise ThemeError(f"{table.where}: `security` cannot be `{word}`.", hint=settings.nearest(word, set(Security)))
    return Security(word)
