"""The desk as a program: a port on loopback, an address with a secret in it, and a server until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from typeset.desk import guard
from typeset.desk.app import app
from typeset.desk.folder import Folder
from typeset.desk.room import Desk
from typeset.errors import CommandError, EngineError, Message

LOOPBACK = "127.0.0.1"


def run(target: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the desk on a folder, or on a file and the folder that it lies in, until it is interrupted.

    `port` 0: any that is free. `ready` is told the address. Raises CommandError: there is no such file or folder;
    EngineError: the port is taken.
    """
    folder, first = _opened(target)
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        secret = guard.token()
        desk = Desk(Folder(folder), first)
        application = guard.Guard(app(desk), port, secret)
        config = uvicorn.Config(
            application, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=1,
            server_header=False,
        )  # fmt: skip
        ready(f"http://{LOOPBACK}:{port}/{secret}/")
        try:
            uvicorn.Server(config).run([listener])
        finally:
            desk.close()


def _opened(target: Path) -> tuple[Path, str]:
    """The folder to open, and the name of the text to begin with."""
    if target.is_dir():
        return target, ""
    if target.is_file():
        return target.absolute().parent, target.name
    raise CommandError(
        Message("{target}: there is no such file or folder.", target=target),
        hint="Name the folder of your releases, or one of them.",
    )


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()  # from here on a browser that is early waits, and is not refused
    except OSError as error:
        listener.close()
        raise EngineError(
            Message("Port {port} is not free: {reason}.", port=port, reason=error.strerror or error),
            hint="Leave --port out: the desk finds a free one.",
        ) from None
    return listener
