"""The server: loads everything once, keeps children that wait for a request, and forks the next before it is needed.

It reads no request itself, so that nothing that a release brings stays in it: every child begins as the first did. A
server that finds itself outdated starts anew; one that was not asked for its idle minutes ends.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, NamedTuple, NoReturn

from typeset.errors import EngineError
from typeset.resident import child, place, stamps

SPARE = 2
"""Children that wait: one for the request that comes, one for that which comes with it."""
FAILURES = 5
"""Children that die one after the other before they have been asked for anything: then the server is broken."""
NOTICE = struct.Struct("=ic")
"""What a child tells: its process id, and what it does."""
BATON = b"!"
QUIET = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
"""Signals that end the server; children at work finish."""


class Outcome(NamedTuple):
    """Why a server has ended: it was told to, was idle, or was outdated by a change of this file."""

    outdated: str = ""
    was_idle: bool = False


def serve(work: child.Work, warm: Callable[[], None], ready: Callable[[], None], idle: float) -> Outcome:
    """Serve until told to end, until nobody has asked for so many seconds (0: for ever), or until outdated.

    `warm` loads all that an answer needs. Raises CommandError: there is a server; EngineError: there cannot be one.
    """
    with place.taken() as lock:
        before = stamps.taken()
        warm()  # nobody is kept waiting for that: the socket is not there yet
        loaded = {**stamps.taken(), **before}  # what has changed meanwhile was perhaps loaded before
        gc.collect()
        gc.freeze()  # what is collected later is not this: its memory stays shared with the children
        with place.opened() as listener:
            listener.settimeout(0)
            return _Parent(listener, lock, work, loaded).run(ready, idle)


def restart() -> None:
    """Start this server anew in its own place, with what is installed now."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


class _Parent:
    """The parent of the children that wait and of those at work."""

    def __init__(
        self, listener: socket.socket, lock: IO[str], work: child.Work, loaded: Mapping[str, stamps.Stamp]
    ) -> None:
        self._listener, self._lock, self._work, self._loaded = listener, lock, work, loaded
        self._doing: dict[int, bytes] = {}
        """What each child does: TAKEN, REHEARSES or WAITS."""
        self._failures = 0
        self._heard, self._told = os.pipe()  # what children tell
        self._alive, self._life = os.pipe()  # closes when this process is gone
        self._baton = os.pipe()
        self._ends = False
        self._outdated = ""
        self._last = time.monotonic()

    def run(self, ready: Callable[[], None], idle: float) -> Outcome:
        """Keep children until the end. Raises EngineError: they die before they are asked for anything."""
        wakes, woken = os.pipe()
        for end in (self._heard, self._baton[0], wakes, woken):
            os.set_blocking(end, False)
        os.write(self._baton[1], BATON)
        for number in QUIET:
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        self._fill()
        ready()
        while not self._ends and not self._outdated:
            rest = idle - (time.monotonic() - self._last) if idle and child.TAKEN not in self._doing.values() else None
            if rest is not None and rest <= 0:
                return Outcome(was_idle=True)
            select.select([self._heard, wakes], [], [], rest)
            with suppress(BlockingIOError):
                os.read(wakes, 4096)
            self._hear()
            self._bury()
            self._fill()
        return Outcome(self._outdated)

    def _end(self, *_: object) -> None:
        self._ends = True

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            for pid, said in NOTICE.iter_unpack(os.read(self._heard, 4096 * NOTICE.size)):
                if said == child.OUTDATED:
                    self._outdated = stamps.changed(self._loaded) or sys.executable
                elif said == child.TAKEN:
                    self._last = time.monotonic()
                    self._failures = 0
                self._doing[pid] = said

    def _bury(self) -> None:
        """See who has ended; who died in the midst of a rehearsal leaves the baton to another."""
        while self._doing:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            did = self._doing.pop(pid, b"")
            if did == child.TAKEN:
                self._last = time.monotonic()
            elif did in {child.WAITS, child.REHEARSES}:
                self._failures += status != 0
            if did == child.REHEARSES:
                os.write(self._baton[1], BATON)

    def _fill(self) -> None:
        """Fork those that are lacking: at once where none waits, else when nobody is at work to be disturbed by it."""
        if self._failures >= FAILURES:
            raise EngineError(
                "The server's processes die before they are asked for anything.",
                hint="Run `typeset-press doctor`; without a server, everything works as ever.",
            )
        doing = list(self._doing.values())
        lacking = SPARE - doing.count(child.WAITS) - doing.count(child.REHEARSES)
        at_once = child.WAITS not in doing
        for _ in range(at_once if child.TAKEN in doing else max(lacking, at_once)):
            self._doing[self._fork()] = child.WAITS

    def _fork(self) -> int:
        """The process id of a new child; the child itself never returns."""
        pid = os.fork()
        if not pid:
            self._become_a_child()
        return pid

    def _become_a_child(self) -> NoReturn:
        signal.set_wakeup_fd(-1)
        for number in (*QUIET, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._life)
        self._lock.close()  # it is held as long as anybody has it open
        own = os.getpid()

        def tell(what: bytes) -> None:
            os.write(self._told, NOTICE.pack(own, what))

        child.wait(
            child.Waiting(
                self._listener, self._alive, self._baton, tell, self._work, lambda: stamps.changed(self._loaded)
            )
        )
