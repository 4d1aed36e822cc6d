"""Checks of what a file says of itself: the XMP packet, and the standards that it claims."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.errors import Message
from typeset.findings import Fault, Severity, check
from typeset.preflight.sheet import Sheet

A_LEVELS = ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f")
"""The parts of ISO 19005, each with its levels."""
UA_PARTS = ("1", "2")
"""The parts of ISO 14289."""


@check("claim/unreadable", Severity.ERROR)
def unreadable(sheet: Sheet) -> Iterator[Fault]:
    """Metadata that nobody can read.

    Title, author and the standards that a file claims stand in its XMP packet. Where that is no sound XML, readers,
    archives and print shops take the file as one that says nothing of itself, and so do we.
    """
    if sheet.packet.fault:
        yield Fault(
            Message("The metadata cannot be read: {reason}", reason=sheet.packet.fault), hint="Export the file anew."
        )


@check("claim/no-such-level", Severity.ERROR)
def no_such_level(sheet: Sheet) -> Iterator[Fault]:
    """A standard is claimed that does not exist.

    PDF/A has the parts and levels 1a, 1b, 2a, 2b, 2u, 3a, 3b, 3u, 4, 4e and 4f, PDF/UA the parts 1 and 2. A file that
    claims another one was made by hand or by a faulty program, and can keep no such promise.
    """
    claims = sheet.claims
    if claims.pdf_a and claims.pdf_a not in A_LEVELS:
        yield _fault("PDF/A", claims.pdf_a, A_LEVELS)
    if claims.pdf_ua and claims.pdf_ua not in UA_PARTS:
        yield _fault("PDF/UA", claims.pdf_ua, UA_PARTS)


def _fault(standard: str, claimed: str, levels: tuple[str, ...]) -> Fault:
    return Fault(
        Message("The file claims {standard}-{claimed}, which does not exist", standard=standard, claimed=claimed[:20]),
        hint=Message("There are: {names}.", names=", ".join(f"{standard}-{level}" for level in levels)),
    )


CLAIM_CHECKS = (unreadable, no_such_level)
