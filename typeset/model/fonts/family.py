"""A font family: its faces, the heights of some letters, and the languages that it can set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Face(NamedTuple):
    """One static font file: its place on disk, CSS weight (100-900) and style (`normal` or `italic`)."""

    file: Path
    weight: int = 400
    style: str = "normal"
    sha256: str = ""
    """The hash of the file as shipped: of this one, or of the variable font from which it was instanced."""


@dataclass(frozen=True, slots=True)
class Heights:
    """The heights of some letters of a face, in em; 0 where it lacks the letter. They tell how large a face looks."""

    alef: float = 0.0
    dal: float = 0.0
    hebrew_alef: float = 0.0
    latin_x: float = 0.0
    latin_h: float = 0.0


@dataclass(frozen=True, slots=True)
class Family:
    """A font family by its CSS name, with its faces and its licence (SPDX)."""

    name: str
    faces: tuple[Face, ...]
    licence: str = ""
    languages: tuple[str, ...] = ()
    """The languages (BCP 47) that it was drawn for; on a page in one of them it comes first in the font stack."""
    characters: tuple[tuple[int, int], ...] = ()
    """The ranges of code points that the first face covers: first and last of each, sorted."""
    heights: Heights = Heights()
    """Of the first face."""
    extent: float = 0.0
    """Ascent plus descent of the first face, in em: the line height that its maker intends; 0: unknown."""
    sink: float = 0.0
    """How far the baseline of the first face lies below the middle of a line, in em."""
    joins: bool = True
    """Whether the first face has the joining forms of its Arabic letters."""

    @property
    def has_bold(self) -> bool:
        """Whether it has a face of weight 600 or more; bold is never synthesised."""
        return any(face.weight >= 600 for face in self.faces)

    def has(self, character: str) -> bool:
        """Whether the first face has a glyph for the character."""
        return any(first <= ord(character) <= last for first, last in self.characters)


# Alphabets, by which the languages of a font are known.


ALPHABETS = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ru": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
}
"""Language -> the letters that a font must have for it."""


def whole(family: Family) -> tuple[str, ...]:
    """The languages of which the family has every letter."""
    return tuple(code for code, letters in ALPHABETS.items() if all(map(family.has, letters)))


def most(family: Family) -> tuple[str, ...]:
    """The languages of which the family has half the letters or more: the rest comes from fallback fonts."""
    return tuple(code for code, letters in ALPHABETS.items() if sum(map(family.has, letters)) * 2 >= len(letters))
