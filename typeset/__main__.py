"""`python -m typeset`."""

import signal

from typeset.cli import main

if __name__ == "__main__":
    # Until the command line can answer Ctrl-C with a sentence, it ends the process without a traceback.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    main()
