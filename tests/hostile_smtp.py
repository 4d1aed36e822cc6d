"""Mail servers that do not keep to SMTP: one answer of each is wrong, the rest is as it should be."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

Answer = bytes | Callable[[socket.socket], None]

GOOD: Mapping[str, Answer] = MappingProxyType(
    {
        "greeting": b"220 ready\r\n",
        "EHLO": b"250-here\r\n250 SIZE 30000000\r\n",
        "HELO": b"250 here\r\n",
        "MAIL": b"250 ok\r\n",
        "RCPT": b"250 ok\r\n",
        "RSET": b"250 ok\r\n",
        "DATA": b"354 go on\r\n",
        ".": b"250 taken\r\n",
        "QUIT": b"221 bye\r\n",
    }
)


def hang_up(line: socket.socket) -> None:
    """Close the line without a word."""
    line.shutdown(socket.SHUT_RDWR)


def silence(_line: socket.socket) -> None:
    """Say nothing."""


def endless(line: socket.socket) -> None:
    """Lines that each promise another."""
    for _ in range(20_000):
        line.sendall(b"250-" + b"x" * 60 + b"\r\n")


def one_long_line(line: socket.socket) -> None:
    """A line without an end."""
    for _ in range(2_000):
        line.sendall(b"2" * 1_000)


def dripping(line: socket.socket) -> None:
    """A byte now and then, so that no single wait is long."""
    for _ in range(100):
        line.sendall(b"2")
        time.sleep(0.03)


def dripping_lines(line: socket.socket) -> None:
    """A line of an answer now and then."""
    for _ in range(100):
        line.sendall(b"250-wait\r\n")
        time.sleep(0.03)


SCRIPTS: Mapping[str, Mapping[str, Answer]] = MappingProxyType(
    {
        "greeting: none": {"greeting": hang_up},
        "greeting: silence": {"greeting": silence},
        "greeting: no number": {"greeting": b"hello\r\n"},
        "greeting: endless": {"greeting": endless},
        "greeting: drips": {"greeting": dripping},
        "greeting: not wanted": {"greeting": b"554 go away\r\n"},
        "size: letters": {"EHLO": b"250-here\r\n250 SIZE abc\r\n"},
        "size: 5,000 digits": {"EHLO": b"250-here\r\n250 SIZE " + b"9" * 5_000 + b"\r\n"},
        "size: minus": {"EHLO": b"250-here\r\n250 SIZE -1\r\n"},
        "size: nothing fits": {"EHLO": b"250-here\r\n250 SIZE 1\r\n"},
        "extensions: endless": {"EHLO": endless},
        "extensions: lines drip": {"EHLO": dripping_lines},
        "extensions: refused, and the old greeting too": {"EHLO": b"500 what\r\n", "HELO": b"500 what\r\n"},
        "sender: refused": {"MAIL": b"550 not you\r\n"},
        "sender: put off": {"MAIL": b"451 later\r\n"},
        "sender: bytes": {"MAIL": bytes(range(128, 256)) + b"\r\n"},
        "sender: hangs up": {"MAIL": hang_up},
        "reader: no number": {"RCPT": b"perhaps\r\n"},
        "reader: answered twice": {"RCPT": b"250 ok\r\n250 ok\r\n"},
        "reader: escape codes": {"RCPT": b"550 \x1b]0;title\x07\x1b[2J no\r\n"},
        "data: silence": {"DATA": silence},
        "data: ok, but not go on": {"DATA": b"250 ok\r\n"},
        "data: closes": {"DATA": b"421 closing\r\n"},
        "data: the end is answered already": {"DATA": b"354 go on\r\n250 taken\r\n"},
        "end: no number": {".": b"taken, thank you\r\n"},
        "end: one line without end": {".": one_long_line},
        "end: go on": {".": b"354 go on\r\n"},
        "end: silence": {".": silence},
        "end: drips": {".": dripping},
        "end: lines drip": {".": dripping_lines},
        "end: hangs up": {".": hang_up},
        "end: put off": {".": b"451 later\r\n"},
        "end: refused": {".": b"554 no\r\n"},
        "end: closes": {".": b"421 closing\r\n"},
        "end: taken, and then more": {".": b"250 taken\r\n250 taken\r\n"},
        "farewell: silence": {"QUIT": silence},
    }
)


class HostileServer:
    """Follows a script; `had` holds the readers whose whole message it has got, each as often as it came."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self.script = {**GOOD, **script}
        self.had: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                line.settimeout(3)
                self._converse(line)

    def _converse(self, line: socket.socket) -> None:
        self._answer(line, "greeting")
        readers: list[str] = []
        in_data = False
        with line.makefile("rb") as heard:
            for said in heard:
                if in_data and said == b".\r\n":
                    in_data = False
                    self.had += readers
                    readers = []
                    self._answer(line, ".")
                elif not in_data:
                    verb = said[:4].decode("latin-1").strip().upper()
                    if verb == "RCPT":
                        readers.append(said.partition(b"<")[2].partition(b">")[0].decode("latin-1"))
                    in_data = verb == "DATA" and self._goes_on()
                    self._answer(line, verb)

    def _goes_on(self) -> bool:
        answer = self.script["DATA"]
        return isinstance(answer, bytes) and answer.startswith(b"354")

    def _answer(self, line: socket.socket, verb: str) -> None:
        answer = self.script.get(verb, b"250 ok\r\n")
        if isinstance(answer, bytes):
            line.sendall(answer)
        else:
            answer(line)


@contextmanager
def hostile(script: Mapping[str, Answer]) -> Iterator[HostileServer]:
    """A server that follows a script, on loopback."""
    server = HostileServer(script)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        thread.join(5)
