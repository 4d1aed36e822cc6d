"""A letter and its attachments as one message that opens as a draft in Outlook and Thunderbird."""

from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from typeset.deliver import naming
from typeset.errors import DeliveryError
from typeset.letter import Attachment, Letter
from typeset.mailbox import Mailbox

POLICY = SMTP.clone(refold_source="none")
"""CRLF, and attachments' headers written as we spell them: the two forms of a file name must not be folded anew."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom. A draft may leave all of it to the mail program."""

    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()

    @property
    def everyone(self) -> tuple[Mailbox, ...]:
        """Each address once, in the order given."""
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
    for attachment in attachments:
        if mail.get_content_subtype() != "mixed":
            mail.make_mixed()
        mail.attach(_part(attachment))  # type: ignore[arg-type]  # the old class, whose headers stay as we spell them
    mail["Content-Language"] = letter.language
    for level, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{uuid5(NAMESPACE_URL, f'{identity}{level}').hex}")
    return mail


def digest(letter: Letter, attachments: Sequence[Attachment]) -> str:
    """What makes this mailing this mailing: the sha256 of its words and files."""
    total = sha256()
    for part in (letter.subject, letter.text, letter.html):
        total.update(part.encode() + b"\0")
    for attachment in attachments:
        total.update(attachment.name.encode() + b"\0" + sha256(attachment.data).digest())
    return total.hexdigest()


def message_id(identity: str, when: datetime, sender: Mailbox | None, reader: str = "") -> str:
    """A Message-ID that names this mailing to this reader at this moment."""
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
    part["Content-Type"] = f"{attachment.type};\r\n {naming.type_parameter(attachment.name)}"
    part["Content-Disposition"] = f"attachment;\r\n {naming.disposition_parameter(attachment.name)}"
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(attachment.data).decode("ascii"))
    return part
