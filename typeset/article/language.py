"""Languages by their BCP 47 tags: what the direction, the digits and the words of a page follow."""

RTL_LANGUAGES = frozenset({"ar", "fa", "ur", "he", "ckb", "ps", "ug", "sd", "yi"})


ARABIC_SCRIPT = RTL_LANGUAGES - {"he", "yi"}
"""Those written in Arabic letters, and so in any of three families of digits; the others have Western ones alone."""

KNOWN_LANGUAGES = RTL_LANGUAGES | {"de", "el", "en", "es", "fr", "it", "pt", "ru", "tr"}
"""The languages that a page can be set in: for each there are fonts."""


def primary(language: str) -> str:
    """A language (BCP 47 tag, or a locale's name) without its region: `ar` of `ar-MA`."""
    return language.replace("_", "-").partition("-")[0].lower()


def region(language: str) -> str:
    """What follows the language itself, in small letters: `ma` of `ar-MA`, nothing of `ar`."""
    return language.replace("_", "-").partition("-")[2].lower()


def direction(language: str) -> str:
    """`rtl` or `ltr`: the direction in which a language (BCP 47 tag) is written."""
    return "rtl" if primary(language) in RTL_LANGUAGES else "ltr"
