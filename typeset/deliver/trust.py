"""Which mail servers get the user's password, and where that is kept.

The nearest `typeset.toml` may have come with a stranger's folder, so that a server which it names is nobody's yet. A
password goes to a server that the user has named, in `mail.toml` of their own configuration or in the environment, or
that they have said yes to once: that is written into `trusted-servers` beside it, with the user, the security and the
sum of the authority's certificate, so that another certificate asks again.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from typeset import files
from typeset.deliver.server import Server
from typeset.errors import DeliveryError, Message

TRUSTED = "trusted-servers"
SERVICE = "typeset-press"


def is_trusted(server: Server) -> bool:
    """Whether the user has named this server, or said yes to it."""
    return server.named_by_user or _line(server) in _lines()


def trust(server: Server) -> None:
    """Keep that the user has said yes to this server. Raises EngineError: the configuration cannot be written."""
    lines = sorted({*_lines(), _line(server)})
    file = files.configuration() / TRUSTED
    files.write(file, "".join(f"{line}\n" for line in lines).encode())
    file.chmod(0o600)


def refuse_untrusted(server: Server) -> None:
    """Raises DeliveryError: a password would go to a server that only the folder names."""
    if server.user and not is_trusted(server):
        raise DeliveryError(
            Message(
                "{place} is named by a file in the article's folder, and not by you: the password was not sent.",
                place=server.place,
            ),
            hint=Message(
                "Run it once on a terminal and say yes, or name the server in {file} or in TYPESET_SMTP_HOST; nothing "
                "was sent.",
                file=files.configuration() / "mail.toml",
            ),
        )


def kept_password(server: Server) -> str:
    """The password that the system's keyring holds for a server; empty where it has none, or there is no keyring."""
    with suppress(ImportError):
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            return keyring.get_password(_service(server), server.user) or ""
    return ""


def keep_password(server: Server, password: str) -> None:
    """Give a password to the system's keyring. Raises DeliveryError: there is none, or it is locked."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise DeliveryError(
            "The password cannot be kept: the package keyring is missing.",
            hint="`pip install typeset-press[mail]`; or leave out --keep-password.",
        ) from None
    try:
        keyring.set_password(_service(server), server.user, password)
    except KeyringError as fault:
        raise DeliveryError(
            Message("The keyring of this machine does not keep the password: {fault}.", fault=str(fault).rstrip(".")),
            hint="Unlock it, or leave out --keep-password; nothing was sent.",
        ) from None


def _service(server: Server) -> str:
    return f"{SERVICE} {server.place}"


def _line(server: Server) -> str:
    """A server in the list of the trusted."""
    authority = "system"
    if server.ca_file:
        try:
            authority = hashlib.sha256(server.ca_file.read_bytes()).hexdigest()
        except OSError:
            authority = "unreadable"
    return " ".join(f"{part!r}" for part in (server.place, server.user, str(server.security), authority))


def _lines() -> frozenset[str]:
    """The list; empty where somebody else could have written it."""
    file: Path = files.configuration() / TRUSTED
    try:
        found = file.stat()
        if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
            return frozenset()
        return frozenset(file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return frozenset()
