"""The budget of a job: the processor time and the memory that all its stages may take together.

A text of a megabyte is a book; what costs more than a book does is damaged, or made to harm. Whatever exceeds the
budget ends in one sentence that names the stage. Our own code costs in proportion to its input; the budget is for what
we do not know of it, and for libraries.

Processor time and address space belong to the process, and their alarm reaches the main thread alone, where it costs
nothing. In any other thread a second one looks on, five times a second.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from typeset.errors import EngineError, Message

if sys.platform != "win32":
    import resource

MEGABYTE = 1_000_000
SECONDS = 16.0
"""Of processor time, for an input of up to a megabyte: with the start of the program, twenty. Each further megabyte has
twice as much. A release takes a tenth of a second, 40,000 words 10."""
ONCE = 60.0
"""Seconds for what is done once. With an empty cache, engine and fonts of a theme took over ten on a slow machine."""
MEMORY = 2**30 - 2**26
"""Bytes by which the process may grow, for an input of up to a megabyte: with the program itself, a gigabyte."""
AGAIN = 0.5
"""Seconds after which the alarm is repeated: an exception raised in a destructor or a garbage collector callback is
printed by Python and ignored."""
TOLD = Path("/proc/self/statm")
"""Where Linux tells how large a process is."""
LOOK = 0.2
"""Seconds between two looks at a thread."""
SMALLER = Message("Shorten the text, or divide it into several releases.")


class OutOfTime(BaseException):
    """Raised by the alarm; a BaseException, so that no `except Exception` of a library swallows it."""


class Budget:
    """What a job may spend, and the stage that it is at."""

    def __init__(self, size: int) -> None:
        further = max(0.0, size / MEGABYTE - 1)
        self.seconds, self.memory = SECONDS * (1 + 2 * further), int(MEMORY * (1 + further))
        self.stage: str = ""
        self.free = 0.0
        """Seconds of a watched thread that are not the job's."""


_running = threading.local()


def at(stage: str) -> None:
    """From here on the job of this thread, if there is one, is at another stage."""
    budget: Budget | None = getattr(_running, "budget", None)
    if budget:
        budget.stage = stage


@contextmanager
def for_input(size: int, stage: str) -> Iterator[None]:
    """The context of a job, whose input has `size` bytes. Inside another, it is a stage of that.

    Raises EngineError: it takes more time or memory than an input of this size may, or is nested too deeply.
    """
    outer: Budget | None = getattr(_running, "budget", None)
    if outer:
        before, outer.stage = outer.stage, stage
        yield
        outer.stage = before  # not after a fault, whose sentence names the stage
        return
    budget = _running.budget = Budget(size)
    budget.stage = stage
    try:
        with _limited(budget):
            yield
    except RecursionError as fault:
        raise EngineError(
            Message("{stage}: it is nested too deeply.", stage=budget.stage),
            hint="Take quotes and lists out of one another.",
        ) from fault
    except MemoryError as fault:
        raise EngineError(
            Message("{stage}: it needs more than {memory:.1f} GB of memory.", stage=budget.stage,
                    memory=budget.memory / 2**30),
            hint=SMALLER,
        ) from fault  # fmt: skip
    except OutOfTime as fault:
        raise EngineError(
            Message("{stage}: it took more than {seconds:.0f} seconds of work.", stage=budget.stage,
                    seconds=budget.seconds),
            hint=SMALLER,
        ) from fault  # fmt: skip
    finally:
        _running.budget = None


@contextmanager
def once() -> Iterator[None]:
    """What is done once for a machine or a process, and not for this input: its time, up to ONCE, is not the job's.

    The engine is loaded, and a variable font is made static, by whichever job comes first.
    """
    budget: Budget | None = getattr(_running, "budget", None)
    if budget is None or not hasattr(signal, "setitimer"):
        yield
        return
    began = time.thread_time()
    left, again = signal.getitimer(signal.ITIMER_PROF) if _is_main() else (0.0, 0.0)
    budget.free += ONCE
    if left:
        signal.setitimer(signal.ITIMER_PROF, left + ONCE, again)
    try:
        yield
    finally:
        budget.free += min(ONCE, time.thread_time() - began) - ONCE
        if left:
            signal.setitimer(signal.ITIMER_PROF, left, again)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _limited(budget: Budget) -> Iterator[None]:
    with ExitStack() as stack:
        if _is_main():
            stack.enter_context(_memory(budget.memory))
            stack.enter_context(_alarm(budget.seconds))
        else:
            stack.enter_context(_watched(budget))
        yield


@contextmanager
def _memory(growth: int) -> Iterator[None]:
    """Let the address space grow by at most `growth` bytes; unlimited where the system does not tell its size."""
    try:
        used = _pages(0)
    except (OSError, NameError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + growth
    if soft != resource.RLIM_INFINITY and soft <= wanted:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _pages(which: int) -> int:
    """Bytes of this process: of its address space (0), or of what is in memory (1)."""
    return int(TOLD.read_text().split()[which]) * resource.getpagesize()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Let the process use at most so many seconds of processor time."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _watched(budget: Budget) -> Iterator[None]:
    """Have another thread look on, and raise in this one what it runs into."""
    if not hasattr(time, "pthread_getcpuclockid"):
        yield
        return
    done, raised = threading.Event(), threading.Event()
    thread, used = threading.get_ident(), _pages(1) if TOLD.exists() else 0
    watcher = threading.Thread(target=_look_on, args=(budget, thread, used, done, raised), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        if raised.is_set():
            with suppress(OutOfTime, MemoryError):  # one that is still on its way arrives here, and not later
                time.sleep(0)


def _look_on(budget: Budget, thread: int, used: int, done: threading.Event, raised: threading.Event) -> None:
    clock = time.pthread_getcpuclockid(thread)
    began = time.clock_gettime(clock)
    while not done.wait(LOOK):
        fault: type[BaseException] | None = None
        if time.clock_gettime(clock) - began > budget.seconds + budget.free:
            fault = OutOfTime
        elif used and _pages(1) - used > budget.memory:
            fault = MemoryError
        if fault:
            raised.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(fault))
