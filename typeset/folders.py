"""Where things lie: what is shipped with the program, and the user's cache.

In a checkout `templates/` and `fonts/` stand beside the package; a wheel carries them inside it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

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

    What stands there is costly to make and safe to throw away.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "typeset" / name
