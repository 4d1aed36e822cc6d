"""Letters as they are compared, not as they are set: one form for each, so that a word is found however it is typed."""

from __future__ import annotations

import re

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
"""Joiners, direction controls and the like."""

BLANK = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
BLANK += "\u2028\u2029\u202f\u205f\u3000"
"""White space, NO-BREAK SPACE included, as str.strip() knows it."""

AT_ENDS = BLANK + INVISIBLE
"""What a line may begin or end with and still say nothing."""

_VOWEL_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc]")
_FOLDED = str.maketrans(
    {
        **{ord(sign): None for sign in INVISIBLE},
        **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
        **dict.fromkeys(map(ord, "یىے"), "ي"),
        **dict.fromkeys(map(ord, "ک"), "ك"),
        **dict.fromkeys(map(ord, "ۀہھةۃە"), "ه"),
        ord("ں"): "ن",
        **{0x0660 + digit: str(digit) for digit in range(10)},
        **{0x06F0 + digit: str(digit) for digit in range(10)},
        **dict.fromkeys((0x2011, 0x2010, 0x2212), "-"),
        0xA0: " ",
        0x202F: " ",
    }
)


def folded(text: str) -> str:
    """The text as it is compared: in lower case, without vowel signs, tatweel and invisible characters.

    It knows one alef, one yeh, one kaf, one heh, one noon, and European digits.
    """
    return _VOWEL_SIGNS.sub("", text).translate(_FOLDED).lower()


def same(word: str) -> str:
    """A word or phrase as a key of a table: folded, its white space single."""
    return " ".join(folded(word).split())


def unfolded(text: str, place: int) -> int:
    """The place in `text` that stands at `place` in its folded form."""
    for at, letter in enumerate(text):
        if place <= 0:
            return at
        place -= len(folded(letter))
    return len(text)
