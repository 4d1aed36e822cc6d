"""User fonts: a file, a folder of files, or a family that is installed in the system.

A page needs a regular and a bold face, upright and, in scripts that have one, italic. These are chosen among the user's
files; of a variable font they are instanced, once, into the user's cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from typeset.errors import Message, ThemeError
from typeset.model.fonts import font_file, system
from typeset.model.fonts.family import ALPHABETS, Face, Family, whole
from typeset.model.fonts.font_file import FontFile

REGULAR, BOLD = 400, 700
LIGHTEST_BOLD = 600
NORMAL_WIDTH = 5
"""OpenType's usWidthClass of a font that is neither condensed nor expanded."""
ARABIC = frozenset({"ar", "fa", "ur"})


class _HasStyle(Protocol):
    @property
    def weight(self) -> int: ...
    @property
    def style(self) -> str: ...


Styled = TypeVar("Styled", bound=_HasStyle)


class _Candidate(NamedTuple):
    """A face to choose from: a static file, or a variable font with axis values."""

    file: Path
    font: FontFile
    weight: int
    style: str
    axes: Mapping[str, float]

    def face(self) -> Face:
        """The face; of a variable font its static instance, made now."""
        file = font_file.static_instance(self.file, self.font.sha256, self.axes) if self.axes else self.file
        return Face(file, self.weight, self.style, self.font.sha256)


def from_file(path: Path) -> Family:
    """A family from a TrueType or OpenType file, named as in the file.

    Raises ThemeError: the file cannot be read, is no font, is compressed for the web or a collection, or has the
    whole alphabet of no language in ALPHABETS.
    """
    return _family(_candidates(path.resolve()), path)


def from_folder(folder: Path) -> Family:
    """A family from the font files in a folder. Raises ThemeError: there are none, or files of several families."""
    files = sorted(file for file in folder.resolve().iterdir() if file.suffix.lower() in system.SUFFIXES)
    if not files:
        raise ThemeError(
            Message("The folder {folder} holds no font.", folder=folder),
            hint="Put .ttf or .otf files into it, or a font.toml.",
        )
    names = sorted({font_file.read_font_file(file).family for file in files})
    if len(names) > 1:
        raise ThemeError(
            Message(
                "The folder {folder} holds {names_count} families: {names}.",
                folder=folder,
                names_count=len(names),
                names=", ".join(names),
            ),
            hint="Name one of its files, or give each family a folder of its own.",
        )
    return _family([candidate for file in files for candidate in _candidates(file)], folder)


def installed(name: str) -> Family | None:
    """The installed family of exactly this name; None where there is none. Raises ThemeError: it cannot be used."""
    listed = system.faces(name)
    files = {one.file.resolve(): one for one in _regular_and_bold(listed)}
    candidates = [
        candidate if candidate.axes else candidate._replace(weight=one.weight or candidate.weight, style=one.style)
        for file, one in files.items()
        for candidate in _candidates(file)
    ]
    return replace(_family(candidates, name), name=listed[0].family) if candidates else None


def _candidates(file: Path) -> list[_Candidate]:
    """The static face of a file; of a variable font its regular and, where its axis reaches 600, its bold."""
    font = font_file.read_font_file(file)
    defaults = {axis.tag: axis.usual for axis in font.axes}
    weight = next((axis for axis in font.axes if axis.tag == "wght"), None)
    if weight is None:
        return [_Candidate(file, font, font.weight, font.style, defaults)]
    stops = sorted({weight.nearest(REGULAR), weight.nearest(BOLD)})
    wanted = [value for value in stops if value == weight.nearest(REGULAR) or value >= LIGHTEST_BOLD]
    return [_Candidate(file, font, round(value), font.style, {**defaults, "wght": value}) for value in wanted]


def _family(candidates: Sequence[_Candidate], where: object) -> Family:
    chosen = list(_regular_and_bold(_of_normal_width(candidates)))
    first = chosen[0].font
    family = Family(
        name=first.family,
        faces=(),
        characters=first.characters,
        heights=first.heights,
        extent=first.extent,
        sink=first.sink,
        joins=first.joins,
    )
    languages = whole(family)
    if not languages:
        raise ThemeError(
            Message(
                "{where} ({family}) has the whole alphabet of no language among {names}.",
                where=where,
                family=first.family,
                names=", ".join(ALPHABETS),
            ),
            hint="Name a font that has the letters of the release.",
        )
    upright = [candidate for candidate in chosen if candidate.style == "normal"]
    if upright and not ARABIC.isdisjoint(languages):
        chosen = upright  # Arabic has no italics
    return replace(family, languages=languages, faces=tuple(candidate.face() for candidate in chosen))


def _of_normal_width(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    nearest = min(abs(candidate.font.width - NORMAL_WIDTH) for candidate in candidates)
    return [candidate for candidate in candidates if abs(candidate.font.width - NORMAL_WIDTH) == nearest]


def _regular_and_bold(faces: Iterable[Styled]) -> Iterator[Styled]:
    """The regular and the bold face of each style, upright before italic."""
    known = list(faces)
    for style in ("normal", "italic"):
        alike = [face for face in known if face.style == style]
        if alike:
            regular = min(alike, key=lambda face: abs(face.weight - REGULAR))
            bold = min(alike, key=lambda face: abs(face.weight - BOLD))
            yield regular
            if bold.weight >= LIGHTEST_BOLD and bold is not regular:
                yield bold
