"""What can be wrong with a letter and its attachments, and yet does not stop it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from typeset.check import Fault, Severity, check
from typeset.deliver.budget import encoded_size
from typeset.letter import Attachment, Letter

GMAIL_CLIP = 102_000
"""Bytes of HTML after which Gmail cuts a message off and hides the rest behind a link."""
COMFORTABLE = 2_000_000
"""Bytes after base64; most servers take ten times that, but a newsroom gets hundreds of releases a day."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter with what is attached to it."""

    letter: Letter
    attachments: tuple[Attachment, ...]


@check("mail/clipped", Severity.WARNING)
def clipped(parcel: Parcel) -> Iterator[Fault]:
    """A letter that Gmail cuts off.

    Gmail shows the first 102 kB of a message's HTML and hides the rest behind a link. The attached PDF and the plain
    text stay whole.
    """
    size = len(parcel.letter.html.encode())
    if size > GMAIL_CLIP:
        yield Fault(
            f"The letter has {size / 1000:.0f} kB of HTML; Gmail shows {GMAIL_CLIP // 1000}.",
            hint="Shorten the release, or send it in parts.",
        )


@check("mail/heavy", Severity.INFO)
def heavy(parcel: Parcel) -> Iterator[Fault]:
    """A message heavier than it need be.

    Over 2 MB after base64 a message fills the mailboxes of newsrooms that get hundreds of releases a day.
    """
    size = sum(encoded_size(attachment.data) for attachment in parcel.attachments)
    if size > COMFORTABLE:
        yield Fault(
            f"The attachments weigh {size / 1e6:.1f} MB after base64.",
            hint="Attach the email edition alone, and link to the photos.",
        )


CHECKS = (clipped, heavy)
