"""`python -m typeset`, and the two commands that are installed."""

import os
import sys

from typeset.resident.client import served


def main() -> None:
    """Let a server answer the command line where one waits; else load the command line, and run it in this process."""
    code = served(sys.argv[1:])
    if code is not None:
        os._exit(code)
    import signal

    # Until the command line can answer Ctrl-C with a sentence, it ends the process without a traceback.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    from typeset.cli import main as plain

    plain()


if __name__ == "__main__":
    main()
