"""Where things lie: what is shipped with the program, and the user's cache.

In a checkout `templates/` and `fonts/` stand beside the package; a wheel carries them inside it.
"""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from typeset.errors import EngineError

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `templates` or `fonts` that came with this program."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def holding(file: str, *shelves: Path) -> tuple[str, ...]:
    """The names of the folders on the shelves which hold a file of that name; each once, in order."""
    found: set[str] = set()
    for shelf in shelves:
        with suppress(OSError):
            found.update(folder.name for folder in shelf.iterdir() if (folder / file).is_file())
    return tuple(sorted(found))


def nearest(file: str, folder: Path) -> Path | None:
    """The file of that name in a folder, or in the nearest one above it that has such a file; None where none has."""
    start = folder.resolve()
    return next((place / file for place in (start, *start.parents) if (place / file).is_file()), None)


def cache(name: str) -> Path:
    """A folder of the user's cache (`XDG_CACHE_HOME`, else `~/.cache`), which need not exist yet.

    What stands there is costly to make and safe to throw away. A user without a home has the folder of `for_this_run`.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if base.is_absolute():
        return base / "typeset" / name
    home = _home()
    return home / ".cache" / "typeset" / name if home else for_this_run(name)


def to_fill(name: str) -> Path:
    """The cache's folder where a file can be put there; where the cache is read-only, that of `for_this_run`."""
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
    """A private folder that goes when the program ends. Raises EngineError: there is no room for temporary files."""
    import shutil
    import tempfile

    try:
        folder = Path(tempfile.mkdtemp(prefix=f"typeset-{name}-"))
    except OSError as error:
        raise EngineError(
            f"No temporary folder can be made: {(error.strerror or str(error)).lower()}.",
            hint="Set XDG_CACHE_HOME or TMPDIR to a folder that you may write.",
        ) from error
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _home() -> Path | None:
    if os.environ.get("HOME") == "":  # Python would take the root of the file system for it
        return None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_absolute() else None
