"""Fonts: found by name, file or folder, loaded and checked. The repository holds no font files.

A `font.toml` names the family, the installed package that carries its files (or none: the files then lie beside it),
its licence, and each face with its sha256. Variable fonts are made static once, into the user's cache.
"""

from typeset.font.alphabets import most as languages
from typeset.font.family import Face, Family, Heights
from typeset.font.search import asked, load
from typeset.font.shelf import names
from typeset.font.stranger import from_file, from_folder

__all__ = ["Face", "Family", "Heights", "asked", "from_file", "from_folder", "languages", "load", "names"]
