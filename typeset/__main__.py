"""`typeset-press`, and `python -m typeset`: the start of the program, before anything else of it is imported."""

import signal
import sys
from typing import NoReturn

from typeset import start


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    # Until the command line can answer Ctrl-C with a sentence, it ends the process without a traceback.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    record = start.begin()
    from typeset import cli

    code = cli.main()
    if record:
        record.keep()
    sys.exit(code)


if __name__ == "__main__":
    main()
