"""A setter: a child process that does one work at a time, from which its owner loses nothing when it dies.

A work is a call of one of our jobs: setting a release for a folder of them, previewing one for the desk.

It renders in its main thread, where the limits on memory and time hold; it is started anew and not forked, so that
it inherits no locks and no threads. It ends by itself when its owner does: its standard input closes then.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, Self, TypeAlias

from typeset.errors import Cancelled, Message
from typeset.jobs.make import Job, Step, Watch
from typeset.jobs.workers.delivery import Delivery, delivered

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


Work: TypeAlias = Callable[[Watch], Iterable[object]]
"""What a setter does: it is told of each step, and answers with one value after the other. It travels through a pipe:
a function of a module, or a `functools.partial` of one with values."""


class Done(NamedTuple):
    """The last answer to an order: whether it was done, or else gave way to a newer one."""

    is_cancelled: bool = False


class Order(NamedTuple):
    """A work under a number of the owner's. One that `gives_way` is stopped between two steps when another comes."""

    number: int
    work: Work
    gives_way: bool = False


class Setter:
    """One child process. `set` waits for its answer; `kill` may be called meanwhile, from another thread.

    `send` and `receive` are for an owner that has a thread for each: answers come one by one, with the order's number.
    """

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
            self.send(Order(0, partial(delivered, job)))
            _, answer = self.receive()
            self.receive()
        except SetterLostError as loss:
            raise self._late(longest_wait) if late.is_set() else loss from None
        finally:
            clock.cancel()
        self.releases += 1
        if isinstance(answer, Exception):
            raise answer  # a bug of ours, which must not look like the release's fault
        assert isinstance(answer, Delivery)  # noqa: S101 - this work answers with nothing else
        return answer

    def send(self, order: Order) -> None:
        """Give it an order; one that gives way may be at work. Raises SetterLostError: the process is gone."""
        try:
            _send(self._pipe(self._process.stdin), order)
        except OSError as fault:
            raise self._lost() from fault

    def receive(self) -> tuple[int, object]:
        """The next answer, with the number of its order: a value of the work, an exception, or Done.

        Raises SetterLostError: the process died over it.
        """
        try:
            answer: tuple[int, object] = _receive(self._pipe(self._process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as fault:
            raise self._lost() from fault
        return answer

    def _lost(self) -> SetterLostError:
        self.kill()
        return SetterLostError(Message("ended its process with {code}", code=_named(self._process.returncode)))

    @staticmethod
    def _late(longest_wait: float) -> SetterLostError:
        return SetterLostError(Message("took more than {seconds:g} seconds", seconds=longest_wait), is_late=True)

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


def _receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 - whoever sent it knows what it is
    """The next value. Raises EOFError: the other side has closed the pipe."""
    (length,) = LENGTH.unpack(_exactly(pipe, LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - a process of ours wrote it


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes; a pipe that is read without a buffer gives them in pieces."""
    pieces, missing = [], length
    while missing:
        piece = pipe.read(missing)
        if not piece:
            raise EOFError
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def serve() -> None:
    """The child's side: does what it is told until its standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal's processes; the owner decides
    orders = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answers
    with suppress(EOFError, BrokenPipeError), orders, answers:
        while True:
            order = _receive(orders)
            assert isinstance(order, Order)  # noqa: S101 - nobody else writes into this pipe
            for answer in _answers(order, lambda: _is_waiting(orders)):
                _send(answers, (order.number, answer))


def _is_waiting(orders: IO[bytes]) -> bool:
    """Whether another order has come; one that has begun to come counts."""
    return bool(select.select([orders], [], [], 0)[0])


def _answers(order: Order, is_outdated: Callable[[], bool]) -> Iterator[object]:
    """The values of an order's work; or what stopped it; and Done."""

    def watch(_step: Step) -> None:
        if order.gives_way and is_outdated():
            raise Cancelled

    try:
        yield from order.work(watch)
    except Cancelled:
        yield Done(is_cancelled=True)
        return
    except Exception as stop:  # noqa: BLE001  the owner tells faults of the work from bugs of ours
        yield stop
    yield Done()
