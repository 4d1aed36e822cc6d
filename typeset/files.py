"""File I/O: bounded reading, atomic writing; the folders of shipped data and of the user's cache."""

from __future__ import annotations

import atexit
import errno
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from typeset.errors import ArticleError, EngineError, Message

STANDARD = Path("-")
"""Standard input where a file is read, standard output where one is written."""
LARGEST = 500_000_000
"""Bytes: the limit of a file that is read; no PDF of a release comes near it."""


def read(path: Path) -> bytes:
    """The bytes of a finished file; `-` is stdin. Raises ArticleError: it cannot be read, or is too large."""
    try:
        if path == STANDARD:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = _reason(error)
        raise ArticleError(
            Message("{path} cannot be read: {reason}.", path=path, reason=reason),
            hint="Check the name and its permissions.",
        ) from None
    if len(data) > LARGEST:
        raise ArticleError(
            Message("{path} is over {largest} MB.", path=path, largest=LARGEST // 1_000_000),
            hint="Check that this is the right file.",
        )
    return data


def write(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically, making its folder: the old file stands there or the new one, never a part.

    The bytes are written beside the target, synced and renamed over it; whatever stops that (a full disk, Ctrl-C)
    leaves the old file whole and nothing else. A symbolic link keeps pointing where it points.
    Raises EngineError: the place cannot be written.
    """
    write_all({path: data})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together: none replaces its target before the data of all is written and synced.

    Raises EngineError: one of the targets cannot be written. Then none has changed, unless only a renaming failed.
    """
    with ExitStack() as drafts:
        written = [(path, _write_draft(drafts, path, data)) for path, data in contents.items()]
        for path, draft in written:
            with reporting_errors(path):
                draft.replace(_target(path))


def _target(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _write_draft(drafts: ExitStack, path: Path, data: bytes) -> Path:
    """Write `data` to a synced draft beside the path; leaving `drafts` deletes it, unless it was renamed."""
    with reporting_errors(path):
        target = _target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        draft = drafts.enter_context(_draft(target))
        draft.write(data)
        draft.flush()
        os.fsync(draft.fileno())
        return Path(draft.name)


@contextmanager
def reporting_errors(path: Path) -> Iterator[None]:
    """Turns an OSError into the EngineError that says why the path cannot be written."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            Message("{path} cannot be written: {reason}.", path=path, reason=_reason(error)), hint=_cure(error)
        ) from None


@contextmanager
def _draft(target: Path) -> Iterator[BinaryIO]:
    """A new file beside the target, with the target's permissions; deleted at the end unless it was renamed."""
    _sweep(target.parent)
    name = target.with_name(f".typeset-{MACHINE}-{os.getpid()}-{os.urandom(6).hex()}.part")
    try:
        with name.open("xb") as draft:
            if target.exists():
                name.chmod(target.stat().st_mode & 0o777)
            yield draft
    finally:
        name.unlink(missing_ok=True)


# Drafts of a process that was killed: the next one that writes into the folder takes them away. A folder may be shared
# by machines, each of which knows its own processes only.


MACHINE = f"{crc32((os.uname().nodename if hasattr(os, 'uname') else '').encode()):08x}"
_ABANDONED = re.compile(rf"\.typeset-{MACHINE}-(\d+)-[0-9a-f]{{12}}\.part")
_swept: set[Path] = set()


def _sweep(folder: Path) -> None:
    """Delete the drafts in a folder whose process is no longer there; once, as a folder may hold thousands of files."""
    if folder in _swept or not hasattr(os, "uname"):
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _ABANDONED.fullmatch(entry.name)
            if found and not _is_running(int(found[1])):
                Path(entry.path).unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _cure(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return Message("Choose a shorter name.")
    if isinstance(error, PermissionError):
        return Message("Choose another folder with -o, or ask for the right to write there.")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Message("A file stands where a folder is needed; choose another folder with -o.")
    if isinstance(error, IsADirectoryError):
        return Message("A folder stands where the file should; move it away or choose another folder with -o.")
    return Message("Make room, or choose another folder with -o; what was there before is untouched.")


# Folders: the data shipped with the program, and the user's cache.
#
# In a checkout `templates/` and `fonts/` stand beside the package; a wheel carries them inside it.


PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `templates` or `fonts` that came with this program."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def holding(file: str, *shelves: Path) -> tuple[str, ...]:
    """The names of those folders directly in `shelves` which hold a file of that name; each once, sorted."""
    names: set[str] = set()
    for shelf in shelves:
        with suppress(OSError):
            names.update(folder.name for folder in shelf.iterdir() if (folder / file).is_file())
    return tuple(sorted(names))


def nearest(file: str, folder: Path) -> Path | None:
    """The file of that name in a folder, or in the nearest one above it that has such a file; None where none has."""
    start = folder.resolve()
    return next((place / file for place in (start, *start.parents) if (place / file).is_file()), None)


def cache(name: str) -> Path:
    """A folder of the user's cache (`XDG_CACHE_HOME`, else `~/.cache`), which need not exist yet.

    Its files are costly to make and safe to delete. A user without a home gets the folder of `for_this_run`.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if base.is_absolute():
        return base / "typeset" / name
    home = _home()
    return home / ".cache" / "typeset" / name if home else for_this_run(name)


def configuration() -> Path:
    """The folder of the user's own settings (`XDG_CONFIG_HOME`, else `~/.config`), which need not exist."""
    base = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if base.is_absolute():
        return base / "typeset"
    home = _home()
    return home / ".config" / "typeset" if home else for_this_run("config")


def to_fill(name: str) -> Path:
    """The folder of the cache to write to: made if need be; where the cache is read-only, that of `for_this_run`."""
    import tempfile  # most runs find the cache filled

    folder = cache(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return for_this_run(name)


@lru_cache
def for_this_run(name: str) -> Path:
    """A private temporary folder, deleted when the program ends. Raises EngineError: none can be made."""
    import shutil
    import tempfile

    try:
        folder = Path(tempfile.mkdtemp(prefix=f"typeset-{name}-"))
    except OSError as error:
        raise EngineError(
            Message("No temporary folder can be made: {lower}.", lower=(error.strerror or str(error)).lower()),
            hint="Set XDG_CACHE_HOME or TMPDIR to a folder that you may write.",
        ) from error
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _home() -> Path | None:
    if os.environ.get("HOME") == "":  # Path.home() would give the root of the file system
        return None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_absolute() else None
