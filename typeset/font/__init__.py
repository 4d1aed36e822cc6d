"""Fonts: a folder in `fonts/`, loaded and checked. The repository holds no font files.

A `font.toml` names the family, the installed package that carries its files (or none: the files then lie beside it),
its licence, and each face with its sha256. Variable fonts are made static once, into the user's cache.
"""

from typeset.font.alphabets import most as languages
from typeset.font.family import Face, Family, Heights
from typeset.font.shelf import load, names
from typeset.font.stranger import from_file

__all__ = ["Face", "Family", "Heights", "from_file", "languages", "load", "names"]
