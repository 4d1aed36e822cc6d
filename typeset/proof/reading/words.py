"""Words to compare: what a text says, without what no reader owes."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u034f\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
"""Bidi controls, soft hyphens, joiners: the page may need them, the words do not. ZWNJ is a letter."""
LINE_END_HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
MARKS = (
    "\u0300-\u036f"  # Latin
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
)
WORD = re.compile(
    rf"""(?:[^\W\d_][{MARKS}]*\u200c?)+  # letters with their marks, and ZWNJ between them
    | \d+(?:[.,:/\u066b\u066c]\d+)*      # a number: a date, an hour, a fraction stay whole
    | [^\s\w]                            # a sign on its own, so that its neighbours' spaces do not matter
    """,
    re.VERBOSE,
)
BRACKETS = str.maketrans("»)]}›”’>", "«([{‹“‘<")
FRACTION_SLASH = "\u2044"
SIGNS_OF_TRADE = dict.fromkeys(map(ord, "™®©℠"))
"""Signs that pdfium gives as letters of its own choice."""


def words(text: str) -> list[str]:
    """The words, numbers and signs of a text in their order, in NFC."""
    plain = unicodedata.normalize("NFC", text.translate(UNSEEN).replace(LINE_END_HYPHEN, "-"))
    return WORD.findall(plain)


def as_pdfium_gives(text: str) -> list[str]:
    """The words of a text as pdfium gives them back, whatever stands in the file.

    Each bracket and paired quotation mark is as its opening one: in right-to-left text they are turned round. Signs of
    several letters are taken apart (NFKC): … and CO₂ become three stops, CO and 2.
    """
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS_OF_TRADE)).replace(FRACTION_SLASH, "/")
    return [word.translate(BRACKETS) for word in words(plain)]
