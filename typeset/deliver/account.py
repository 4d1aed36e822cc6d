"""The account that letters are sent from: the table `[mail]` of typeset.toml, and the environment before it.

The password stands in no file: it comes from the variable TYPESET_SMTP_PASSWORD, or is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from typeset.deliver.server import Server
from typeset.errors import DeliveryError, ThemeError
from typeset.house import House
from typeset.mail_settings import DEFAULT_BUDGET, PORTS
from typeset.mailbox import Mailbox

HOST, PORT, USER = "TYPESET_SMTP_HOST", "TYPESET_SMTP_PORT", "TYPESET_SMTP_USER"
PASSWORD = "TYPESET_SMTP_PASSWORD"


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
    """What the house and the environment say. Raises ThemeError: the environment's port is none."""
    said = house.mail
    server = Server(
        host=environment.get(HOST) or said.host,
        port=_port(environment.get(PORT, "")) or said.port,
        security=said.security,
        user=environment.get(USER) or said.user,
        ca_file=said.ca_file,
        timeout=said.timeout,
    )
    return Account(server, said.sender, said.budget, said.per_minute)


def _port(spoken: str) -> int:
    """The port that the environment names; 0 where it names none."""
    if not spoken:
        return 0
    if not (spoken.isascii() and spoken.isdigit() and PORTS[0] <= int(spoken[:9]) <= PORTS[1]):
        raise ThemeError(f"The variable {PORT} is {spoken!r}.", hint="Write a number, as in 587.")
    return int(spoken)
