"""Patterns of e-mail addresses, URLs and telephone numbers in running text, shared by all stages.

Readers extract them, rules leave them untouched, and compose isolates and links them.

- A URL begins with `http://`, `https://`, `ftp://` or `www.` and ends before the sentence's own marks; a bracket is its
  own where it opens and closes in it. Letters of every script may stand in it (IRIs).
- The domain of an e-mail address may be written in any script (IDN), but a label, and what stands before the @, is in
  one: the و of `وpress@example.com` and the words behind `example.com.` belong to the sentence.
- A telephone number has seven figures or more, of any digits, and is recognised by a plus or two noughts (country),
  one nought (area), an area code in brackets, or the groups of North America. Other figures (1 250 000, 2020-2025,
  23-07-2025) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from typeset.model.script import Pattern, one_of

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
DIGITS = "0-9٠-٩۰-۹"
ZWNJ = "\u200c"
CONTROLS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufdd0\ufeff"
"""Invisible characters, and the placeholder for characters that no rule may touch: an address ends at them."""

# Every repetition is bounded, or can start only once at a place, so that no text makes the search slow.

_IN_URL = rf"[^\s<>«»‹›“”„\"،؛؟()\[\]{CONTROLS}]"
_BRACKETED = rf"\({_IN_URL}{{0,200}}\)|\[{_IN_URL}{{0,200}}\]"
URL = (
    rf"(?i:(?:https?|ftp)://|(?<![{LATIN}0-9])www\.)"
    rf"(?:{_IN_URL}|{_BRACKETED}){{1,2000}}(?<![.,:;!?'’`*…۔])"
)

_LABEL = rf"[{LATIN}0-9](?:[{LATIN}0-9_-]{{0,61}}[{LATIN}0-9])?"
_TOP = rf"[{LATIN}](?:[{LATIN}0-9-]{{0,61}}[{LATIN}0-9])?"
_OTHER = rf"[^\W_{LATIN}]"
"""A letter of another script than Latin, or a digit."""
_LETTER = rf"[^\W\d_{LATIN}]"
_OTHER_LABEL = rf"{_OTHER}(?:(?:{_OTHER}|[\u0610-\u061a\u064b-\u065f{ZWNJ}-]){{0,61}}{_OTHER})?"
_OTHER_TOP = rf"{_LETTER}(?:(?:{_OTHER}|[{ZWNJ}-]){{0,61}}{_OTHER})?"
_DOMAIN = (
    rf"(?:(?:{_LABEL}\.){{1,8}}{_TOP}"
    rf"|(?:{_LABEL}\.){{0,2}}(?:{_OTHER_LABEL}\.){{1,4}}(?:(?:{_LABEL}\.){{0,2}}{_TOP}|{_OTHER_TOP}))"
)
EMAIL = (
    rf"(?:(?<![{LATIN}0-9_+])[{LATIN}0-9_+][{LATIN}0-9_.+%'-]{{0,63}}"
    rf"|(?<!\w){_OTHER}(?:{_OTHER}|[_.+{ZWNJ}-]){{0,63}})@{_DOMAIN}"
)

_NOUGHT, _FIGURE, _SPACE = "[0٠۰]", f"[{DIGITS}]", " \u00a0\u202f"
_GROUP = f"[-.{_SPACE}]"
_MORE = rf"(?:(?:[{_SPACE}]?[-–.]?[{_SPACE}]?|[{_SPACE}]?\(|\)[{_SPACE}]?[-–]?){_FIGURE})"
"""Another figure, perhaps behind a space, a dash, a point or a bracket."""
_NO_DATE = (
    rf"(?!{_FIGURE}{{1,2}}(?P<parted>[-./–]){_FIGURE}{{1,2}}(?P=parted)"
    rf"(?:{_FIGURE}{{4}}(?!{_FIGURE})|{_FIGURE}{{2}}(?!{_FIGURE}|(?P=parted){_FIGURE})))"
)
_ABROAD = rf"(?:\+[{_SPACE}]?|\(\+){_FIGURE}{_MORE}{{6,14}}"
_AT_HOME = rf"(?<![{DIGITS}][{_SPACE}]){_NO_DATE}{_NOUGHT}{_FIGURE}(?:{_FIGURE}{{0,4}}/{_FIGURE})?{_MORE}{{5,15}}"
_AREA = rf"\({_NOUGHT}{_FIGURE}{{0,4}}\)[{_SPACE}]?[-–]?{_MORE}{{4,14}}"
_AREA_CODE = rf"(?:{_FIGURE}{_GROUP})?(?:\({_FIGURE}{{3}}\)[{_SPACE}]?|{_FIGURE}{{3}}{_GROUP})"
_AMERICAN = rf"{_AREA_CODE}{_FIGURE}{{3}}{_GROUP}{_FIGURE}{{4}}"
_LAST_FIGURES = rf"(?:[{_SPACE}]?/[{_SPACE}]?{_FIGURE}{{1,3}}(?![{DIGITS}{_SPACE}/]))?"
"""The last figures of a second number, where only these differ: 234567/8."""
PHONE = (
    rf"(?<![{LATIN}{DIGITS}+_])(?<![{DIGITS}][.,:/٫٬–-])(?:{_ABROAD}|{_AREA}|{_AT_HOME}|{_AMERICAN}){_LAST_FIGURES}"
    rf"(?!{_FIGURE}|[.,:/٫٬]{_FIGURE})"
)

URLS, EMAILS, PHONES = Pattern(URL), Pattern(EMAIL, needs=one_of("@")), Pattern(PHONE)
_FIGURES = Pattern(r"[+(]?\d[\d\s().\-/–]{4,24}\d")
"""In a line of contacts any long figures are a telephone number (961 1 234567)."""

TRACE = re.compile(
    rf"@|://|[wW]{{3}}\.|\+[{_SPACE}]?{_FIGURE}|\(\+?{_FIGURE}"
    rf"|(?<![{DIGITS}]){_NOUGHT}{_FIGURE}|{_FIGURE}{{3}}{_GROUP}{_FIGURE}{{3}}{_GROUP}"
)
"""Matches in every text that holds an address, and is quick; the other expressions take milliseconds to compile."""

_ALL = Pattern(rf"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<phone>{PHONE})", needs=TRACE.search)


class Address(NamedTuple):
    """An address at the characters `start` to `end` (exclusive) of a text; `kind` is url, email or phone."""

    start: int
    end: int
    kind: str


def found(text: str) -> Iterator[Address]:
    """The addresses in a text, in order."""
    for match in _ALL.finditer(text):
        yield Address(match.start(), match.end(), next(kind for kind in ("url", "email", "phone") if match[kind]))


def phone_of(line: str) -> re.Match[str] | None:
    """The first telephone number in a line of contacts, where any long figures count as one."""
    candidates = [match for pattern in (PHONES, _FIGURES) if (match := pattern.search(line))]
    return min(candidates, key=lambda match: match.start(), default=None)


def completed(address: str) -> str:
    """The URL for a link to an e-mail address or a `www.` address, with its scheme; empty for other words."""
    if EMAILS.fullmatch(address):
        return f"mailto:{address}"
    return f"https://{address}" if address[:4].lower() == "www." else ""
