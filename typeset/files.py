"""Files read with a clear refusal, and written whole or not at all."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from typeset.errors import ArticleError, EngineError

STANDARD = Path("-")
"""Standard input where a file is read, standard output where one is written."""
LARGEST = 500_000_000
"""Bytes. A finished PDF over that is no release."""


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
        raise ArticleError(f"{path} cannot be read: {reason}.", hint="Check the name and its permissions.") from None
    if len(data) > LARGEST:
        raise ArticleError(f"{path} is over {LARGEST // 1_000_000} MB.", hint="Check that this is the right file.")
    return data


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making its folder: after this call the old file stands there or the new one, never a part.

    The bytes are written beside the target, synced and renamed over it; whatever stops that (a full disk, Ctrl-C)
    leaves the old file whole and nothing else. A symbolic link keeps pointing where it points.
    Raises EngineError: the place cannot be written.
    """
    write_all({path: data})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Put files in their places that belong together: none takes its place before all are written and synced.

    Raises EngineError: one of the places cannot be written; then all are as they were.
    """
    with ExitStack() as drafts:
        written = [(path, _written(drafts, path, data)) for path, data in contents.items()]
        for path, draft in written:
            with _refusing(path):
                draft.replace(_target(path))


def _target(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _written(drafts: ExitStack, path: Path, data: bytes) -> Path:
    """The draft beside the path, which `drafts` takes away at their end."""
    with _refusing(path):
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
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineError(f"{path} cannot be written: {_reason(error)}.", hint=_cure(error)) from None


@contextmanager
def _draft(target: Path) -> Iterator[BinaryIO]:
    """A new file beside the target, with its permissions; gone at the end unless it was renamed."""
    name = target.with_name(f".typeset-{os.urandom(6).hex()}.part")
    try:
        with name.open("xb") as draft:
            if target.exists():
                name.chmod(target.stat().st_mode & 0o777)
            yield draft
    finally:
        name.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _cure(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "Choose a shorter name."
    if isinstance(error, PermissionError):
        return "Choose another folder with -o, or ask for the right to write there."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "A file stands where a folder is needed; choose another folder with -o."
    if isinstance(error, IsADirectoryError):
        return "A folder stands where the file should; move it away or choose another folder with -o."
    return "Make room, or choose another folder with -o; what was there before is untouched."
