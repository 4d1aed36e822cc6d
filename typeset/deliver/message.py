"""A letter and its attachments as one message that opens as a draft in Outlook and Thunderbird."""

import re
from base64 import b64encode, encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from anyascii import anyascii

from typeset.deliver.shown import content_id
from typeset.errors import DeliveryError
from typeset.model.mailbox import Mailbox
from typeset.model.page import Attachment, Letter

# The name of the attached file: short ASCII by default, which every mail program shows; Arabic on request.


SLUG_LIMIT = 60
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""Characters that Windows, macOS or a header does not allow in a file name."""


VOWELS = str.maketrans({"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ع": "a", "ى": "a", "ة": "a"})
"""Letters that transliteration one by one would drop, or turn into a consonant."""


def slug(stem: str, headline: str) -> str:
    """An ASCII file stem: the source's own where it is ASCII, else the headline in Latin letters.

    Arabic is transliterated letter by letter (no vowels are invented); at most 60 characters, cut between words.
    """
    for words in (stem if stem.isascii() else "", headline, stem):
        plain = re.sub(r"[^a-z0-9]+", "-", anyascii(words.translate(VOWELS)).replace("'", "").lower()).strip("-")
        if plain:
            return (
                plain if len(plain) <= SLUG_LIMIT else plain[: SLUG_LIMIT + 1].rpartition("-")[0] or plain[:SLUG_LIMIT]
            )
    return "release"


def safe(name: str) -> str:
    """A file name as the user gave it, with forbidden characters replaced by hyphens."""
    return FORBIDDEN.sub("-", name).strip(" .") or "release"


def type_parameter(name: str) -> str:
    """`name=` for Content-Type: plain where ASCII, else RFC 2047, which older Outlooks read."""
    if name.isascii():
        return f'name="{name}"'
    encoded = [b64encode(piece.encode()).decode("ascii") for piece in _pieces(name, 15)]
    return 'name="' + "\r\n ".join(f"=?utf-8?B?{word}?=" for word in encoded) + '"'


def disposition_parameter(name: str) -> str:
    """`filename=` for Content-Disposition: plain where ASCII, else RFC 2231 in one piece.

    Split into `filename*0*=` pieces, as Python's own writer does, some Outlook versions show no name at all.
    """
    if name.isascii():
        return f'filename="{name}"'
    return f"filename*=UTF-8''{quote(name, safe='')}"


def _pieces(text: str, size: int) -> list[str]:
    """The text in pieces of `size` characters: an encoded word has at most 75 octets (RFC 2047)."""
    return [text[start : start + size] for start in range(0, len(text), size)]


POLICY = SMTP.clone(refold_source="none")
"""CRLF, and no refolding: the headers of attachments, with both forms of a file name, must stay as we write them."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender and recipients. A draft may leave all of them to the mail program."""

    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()

    @property
    def everyone(self) -> tuple[Mailbox, ...]:
        """The recipients in To, Cc and Bcc, each address once, in this order."""
        return tuple({person.address.casefold(): person for person in self.to + self.cc + self.bcc}.values())


def message(letter: Letter, attachments: Sequence[Attachment], envelope: Envelope, when: datetime) -> EmailMessage:
    """The message, as a draft (`X-Unsent: 1`); `when` (with a zone) is its Date.

    The same letter at the same moment gives the same bytes: the Message-ID and the boundaries come from the content.
    Raises DeliveryError where a header would hold a line break.
    """
    mail = EmailMessage(policy=POLICY)
    for name, people in (("To", envelope.to), ("Cc", envelope.cc), ("Bcc", envelope.bcc)):
        if people:
            mail[name] = [person.header for person in people]
    if envelope.sender:
        mail["From"] = envelope.sender.header
    mail["Subject"] = _one_line(letter.subject)
    identity = digest(letter, attachments)
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = message_id(identity, when, envelope.sender)
    mail["X-Unsent"] = "1"
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    _show(mail, letter)
    for attachment in attachments:
        if mail.get_content_subtype() != "mixed":
            mail.make_mixed()
        mail.attach(_part(attachment))  # type: ignore[arg-type]  # the old class, whose headers stay as we spell them
    mail["Content-Language"] = letter.language
    for level, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{uuid5(NAMESPACE_URL, f'{identity}{level}').hex}")
    return mail


def _show(mail: EmailMessage, letter: Letter) -> None:
    """Put the pictures beside the HTML that shows them (multipart/related, RFC 2387)."""
    html = mail.get_body(("html",))
    if isinstance(html, EmailMessage):
        for part in letter.pictures:
            html.add_related(
                part.data,
                "image",
                part.type.removeprefix("image/"),
                cid=f"<{content_id(part)}>",
                disposition="inline",
                filename=part.name,
            )


def digest(letter: Letter, attachments: Sequence[Attachment]) -> str:
    """The identity of a mailing: the sha256 of its subject, its text, its HTML and its attachments."""
    total = sha256()
    for part in (letter.subject, letter.text, letter.html):
        total.update(part.encode() + b"\0")
    for attachment in (*letter.pictures, *attachments):
        total.update(attachment.name.encode() + b"\0" + sha256(attachment.data).digest())
    return total.hexdigest()


def message_id(identity: str, when: datetime, sender: Mailbox | None, reader: str = "") -> str:
    """The Message-ID of a mailing (its `digest`) to one recipient at one moment."""
    unique = uuid5(NAMESPACE_URL, f"{identity} {when.isoformat()} {reader}")
    return f"<{unique}@{sender.domain if sender else 'typeset.invalid'}>"


def _one_line(subject: str) -> str:
    if "\n" in subject or "\r" in subject:
        raise DeliveryError(
            "The subject holds a line break, which would forge a header.", hint="Give the subject in one line."
        )
    return subject


def _part(attachment: Attachment) -> Message:
    part = Message()
    part["Content-Type"] = f"{attachment.type};\r\n {type_parameter(attachment.name)}"
    part["Content-Disposition"] = f"attachment;\r\n {disposition_parameter(attachment.name)}"
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(attachment.data).decode("ascii"))
    return part
