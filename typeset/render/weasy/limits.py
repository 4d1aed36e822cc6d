"""Resource limits for rendering a page: size, memory, time, nesting depth. Past a limit it raises `EngineError`.

The page is rendered in this process, not in a child: a child would have to load the engine (a quarter of a second), or
be forked for each page and lose its font caches on exit. The known ways in which a composed page can exhaust resources
all end in a Python exception that is caught here.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from typeset.errors import EngineError, Message
from typeset.model.page import Page

if sys.platform != "win32":
    import resource

LARGEST_PICTURE = 50_000_000
"""Pixels of one picture; A3 at 300 ppi has 17 million."""
LARGEST_PAGE = 12_000_000
"""Characters of HTML. A text of 5 MB is a book of a thousand pages; nothing that is sent to the press is longer."""
MEMORY = 2 * 2**30
"""Bytes by which the process may grow meanwhile; a thousand pages take .3 GB."""
SECONDS = 60
SECONDS_PER_CHARACTER = 1 / 10_000
"""Processor time: a minute for any page, and ten times what a long text was measured to take."""
SMALLER = Message("Shorten the text, or divide it into several releases.")


@contextmanager
def page_limits(page: Page) -> Iterator[None]:
    """The context in which a page is rendered; raises `EngineError` where it exceeds a limit.

    Memory and time belong to the whole process, and an alarm reaches the main thread alone: in any other thread only
    the page's size and depth are limited.
    """
    if len(page.html) > LARGEST_PAGE:
        raise EngineError(
            Message(
                "The page has {html_count:,} characters; at most {largest_page:,} can be set.",
                html_count=len(page.html),
                largest_page=LARGEST_PAGE,
            ),
            hint=SMALLER,
        )
    seconds = SECONDS + len(page.html) * SECONDS_PER_CHARACTER
    try:
        with ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                stack.enter_context(_memory(MEMORY))
                stack.enter_context(_time(seconds))
            yield
    except RecursionError as fault:
        raise EngineError("The page is nested too deeply.", hint="Take quotes and lists out of one another.") from fault
    except MemoryError as fault:
        raise EngineError(
            Message("The page needs more than {memory} GB of memory.", memory=MEMORY // 2**30), hint=SMALLER
        ) from fault
    except _OutOfTime as fault:
        raise EngineError(
            Message("The page took more than {seconds:.0f} seconds of work.", seconds=seconds), hint=SMALLER
        ) from fault


AGAIN = 0.5
"""Seconds after which the alarm is repeated: an exception raised in a destructor or a garbage collector callback is
printed by Python and ignored."""


class _OutOfTime(BaseException):
    """Raised by the alarm; a BaseException, so that no `except Exception` in the engine swallows it."""


@contextmanager
def _memory(growth: int) -> Iterator[None]:
    """Let the address space grow by at most `growth` bytes; unlimited where the system does not tell its size."""
    try:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
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


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    """Let the process use at most so many seconds of processor time."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
