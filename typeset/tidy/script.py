"""Classes of characters that rules and checks share, to be put between the brackets of a regular expression."""

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

ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps", "ug", "sd")
"""The languages written with Arabic letters."""

DIGITS = "0-9٠-٩۰-۹"

HOLD = "\ufdd0"
"""A noncharacter: what stands, as often as is needed, for characters that no rule may touch."""

PREFIXES = "وفبكلהבוכלמש"
"""The one-letter words that are written to their neighbour, in Arabic and in Hebrew."""
MAY_OPEN = (
    rf"(?:(?<=[\s(\[«“،؛:/–—-])|(?<=^)|(?<={TATWEEL})"
    rf"|(?<=\s[{PREFIXES}])|(?<=^[{PREFIXES}])|(?<=\s[{PREFIXES}][بكل]))"
)
"""A place where a quotation may open: not within a word, but after the one-letter words that are written to it."""
