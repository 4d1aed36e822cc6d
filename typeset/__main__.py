"""`typeset-press`, and `python -m typeset`: the start of the program, before anything else of it is imported."""

import os
import sys

from typeset.resident.client import served

RARELY = (300_000, 2, 10)
"""Thresholds of Python's cyclic garbage collector. Most objects of a page live until it is finished, so that collecting
as often as usual costs a tenth of a run. With these, it first collects after some three releases; where one call makes
many, that takes 15 MiB more."""


def main() -> None:
    """Let a server answer the command line where one waits; else run it in this process, and leave with its code."""
    code = served(sys.argv[1:])
    if code is not None:
        os._exit(code)
    import gc
    import signal
    from contextlib import suppress

    # Until the command line can answer Ctrl-C with a sentence, it ends the process without a traceback.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(*RARELY)
    from typeset import start

    record = start.begin()
    from typeset import cli

    code = cli.main()
    if record:
        with suppress(KeyboardInterrupt):  # the work is done
            record.keep()
    gc.freeze()  # else Python collects several times at exit, through all objects: a seventh of a run
    sys.exit(code)


if __name__ == "__main__":
    main()
