"""A setter: a child process that sets one release at a time, from which its owner loses nothing when it dies.

It renders in its main thread, where the limits on memory and time hold; it is started anew and not forked, so that
it inherits no locks and no threads. It ends by itself when its owner does: its standard input closes then.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from typeset.errors import Message
from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import Delivery, deliver

PROGRAM = "import sys; sys.path[:] = {path!r}; from typeset.jobs.workers.setter import serve; serve()"
"""What the child runs. `multiprocessing` would import the owner's main module again."""
LONGEST_WAIT = 300.0
"""Seconds by the clock for one release. The limits on processor time are lower and come first; this one is for a
process that waits for something that does not come."""
LENGTH = struct.Struct(">Q")


class SetterLostError(Exception):
    """The setter died over a release: the reason, as the end of a sentence that begins with the release's name."""

    def __init__(self, reason: str, *, is_late: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_late = is_late


class Setter:
    """One child process. `set` waits for its answer; `kill` may be called meanwhile, from another thread."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where it works; None: where this process does."""
        path = [str(Path(place).absolute()) for place in sys.path]
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a program of ours
            [sys.executable, "-c", PROGRAM.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
        )
        self.releases = 0
        """How many it has set."""

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def set(self, job: Job, longest_wait: float = LONGEST_WAIT) -> Delivery:
        """What the release became. Raises SetterLostError: the process died over it, or was past its time."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.kill()

        clock = threading.Timer(longest_wait, stop)
        clock.daemon = True
        clock.start()
        try:
            _send(self._pipe(self._process.stdin), job)
            answer = _receive(self._pipe(self._process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as fault:
            raise self._lost(is_late=late.is_set(), longest_wait=longest_wait) from fault
        finally:
            clock.cancel()
        self.releases += 1
        if isinstance(answer, Exception):
            raise answer  # a bug of ours, which must not look like the release's fault
        assert isinstance(answer, Delivery)  # noqa: S101 - the child sends nothing else
        return answer

    def _lost(self, *, is_late: bool, longest_wait: float) -> SetterLostError:
        self.kill()
        if is_late:
            return SetterLostError(Message("took more than {seconds:g} seconds", seconds=longest_wait), is_late=True)
        code = self._process.returncode
        return SetterLostError(Message("ended its process with {code}", code=_named(code)))

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let the process end by itself; it has nothing to do."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                self._pipe(pipe).close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        if self._process.returncode is None:
            self.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None  # noqa: S101 - both were asked for
        return pipe


def _named(code: int | None) -> str:
    """An exit code, or the signal that it stands for."""
    if code is None or code >= 0:
        return Message("exit code {code}", code=str(code))
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value)
    pipe.write(LENGTH.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    """The next value. Raises EOFError: the other side has closed the pipe."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - a process of ours wrote it


def serve() -> None:
    """The child's side: sets what it is sent until its standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal's processes; the owner decides
    orders = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    with suppress(EOFError, BrokenPipeError), orders, answers:
        while True:
            job = _receive(orders)
            assert isinstance(job, Job)  # noqa: S101 - nobody else writes into this pipe
            _send(answers, _answer(job))


def _answer(job: Job) -> Delivery | Exception:
    try:
        return deliver(job)
    except Exception as bug:  # noqa: BLE001  the owner raises it where people can see it
        return bug
