"""A word shown with other codes than its own, where a reader asks for it. It looks the same on the page."""

from __future__ import annotations

from collections.abc import Collection

from typeset.render.shape.face import Face, Word
from typeset.render.write.facts import ALM


def widened(word: Word, units: int) -> Word:
    """The word, its rightmost code wider by so many font units."""
    *codes, (last, x) = word.codes
    code = word.face.code(last.parts, last.advance + units, last.text)
    return Word(word.face, word.text, (*codes, (code, x)), word.advance + units)


def marked(word: Word, places: Collection[int]) -> Word:
    """The word with an ALM before the codes at these places."""
    mark = word.face.code((), 0, ALM)
    codes = []
    for at, (code, x) in enumerate(word.codes):
        if at in places:
            codes.append((mark, x))
        codes.append((code, x))
    return Word(word.face, word.text, tuple(codes), word.advance)


def blank(face: Face, advance: int, text: str) -> Word:
    """A code without ink."""
    return Word(face, text, ((face.code((), advance, text), 0),), advance)
