"""A child of the server: waits for one request, answers it in the place of whoever asked, and ends.

It takes over all that a process has from its start: streams, folder, environment, mask, limits, niceness. What it does
then is what the plain start would do, with everything loaded.
"""

from __future__ import annotations

import atexit
import fcntl
import marshal
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, NoReturn, TextIO

from typeset.resident import client

MOST = 8 << 20
"""Bytes of a request; the system allows no longer command lines and environments."""
INTERRUPTED, ENDED = 130, 143
NOT_FLUSHED = 120
"""The exit code of a Python that could not write out its streams."""
STREAMS = 3
"""Standard input, output and error."""


class Request(NamedTuple):
    """What the client has handed over; the streams come when it says GO."""

    identity: str
    folder: str
    mask: int
    encodings: tuple[tuple[str, str], ...]
    arguments: tuple[str, ...]
    environment: dict[str, str]


class Work(NamedTuple):
    """What a server does: how it answers a command line, and how a child tries that out before."""

    answer: Callable[[list[str]], int]
    rehearse: Callable[[], None]


class Waiting(NamedTuple):
    """What a child needs: where requests come from, what its parent hears and how it dies, and its work."""

    listener: socket.socket
    parent: int
    """A pipe that closes when the parent is gone."""
    baton: tuple[int, int]
    """A pipe with one byte in it: who has taken that may rehearse."""
    tell: Callable[[bytes], None]
    work: Work
    is_outdated: Callable[[], str]


TAKEN, OUTDATED, REHEARSES, WAITS = b"t", b"o", b"r", b"w"
"""What a child tells its parent: it is at work, sees that the server is outdated, rehearses, waits again."""
CALM = 0.05
"""Seconds without a request, after which a child has the time to rehearse."""


def wait(waiting: Waiting) -> NoReturn:
    """Wait, answer one request, and end; end at once when the parent is gone."""
    os.setsid()  # Ctrl-C at the server's terminal is for the server, and no prompt of ours belongs there
    atexit._clear()  # what is to be done at the parent's end
    code = 1
    try:
        _rehearse(waiting)
        while True:
            connection = _next(waiting)
            if connection is None or _served(connection, waiting):
                break
        code = 0
    finally:
        os._exit(code)


def _rehearse(waiting: Waiting) -> None:
    """Do the work once before somebody waits for it, unless somebody does already.

    A forked process shares its parent's memory until it writes there, and pays for each page then: a fifth of a
    release. One child rehearses at a time, so that another is ready.
    """
    while not _comes(waiting, CALM):
        try:
            baton = os.read(waiting.baton[0], 1)
        except BlockingIOError:
            continue
        waiting.tell(REHEARSES)
        waiting.work.rehearse()
        waiting.tell(WAITS)
        os.write(waiting.baton[1], baton)
        return


def _comes(waiting: Waiting, seconds: float | None = None) -> list[int]:
    """What has come before the time is over: a connection, the end of the parent; empty: neither."""
    ready, _, _ = select.select([waiting.listener.fileno(), waiting.parent], [], [], seconds)
    return ready


def _next(waiting: Waiting) -> socket.socket | None:
    """The next connection of this user's; None: the parent is gone."""
    while True:
        if waiting.parent in _comes(waiting):
            return None
        with suppress(BlockingIOError):  # another child was faster
            connection, _ = waiting.listener.accept()
            connection.settimeout(client.PATIENCE)
            if client.is_the_same_user(connection):
                return connection
            connection.close()


def _served(connection: socket.socket, waiting: Waiting) -> bool:
    """Whether this child has done its work: a request was answered, or the server is outdated."""
    try:
        request = _received(connection)
    except (OSError, ValueError, EOFError, TypeError):
        connection.close()  # somebody only knocked
        return False
    outdated = waiting.is_outdated()
    if outdated or request.identity != client.identity() or _has_other_memory(connection):
        _decline(connection)
        if outdated:
            waiting.tell(OUTDATED)
        return bool(outdated)
    waiting.tell(TAKEN)
    waiting.listener.close()
    try:
        _take_limits(connection)
        _take_over(request)
    except (OSError, ValueError, LookupError):
        _decline(connection)
    else:
        _answer(connection, request, waiting.work.answer)
    return True


def _decline(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.sendall(client.NOT_SERVED)
    connection.close()


def _received(connection: socket.socket) -> Request:
    """The request. Raises OSError, ValueError, EOFError, TypeError: it is none."""
    head = _read(connection, client.LENGTH)
    length = int.from_bytes(head, "big")
    if length > MOST:
        raise ValueError
    return Request(*marshal.loads(_read(connection, length)))  # noqa: S302  a process of this very user wrote it


def _read(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _answer(connection: socket.socket, request: Request, answer: Callable[[list[str]], int]) -> None:
    """Answer the command line, once the client says that it still waits."""
    with suppress(OSError):  # it is gone, or has begun by itself
        connection.sendall(client.READY)
        said, streams, _, _ = socket.recv_fds(connection, 1, STREAMS)
        code = INTERRUPTED
        if said == client.GO and len(streams) == STREAMS:
            connection.settimeout(None)
            _take_streams(streams, request.encodings)
            code = _answered(list(request.arguments), connection, answer)
        connection.sendall(client.DONE + bytes([code]))


def _answered(arguments: list[str], connection: socket.socket, answer: Callable[[list[str]], int]) -> int:
    """The exit code of a command line."""
    try:
        _hear_signals(connection)
        code = answer(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        code = INTERRUPTED
    return _finished(code)


def _take_over(request: Request) -> None:
    os.chdir(request.folder)
    os.umask(request.mask)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()


def _take_streams(streams: list[int], encodings: tuple[tuple[str, str], ...]) -> None:
    for number, (given, name) in enumerate(zip(streams, ("stdin", "stdout", "stderr"), strict=True)):
        os.dup2(given, number)
        os.close(given)
        stream = _stream(number, *encodings[number])
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _stream(number: int, encoding: str, errors: str) -> TextIO:
    """A standard stream as Python makes it at its start."""
    is_read = number == 0
    by_lines = number == 2 or os.isatty(number)
    buffering = 1 if by_lines and not is_read else -1
    return open(number, "r" if is_read else "w", buffering, encoding=encoding, errors=errors, closefd=False)


def _hear_signals(connection: socket.socket) -> None:
    """Do what the client's signals ask, and end where it is gone: the system sends SIGIO when it says something."""

    def heard(*_: object) -> None:
        try:
            said = connection.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        signal.raise_signal(signal.Signals(said[0]) if said else signal.SIGTERM)

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGIO, heard)
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)
    heard()  # what was said before


def _finished(code: int) -> int:
    """The exit code, when all is written out and done that a process does at its end."""
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    with suppress(SystemExit):
        atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return NOT_FLUSHED
    return code & 0xFF


# The limits of the client's process (`ulimit`, `nice`), which the child takes over.


KINDS = tuple(sorted({number for name, number in vars(resource).items() if name.startswith("RLIMIT_")}))
"""The resources that the system limits."""


def _has_other_memory(connection: socket.socket) -> bool:
    """Whether the client may use less memory than the server: a process that has everything loaded has used it up."""
    peer = client.credentials(connection)
    if peer is None:
        return False
    try:
        return any(
            resource.prlimit(peer[0], kind) != resource.getrlimit(kind)
            for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)
        )
    except OSError:  # a process of another container, say
        return True


def _take_limits(connection: socket.socket) -> None:
    """Take over the client's limits, niceness and processors. Raises OSError, ValueError: the server's are narrower."""
    peer = client.credentials(connection)
    if peer is None:
        return
    for kind in KINDS:
        wanted = resource.prlimit(peer[0], kind)
        if wanted != resource.getrlimit(kind):
            resource.setrlimit(kind, wanted)
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, peer[0]))
    os.sched_setaffinity(0, os.sched_getaffinity(peer[0]))
