"""Watching the opened folder: what is changed outside of the desk is told to its pages.

The desk's own drafts and the parts of files that are being written begin with a dot, and count for nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import watchfiles

from typeset.desk.folder import READABLE, SETTINGS

STEP = 20
"""Milliseconds from one look to the next; the usual 50 are felt."""
STILL = 200
"""Milliseconds after which a change is told, even if more are under way."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff")


class Outside(NamedTuple):
    """What was changed: the names of texts, and of those that are gone."""

    texts: tuple[str, ...]
    gone: tuple[str, ...]
    is_common: bool
    """Whether the pages of every text may be others: a photo, or a file of the house."""


async def changes(folder: Path) -> AsyncIterator[Outside]:
    """What is changed in the folder and in its own folders, until the desk is closed."""
    async for changed in watchfiles.awatch(folder, watch_filter=_Counts(folder), step=STEP, debounce=STILL):
        names = sorted({Path(path).relative_to(folder).as_posix() for _, path in changed})
        texts = tuple(name for name in names if Path(name).suffix.lower() in READABLE)
        gone = tuple(name for name in texts if not (folder / name).exists())
        yield Outside(texts, gone, len(texts) < len(names))


class _Counts:
    """Whether a change counts: to a text, a picture or a file of the house, none of them hidden, at most one deep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, _change: watchfiles.Change, path: str) -> bool:
        file = Path(path)
        parts = file.relative_to(self._folder).parts
        is_ours = file.suffix.lower() in (*READABLE, *PICTURES) or file.name in SETTINGS
        return is_ours and len(parts) <= 2 and not any(part.startswith(".") for part in parts)
