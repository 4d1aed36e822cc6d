"""The desktop's own program for a file: `--open`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from typeset.cli import output

OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
"""Programs that open a file with whatever the user has chosen for its kind; the first that is here is asked."""
PATIENCE = 1.0
"""Seconds in which such a program has failed, if it fails."""
_running: list[subprocess.Popen[bytes]] = []
"""The programs that went on: they are not waited for, and end when their user closes them."""


def show(path: Path) -> None:
    """Open a file (or a folder) as a double click would; the program goes on when this one ends.

    Where there is none, or it cannot, a sentence says so: the work is done all the same.
    """
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  a file that we have just written
        return
    command = _opener()
    if not command:
        output.say(f"There is no program here that opens files (xdg-open); {path} waits for you.")
    elif code := _started(command, path):
        output.say(f"{command[0]} could not open {path} (it ended with {code}); the file is there all the same.")


def _opener() -> tuple[str, ...]:
    openers = (("open",),) if sys.platform == "darwin" else OPENERS
    return next((command for command in openers if shutil.which(command[0])), ())


def _started(command: tuple[str, ...], path: Path) -> int:
    """The exit code, where it has ended in a moment; 0 where it goes on."""
    try:
        process = subprocess.Popen(  # noqa: S603  no shell, and a program of the desktop
            [*command, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return error.errno or 1
    with suppress(subprocess.TimeoutExpired):
        return process.wait(PATIENCE)
    _running.append(process)
    return 0
