"""Sends one message to many recipients over one connection, and logs what became of each."""

import re
import smtplib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from typeset.deliver import address, message
from typeset.deliver.dialogue import words
from typeset.deliver.log import DeliveryState, Ledger
from typeset.deliver.server import Server, connection
from typeset.errors import DeliveryError, Message, listed
from typeset.model.article import Article
from typeset.model.mailbox import Mailbox


def refuse_under_embargo(article: Article, now: datetime) -> None:
    """Raise DeliveryError while the article's embargo lasts; `now` has a zone.

    An embargo without a zone is in the zone of this machine; one without an hour lasts to the end of its day.
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
"""Headers of the draft, or of one recipient's copy; all the rest is the same for everyone and serialised once."""
LEADING_DOT = re.compile(rb"(?m)^\.")
START_MAIL_INPUT, CLOSING = 354, 421
SIZE_DIGITS = 20
"""Digits of a server's SIZE (RFC 1870)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How many recipients got the message in this run, and how many had got it in an earlier one."""

    sent: int
    had_it: int


class _DroppedError(Exception):
    """The connection broke; the log holds what is known of each recipient."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """One message for many: the bytes that all copies share, and the sender and identity for each copy's headers."""

    sender: Mailbox
    shared: bytes
    identity: str

    def copy_for(self, visible: Sequence[tuple[str, Sequence[Mailbox]]], reader: str) -> bytes:
        """The whole message as it goes over the wire, with the To and Cc that this recipient sees."""
        now = datetime.now(UTC)
        own = [f"{name}: {address.header(people)}" for name, people in visible if people]
        own += [
            f"Date: {format_datetime(now)}",
            f"Message-ID: {message.message_id(self.identity, now, self.sender, reader)}",
        ]
        return "".join(f"{line}\r\n" for line in own).encode("ascii") + self.shared


def mailing_of(mail: EmailMessage, sender: Mailbox, identity: str) -> Mailing:
    """The mailing of a draft; removes the headers in DRAFT_ONLY from `mail`, as each copy gets its own."""
    for name in DRAFT_ONLY:
        del mail[name]
    return Mailing(sender, LEADING_DOT.sub(b"..", mail.as_bytes()), identity)


@dataclass(frozen=True, slots=True)
class Copy:
    """One SMTP transaction: its recipients, and the address headers that they see."""

    receivers: tuple[Mailbox, ...]
    visible: tuple[tuple[str, tuple[Mailbox, ...]], ...]


def one_for_all(envelope: message.Envelope) -> tuple[Copy, ...]:
    """A single message that shows its To and Cc; Bcc receives it unseen."""
    return (Copy(envelope.everyone, (("To", envelope.to), ("Cc", envelope.cc))),)


def one_for_each(people: Sequence[Mailbox]) -> tuple[Copy, ...]:
    """A message for each, which shows no other recipient."""
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
    resend_unknown: bool = False,
) -> Delivery:
    """Send over one connection to everyone whom the log does not show as settled, or to those of unknown fate too.

    At most `per_minute` messages a minute (0: no limit); `report` is called with each address and its state. Raises
    DeliveryError where the connection broke or somebody did not get the message; what was sent is logged, and the same
    call again goes on with the rest.
    """
    everyone = [person.address for copy in copies for person in copy.receivers]
    with ledger:
        waiting = set(ledger.left(everyone, unknown_too=resend_unknown))
        pending = [copy for copy in copies if any(person.address in waiting for person in copy.receivers)]
        if pending:
            ledger.begin()
            _send_all(mailing, pending, waiting, server, password, ledger, per_minute, report)
    not_sent = tuple(recipient for recipient in everyone if ledger.states.get(recipient) is not DeliveryState.SENT)
    if not_sent:
        raise _incomplete(not_sent, ledger, server)
    return Delivery(len(waiting), len(everyone) - len(waiting))


def _send_all(
    mailing: Mailing,
    pending: Sequence[Copy],
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
        _refuse_oversized(smtp, mailing, server)
        for copy in pending:
            time.sleep(max(0.0, due - time.monotonic()))
            due = time.monotonic() + pause
            receivers = [person.address for person in copy.receivers if person.address in waiting]
            try:
                _send_one(smtp, mailing, copy, receivers, ledger)
            except (_DroppedError, smtplib.SMTPServerDisconnected, OSError):
                return
            for recipient in receivers:
                report(recipient, ledger.states[recipient])


def _refuse_oversized(smtp: smtplib.SMTP, mailing: Mailing, server: Server) -> None:
    """Raises DeliveryError where the message is over the server's SIZE limit (RFC 1870), before anything is sent."""
    stated = smtp.esmtp_features.get("size", "")[:SIZE_DIGITS]
    limit = int(stated) if stated.isascii() and stated.isdigit() else 0
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
    if code < 500 and code != 250:
        _put_off(receivers, code, reply, ledger)
        return
    if code != 250:
        raise DeliveryError(
            Message(
                "The server refuses the sender {address}: {code} {text}.",
                address=mailing.sender.address,
                code=code,
                text=words(reply),
            ),
            hint="Send with --from from an address that this account may use.",
        )
    accepted = [recipient for recipient in receivers if _accepted(smtp, recipient, ledger)]
    if not accepted:
        smtp.rset()
        return
    code, reply = smtp.docmd("DATA")
    if code != START_MAIL_INPUT:
        _put_off(accepted, code, reply, ledger)
        return
    try:
        smtp.send(mailing.copy_for(copy.visible, accepted[0]))
    except (smtplib.SMTPServerDisconnected, OSError) as fault:
        ledger.write(accepted, DeliveryState.DEFERRED, str(fault))  # the final dot was not sent, so nobody can have it
        raise _DroppedError from None
    ledger.write(
        accepted, DeliveryState.SENDING
    )  # before the dot: from there on the server may have it, whatever happens here
    smtp.send(b".\r\n")
    code, reply = smtp.getreply()
    if not _is_final(code):
        raise _DroppedError  # no answer to this question: they may have it
    ledger.write(accepted, DeliveryState.SENT if code < 300 else _state(code), f"{code} {words(reply)}")
    if code == CLOSING:
        raise _DroppedError


def _accepted(smtp: smtplib.SMTP, recipient: str, ledger: Ledger) -> bool:
    code, reply = smtp.rcpt(recipient)
    if code in (250, 251):
        return True
    _put_off([recipient], code, reply, ledger)
    return False


def _put_off(recipients: Sequence[str], code: int, reply: bytes, ledger: Ledger) -> None:
    """Log who does not get it; a server that closes, or speaks no SMTP, is not spoken to any further."""
    ledger.write(recipients, _state(code), f"{code} {words(reply)}")
    if code == CLOSING or not _is_final(code) or code < 300:
        raise _DroppedError


def _is_final(code: int) -> bool:
    """Whether a code takes, puts off or refuses a message (RFC 5321, 4.2.1)."""
    return 200 <= code < 300 or 400 <= code < 600


def _state(code: int) -> DeliveryState:
    return DeliveryState.REFUSED if code >= 500 else DeliveryState.DEFERRED


REFUSED = Message("refused by the server")
UNKNOWN = Message("unknown: the line broke before the server's answer, so they may have it")


def _incomplete(not_sent: Sequence[str], ledger: Ledger, server: Server) -> DeliveryError:
    """The error for a mailing that did not reach everyone: how many recipients, by state, and what to do next."""
    by_state = {
        state: [recipient for recipient in not_sent if ledger.states.get(recipient) is state] for state in DeliveryState
    }
    waiting = [recipient for recipient in not_sent if recipient not in ledger.states] + by_state[DeliveryState.DEFERRED]
    parts = [
        (by_state[DeliveryState.REFUSED], REFUSED),
        (by_state[DeliveryState.SENDING], UNKNOWN),
        (waiting, Message("not sent yet, the server {place} put them off or closed the line", place=server.place)),
    ]
    reasons = listed(
        Message("{count} {what} ({some})", count=len(places), what=what, some=_first_few(places))
        for places, what in parts
        if places
    )
    next_step = " ".join(step for places, step in _next_steps(by_state, waiting) if places)
    return DeliveryError(
        Message(
            "{count} reader did not get it: {said}.",
            "{count} readers did not get it: {said}.",
            count=len(not_sent),
            said=reasons,
        ),
        hint=Message("{again} The log is {file}.", again=next_step, file=ledger.file),
    )


def _next_steps(
    by_state: Mapping[DeliveryState, Sequence[str]], waiting: Sequence[str]
) -> tuple[tuple[Sequence[str], str], ...]:
    """What to do for the readers of each state."""
    return (
        (waiting, Message("Run the same command again to send to the rest.")),
        (by_state[DeliveryState.REFUSED], Message("Ask those who were refused for another address.")),
        (
            by_state[DeliveryState.SENDING],
            Message("Ask the unknown ones whether they have it; --resend-unknown sends it to them again."),
        ),
    )


def _first_few(recipients: Sequence[str]) -> str:
    return ", ".join(recipients[:3]) + (", …" if len(recipients) > 3 else "")
