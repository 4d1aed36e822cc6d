"""The table `[mail]` of typeset.toml: sender, mail server, size budget and rate.

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

It is checked with the rest of the file, by commands that send nothing too, so that a mistake in it does not wait for
the day of the mailing. `deliver` makes the account of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from typeset.errors import DeliveryError, Message, ThemeError
from typeset.model.mailbox import Mailbox, mailboxes
from typeset.model.settings import Bounds, Settings

DEFAULT_BUDGET = 10_000_000
"""Bytes after base64: many Exchange servers stop at 10 MB, Outlook.com at 20, Gmail at 25."""
DEFAULT_TIMEOUT = 30.0
"""Seconds."""
PORTS = (1, 65_535)
"""The least and the greatest number of a port."""
BOUNDS: Mapping[str, Bounds] = MappingProxyType(
    {"budget": (0.1, 1000), "port": PORTS, "timeout": (0.1, 3600), "per_minute": (0, 1_000_000)}
)
"""Bounds of the figures, in the units of the table: MB, a port, seconds, messages."""


class Security(StrEnum):
    """How the connection is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The values of the table; each field has the key of its name, but for the sender, whose key is `from`."""

    sender: Mailbox | None = None
    budget: int = DEFAULT_BUDGET
    """Bytes after base64."""
    host: str = ""
    port: int = 0
    """0 is the usual one of the security."""
    security: Security = Security.STARTTLS
    user: str = ""
    ca_file: Path | None = None
    """The certificate (PEM) of a private authority."""
    timeout: float = DEFAULT_TIMEOUT
    """Seconds to wait for any answer."""
    per_minute: int = 0
    """Messages; 0 is without limit."""


KEYS = tuple("from" if field.name == "sender" else field.name for field in fields(MailSettings))


def read(table: Settings, folder: Path) -> MailSettings:
    """The settings of a table; paths in it are relative to `folder`. Raises ThemeError: an unknown key, a bad value."""
    table.only(*KEYS)
    usual = MailSettings()
    ca_file = table.text("ca_file")
    return MailSettings(
        sender=_sender(table),
        budget=round(table.number("budget", usual.budget / 1e6, BOUNDS["budget"]) * 1e6),
        host=table.text("host"),
        port=table.whole("port", usual.port, BOUNDS["port"]),
        security=table.choice("security", usual.security),
        user=table.text("user"),
        ca_file=folder / Path(ca_file).expanduser() if ca_file else None,
        timeout=table.number("timeout", usual.timeout, BOUNDS["timeout"]),
        per_minute=table.whole("per_minute", usual.per_minute, BOUNDS["per_minute"]),
    )


def _sender(table: Settings) -> Mailbox | None:
    try:
        senders = mailboxes([table.text("from")]) if table.text("from") else ()
    except DeliveryError as fault:
        raise ThemeError(
            Message("{where}: `from`: {message}", where=table.where, message=fault.message), hint=fault.hint
        ) from None
    if len(senders) > 1:
        raise ThemeError(
            Message("{where}: `from` holds {senders_count} addresses.", where=table.where, senders_count=len(senders)),
            hint="Name one sender.",
        )
    return senders[0] if senders else None
