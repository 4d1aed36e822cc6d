"""Sends one message to many readers over one connection, after the embargo, and keeps a true log."""

import re
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from typeset.deliver import address, message
from typeset.deliver.log import DeliveryState, Ledger
from typeset.deliver.server import Server, connection
from typeset.errors import DeliveryError, Message
from typeset.model.article import Article
from typeset.model.mailbox import Mailbox

# Refuses to send while the embargo lasts.


def hold(article: Article, now: datetime) -> None:
    """Raise DeliveryError while the article's embargo lasts; `now` has a zone.

    An embargo without a zone is meant in that of this machine, and one without an hour lasts to the end of its day.
    """
    if article.embargo is None:
        return
    until = article.embargo.until
    end = until if article.embargo.has_hour else until.replace(hour=23, minute=59, second=59)
    if end.astimezone() > now:
        raise DeliveryError(
            Message(
                "The release is under embargo until {isoformat}.", isoformat=end.isoformat(sep=" ", timespec="minutes")
            ),
            hint="Send it after that, or with --embargoed to newsrooms that keep embargoes; nothing was sent.",
        )


DRAFT_ONLY = ("To", "Cc", "Bcc", "Date", "Message-ID", "X-Unsent")
"""Headers that belong to the draft, or to one reader's copy: the rest is the same for all and is written once."""
LEADING_DOT = re.compile(rb"(?m)^\.")
START_MAIL_INPUT, CLOSING = 354, 421


@dataclass(frozen=True, slots=True)
class Delivery:
    """How many readers got it in this run, and how many had it already."""

    sent: int
    had_it: int


class _DroppedError(Exception):
    """The line broke; what the log says is what is known."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """One message for many: the bytes that all copies share, and what each copy's own headers are made from."""

    sender: Mailbox
    shared: bytes
    identity: str

    def copy_for(self, visible: Sequence[tuple[str, Sequence[Mailbox]]], reader: str) -> bytes:
        """The whole message as it goes over the wire, with the To and Cc that this reader sees."""
        now = datetime.now(UTC)
        own = [f"{name}: {address.header(people)}" for name, people in visible if people]
        own += [
            f"Date: {format_datetime(now)}",
            f"Message-ID: {message.message_id(self.identity, now, self.sender, reader)}",
        ]
        return "".join(f"{line}\r\n" for line in own).encode("ascii") + self.shared


def mailing_of(mail: EmailMessage, sender: Mailbox, identity: str) -> Mailing:
    """A draft made ready to be sent."""
    for name in DRAFT_ONLY:
        del mail[name]
    return Mailing(sender, LEADING_DOT.sub(b"..", mail.as_bytes()), identity)


@dataclass(frozen=True, slots=True)
class Copy:
    """One transaction: who receives it, and the headers that they see."""

    receivers: tuple[Mailbox, ...]
    visible: tuple[tuple[str, tuple[Mailbox, ...]], ...]


def one_for_all(envelope: message.Envelope) -> tuple[Copy, ...]:
    """A single message that shows its To and Cc; Bcc receives it unseen."""
    return (Copy(envelope.everyone, (("To", envelope.to), ("Cc", envelope.cc))),)


def one_for_each(people: Sequence[Mailbox]) -> tuple[Copy, ...]:
    """A message to each, that shows nobody else."""
    return tuple(Copy((person,), (("To", (person,)),)) for person in people)


def send_copies(
    mailing: Mailing,
    copies: Sequence[Copy],
    server: Server,
    password: str,
    ledger: Ledger,
    *,
    per_minute: int,
    report: Callable[[str, DeliveryState], None],
) -> Delivery:
    """Send over one connection to everyone whom the log does not show as settled.

    At most `per_minute` messages a minute (0: no limit); `report` hears of each address as it is settled. Raises
    DeliveryError where the line broke or somebody did not get the message; what was sent stays sent and logged, and
    the same call again goes on with the rest.
    """
    everyone = [person.address for copy in copies for person in copy.receivers]
    waiting = set(ledger.left(everyone))
    todo = [copy for copy in copies if any(person.address in waiting for person in copy.receivers)]
    with ledger:
        if todo:
            _send_all(mailing, todo, waiting, server, password, ledger, per_minute, report)
    not_sent = tuple(place for place in everyone if ledger.states.get(place) is not DeliveryState.SENT)
    if not_sent:
        raise _incomplete(not_sent, ledger, server)
    return Delivery(len(waiting), len(everyone) - len(waiting))


def _send_all(
    mailing: Mailing,
    todo: Sequence[Copy],
    waiting: set[str],
    server: Server,
    password: str,
    ledger: Ledger,
    per_minute: int,
    report: Callable[[str, DeliveryState], None],
) -> None:
    pause = 60 / per_minute if per_minute else 0.0
    due = time.monotonic()
    with connection(server, password) as smtp:
        _fits(smtp, mailing, server)
        for copy in todo:
            time.sleep(max(0.0, due - time.monotonic()))
            due = time.monotonic() + pause
            receivers = [person.address for person in copy.receivers if person.address in waiting]
            try:
                _send_one(smtp, mailing, copy, receivers, ledger)
            except (_DroppedError, smtplib.SMTPServerDisconnected, OSError):
                return
            for place in receivers:
                report(place, ledger.states[place])


def _fits(smtp: smtplib.SMTP, mailing: Mailing, server: Server) -> None:
    """Refuse here what the server would refuse after a thousand uploads (RFC 1870)."""
    limit = int(smtp.esmtp_features.get("size") or 0)
    if limit and len(mailing.shared) > limit:
        raise DeliveryError(
            Message(
                "The message has {shared_count:,} bytes and {place} takes at most {limit:,}.",
                shared_count=len(mailing.shared),
                place=server.place,
                limit=limit,
            ),
            hint="Attach fewer or smaller files; nothing was sent.",
        )


def _send_one(smtp: smtplib.SMTP, mailing: Mailing, copy: Copy, receivers: Sequence[str], ledger: Ledger) -> None:
    code, reply = smtp.mail(mailing.sender.address)
    if code != 250:
        raise DeliveryError(
            Message(
                "The server refuses the sender {address}: {code} {text}.",
                address=mailing.sender.address,
                code=code,
                text=_text(reply),
            ),
            hint="Send with --from from an address that this account may use.",
        )
    accepted = [place for place in receivers if _accepted(smtp, place, ledger)]
    if not accepted:
        smtp.rset()
        return
    code, reply = smtp.docmd("DATA")
    if code != START_MAIL_INPUT:
        ledger.write(accepted, _state(code), f"{code} {_text(reply)}")
        return
    try:
        smtp.send(mailing.copy_for(copy.visible, accepted[0]))
    except (smtplib.SMTPServerDisconnected, OSError) as fault:
        ledger.write(accepted, DeliveryState.DEFERRED, str(fault))  # the closing dot never left, so nobody can have it
        raise _DroppedError from None
    ledger.write(
        accepted, DeliveryState.SENDING
    )  # before the dot: from there on the server may have it, whatever happens here
    smtp.send(b".\r\n")
    code, reply = smtp.getreply()
    ledger.write(accepted, DeliveryState.SENT if code == 250 else _state(code), f"{code} {_text(reply)}")
    if code == CLOSING:
        raise _DroppedError


def _accepted(smtp: smtplib.SMTP, place: str, ledger: Ledger) -> bool:
    code, reply = smtp.rcpt(place)
    if code in (250, 251):
        return True
    ledger.write([place], _state(code), f"{code} {_text(reply)}")
    if code == CLOSING:
        raise _DroppedError
    return False


def _state(code: int) -> DeliveryState:
    return DeliveryState.REFUSED if code >= 500 else DeliveryState.DEFERRED


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _incomplete(not_sent: Sequence[str], ledger: Ledger, server: Server) -> DeliveryError:
    """The sentence for a mailing that did not reach everyone, by what the log knows."""
    by_state = {state: [place for place in not_sent if ledger.states.get(place) is state] for state in DeliveryState}
    waiting = [place for place in not_sent if place not in ledger.states] + by_state[DeliveryState.DEFERRED]
    parts = [
        (by_state[DeliveryState.REFUSED], "refused by the server"),
        (by_state[DeliveryState.SENDING], "unknown: the line broke before the server's answer, so they may have it"),
        (waiting, f"not sent yet, the server {server.place} put them off or closed the line"),
    ]
    said = "; ".join(f"{len(places)} {what} ({_some(places)})" for places, what in parts if places)
    again = "Run the same command again to send to the rest." if waiting else "Ask these readers for another address."
    return DeliveryError(
        Message("{not_sent_count} reader(s) did not get it: {said}.", not_sent_count=len(not_sent), said=said),
        hint=Message("{again} The log is {file}.", again=again, file=ledger.file),
    )


def _some(places: Sequence[str]) -> str:
    return ", ".join(places[:3]) + (", …" if len(places) > 3 else "")
