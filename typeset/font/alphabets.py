"""The letters of the languages that are set here, and how many of them a font has."""

from __future__ import annotations

from typeset.font.family import Family

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
