"""Addresses: who a letter comes from and goes to, refused here when no server could deliver to them."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError, NonASCIILocalPartDefect
from email.headerregistry import Address, AddressHeader
from email.policy import SMTP
from pathlib import Path

from typeset.errors import DeliveryError

ADDRESS_COLUMNS = ("email", "e-mail", "mail", "address", "البريد", "البريد الإلكتروني", "ایمیل")
NAME_COLUMNS = ("name", "الاسم", "نام")
CONTROL = re.compile("[\x00-\x1f\x7f]")
CELL_LIMIT = 320 * 4
"""An address has at most 320 octets (RFC 3696, erratum 1690); a cell far beyond that is not one."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person: the name as written (it may be empty) and the address with an ASCII domain."""

    address: str
    name: str = ""

    @property
    def header(self) -> Address:
        """The mailbox as Python's e-mail headers take it; they encode the name."""
        return Address(self.name, addr_spec=self.address)

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]


def mailboxes(values: Iterable[str]) -> tuple[Mailbox, ...]:
    """The mailboxes in `Name <a@b.example>` or `a@b.example` texts, several to a text where commas part them.

    Raises DeliveryError for an address that is not one, for a line break (it would forge a header), and for an
    address whose part before the @ is not ASCII.
    """
    return tuple(mailbox for value in values for mailbox in _parsed(value))


def _parsed(value: str) -> Iterable[Mailbox]:
    if CONTROL.search(value):
        raise DeliveryError(
            f"The address {value!r} holds a line break or control character.",
            hint="Give one address without line breaks; nothing was sent.",
        )
    parsed: dict[str, object] = {"defects": []}
    try:
        AddressHeader.parse(value.replace("،", ","), parsed)
        groups: tuple[object, ...] = tuple(parsed["groups"])  # type: ignore[arg-type]
        found = [address for group in groups for address in group.addresses]  # type: ignore[attr-defined]
    except (MessageError, IndexError, AttributeError, ValueError):
        raise _not_an_address(value) from None
    defects = [defect for defect in parsed["defects"] if not isinstance(defect, NonASCIILocalPartDefect)]  # type: ignore[attr-defined]
    if not found or defects:
        raise _not_an_address(value)
    return [_checked(address.display_name, address.username, address.domain, value) for address in found]


def _checked(name: str, local: str, domain: str, value: str) -> Mailbox:
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise _not_an_address(value) from None
    if not local or ("." not in ascii_domain.strip(".") and ascii_domain != "localhost"):
        raise _not_an_address(value)
    if not local.isascii():
        raise DeliveryError(
            f"The address {value!r} has letters outside ASCII before the @, which most servers refuse.",
            hint="Ask for the address in Latin letters; an Arabic domain after the @ is fine.",
        )
    return Mailbox(f"{local}@{ascii_domain}", name)


def _not_an_address(value: str) -> DeliveryError:
    return DeliveryError(
        f"{value!r} is not an e-mail address.", hint="Write it as name@example.com or Name <name@example.com>."
    )


def recipients(path: Path) -> tuple[Mailbox, ...]:
    """The people in a CSV file: a column `email` (or `البريد`), if wanted a column `name` (or `الاسم`).

    Without a heading the first column holds the addresses. Each address comes once. Raises DeliveryError that names
    every bad line, so that nothing is sent to half a list.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        reason = "is not UTF-8 text" if isinstance(fault, UnicodeDecodeError) else fault.strerror
        raise DeliveryError(
            f"The list of recipients {path} cannot be read: {reason}.",
            hint="Save it from the spreadsheet as CSV UTF-8.",
        ) from None
    people: dict[str, Mailbox] = {}
    faults = []
    for number, address, name in _rows(lines):
        try:
            [person] = mailboxes([address])
        except (DeliveryError, ValueError):
            faults.append(f"line {number}: {address[:CELL_LIMIT]!r}")
        else:
            people.setdefault(person.address.casefold(), Mailbox(person.address, name or person.name))
    if faults:
        raise DeliveryError(
            f"{path} has {len(faults)} bad address(es): {'; '.join(faults[:10])}.",
            hint="Mend these lines and run again; nothing was sent.",
        )
    if not people:
        raise DeliveryError(f"{path} names no recipient.", hint="Put one address a line under the heading `email`.")
    return tuple(people.values())


def _rows(lines: list[str]) -> Iterable[tuple[int, str, str]]:
    """(line number, address, name) of each row that is not empty."""
    semicolons = bool(lines) and lines[0].count(";") > lines[0].count(",")
    reader = csv.reader(lines, delimiter=";" if semicolons else ",")
    address_at, name_at = 0, None
    for row in reader:
        cells = [cell.strip() for cell in row]
        if reader.line_num == 1 and not any("@" in cell for cell in cells):
            heading = [cell.casefold() for cell in cells]
            address_at = next((at for at, cell in enumerate(heading) if cell in ADDRESS_COLUMNS), 0)
            name_at = next((at for at, cell in enumerate(heading) if cell in NAME_COLUMNS), None)
        elif any(cells):
            address = cells[address_at] if address_at < len(cells) else ""
            name = cells[name_at] if name_at is not None and name_at < len(cells) else ""
            yield reader.line_num, address, CONTROL.sub(" ", name)


def header(mailboxes: Iterable[Mailbox]) -> str:
    """The value of a To or Cc header, encoded and folded for SMTP; lines end in CRLF."""
    folded: str = SMTP.fold("To", SMTP.header_factory("To", [person.header for person in mailboxes]))
    return folded.removeprefix("To: ").rstrip("\r\n")
