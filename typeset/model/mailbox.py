"""Mailboxes: e-mail addresses with names, parsed and checked; an address that servers would refuse is an error here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typeset.errors import DeliveryError, Message
from typeset.model.script import Pattern

if TYPE_CHECKING:
    from email.headerregistry import Address


CONTROL = re.compile("[\x00-\x1f\x7f]")
_WORD, _LABEL = r"[A-Za-z0-9_+-]+", r"[A-Za-z0-9-]{1,63}"
_ADDRESS = rf"(?P<address>{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+)"
_PLAIN = Pattern(rf"{_ADDRESS}|(?P<name>\w+(?: \w+)*) ?<{_ADDRESS.replace('?P<address>', '?P<angled>')}>")
"""The plain form of a mailbox, as most are: without quotes, comments or letters that must be encoded in an address."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person: the name as written (it may be empty) and the address with an ASCII domain."""

    address: str
    name: str = ""

    @property
    def header(self) -> Address:
        """The mailbox as Python's e-mail headers take it; they encode the name."""
        from email.headerregistry import Address

        return Address(self.name, addr_spec=self.address)

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.address.rpartition("@")[2]


def mailboxes(values: Iterable[str]) -> tuple[Mailbox, ...]:
    """The mailboxes in texts: each one `Name <a@b.example>` or `a@b.example`, or several of these parted by commas.

    Raises DeliveryError for an address that is not one, for a line break (it would forge a header), and for an
    address whose part before the @ is not ASCII.
    """
    return tuple(mailbox for value in values for mailbox in _parsed(value))


def _parsed(value: str) -> Iterable[Mailbox]:
    if CONTROL.search(value):
        raise DeliveryError(
            Message("The address {value!r} holds a line break or control character.", value=value),
            hint="Give one address without line breaks; nothing was sent.",
        )
    if plain := _PLAIN.fullmatch(value):
        return [Mailbox(plain["address"] or plain["angled"], plain["name"] or "")]
    return _parsed_with_email(value)


def _parsed_with_email(value: str) -> Iterable[Mailbox]:
    """The mailboxes of a text by Python's e-mail header parser, which is slow to import."""
    from email.errors import MessageError, NonASCIILocalPartDefect
    from email.headerregistry import AddressHeader

    parsed: dict[str, object] = {"defects": []}
    try:
        AddressHeader.parse(value.replace("،", ","), parsed)
        groups: tuple[object, ...] = tuple(parsed["groups"])  # type: ignore[arg-type]
        addresses = [address for group in groups for address in group.addresses]  # type: ignore[attr-defined]
    except (MessageError, IndexError, AttributeError, ValueError):
        raise _not_an_address(value) from None
    defects = [defect for defect in parsed["defects"] if not isinstance(defect, NonASCIILocalPartDefect)]  # type: ignore[attr-defined]
    if not addresses or defects:
        raise _not_an_address(value)
    return [_checked(address.display_name, address.username, address.domain, value) for address in addresses]


def _checked(name: str, local: str, domain: str, value: str) -> Mailbox:
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise _not_an_address(value) from None
    if not local or ("." not in ascii_domain.strip(".") and ascii_domain != "localhost"):
        raise _not_an_address(value)
    if not local.isascii():
        raise DeliveryError(
            Message(
                "The address {value!r} has letters outside ASCII before the @, which most servers refuse.", value=value
            ),
            hint="Ask for the address in Latin letters; an Arabic domain after the @ is fine.",
        )
    return Mailbox(f"{local}@{ascii_domain}", name)


def _not_an_address(value: str) -> DeliveryError:
    return DeliveryError(
        Message("{value!r} is not an e-mail address.", value=value),
        hint="Write it as name@example.com or Name <name@example.com>.",
    )
