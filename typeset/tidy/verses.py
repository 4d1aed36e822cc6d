"""Verses of the Qur'an, by the brackets in which newspapers print them.

﴿…﴾ are made for nothing else. In {…} and ((…)), which many keyboards have instead, other words may stand too: those in
braces count as a verse where they are several Arabic words, those in double brackets where they are vowelled or written
as in the Qur'an itself, and both where the words around say so: قال تعالى before them, [البقرة: ٢٥٥] behind.
"""

from __future__ import annotations

import re

from typeset.patterns import Pattern, one_of
from typeset.tidy.script import ARABIC_LETTERS, ARABIC_WORD, DIGITS, HOLD, LATIN

NEAR = 60
"""Characters before a bracket in which the words may stand that announce a verse."""
VOWELLED = 0.25
"""Vowel signs to a letter from which on a text is vowelled: the Qur'an has about .8, a newspaper .02."""

_ORNATE = "[﴿﴾][^﴿﴾]*[﴿﴾]"
_BRACES = r"\{[^{}]*\}"
_DOUBLE = r"\(\([^()]*(?:\([^()]*\)[^()]*)*\)\)"
_BRACKETED = Pattern(f"(?P<ornate>{_ORNATE})|(?P<braces>{_BRACES})|{_DOUBLE}", needs=one_of(("﴿", "﴾", "{", "((")))

_ANNOUNCED = Pattern(
    r"تعالى|سبحانه|عز وجل|عزّ وجلّ|جل وعلا|جل جلاله|جل شأنه|(?:ال)?آي(?:ة|ات)\b|سورة|القرآن|المصحف|التنزيل|كتابه العزيز"
)
_REFERENCE = Pattern(rf"\s*(?:[\[(](?:سورة )?[{ARABIC_WORD} ]{{2,20}}[:،] ?(?:الآية )?[{DIGITS}]|[\[(]?سورة )")
_UTHMANI = Pattern("[\u0671\u0670\u06d6-\u06ed]")
_LETTER = Pattern(f"[{ARABIC_LETTERS}]")
_VOWEL_SIGN = re.compile("[\u064b-\u0652]")
_WORD = Pattern(f"[{ARABIC_WORD}]{{2,}}")
_OTHER_SCRIPT = Pattern(f"[{LATIN}]")


def masked(text: str) -> str:
    """The text with HOLD in place of every character of a verse, its brackets too."""
    return _BRACKETED.sub(lambda found: HOLD * len(found[0]) if _is_verse(found) else found[0], text)


def _is_verse(found: re.Match[str]) -> bool:
    words = found[0]
    if found["ornate"]:
        return True
    if not _WORD.search(words) or _OTHER_SCRIPT.search(words):
        return False
    several = bool(found["braces"]) and len(list(_WORD.finditer(words))) > 1
    return several or bool(_UTHMANI.search(words)) or _is_vowelled(words) or _is_announced(found)


def _is_vowelled(words: str) -> bool:
    letters = len(list(_LETTER.finditer(words)))
    return len(_VOWEL_SIGN.findall(words)) >= VOWELLED * letters


def _is_announced(found: re.Match[str]) -> bool:
    before = found.string[max(found.start() - NEAR, 0) : found.start()]
    return bool(_ANNOUNCED.search(before)) or bool(_REFERENCE.match(found.string, found.end()))
