"""A font family: its faces, what its letters measure, and which languages it can set."""

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
    """Of the static file where it was shipped static, else of the variable file that it was made from."""


@dataclass(frozen=True, slots=True)
class Heights:
    """How high some letters of a face stand, in em; 0 where it lacks the letter. They tell how large a face looks."""

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
    """The languages (BCP 47) that it was drawn for; a page in one of them asks it first."""
    characters: tuple[tuple[int, int], ...] = ()
    """First and last code point of each stretch that the first face covers, in order."""

    heights: Heights = Heights()
    """Of the first face."""
    extent: float = 0.0
    """From the ascent to the descent of the first face, in em: the room that its maker gives a line; 0: unknown."""
    joins: bool = True
    """Whether the Arabic letters of the first face have the forms in which they join."""

    @property
    def has_bold(self) -> bool:
        """Whether it can set words apart by weight; none is ever made bold by machine."""
        return any(face.weight >= 600 for face in self.faces)

    def has(self, character: str) -> bool:
        """Whether the first face has a glyph for the character."""
        return any(first <= ord(character) <= last for first, last in self.characters)


# The letters of the languages that are set here, and how many of them a font has.


ALPHABETS = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ru": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
}
"""The letters without which a page in the language cannot be set."""


def whole(family: Family) -> tuple[str, ...]:
    """The languages of which the family has every letter."""
    return tuple(code for code, letters in ALPHABETS.items() if all(map(family.has, letters)))


def most(family: Family) -> tuple[str, ...]:
    """The languages of which the family has half the letters or more: a page in one can be set in it, with gaps."""
    return tuple(code for code, letters in ALPHABETS.items() if sum(map(family.has, letters)) * 2 >= len(letters))
