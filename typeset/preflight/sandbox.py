"""The sandbox: a PDF that we did not make is judged in a process of its own, its memory and time bounded.

A file can be crafted to use up any reader's memory and time; here only the child process is lost.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

from typeset.errors import ArticleError, TypesetError

MOST_MEMORY = 2 << 30
"""Bytes of address space."""
LONGEST_WORK = 90
"""Seconds of processor time."""
LONGEST_WAIT = 240
"""Seconds by the clock, on a machine that has other things to do."""
MOST_DECODED = 256 << 20
"""Bytes that one compressed stream may become."""

Arguments = ParamSpec("Arguments")
Product = TypeVar("Product")


PROGRAM = "import sys; sys.path[:] = {path!r}; from typeset.preflight.sandbox import serve; serve()"
"""What the child runs. It is not started by `multiprocessing`, which would import the caller's main module again."""


def call(work: Callable[Arguments, Product], *arguments: Arguments.args, **named: Arguments.kwargs) -> Product:
    """Call a module-level function in a child process and return its result.

    A TypesetError that it raises is raised here. Raises ArticleError where it dies or goes over its memory or time.
    """
    program = [sys.executable, "-c", PROGRAM.format(path=sys.path)]
    request = pickle.dumps((work, arguments, named))
    answer = None
    with suppress(subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError):
        process = subprocess.run(  # noqa: S603 - this Python, and a program of ours
            program, input=request, stdout=subprocess.PIPE, timeout=LONGEST_WAIT, check=False
        )
        answer = pickle.loads(process.stdout)  # noqa: S301 - our own process wrote it
    if isinstance(answer, TypesetError):
        raise answer
    if answer is None:
        raise ArticleError(
            "The PDF asks for more memory or time than a page can need, or breaks its reader.",
            hint="Export it anew; if it is sound, split it and judge the parts.",
        )
    product: Product = answer[0]
    return product


def serve() -> None:
    """The child's side: writes the pickled result in a tuple, or the TypesetError; nothing where memory runs out."""
    work, arguments, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - the process that started us wrote it
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with the answer
    _limit_resources()
    with answers:
        try:
            answers.write(pickle.dumps((work(*arguments, **named),)))
        except TypesetError as fault:
            answers.write(pickle.dumps(type(fault)(fault.message, hint=fault.hint)))
        except MemoryError:
            pass  # the caller takes an empty answer for this


def _limit_resources() -> None:
    """Limit processor time and address space of this process, and what qpdf may decompress."""
    from pikepdf import settings

    settings.set_qpdf_limits(
        flate_max_memory=MOST_DECODED, dct_max_memory=MOST_DECODED, run_length_max_memory=MOST_DECODED
    )
    try:
        import resource
    except ImportError:  # Windows has none; the clock bounds it there
        return
    for kind, most in ((resource.RLIMIT_CPU, LONGEST_WORK), (resource.RLIMIT_AS, MOST_MEMORY)):
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):  # a system may refuse one of these limits; the others hold
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
