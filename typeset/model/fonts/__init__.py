"""Fonts, found by name, file or folder, loaded and checked. The repository holds no font files."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from typeset.errors import Message, ThemeError
from typeset.model import settings
from typeset.model.fonts import shelf, system, user_font
from typeset.model.fonts.family import Face, Family, Heights
from typeset.model.fonts.family import most as languages
from typeset.model.fonts.shelf import names
from typeset.model.fonts.user_font import from_file, from_folder

FILES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})


def load(family: str, near: Path | None = None) -> Family:
    """A family by name: of ./fonts, of `fonts` in the folder `near`, of the shipped ones, else of this machine.

    The shelves know it by its folder (`noto-serif`) or by its own name (`Noto Serif`), this machine by its own name
    alone. Raises ThemeError: nobody knows it (with the nearest name), or it cannot be used.
    """
    found = shelf.load(family, near) or user_font.installed(family)
    if found is None:
        raise ThemeError(
            Message("There is no font family `{family}`.", family=family), hint=_nearest(family, shelf.names(near))
        )
    return found


def asked(wanted: str, near: Path | None = None) -> Family:
    """The family that `--font` means: a name, a font file, or a folder with a font.toml or with font files."""
    path = Path(wanted)
    if path.is_dir() and not shelf.knows(wanted, near):
        return shelf.at(path.resolve()) if (path / shelf.FILE).is_file() else user_font.from_folder(path)
    is_path = path.suffix.lower() in FILES or path.is_file() or "/" in wanted
    return user_font.from_file(path) if is_path else load(wanted, near)


def _nearest(family: str, known: tuple[str, ...]) -> str:
    """The nearest name of all; where none is near, those on the shelves, for a machine may have hundreds."""
    names = {shelf.folder_name(name): name for name in (*system.families(), *known)}
    near = get_close_matches(shelf.folder_name(family), names, n=1, cutoff=0.75)
    return f"Did you mean {names[near[0]]}?" if near else settings.nearest(family, known)


# Fonts: found by name, file or folder, loaded and checked. The repository holds no font files.
#
# A `font.toml` names the family, the installed package that carries its files (or none: the files then lie beside
# it), its licence, and each face with its sha256. Variable fonts are made static once, into the user's cache.


__all__ = ["Face", "Family", "Heights", "asked", "from_file", "from_folder", "languages", "load", "names"]
