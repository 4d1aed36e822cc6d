"""The folder of the socket, and the one server that may stand there.

A server holds a lock as long as it lives; the system lets go of it whatever ends the server. So a socket without a lock
is what a dead server left, and is replaced.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from typeset.errors import CommandError, EngineError, Message
from typeset.resident import client

QUEUE = 64
"""Requests that may wait for a child; further ones are made plainly."""
LONGEST_END = 10.0
"""Seconds in which a server that is told to end must have done so."""


def folder() -> Path:
    """The folder of the sockets, made if need be. Raises EngineError: there is none, or others may enter it."""
    named = client.place()
    if named is None:
        raise EngineError(
            "There is no folder for the server's socket.", hint="Set XDG_RUNTIME_DIR or HOME to a folder of yours."
        )
    try:
        Path(named).mkdir(mode=0o700, parents=True, exist_ok=True)
        private = client.is_private(named)
    except OSError as error:
        raise EngineError(
            Message("{folder} cannot be made: {reason}.", folder=named, reason=(error.strerror or str(error)).lower()),
            hint="Set XDG_RUNTIME_DIR to a folder of yours.",
        ) from None
    if not private:
        raise EngineError(
            Message(
                "{folder} is not yours alone: whoever may enter it could answer in the server's place.", folder=named
            ),
            hint=Message("See whose it is; if it is yours, close it with: chmod 700 {folder}", folder=named),
        )
    return Path(named)


@contextmanager
def taken() -> Iterator[IO[str]]:
    """The lock of the one server of this installation, held until the end.

    Raises CommandError: a server stands there already; EngineError: the place cannot be used.
    """
    with Path(f"{folder() / client.name()}.lock").open("a+", encoding="ascii") as lock:
        if not _locked(lock):
            raise CommandError(
                Message("A server of this installation is there already (process {pid}).", pid=_holder(lock)),
                hint="Nothing is left to do; `typeset-press serve --stop` ends it.",
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


@contextmanager
def opened() -> Iterator[socket.socket]:
    """A listening socket that only this user may open, in the place of one that a dead server has left.

    Its file goes when the server does. Raises EngineError: it cannot be opened.
    """
    file = Path(f"{folder() / client.name()}.socket")
    file.unlink(missing_ok=True)
    with _listening(file) as listener:
        try:
            yield listener
        finally:
            with suppress(OSError):
                file.unlink()


def _listening(file: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        listener.bind(str(file))
    except OSError as error:
        listener.close()
        raise EngineError(
            Message("{file} cannot be opened: {reason}.", file=file, reason=(error.strerror or str(error)).lower()),
            hint="Set XDG_RUNTIME_DIR to a folder of yours, with a short name.",
        ) from None
    finally:
        os.umask(mask)
    listener.listen(QUEUE)
    return listener


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(lock: IO[str]) -> int:
    lock.seek(0)
    told = lock.read()
    return int(told) if told.isdecimal() else 0


def server() -> int:
    """The process id of the server of this installation; 0: there is none. Raises EngineError."""
    try:
        with Path(f"{folder() / client.name()}.lock").open("r", encoding="ascii") as lock:
            return 0 if _locked(lock) else _holder(lock)
    except FileNotFoundError:
        return 0


def stop() -> int:
    """End the server of this installation; returns its process id, 0 where there was none. Raises EngineError."""
    pid = server()
    if not pid:
        return 0
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + LONGEST_END
    while server() == pid:
        if time.monotonic() > until:
            raise EngineError(
                Message("The server (process {pid}) does not end.", pid=pid), hint=Message("kill -9 {pid}", pid=pid)
            )
        time.sleep(0.02)
    return pid
