"""`typeset-press`, and `python -m typeset`: the start of the program, before anything else of it is imported."""

import os
import sys

from typeset.resident.client import served


def main() -> None:
    """Let a server answer the command line where one waits; else run it in this process, and leave with its code."""
    code = served(sys.argv[1:])
    if code is not None:
        os._exit(code)
    import signal

    # Until the command line can answer Ctrl-C with a sentence, it ends the process without a traceback.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from typeset import start

    record = start.begin()
    from typeset import cli

    code = cli.main()
    if record:
        record.keep()
    sys.exit(code)


if __name__ == "__main__":
    main()
