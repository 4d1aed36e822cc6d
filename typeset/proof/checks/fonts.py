"""Fonts: all in the file, all the theme's."""

import re
from collections.abc import Iterator

from typeset.check import Fault, NotRunError, Severity, check
from typeset.proof.content.glyphs import Font
from typeset.proof.sheet import Sheet

STYLES = re.compile(
    r"thin|hairline|extralight|ultralight|light|regular|book|roman|medium|semibold|demibold|extrabold|ultrabold|bold"
    r"|black|heavy|italic|oblique|psmt|mt$|text"
)
MISSING_GLYPH = 0


@check("font/not-embedded", Severity.ERROR)
def not_embedded(sheet: Sheet) -> Iterator[Fault]:
    """A font that is named but not in the file.

    The reader or the print shop puts another in its place: letters lose their joins, lines change their length.
    """
    for font in sheet.fonts:
        if not font.is_embedded:
            yield Fault(
                f"The font {font.plain_name or 'without a name'} is not embedded",
                hint="Export with all fonts embedded; `typeset-press make` always does.",
            )


@check("font/not-subset", Severity.WARNING)
def not_subset(sheet: Sheet) -> Iterator[Fault]:
    """A whole font, where the letters that are used would do.

    It makes the file larger, an Arabic font by some hundred kilobytes, and passes on the whole font.
    """
    for font in sheet.fonts:
        if font.is_embedded and not font.is_subset and font.subtype != "Type3":
            yield Fault(f"The font {font.plain_name} is embedded whole", hint="Export with subsets of the fonts.")


@check("font/stranger", Severity.ERROR)
def stranger(sheet: Sheet) -> Iterator[Fault]:
    """A font that the theme did not choose.

    An engine puts another font in for a family or a letter that is missing, without a word; the page then shows two
    hands.
    """
    if sheet.theme is None:
        raise NotRunError("no theme is given whose fonts it should use")
    known = {_bare(family.name) for family in sheet.theme.families}
    for font in sheet.fonts:
        if _bare(font.plain_name) not in known:
            names = ", ".join(family.name for family in sheet.theme.families)
            yield Fault(
                f"The font {font.plain_name} is none of the theme's ({names})",
                hint="The theme's fonts lack a letter: add a font that has it to theme.toml, or change the letter.",
            )


def _bare(name: str) -> str:
    """A family's name without its style: `IBM Plex Sans Arabic` and `IBMPlexSansArabic-Bold` come to the same."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    return STYLES.sub("", letters)


@check("font/missing-glyph", Severity.ERROR)
def missing_glyph(sheet: Sheet) -> Iterator[Fault]:
    """A box or a gap where a letter should be.

    The font has no glyph for a character and shows its `.notdef` instead.
    """
    for font in sheet.fonts:
        if MISSING_GLYPH in font.used and _shows_notdef(font):
            yield Fault(
                f"The font {font.plain_name} lacks a letter that the page shows",
                hint="Choose a font that has all letters of the text.",
            )


def _shows_notdef(font: Font) -> bool:
    """Code 0 is the missing glyph of a composite font; a simple font may give it to a letter."""
    return font.subtype == "Type0"


@check("font/type-3", Severity.WARNING)
def type_3(sheet: Sheet) -> Iterator[Fault]:
    """A font whose letters are drawings (Type 3).

    It has no hints and often no text behind its shapes; many print shops refuse it, and screens draw it roughly.
    """
    for font in sheet.fonts:
        if font.subtype == "Type3":
            yield Fault(
                f"The font {font.plain_name or 'without a name'} is of Type 3",
                hint="Set the text in a TrueType or OpenType font.",
            )


CHECKS = (not_embedded, not_subset, stranger, missing_glyph, type_3)
