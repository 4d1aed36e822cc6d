"""Scripts and languages: BCP 47 tags, classes of letters, and regular expressions compiled at first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# Languages by their BCP 47 tags, which decide the direction, the digits and the labels of a page.


ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps", "ug", "sd")
"""Languages in Arabic script, which have three families of digits; all others have Western ones alone."""

RTL_LANGUAGES = frozenset({*ARABIC_SCRIPT, "he", "yi"})

KNOWN_LANGUAGES = RTL_LANGUAGES | {"de", "el", "en", "es", "fr", "it", "pt", "ru", "tr"}
"""The languages in which a page can be set, as there are fonts for them."""


def primary(language: str) -> str:
    """A language (BCP 47 tag, or a locale's name) without its region: `ar` of `ar-MA`."""
    return language.replace("_", "-").partition("-")[0].lower()


def region(language: str) -> str:
    """What follows the language itself, in small letters: `ma` of `ar-MA`, nothing of `ar`."""
    return language.replace("_", "-").partition("-")[2].lower()


def direction(language: str) -> str:
    """`rtl` or `ltr`: the direction in which a language (BCP 47 tag) is written."""
    return "rtl" if primary(language) in RTL_LANGUAGES else "ltr"


# Regular expressions that are compiled at first use.
#
# A class of more than two stretches of characters beyond Latin-1 takes Python .15 ms wherever it stands in an
# expression, and the rules and checks of Arabic are full of them: 130 patterns took 25 ms of every start. Most
# releases need a few.


Sign = Callable[[str], object]
"""A cheap test before a search: true for every text that holds a match, and for some that hold none."""


def _any_text(text: str) -> bool:  # noqa: ARG001  a text without letters may match too
    """The test that every text passes."""
    return True


def one_of(words: Iterable[str]) -> Sign:
    """A test that passes where at least one of these words (of a string: of its characters) stands in a text."""
    known = tuple(words)
    return lambda text: any(word in text for word in known)


class Pattern:
    """A regular expression compiled at first use, with methods of `re.Pattern`.

    A text that does not pass the test `needs` has no match, and is not searched.
    """

    __slots__ = ("_compiled", "_expression", "_flags", "_needs")

    def __init__(self, expression: str, flags: int = 0, *, needs: Sign = _any_text) -> None:
        self._expression, self._flags, self._needs = expression, flags, needs
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._expression, self._flags)
        return self._compiled

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, place) if self._needs(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text) if self._needs(text) else None

    def search(self, text: str, place: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled.search(text, place) if self._needs(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text) if self._needs(text) else iter(())

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(new, text) if self._needs(text) else text


ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c7"
)
ARABIC_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
)
HEBREW = "\u05d0-\u05ea\u05ef-\u05f2"
HEBREW_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
ZWNJ = "\u200c"
TATWEEL = "\u0640"

ARABIC_WORD = ARABIC_LETTERS + ARABIC_MARKS + TATWEEL
WORD = ARABIC_WORD + HEBREW + HEBREW_MARKS + LATIN

DIGITS = "0-9٠-٩۰-۹"

HOLD = "\ufdd0"
"""A noncharacter: the placeholder, one each, for characters that no rule may touch."""

PREFIXES = "وفبكلהבוכלמש"
"""The one-letter words of Arabic and Hebrew that are written together with the next word."""
MAY_OPEN = (
    rf"(?:(?<=[\s(\[«“،؛:/–—-])|(?<=^)|(?<={TATWEEL})"
    rf"|(?<=\s[{PREFIXES}])|(?<=^[{PREFIXES}])|(?<=\s[{PREFIXES}][بكل]))"
)
"""A place where a quotation may open: not within a word, unless after one-letter words (PREFIXES)."""
