"""Asks a server that waits (`typeset-press serve`) to answer the command line, before anything heavy is loaded.

It takes part in every start, and so imports only what Python has loaded already, or built in. `run` starts it in a
Python without its trimmings (`-I -S`), which becomes the plain start where no server answers.

The two sides say, through a Unix socket that only its user may open:

    client   a request: who it is, its folder, mask, streams' encodings, arguments and environment
    server   READY, or NOT_SERVED: what it has loaded is not what the client would load
    client   GO, as it may have lost patience meanwhile and begun by itself; and its streams
    client   the number of a signal, for each that it gets; it goes away: the work is ended
    server   DONE and the exit code
"""

import marshal
import os
import sys

READY, NOT_SERVED, GO, DONE = b"r", b"n", b"g", b"d"
LENGTH = 4
"""Bytes that tell how long a request is."""
COMMANDS = ("make", "lint", "mail")
PLAIN = {"--watch", "--open", "--send"}
"""What needs the terminal, the desktop or hours: the plain start is no loss there."""
SWITCH = "TYPESET_SERVE"
PATIENCE = 1.0
"""Seconds within which a server must be ready; it takes some thousandths."""
BROKEN_OFF = 5
"""The exit code where the server's process died over the work: the result could not be made."""
OURS_ALONE = 0o077
"""What the others and the group may not do with the folder."""
CAN = sys.platform != "win32"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket

Request = tuple[str, str, int, tuple[tuple[str, str | None], ...], tuple[str, ...], dict[str, str]]


def served(arguments: list[str]) -> int | None:
    """The exit code of a command line that a server has answered; None: nothing was begun, and no server can."""
    if not _is_for_a_server(arguments):
        return None
    from _socket import AF_UNIX, SOCK_STREAM, socket

    try:
        folder = place()
        if folder is None or not is_private(folder):
            return None
        server = socket(AF_UNIX, SOCK_STREAM)
        server.settimeout(PATIENCE)
        server.connect(os.path.join(folder, name() + ".socket"))
        if not is_the_same_user(server):
            return None
        return _answered(server, _request(arguments))
    except OSError:
        return None


def _is_for_a_server(arguments: list[str]) -> bool:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        CAN
        and bool(arguments)
        and arguments[0] in COMMANDS
        and PLAIN.isdisjoint(arguments)
        and os.environ.get(SWITCH, "").lower() not in {"no", "0", "off"}
        and None not in streams
    )


def _request(arguments: list[str]) -> Request:
    mask = os.umask(0o077)
    os.umask(mask)
    encodings = tuple((stream.encoding, stream.errors) for stream in (sys.stdin, sys.stdout, sys.stderr))
    return identity(), os.getcwd(), mask, encodings, tuple(arguments), dict(os.environ)


def _answered(server: "socket", request: Request) -> int | None:
    """The exit code, where the server is ready before our patience ends. Raises OSError: nothing was begun."""
    from _socket import SCM_RIGHTS, SOL_SOCKET

    data = marshal.dumps(request)
    message = len(data).to_bytes(LENGTH, "big") + data
    server.sendall(message)
    if server.recv(1) != READY:
        return None
    _forward_signals(server)
    server.settimeout(None)
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    server.sendmsg([GO], [(SOL_SOCKET, SCM_RIGHTS, streams)])
    try:
        answer = server.recv(2)
    except OSError:
        answer = b""
    if answer[:1] == DONE and len(answer) == 2:
        return int(answer[1])
    os.write(2, b"The server's process ended in the midst of the work; what stood there before is untouched.\n")
    os.write(2, b"    Give the command again; with TYPESET_SERVE=no before it, no server takes part.\n")
    return BROKEN_OFF


def _forward_signals(server: "socket") -> None:
    """Ctrl-C and SIGTERM reach the process that works; it unwinds, and its exit code comes back."""
    from _signal import SIG_IGN, SIGINT, SIGTERM, getsignal, signal  # type: ignore[import-not-found]

    def forward(number: int, _frame: object) -> None:
        try:
            server.send(bytes([number]))
        except OSError:
            return  # it is done already

    for number in (SIGINT, SIGTERM):
        if getsignal(number) is not SIG_IGN:
            signal(number, forward)


# Where the server is, and whose it is.


def place() -> str | None:
    """The folder of the sockets: in the user's runtime folder, else in the cache; None where there is neither."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime) and os.path.isdir(runtime):
        return os.path.join(runtime, "typeset")
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(cache):
        return os.path.join(cache, "typeset", "serve")
    home = os.environ.get("HOME", "")
    return os.path.join(home, ".cache", "typeset", "serve") if os.path.isabs(home) else None


def is_private(folder: str) -> bool:
    """Whether a folder is this user's, and nobody else may enter it. Raises OSError: it is not there."""
    status = os.lstat(folder)
    return status.st_uid == os.geteuid() and status.st_mode & (0o170000 | OURS_ALONE) == 0o040000


def is_the_same_user(connection: "socket") -> bool:
    """Whether the process at the other end is this user's, where the system tells (Linux)."""
    peer = credentials(connection)
    return peer is None or peer[1] == os.geteuid()


def credentials(connection: "socket") -> tuple[int, int] | None:
    """The process and the user at the other end of a connection; None where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return None
    from _socket import SO_PEERCRED, SOL_SOCKET

    told = connection.getsockopt(SOL_SOCKET, SO_PEERCRED, 12)
    return int.from_bytes(told[:4], sys.byteorder), int.from_bytes(told[4:8], sys.byteorder)


def name() -> str:
    """The name of this installation's socket: the Python, its environment, and the package, wherever they are mounted.

    Whether all that is in them is still what the server has loaded, the server sees for itself (`stamps`).
    """
    package = os.stat(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    environment = os.stat(os.path.dirname(sys.executable))
    places = "-".join(f"{place.st_dev:x}.{place.st_ino:x}" for place in (package, environment))
    return f"{sys.hexversion:x}-{places}"


LOADING = ("LD_", "DYLD_", "FONTCONFIG_", "FC_", "PANGO", "HB_")
"""Variables that are read once, when a library is loaded."""
PYTHON = ("PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS", "PYTHONUTF8", "PYTHONPLATLIBDIR")


def identity() -> str:
    """All that is settled when a process starts, and cannot be handed over later."""
    flags = sys.flags
    said = [sys.version, sys.getfilesystemencoding(), str(flags.optimize), str(flags.dev_mode), str(os.geteuid())]
    for variable, value in sorted(os.environ.items()):
        if variable.startswith(LOADING) or (variable in PYTHON and not flags.ignore_environment):
            said.append(f"{variable}={value}")
    return "\n".join(said)


def main() -> None:
    """What `run` starts: the server's answer, or the plain start in this process's place."""
    code = served(sys.argv[1:])
    if code is None:
        os.execv(sys.executable, [sys.executable, "-I", "-m", "typeset", *sys.argv[1:]])
    os._exit(code)
