"""Size and place of a photo as its author writes them: `size: wide` and `at: top`, in the words of five languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from typeset.errors import Message
from typeset.model.article import Photo, PhotoPlace, PhotoSize
from typeset.model.text import Text
from typeset.read.draft import Loss, LossKind
from typeset.read.fragments import lookup_key

SIZES = {
    PhotoSize.COLUMN: "عمود|العمود|بعرض العمود|ستون|کالم|טור",
    PhotoSize.WIDE: "عريض|عريضة|واسع|واسعة|پهن|چوڑی|רחב|רחבה",
    PhotoSize.FULL: "كامل|كاملة|كامل العرض|تمام‌عرض|پوری|مکمل|מלא|מלאה",
    PhotoSize.SIDE: "جانب|جانبي|جانبية|کنار|پہلو|צד|בצד",
}
PLACES = {
    PhotoPlace.TOP: "أعلى|الأعلى|في الأعلى|بالا|اوپر|למעלה|ראש",
    PhotoPlace.HERE: "هنا|في موضعها|اینجا|یہاں|כאן",
    PhotoPlace.END: "النهاية|في النهاية|آخر|پایان|آخر میں|סוף|בסוף",
}
"""Value -> its names in other languages, separated by `|`."""


def _by_name(names: Mapping[PhotoSize, str] | Mapping[PhotoPlace, str]) -> Mapping[str, PhotoSize | PhotoPlace]:
    return {lookup_key(name): value for value, others in names.items() for name in (value, *others.split("|"))}


VALUES = MappingProxyType({"size": _by_name(SIZES), "at": _by_name(PLACES)})


def placed(photo: Photo, written: Mapping[str, Text], lose: Callable[[Loss], None]) -> Photo:
    """The photo with what is written for its `size` and `at`; a value that is not known is lost, with the nearest."""
    for key, word in written.items():
        value = VALUES[key].get(lookup_key(word.text))
        if value:
            photo = replace(photo, **{key: value})  # type: ignore[arg-type]
        elif word:
            lose(Loss(LossKind.VALUE, word.text, word.line, word.column, _hint(key, word.text)))
    return photo


def _hint(key: str, word: str) -> str:
    names = VALUES[key]
    near = get_close_matches(lookup_key(word), names, n=1)
    if near:
        return Message("Did you mean {near}?", near=names[near[0]].value)
    return Message("Known: {names}.", names=", ".join(dict.fromkeys(value.value for value in names.values())))
