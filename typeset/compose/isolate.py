"""Stretches that run against the page's direction: URLs, e-mails, phones, figures with signs, foreign words.

Each goes into an isolate of its own, or the bidi algorithm may tear it apart beside Arabic: `هاتف +961 1 234567` prints
with its groups reversed, and a sign changes sides. Only the Western and the Persian digits (bidi class EN) need that;
the Arabic-Indic ones (AN) keep the order of the line around them in any isolate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from typeset import addresses
from typeset.addresses import EMAIL, PHONE, URL
from typeset.patterns import Pattern

LTR = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
HEBREW, ARABIC = "\u05d0-\u05ea\u05ef-\u05f4", "\u0620-\u064a\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
RTL = HEBREW + ARABIC + "\ufb1d-\ufdff\ufe70-\ufefc"
RTL_MARKS = "\u0591-\u05c7\u064b-\u065f\u0670\u200c"
DIGIT = "0-9\u06f0-\u06f9"
ARABIC_INDIC = "\u0660-\u0669"
NUMBER = rf"[{DIGIT}]{{1,20}}(?:[.,\u066b\u066c/][{DIGIT}]{{1,20}}){{0,9}}"
APART = rf"(?<![{LTR}{DIGIT}{ARABIC_INDIC}.,:/+-])"
"""Not in the middle of a word or figure."""


# Every repetition is bounded, or cannot start twice at one place: no text makes the search slow.
TWO = rf"[{DIGIT}]{{2}}"
HOUR = rf"T{TWO}:{TWO}(?::{TWO}(?:[.,][{DIGIT}]{{1,9}})?)?(?:Z|[+-]{TWO}:?{TWO})?"
"""The hour behind a date, as machines write it (ISO 8601)."""
DATE = (
    rf"{APART}(?:[{DIGIT}]{{1,2}}(?P<a>[-./])[{DIGIT}]{{1,2}}(?P=a)[{DIGIT}]{{2,4}}"
    rf"|[{DIGIT}]{{4}}(?P<b>[-./])[{DIGIT}]{{1,2}}(?P=b)[{DIGIT}]{{1,2}}(?:{HOUR})?)(?![{LTR}{DIGIT}/-])"
)
FIGURES = rf"[{DIGIT}{ARABIC_INDIC}]{{1,15}}"
SEVEN_DIGITS = rf"(?=(?:[ \u00a0+().-]{{0,3}}[{DIGIT}{ARABIC_INDIC}]){{7}})"
GROUPED = rf"{APART}{SEVEN_DIGITS}(?:[+(]{{0,2}}{FIGURES}(?:[ \u00a0().-]{{1,2}}{FIGURES}){{1,7}}|\+{FIGURES})"
"""Seven digits and more in groups, which stay in their order; they need be no telephone number (1 250 000)."""
SIGNED = rf"{APART}(?:[+\u2212±-]{NUMBER}%?|{NUMBER}[ \u00a0]?%)"
AMONG_LTR = r"[ \u00a0'’.,:&/@+#_–—()-]{1,3}"
AFTER_LTR = rf"[{LTR}0-9_]|(?<=[0-9])[.,:](?=[0-9])|{AMONG_LTR}(?=[{LTR}])|[ \u00a0./+-](?=[0-9])"
FOREIGN_LTR = rf"[@#]?[0-9]{{0,9}}[{LTR}](?:{AFTER_LTR})*[+#]{{0,2}}"
FOREIGN_RTL = rf"[{RTL}](?:[{RTL}{RTL_MARKS}]|[ \u00a0،,'’-]{{1,2}}(?=[{RTL}]))*"

AGAINST = {
    "rtl": (
        f"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<phone>{PHONE})|(?P<date>{DATE})|(?P<figure>{GROUPED}|{SIGNED})"
        f"|(?P<foreign>{FOREIGN_LTR})"
    ),
    "ltr": f"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<foreign>{FOREIGN_RTL})",
}
"""Direction of the page -> what runs against it. (A URL never runs against a left-to-right page, but may be long.)"""
SIGNS = {
    "rtl": rf"[{LTR}@%]|[^\w\s]\d|\d\W{{1,2}}\d|{addresses.TRACE.pattern}",
    "ltr": rf"[{RTL}]|{addresses.TRACE.pattern}",
}
"""Direction of the page -> what stands in all that runs against it; the expressions above take 3 ms to compile."""
PATTERNS = {
    direction: Pattern(against, needs=Pattern(SIGNS[direction]).search) for direction, against in AGAINST.items()
}


SCRIPTS = (
    ("en", "[A-Za-z]"),
    ("ru", "[\u0400-\u052f]"),
    ("el", "[\u0370-\u03ff]"),
    ("ar", f"[{ARABIC}]"),
    ("he", f"[{HEBREW}]"),
)


class Stretch(NamedTuple):
    """Characters `start` to `end` (exclusive), and what they are: url, email, date, phone, figure or foreign."""

    start: int
    end: int
    kind: str


def stretches(text: str, direction: str) -> Iterator[Stretch]:
    """The stretches of a text that need an isolate on a page of a direction, in order."""
    place = 0
    against = PATTERNS[direction]
    while found := against.search(text, place):
        kind = next(kind for kind, part in found.groupdict().items() if part is not None and len(kind) > 1)
        end = _end(text, found.start(), found.end())
        yield Stretch(found.start(), end, kind)
        place = end


def _end(text: str, start: int, end: int) -> int:
    """Where a stretch ends: before the stops of the sentence around it, and with its own closing bracket."""
    while end > start + 1 and text[end - 1] in ".,:;!?'’":
        end -= 1
    depth = 0
    for place in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth < 0:
            return max(place, start + 1)
    return end + 1 if depth == 1 and text[end : end + 1] == ")" else end


def language(words: str) -> str:
    """The language in which a voice should read foreign words that nobody has marked: the likeliest of their script.

    A name in Latin letters is read better as English than letter by letter as Arabic.
    """
    return next((code for code, letters in SCRIPTS if re.search(letters, words)), "")
