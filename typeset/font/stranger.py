"""A font that the user brings with `--font FILE`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from typeset.errors import ThemeError
from typeset.font import alphabets, fontfile
from typeset.font.family import Face, Family


def from_file(path: Path) -> Family:
    """A family of one face from a static TrueType or OpenType file, named as the file names itself.

    Raises ThemeError: the file cannot be read, is no font, is variable, compressed for the web or a collection, or has
    the letters of no language that is set here.
    """
    found = fontfile.read(path)
    if found.variable:
        raise ThemeError(
            f"{path} is a variable font.",
            hint="Name a static face of it, or cut one: fonttools varLib.instancer FILE wght=400",
        )
    family = Family(
        name=found.family,
        faces=(Face(path.resolve(), found.weight, found.style, found.sha256),),
        characters=found.characters,
        heights=found.heights,
        extent=found.extent,
        joins=found.joins,
    )
    languages = alphabets.whole(family)
    if not languages:
        raise ThemeError(
            f"{path} ({found.family}) has the whole alphabet of no language among {', '.join(alphabets.ALPHABETS)}.",
            hint="Name a font that has the letters of the release.",
        )
    return replace(family, languages=languages)
