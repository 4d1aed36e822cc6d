"""`--open`: shows a file in the desktop's default program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from typeset.cli import output
from typeset.errors import Message

OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
"""Commands that open a file in the user's default program for its type; the first that is installed is used."""
PATIENCE = 1.0
"""Seconds after which such a command counts as successful although it still runs."""
_running: list[subprocess.Popen[bytes]] = []
"""Commands that still ran after PATIENCE; they are kept so that Python does not warn of unawaited children."""


def show(path: Path) -> None:
    """Open a file (or a folder) as a double click would; the program goes on when this one ends.

    Where there is no such program, or it fails, a message says so; that is no error, as the file is made.
    """
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  a file that we have just written
        return
    command = _opener()
    if not command:
        output.say(Message("There is no program here that opens files (xdg-open); {path} waits for you.", path=path))
    elif code := _start(command, path):
        output.say(
            Message(
                "{command} could not open {path} (it ended with {code}); the file is there all the same.",
                command=command[0],
                path=path,
                code=str(code),
            )
        )


def _opener() -> tuple[str, ...]:
    openers = (("open",),) if sys.platform == "darwin" else OPENERS
    return next((command for command in openers if shutil.which(command[0])), ())


def _start(command: tuple[str, ...], path: Path) -> int:
    """Start the command; returns its exit code where it ends within PATIENCE, else 0."""
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
