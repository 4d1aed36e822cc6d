"""The bytes of an article, and where they came from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from typeset.errors import ArticleError
from typeset.files import STANDARD

LARGEST = 64_000_000
"""Bytes. A Word file with its pictures is rarely over 20 MB; a reader of text sets a lower limit of its own."""


class Source(NamedTuple):
    """What was read: its bytes, the name for messages, its suffix (`.md`) and the folder its pictures come from."""

    data: bytes
    name: str
    suffix: str = ""
    folder: Path | None = None

    def no_larger_than(self, limit: int) -> None:
        """Raises ArticleError: over `limit` bytes."""
        if len(self.data) > limit:
            raise ArticleError(
                f"{self.name} is over {limit // 1_000_000} MB, too long for a press release.",
                hint="Check that this is the right file; split it if it is.",
            )


def load(path: str | Path) -> Source:
    """A file's bytes, or those of stdin for `-`.

    Raises ArticleError: there is no such file, it is a folder, may not be read, is empty or over LARGEST.
    """
    if Path(path) == STANDARD:
        source = Source(sys.stdin.buffer.read(LARGEST + 1), "stdin", folder=Path.cwd())
    else:
        path = Path(path)
        source = Source(_bytes(path), str(path), path.suffix.lower(), path.absolute().parent)
    source.no_larger_than(LARGEST)
    if not source.data.strip():
        raise ArticleError(f"{source.name} is empty.", hint="Write a headline and a text into it, then try again.")
    return source


def _bytes(path: Path) -> bytes:
    """The file's bytes, and never more than one past the limit: /dev/zero has no end."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise ArticleError(f"{path}: there is no such file.", hint=_neighbour(path)) from None
    except IsADirectoryError:
        raise ArticleError(f"{path} is a folder.", hint="Name the article's file in it.") from None
    except PermissionError:
        raise ArticleError(f"{path} may not be read.", hint="Allow it: chmod u+r, or ask the file's owner.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ArticleError(f"{path} cannot be read: {reason}.", hint="Check the name and the disk.") from None


def _neighbour(path: Path) -> str:
    try:
        names = sorted(file.name for file in path.parent.iterdir() if file.is_file())
    except OSError:
        return f"There is no folder {path.parent} either; check the path."
    from difflib import get_close_matches

    near = get_close_matches(path.name, names, n=1)
    return f"Did you mean {path.with_name(near[0])}?" if near else "Check the name."
