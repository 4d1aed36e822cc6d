"""Which family is meant: by a name, a file or a folder."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from typeset import settings
from typeset.errors import ThemeError
from typeset.font import shelf, stranger, system
from typeset.font.family import Family

FILES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})


def load(family: str, near: Path | None = None) -> Family:
    """A family by name: of ./fonts, of `fonts` in the folder `near`, of the shipped ones, else of this machine.

    The shelves know it by its folder (`noto-serif`) or by its own name (`Noto Serif`), this machine by its own name
    alone. Raises ThemeError: nobody knows it (with the nearest name), or it cannot be used.
    """
    found = shelf.load(family, near) or stranger.installed(family)
    if found is None:
        raise ThemeError(f"There is no font family `{family}`.", hint=_nearest(family, shelf.names(near)))
    return found


def asked(wanted: str, near: Path | None = None) -> Family:
    """The family that `--font` means: a name, a font file, or a folder with a font.toml or with font files."""
    path = Path(wanted)
    if path.is_dir() and not shelf.knows(wanted, near):
        return shelf.at(path.resolve()) if (path / shelf.FILE).is_file() else stranger.from_folder(path)
    is_path = path.suffix.lower() in FILES or path.is_file() or "/" in wanted
    return stranger.from_file(path) if is_path else load(wanted, near)


def _nearest(family: str, known: tuple[str, ...]) -> str:
    """The nearest name of all; where none is near, those on the shelves, for a machine may have hundreds."""
    names = {shelf.folder_name(name): name for name in (*system.families(), *known)}
    near = get_close_matches(shelf.folder_name(family), names, n=1, cutoff=0.75)
    return f"Did you mean {names[near[0]]}?" if near else settings.nearest(family, known)
