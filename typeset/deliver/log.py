"""The log of a mailing: JSON lines with each recipient's state, written before and after each message.

An entry `sending` with none after it means that the connection broke at the one moment when nobody can know whether
the server took the message. Such a recipient is not sent to again by a later run, unless it is asked for; the error
names them as unknown. One sender at a time holds the log; a last line that a full disk or a kill has torn is cut off
by the next one, so that the state before it stands.
"""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from typeset.errors import DeliveryError, Message, listed

if sys.platform != "win32":
    import fcntl

BY = "by"
"""The key of the line with which a sender begins: the number of its process."""


class DeliveryState(StrEnum):
    """The state of the message to one recipient."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  # by the server, for good (5xx)
    DEFERRED = "deferred"  # by the server, for now (4xx), or never begun

    @property
    def settled(self) -> bool:
        """Whether a later run must not send to this recipient."""
        return self in (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.REFUSED)


@dataclass(slots=True)
class Ledger:
    """The log file of one mailing; `states` holds the last state of each address.

    As a context manager it is held for one sender alone, and its states are those of that moment.
    """

    file: Path
    mailing: str
    states: dict[str, DeliveryState]
    descriptor: int = -1

    def __enter__(self) -> Self:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise DeliveryError(
                Message("The log {file} cannot be written: {strerror}.", file=self.file, strerror=error.strerror),
                hint="Name another with --log; nothing was sent.",
            ) from None
        try:
            self._hold()
            self._mend()
            self.states = read(self.file, self.mailing).states
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def begin(self) -> None:
        """Log which process sends from here on. Raises DeliveryError."""
        self._put([{BY: os.getpid()}], ())

    def write(self, addresses: Iterable[str], state: DeliveryState, reply: str = "") -> None:
        """Log a state for these addresses; `sending` is on disk before this returns. Raises DeliveryError."""
        named = tuple(addresses)
        self._put([{"to": address, "state": str(state), "reply": reply} for address in named], named, state)
        self.states.update(dict.fromkeys(named, state))

    def left(self, addresses: Iterable[str], *, unknown_too: bool = False) -> list[str]:
        """The addresses to which this mailing has still to go; those whose fate is unknown only where it is said."""
        return [
            address
            for address in addresses
            if not (state := self.states.get(address))
            or not state.settled
            or (unknown_too and state is DeliveryState.SENDING)
        ]

    def _hold(self) -> None:
        """Raises DeliveryError: another sender holds the log."""
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DeliveryError(
                Message("Process {number} is sending by the log {file}.", number=_holder(self.file), file=self.file),
                hint="Wait until it has ended; nothing was sent by this command.",
            ) from None
        except OSError:
            return  # a file system without locks

    def _mend(self) -> None:
        """Cut off a last line that was never finished; finish one that lacks its line end alone."""
        whole = self.file.read_bytes()
        last = whole.rpartition(b"\n")[2]
        if not last:
            return
        if _is_row(last):
            os.write(self.descriptor, b"\n")
        else:
            os.ftruncate(self.descriptor, len(whole) - len(last))

    def _put(
        self, rows: Iterable[dict[str, object]], addresses: tuple[str, ...], state: DeliveryState | None = None
    ) -> None:
        if self.descriptor < 0:
            raise DeliveryError(Message("The log {file} is not open.", file=self.file))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        whole = [{"time": now, "mailing": self.mailing, **row} for row in rows]
        said = [json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False) for row in whole]
        try:
            _append(self.descriptor, "".join(f"{line}\n" for line in said).encode())
            if state is DeliveryState.SENDING:  # the line that guards against sending twice after a crash
                os.fsync(self.descriptor)
        except OSError as error:
            raise _stopped(self.file, error, addresses, state) from None


def _append(descriptor: int, data: bytes) -> None:
    """Append all of the data, or nothing: a part that still found room is cut off. Raises OSError."""
    before = os.fstat(descriptor).st_size
    rest = data
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, before)
        raise


def _stopped(file: Path, error: OSError, addresses: tuple[str, ...], state: DeliveryState | None) -> DeliveryError:
    """The error for a log that takes no more; it says itself what the log can no longer say."""
    lost = {
        DeliveryState.SENT: Message("The last message was sent, and that is not in the log."),
        DeliveryState.REFUSED: Message("The last message was refused, and that is not in the log."),
    }
    stop = Message(
        "The log {file} cannot be written any further: {strerror}; the mailing has stopped.",
        file=file,
        strerror=error.strerror,
    )
    if state not in lost:
        return DeliveryError(stop, hint="Make room, then run the same command again to send to the rest.")
    said = Message("{stop} {lost} It went to: {names}.", stop=stop, lost=lost[state], names=listed(addresses))
    return DeliveryError(said, hint="Make room, then run the same command again to send to the rest.")


def _holder(file: Path) -> str:
    """The process that began last, as its number; a question mark where the log does not say."""
    with suppress(OSError):
        for line in reversed(file.read_bytes().splitlines()):
            with suppress(ValueError):
                row = json.loads(line)
                if isinstance(row, dict) and BY in row:
                    return str(row[BY])
    return "?"


def _is_row(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read(file: Path, mailing: str) -> Ledger:
    """The log of this mailing (its `digest`); lines of other mailings in the same file do not count.

    An unfinished last line is passed over. Raises DeliveryError where the file is not such a log: with a damaged one a
    letter could go out twice.
    """
    states: dict[str, DeliveryState] = {}
    number = 0
    try:
        lines = file.read_bytes().split(b"\n") if file.exists() else [b""]
        if not _is_row(lines[-1]):
            del lines[-1]
        for number, line in enumerate(lines, 1):  # noqa: B007  # the sentence below names the line
            row = json.loads(line)
            if row["mailing"] == mailing and BY not in row:
                states[row["to"]] = DeliveryState(row["state"])
    except OSError as fault:
        raise DeliveryError(
            Message("The log {file} cannot be read: {fault}.", file=file, fault=fault), hint="Name another with --log."
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DeliveryError(
            Message("Line {number} of {file} is not a line of a mailing's log.", number=number, file=file),
            hint="Mend or remove that line, or name another log with --log.",
        ) from None
    return Ledger(file, mailing, states)
