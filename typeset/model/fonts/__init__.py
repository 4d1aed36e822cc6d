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
    """A family by name: from ./fonts, from `fonts` in the folder `near`, from the shipped ones, else a system font.

    In `fonts` it is known by its folder (`noto-serif`) or its family name (`Noto Serif`), in the system by the family
    name alone. Raises ThemeError: there is none (with the nearest name), or it cannot be used.
    """
    loaded = shelf.load(family, near) or user_font.installed(family)
    if loaded is None:
        raise ThemeError(
            Message("There is no font family `{family}`.", family=family), hint=_nearest(family, shelf.names(near))
        )
    return loaded


def asked(name_or_path: str, near: Path | None = None) -> Family:
    """The family that `--font` names: by its name, a font file, or a folder with a font.toml or with font files."""
    path = Path(name_or_path)
    if path.is_dir() and not shelf.knows(name_or_path, near):
        return shelf.at(path.resolve()) if (path / shelf.FILE).is_file() else user_font.from_folder(path)
    is_path = path.suffix.lower() in FILES or path.is_file() or "/" in name_or_path
    return user_font.from_file(path) if is_path else load(name_or_path, near)


def _nearest(family: str, known: tuple[str, ...]) -> str:
    """A hint with the nearest name of all; where none is near, the names in `fonts`, as a system may have hundreds."""
    names = {shelf.folder_name(name): name for name in (*system.families(), *known)}
    near = get_close_matches(shelf.folder_name(family), names, n=1, cutoff=0.75)
    return Message("Did you mean {near}?", near=names[near[0]]) if near else settings.nearest(family, known)


# A `font.toml` names the family, the installed package that carries its files (or none: the files then lie beside
# it), its licence, and each face with its sha256. Variable fonts are made static once, into the user's cache.


__all__ = ["Face", "Family", "Heights", "asked", "from_file", "from_folder", "languages", "load", "names"]
