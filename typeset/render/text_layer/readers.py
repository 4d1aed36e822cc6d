"""How each PDF reader extracts a word, and variants of a word with codes for one reader alone.

poppler takes punctuation and digits beside right-to-left letters for left-to-right unless an Arabic letter mark (ALM)
stands at their left. Its state is tracked from the right end of a line to the left: whether a number, or what may
belong to one, has come since the last right-to-left letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from typeset.render.shape.clusters import is_mark
from typeset.render.shape.font import WORDS_KEPT, ShapedWord, ShapingFace

ALM = "\u061c"
"""The Arabic letter mark."""
STRONG_RTL, STRONG_LTR, NUMERIC, NEUTRAL = "R", "L", "#", "N"
POPPLER = {
    "R": STRONG_RTL, "AL": STRONG_RTL, "L": STRONG_LTR,
    "EN": NUMERIC, "AN": NUMERIC, "ES": NUMERIC, "ET": NUMERIC, "CS": NUMERIC,
}  # fmt: skip
"""Bidi class -> what poppler takes it for; all others are neutral."""
WEAK = frozenset({"AN", "EN", "NSM", "CS", "ES", "ET", "BN"})
"""Bidi classes that pdfium adds to a left-to-right stretch."""
SIGNS = frozenset("+-\u2212%\u066a\u2030#$\u00a3\u20ac\u00a5\u20aa\ufdfc\u00b0")
"""Characters of the bidi classes ES and ET, which MuPDF takes for left-to-right letters."""


class PopplerView(NamedTuple):
    """poppler's state after a word, from right to left: inside a `number` or not; `marks`: codes that need an ALM."""

    number: bool
    marks: tuple[int, ...]


class Facts(NamedTuple):
    """The characters at the edges of a word, in visual order, and poppler's view of it in both states before it."""

    left: str
    right: str
    left_class: str
    right_class: str
    starts_with_mark: bool
    """Whether its leftmost character is a combining mark."""
    after_letter: PopplerView
    after_number: PopplerView


@lru_cache(maxsize=4_096)
def poppler_class(character: str) -> str:
    """The class that poppler gives a character."""
    return POPPLER.get(unicodedata.bidirectional(character), NEUTRAL)


def is_weak(character: str) -> bool:
    """Whether pdfium adds it to a left-to-right stretch."""
    return unicodedata.bidirectional(character) in WEAK


@lru_cache(maxsize=WORDS_KEPT)
def facts_of(word: ShapedWord, rtl: bool) -> Facts:  # noqa: FBT001 - a part of the cache's key
    """The facts of a word of this direction."""
    texts = [code.text for code, _ in word.codes]
    left, right = texts[0][0], texts[-1][-1]
    views = (_view(texts, number=number, rtl=rtl) for number in (False, True))
    return Facts(left, right, poppler_class(left), poppler_class(right), is_mark(left), *views)


def _view(texts: Sequence[str], *, number: bool, rtl: bool) -> PopplerView:
    marks = []
    for at in range(len(texts) - 1, -1, -1):
        number = after(texts[at][0], number=number)
        if at and rtl and needs_mark(texts[at - 1], texts[at], number=number, left_rtl=True):
            marks.append(at)
            number = False
    return PopplerView(number, tuple(marks))


def after(character: str, *, number: bool) -> bool:
    """Whether poppler is inside a number after a character; `number`: whether it was before."""
    kind = poppler_class(character)
    return kind in (STRONG_LTR, NUMERIC) or (number and kind != STRONG_RTL)


def needs_mark(left: str, right: str, *, number: bool, left_rtl: bool) -> bool:
    """Whether poppler needs an ALM between two neighbouring texts, one of which is read from right to left."""
    kind = poppler_class(left[-1])
    if kind == STRONG_RTL:
        return False
    if is_mark(right[0]):
        return not is_mark(left[0]) and left_rtl and kind in (STRONG_LTR, NUMERIC)
    return number


# Variants of a word with other codes, for the sake of one reader. They look the same on the page.
#
# Each is made once: what is known of a word, here and in other caches, is kept by the word itself, and would be kept
# anew with each document for a variant that is made anew.


@lru_cache(maxsize=WORDS_KEPT)
def widened(word: ShapedWord, units: int) -> ShapedWord:
    """The word, its rightmost code wider by so many font units."""
    *codes, (last, x) = word.codes
    code = word.face.code(last.parts, last.advance + units, last.text)
    return ShapedWord(word.face, word.text, (*codes, (code, x)), word.advance + units)


@lru_cache(maxsize=WORDS_KEPT)
def marked(word: ShapedWord, places: tuple[int, ...]) -> ShapedWord:
    """The word with an ALM before the codes at these places; with a sign it shares a code, which MuPDF then turns."""
    mark = word.face.code((), 0, ALM)
    codes = []
    for at, (code, x) in enumerate(word.codes):
        if at in places and code.text in SIGNS:
            codes.append((word.face.code(code.parts, code.advance, ALM + code.text), x))
        else:
            codes += [(mark, x)] * (at in places) + [(code, x)]
    return ShapedWord(word.face, word.text, tuple(codes), word.advance)


@lru_cache(maxsize=WORDS_KEPT)
def blank(face: ShapingFace, advance: int, text: str) -> ShapedWord:
    """A word of one code without ink, `advance` font units wide, that maps to `text`."""
    return ShapedWord(face, text, ((face.code((), advance, text), 0),), advance)


@lru_cache(maxsize=WORDS_KEPT)
def apart_at_signs(word: ShapedWord, keeps_first: bool) -> tuple[tuple[ShapedWord, int], ...]:  # noqa: FBT001 - a key
    """The pieces of a word from left to right, each with its distance from the left edge; each sign is one.

    A sign at whose right a combining mark stands stays with it, which would else join what is written before; so does
    the leftmost one where `keeps_first`.
    """
    texts = [code.text for code, _ in word.codes]
    signs = [text in SIGNS and not (texts[at + 1 :] and is_mark(texts[at + 1][0])) for at, text in enumerate(texts)]
    signs[0] &= not keeps_first
    starts = [at for at in range(len(texts)) if at == 0 or signs[at] or signs[at - 1]]
    ends = [*starts[1:], len(texts)]
    return tuple(_piece(word, start, end) for start, end in zip(starts, ends, strict=True))


def _piece(word: ShapedWord, start: int, end: int) -> tuple[ShapedWord, int]:
    """The codes of a right-to-left word from one to before another, as a word; its distance from the left edge."""
    codes = word.codes[start:end]
    left, right = codes[0][1], word.codes[end][1] if end < len(word.codes) else word.advance
    text = "".join(code.text for code, _ in reversed(codes))
    return ShapedWord(word.face, text, tuple((code, x - left) for code, x in codes), right - left), left
