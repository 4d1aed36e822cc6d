"""The server: loads everything once, keeps children that wait for a request, and forks the next before it is needed.

It reads no request itself, so that nothing that a release brings stays in it: every child begins as the first did. A
server that finds itself outdated starts anew; one that was not asked for its idle minutes ends.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple, NoReturn

from typeset.errors import EngineError
from typeset.resident import child, place, stamps

SPARE = 2
"""Children that wait: one for the request that comes, one for that which comes with it."""
FAILURES = 5
"""Children that die one after the other before they have been asked for anything: then the server is broken."""
NOTICE = struct.Struct("=ic")
"""What a child tells: its process id, and what it does."""
QUIET = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
"""Signals that end the server; children at work finish."""


class Outcome(NamedTuple):
    """Why a server has ended: it was told to, was idle, or was outdated by a change of this file."""

    outdated: str = ""
    was_idle: bool = False


def serve(
    answer: Callable[[list[str]], int], warm: Callable[[], None], ready: Callable[[], None], idle: float
) -> Outcome:
    """Serve until told to end, until nobody has asked for so many seconds (0: for ever), or until outdated.

    `warm` loads all that an answer needs. Raises CommandError: there is a server; EngineError: there cannot be one.
    """
    with place.taken() as taken:
        warm()
        taken.listener.settimeout(0)
        loaded = stamps.taken()
        gc.collect()
        gc.freeze()  # what is collected later is not this: its memory stays shared with the children
        return _Parent(taken, answer, loaded).run(ready, idle)


def restart() -> None:
    """Start this server anew in its own place, with what is installed now."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


class _Parent:
    """The parent of the children that wait and of those at work."""

    def __init__(
        self, taken: place.Taken, answer: Callable[[list[str]], int], loaded: Mapping[str, stamps.Stamp]
    ) -> None:
        self._taken, self._answer, self._loaded = taken, answer, loaded
        self._waiting: set[int] = set()
        self._at_work: set[int] = set()
        self._failures = 0
        self._heard, self._told = os.pipe()  # what children tell
        self._alive, self._life = os.pipe()  # closes when this process is gone
        self._ends = False
        self._outdated = ""
        self._last = time.monotonic()

    def run(self, ready: Callable[[], None], idle: float) -> Outcome:
        """Keep children until the end. Raises EngineError: they die before they are asked for anything."""
        os.set_blocking(self._heard, False)
        wakes, woken = os.pipe()
        for end in (wakes, woken):
            os.set_blocking(end, False)
        for number in QUIET:
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        self._fill()
        ready()
        while not self._ends and not self._outdated:
            rest = idle - (time.monotonic() - self._last) if idle and not self._at_work else None
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
                self._last = time.monotonic()
                if said == child.OUTDATED:
                    self._outdated = stamps.changed(self._loaded) or sys.executable
                elif pid in self._waiting:
                    self._waiting.remove(pid)
                    self._at_work.add(pid)
                    self._failures = 0

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid in self._at_work:
                self._at_work.remove(pid)
                self._last = time.monotonic()
            elif pid in self._waiting:
                self._waiting.remove(pid)
                self._failures += status != 0

    def _fill(self) -> None:
        """Fork those that are lacking: at once where none waits, else when nobody is at work to be disturbed by it."""
        if self._failures >= FAILURES:
            raise EngineError(
                "The server's processes die before they are asked for anything.",
                hint="Run `typeset-press doctor`; without a server, everything works as ever.",
            )
        if not self._waiting or not self._at_work:
            while len(self._waiting) < SPARE:
                self._waiting.add(self._fork())

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
        self._taken.lock.close()  # it is held as long as anybody has it open
        own = os.getpid()

        def tell(what: bytes) -> None:
            os.write(self._told, NOTICE.pack(own, what))

        child.wait(
            child.Waiting(self._taken.listener, self._alive, tell, self._answer, lambda: stamps.changed(self._loaded))
        )
