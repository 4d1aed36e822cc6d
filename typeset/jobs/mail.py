"""The mail job: a finished release becomes an e-mail, saved as a draft or sent.

result of `make` -> compose.letter -> deliver -> a draft, or messages over SMTP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import chain, count
from pathlib import Path

from typeset import compose
from typeset.deliver import checks, log, message, send, server, shown, trust
from typeset.deliver.checks import CHECKS, Parcel
from typeset.deliver.log import DeliveryState
from typeset.deliver.message import Envelope
from typeset.deliver.send import Copy, Delivery
from typeset.deliver.server import Account
from typeset.errors import ArticleError, DeliveryError, Message
from typeset.findings import Finding
from typeset.jobs import drawings, make
from typeset.model import dates, picture
from typeset.model.article import Article, Photo
from typeset.model.mailbox import Mailbox, mailboxes
from typeset.model.page import Attachment


@dataclass(frozen=True, slots=True)
class Request:
    """What the user wants of the letter: addresses as typed, subject, attachments."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    sender: str = ""
    """Empty: the `from` of typeset.toml."""
    subject: str = ""
    """Empty: the headline. An embargo stands before it."""
    file_name: str = ""
    """The attached PDF's file name, in any script; empty: a short ASCII name."""
    with_photos: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter ready to be saved or sent."""

    article: Article
    parcel: Parcel
    envelope: Envelope
    account: Account
    when: datetime

    @property
    def draft(self) -> EmailMessage:
        """The message that opens as a draft in a mail program."""
        return message.message(self.parcel.letter, self.parcel.attachments, self.envelope, self.when)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the checks of letters."""
        return tuple(finding for check in CHECKS for finding in check(self.parcel))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How a mail is sent: to each of `people` alone, or once to the recipients of its envelope where that is empty."""

    log: Path
    people: tuple[Mailbox, ...] = ()
    under_embargo: bool = False
    """Whether to send although the embargo lasts."""
    per_minute: int = 0
    """Messages; 0: as the account says."""
    resend_unknown: bool = False
    """Whether those get it again of whom nobody knows whether they have it."""


def write(result: make.Made, request: Request) -> Mail:
    """The letter of a finished release, within the account's budget.

    Raises DeliveryError: a bad address, a subject of several lines, a message over the budget; ThemeError: a wrong
    `[mail]` in typeset.toml; ArticleError: a photo that is missing.
    """
    release = result.release
    letter = compose.letter(release.article, release.theme, release.house, release.brand, request.subject)
    letter = shown.with_pictures(letter, {name: _in_pixels(data) for name, data in letter.assets.items()})
    account = server.account(release.house)
    attachments = [*_editions(result, request), *(_photos(release.article) if request.with_photos else ())]
    parcel = Parcel(letter, checks.fitted(letter, attachments, account.budget))
    sender = mailboxes([request.sender]) if request.sender else ()
    if len(sender) > 1:
        raise DeliveryError(Message("--from names {sender_count} senders.", sender_count=len(sender)), hint="Name one.")
    envelope = Envelope(
        sender[0] if sender else account.sender,
        *(mailboxes(part) for part in (request.to, request.cc, request.bcc)),
    )
    return Mail(release.article, parcel, envelope, account, _now())


def send_mailing(
    mail: Mail, dispatch: Dispatch, password: str, report: Callable[[str, DeliveryState], None]
) -> Delivery:
    """Send the mail; `report` is called with each address and its state.

    Raises DeliveryError: the embargo lasts, there is no sender or recipient, or what `deliver.send.send_copies` raises.
    """
    if not dispatch.under_embargo:
        refuse_under_embargo(mail.article)
    trust.refuse_untrusted(mail.account.reachable)
    sender, copies = _sender(mail), waiting(mail, dispatch)
    identity = message.digest(mail.parcel.letter, mail.parcel.attachments)
    return send.send_copies(
        send.mailing_of(mail.draft, sender, identity),
        copies,
        mail.account.reachable,
        password,
        log.read(dispatch.log, identity),
        per_minute=dispatch.per_minute or mail.account.per_minute,
        report=report,
        resend_unknown=dispatch.resend_unknown,
    )


def refuse_under_embargo(article: Article) -> None:
    """Raises DeliveryError: the article's embargo lasts at this moment."""
    send.refuse_under_embargo(article, datetime.now(UTC))


def waiting(mail: Mail, dispatch: Dispatch) -> tuple[Copy, ...]:
    """The copies to be sent. Raises DeliveryError: there is nobody to send to."""
    copies = send.one_for_each(dispatch.people) if dispatch.people else send.one_for_all(mail.envelope)
    if not copies[0].receivers:
        raise DeliveryError("There is nobody to send to.", hint="Name readers with --to or --recipients.")
    return copies


def _sender(mail: Mail) -> Mailbox:
    if mail.envelope.sender is None:
        raise DeliveryError(
            "Nobody is named as the sender.", hint="Give --from, or set from in typeset.toml under [mail]."
        )
    return mail.envelope.sender


def _editions(result: make.Made, request: Request) -> list[Attachment]:
    article = result.article
    stem = Path(article.name).stem
    file_name = message.safe(request.file_name.removesuffix(".pdf")) if request.file_name else ""
    name = file_name or message.slug(stem, article.headline.text)
    made = (file for printed in result.editions for file in printed.files)
    return [Attachment(f"{name}{file.suffix}", file.content, file.media_type) for file in made]


def _photos(article: Article) -> list[Attachment]:
    """The photos of the body and those beside it, in order, each once."""
    photos = {photo.source: photo for photo in article.pictures}
    return _uniquely_named(_photo(article, photo, number) for number, photo in enumerate(photos.values(), 1))


def _uniquely_named(attachments: Iterable[Attachment]) -> list[Attachment]:
    """The attachments, with a number added to each name that is taken already."""
    named: dict[str, Attachment] = {}
    for attachment in attachments:
        stem, _, ending = attachment.name.rpartition(".")
        names = chain([attachment.name], (f"{stem}-{number}.{ending}" for number in count(2)))
        name = next(name for name in names if name not in named)
        named[name] = replace(attachment, name=name)
    return list(named.values())


def _in_pixels(data: bytes) -> bytes:
    """A picture as it is; a drawing, which no mail program shows, drawn in pixels."""
    found = picture.picture_from(data)
    return drawings.png(found).data if found.is_drawing else data


def _photo(article: Article, photo: Photo, number: int) -> Attachment:
    try:
        image = picture.named(photo.source, article.folder)
    except picture.PictureError as fault:
        raise ArticleError(
            Message("The picture {source} {fault}.", source=photo.source[:80], fault=fault),
            hint="Put it beside the article, or mail without --photos.",
        ) from None
    kind = _media_type(image)
    stem = "" if photo.source.startswith("data:") else Path(photo.source).stem
    name = message.slug(stem, photo.caption.text) if stem or photo.caption else f"photo-{number}"
    return Attachment(f"{name}.{kind.removeprefix('image/').removesuffix('+xml')}", image.data, kind)


def _media_type(image: picture.Picture) -> str:
    if image.is_drawing:
        return "image/svg+xml"
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(image.data)) as photo:
        return photo.get_format_mimetype() or "application/octet-stream"


def _now() -> datetime:
    """The moment that SOURCE_DATE_EPOCH names, else the present one."""
    return dates.epoch_moment() or datetime.now(UTC).astimezone()
