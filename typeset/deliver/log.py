"""The log of a mailing: JSON lines with each recipient's state, written before and after each message.

An entry `sending` with none after it means that the connection broke at the one moment when nobody can know whether
the server took the message. Such a recipient is not sent to again by a later run; the error names them as unknown.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Self

from typeset.errors import DeliveryError, Message


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
    """The log file of one mailing; `states` holds the last state of each address. Use it as a context manager."""

    file: Path
    mailing: str
    states: dict[str, DeliveryState]
    stream: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.stream = self.file.open("a", encoding="utf-8")
        except OSError as error:
            raise DeliveryError(
                Message("The log {file} cannot be written: {strerror}.", file=self.file, strerror=error.strerror),
                hint="Name another with --log; nothing was sent.",
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        if self.stream:
            self.stream.close()

    def write(self, addresses: Iterable[str], state: DeliveryState, reply: str = "") -> None:
        """Log a state for these addresses; `sending` is on disk before this returns. Raises DeliveryError."""
        try:
            self._write(addresses, state, reply)
        except OSError as error:
            raise DeliveryError(
                Message(
                    "The log {file} cannot be written any further: {strerror}; the mailing has stopped.",
                    file=self.file,
                    strerror=error.strerror,
                ),
                hint="Make room, then run the same command again to send to the rest.",
            ) from None

    def _write(self, addresses: Iterable[str], state: DeliveryState, reply: str) -> None:
        if self.stream is None:
            raise DeliveryError(Message("The log {file} is not open.", file=self.file))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for address in addresses:
            self.states[address] = state
            row = {"time": now, "mailing": self.mailing, "to": address, "state": str(state), "reply": reply}
            self.stream.write(
                json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False) + "\n"
            )
        self.stream.flush()
        if state is DeliveryState.SENDING:  # the line that guards against sending twice after a crash
            os.fsync(self.stream.fileno())

    def left(self, addresses: Iterable[str]) -> list[str]:
        """The addresses to which this mailing has still to go."""
        return [address for address in addresses if not (state := self.states.get(address)) or not state.settled]


def read(file: Path, mailing: str) -> Ledger:
    """The log of this mailing (its `digest`); lines of other mailings in the same file do not count.

    Raises DeliveryError where the file is not such a log: with a damaged one a letter could go out twice.
    """
    states: dict[str, DeliveryState] = {}
    number = 0
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for number, line in enumerate(lines, 1):  # noqa: B007  # the sentence below names the line
            row = json.loads(line)
            if row["mailing"] == mailing:
                states[row["to"]] = DeliveryState(row["state"])
    except (OSError, UnicodeDecodeError) as fault:
        raise DeliveryError(
            Message("The log {file} cannot be read: {fault}.", file=file, fault=fault), hint="Name another with --log."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise DeliveryError(
            Message("Line {number} of {file} is not a line of a mailing's log.", number=number, file=file),
            hint="Mend or remove that line, or name another log with --log.",
        ) from None
    return Ledger(file, mailing, states)
