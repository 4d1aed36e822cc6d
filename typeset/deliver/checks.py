"""Checks of a letter, and its size: photos are shrunk until the message fits the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from typeset.errors import DeliveryError, Message, listed
from typeset.findings import Fault, Severity, check
from typeset.model.mail_settings import DEFAULT_BUDGET
from typeset.model.page import Attachment, Letter

# The size of a message, after base64 as servers count it: photos are shrunk to bring it under the budget.


WIDTHS = (3000, 2400, 2000, 1600, 1200)
"""Longest sides, in pixels, that photos are brought down to, one step after the other: 1200 still prints 10 cm wide."""
QUALITY = 82
BASE64_LINE = 57
"""Bytes in a line of base64, which takes 76 characters and CRLF."""
HEADERS = 4_000


def encoded_size(data: bytes) -> int:
    """Bytes that `data` takes in a message."""
    lines = -(-len(data) // BASE64_LINE)
    return -(-len(data) // 3) * 4 + 2 * lines


def fitted(letter: Letter, attachments: Sequence[Attachment], budget: int = DEFAULT_BUDGET) -> tuple[Attachment, ...]:
    """The attachments, with photos shrunk step by step until the message fits the budget (bytes after base64).

    Raises DeliveryError, with the size of every part, where it does not fit at the smallest width either.
    """
    words = (letter.html.encode(), letter.text.encode())
    letter_size = HEADERS + sum(map(encoded_size, (*words, *(part.data for part in letter.pictures))))
    fitting = tuple(attachments)
    for width in (0, *WIDTHS):
        if width:
            fitting = tuple(_shrunk(original, width) for original in attachments)
        if letter_size + sum(encoded_size(attachment.data) for attachment in fitting) <= budget:
            return fitting
    sizes = listed(
        Message("{name} {size:.1f} MB", name=attachment.name, size=encoded_size(attachment.data) / 1e6)
        for attachment in fitting
    )
    raise DeliveryError(
        Message(
            "The message is over its budget of {budget:.1f} MB after base64: {sizes}, text {words:.1f} MB.",
            budget=budget / 1e6,
            sizes=sizes,
            words=letter_size / 1e6,
        ),
        hint="Leave out photos or an edition, or raise budget in typeset.toml under [mail].",
    )


def _shrunk(attachment: Attachment, width: int) -> Attachment:
    """The photo with its longer side at most `width` pixels, as JPEG in its own colour profile.

    What is no photo, or would not become smaller, is returned as it is.
    """
    if not attachment.type.startswith("image/") or attachment.type == "image/svg+xml":
        return attachment
    from PIL import Image, ImageOps

    with Image.open(BytesIO(attachment.data)) as image:
        profile = image.info.get("icc_profile")
        picture = ImageOps.exif_transpose(image)
        if picture.mode not in ("RGB", "CMYK", "L"):
            picture, profile = picture.convert("RGB"), None
        picture.thumbnail((width, width))
        result = BytesIO()
        picture.save(result, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile)
    if result.tell() >= len(attachment.data):
        return attachment
    return replace(
        attachment, name=attachment.name.rpartition(".")[0] + ".jpg", data=result.getvalue(), type="image/jpeg"
    )


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
            Message(
                "The letter has {size:.0f} kB of HTML; Gmail shows {gmail_clip}.",
                size=size / 1000,
                gmail_clip=GMAIL_CLIP // 1000,
            ),
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
            Message("The attachments weigh {size:.1f} MB after base64.", size=size / 1e6),
            hint="Attach the email edition alone, and link to the photos.",
        )


CHECKS = (clipped, heavy)
