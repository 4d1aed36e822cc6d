"""SMTP with a server that nobody vouches for: each answer has an end, in lines, in bytes and in seconds.

smtplib waits for each piece of an answer anew, and reads `250-` for as long as it comes: a server that drips, or never
ends, would hold a mailing for ever. Here an answer as a whole has the time that the house allows for one.
"""

import smtplib
import ssl
import time
from collections.abc import Callable
from socket import socket

LONGEST_ANSWER = 65_536
"""Bytes. A line has at most 512 (RFC 5321), an answer seldom more than twenty lines."""
NO_ANSWER = -1
"""The code of an answer that is none: no number stands at its head."""
TEXT_LIMIT = 300
"""Characters of a server's words that are shown and logged."""


class SMTP(smtplib.SMTP):
    """A connection whose every answer is bounded; what breaks a bound ends it as a broken line."""

    _come = b""
    """Bytes of the server that no question has been asked for yet."""
    _come_by: socket | None = None

    def send(self, s: object) -> None:
        """Send, unless the server has answered already what was not yet asked."""
        if self._come and self._come_by is self.sock:
            self.close()
            raise smtplib.SMTPServerDisconnected("the server answers what it was not asked")
        super().send(s)  # type: ignore[arg-type]

    def getreply(self) -> tuple[int, bytes]:
        """The code of an answer, and its lines. Raises SMTPServerDisconnected, TimeoutError."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        if self._come_by is not self.sock:  # encrypted by now: what came before that counts for nothing
            self._come, self._come_by = b"", self.sock
        end = time.monotonic() + float(self.timeout or 0)
        try:
            return self._answer(self.sock, end)
        except BaseException:
            self.close()
            raise

    def _answer(self, connection: socket, end: float) -> tuple[int, bytes]:
        said: list[bytes] = []
        size = 0
        while True:
            line = self._line(connection, end, LONGEST_ANSWER - size)
            size += len(line)
            said.append(line[4:].strip(b" \t\r\n"))
            code = int(line[:3]) if line[:3].isdigit() else NO_ANSWER
            if code == NO_ANSWER or line[3:4] != b"-":
                return code, b"\n".join(said)

    def _line(self, connection: socket, end: float, most: int) -> bytes:
        while b"\n" not in self._come:
            if len(self._come) > most:
                raise smtplib.SMTPServerDisconnected("the server's answer has no end")
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("no answer in time")
            connection.settimeout(left)
            piece = connection.recv(4096)
            if not piece:
                raise smtplib.SMTPServerDisconnected("the server closed the line")
            self._come += piece
        connection.settimeout(self.timeout)
        line, _, self._come = self._come.partition(b"\n")
        if len(line) > most:
            raise smtplib.SMTPServerDisconnected("the server's answer has no end")
        return line + b"\n"


class EncryptedSMTP(SMTP):
    """The same, encrypted from its first byte."""

    def __init__(self, host: str, port: int, *, timeout: float, context: Callable[[], ssl.SSLContext]) -> None:
        self._context = context()
        super().__init__(host, port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        plain: socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        try:
            return self._context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


def words(answer: bytes | str) -> str:
    """What a server said, fit for a line on a terminal: no control characters, and not without end."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return "".join(letter if letter.isprintable() else " " for letter in text[:TEXT_LIMIT])
