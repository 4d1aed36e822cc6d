"""Addresses of a letter: the list of recipients from a CSV file, and the headers that name them."""

import csv
from collections.abc import Iterable
from email.policy import SMTP
from pathlib import Path

from typeset.errors import DeliveryError, Message, listed
from typeset.model.mailbox import CONTROL, Mailbox, mailboxes

ADDRESS_COLUMNS = ("email", "e-mail", "mail", "address", "البريد", "البريد الإلكتروني", "ایمیل")
NAME_COLUMNS = ("name", "الاسم", "نام")
CELL_LIMIT = 320 * 4
"""An address has at most 320 octets (RFC 3696, erratum 1690); a cell far beyond that is not one."""


def recipients(path: Path) -> tuple[Mailbox, ...]:
    """The recipients in a CSV file: a column `email` (or `البريد`), optionally a column `name` (or `الاسم`).

    Without a heading the first column holds the addresses. Each address comes once. Raises DeliveryError: the file
    cannot be read or is empty, or lines of it are bad, which it names; so nothing is sent to half a list.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = Message("is not UTF-8 text") if isinstance(error, UnicodeDecodeError) else error.strerror
        raise DeliveryError(
            Message("The list of recipients {path} cannot be read: {reason}.", path=path, reason=reason),
            hint="Save it from the spreadsheet as CSV UTF-8.",
        ) from None
    people: dict[str, Mailbox] = {}
    faults: list[str] = []
    for number, address, name in _rows(lines):
        try:
            [person] = mailboxes([address])
        except (DeliveryError, ValueError):
            faults.append(Message("line {number}: {address!r}", number=number, address=address[:CELL_LIMIT]))
        else:
            people.setdefault(person.address.casefold(), Mailbox(person.address, name or person.name))
    if faults:
        raise DeliveryError(
            Message(
                "{path} has {count} bad address: {names}.",
                "{path} has {count} bad addresses: {names}.",
                path=path,
                count=len(faults),
                names=listed(faults[:10]),
            ),
            hint="Mend these lines and run again; nothing was sent.",
        )
    if not people:
        raise DeliveryError(
            Message("{path} names no recipient.", path=path), hint="Put one address a line under the heading `email`."
        )
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
