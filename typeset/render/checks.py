"""Checks of a rendering: what can go wrong while a page is set, and fallback fonts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from typeset.errors import Message
from typeset.findings import Check, Fault, Severity, check
from typeset.model.fonts import Family
from typeset.render.page_checks import fit, flex_text, last_page
from typeset.render.rendering import ASSET, Rendering, around, naming_sheet, place_of_property, shortened

# Characters of the body that the font named with `--font` lacks, and a fallback font sets.


SCRIPTS = ("ARABIC", "HEBREW", "LATIN", "CYRILLIC", "GREEK")
"""As the Unicode names of their characters have them."""
PUNCTUATION = "،؛؟۔"
MOST_LISTED = 3
"""Of the missing characters."""
FONTS = Message("`typeset-press fonts` lists families that have the letters.")


@check("render/stand-in", Severity.WARNING)
def stand_in(rendering: Rendering) -> Iterator[Fault]:
    """A character of the body that the font asked for with `--font` does not have.

    Another family of the theme sets it, and the words mix typefaces. Only the script of the body counts: a theme may
    set Latin in an Arabic text in a family of its own. A font without any character of that script sets nothing of
    the body, and this is an error.
    """
    requested = _requested_family(rendering)
    needed = _characters_of_the_script(_body(rendering))
    missing = [character for character in needed if requested and not requested.has(character)]
    if requested and missing:
        others = dict.fromkeys(_fallback_family(rendering, character) for character in missing)
        how_many = Message(
            "{missing_count} of the body's {needed_count} characters",
            missing_count=len(missing),
            needed_count=len(needed),
        )
        yield Fault(
            Message(
                "{name} lacks {how_many} ({missing}); {names} stands in.",
                name=requested.name,
                how_many=how_many,
                missing=_listed_characters(missing),
                names=", ".join(others),
            ),
            hint=Message("Name another font with --font; {fonts}", fonts=FONTS),
            severity=Severity.ERROR if len(missing) == len(needed) else None,
        )


@check("render/unjoined", Severity.ERROR)
def unjoined(rendering: Rendering) -> Iterator[Fault]:
    """Arabic letters in a font that cannot join them.

    It has no forms for the beginning, middle and end of a word (`init`, `medi` and `fina` in its GSUB table), and
    every letter stands alone. Fonts made for the Graphite engine only are such.
    """
    requested = _requested_family(rendering)
    if (
        requested
        and not requested.joins
        and any("ARABIC LETTER" in _name(c) and requested.has(c) for c in set(_body(rendering)))
    ):
        yield Fault(
            Message("{name} has no joined forms of Arabic letters.", name=requested.name),
            hint=Message("Name an OpenType font; {fonts}", fonts=FONTS),
        )


def _requested_family(rendering: Rendering) -> Family | None:
    """The family named with `--font`, if any."""
    theme = rendering.theme
    return next((family for family in theme.families if family.name == theme.asked), None)


def _body(rendering: Rendering) -> str:
    """All text that was set in the font families of the body."""
    body = set(rendering.theme.fonts["body"])
    return "".join(text for families, text in rendering.asked.items() if body <= set(families))


def _characters_of_the_script(text: str) -> list[str]:
    """The different characters of the script that most of a text is written in, the most frequent first."""
    count = Counter(text)
    by_script = {script: [one for one, _ in count.most_common() if script in _name(one)] for script in SCRIPTS}
    return max(by_script.values(), key=lambda characters: sum(count[one] for one in characters))


def _fallback_family(rendering: Rendering, character: str) -> str:
    """The name of the theme's family that sets a character which the font named with `--font` lacks."""
    families = (family for family in rendering.theme.families if family.has(character))
    return next((family.name for family in families), "nothing")


def _listed_characters(characters: list[str]) -> str:
    first = (f"U+{ord(character):04X} {_name(character)}" for character in characters[:MOST_LISTED])
    return ", ".join(first) + (", …" if len(characters) > MOST_LISTED else "")


def _name(character: str) -> str:
    """The Unicode name of a letter, mark, number or comma; ornaments are the theme's to place."""
    is_written = unicodedata.category(character)[0] in "LMN" or character in PUNCTUATION
    return unicodedata.name(character, "") if is_written else ""


COATED_INK = 300
"""Percent: what coated paper takes; an edition that asks for less is printed on other paper."""
GLYPH = ".notdef glyph rendered"
PICTURE = "Failed to load image"
SVG = "Failed to render SVG image"
ALT = 'Image "%s" has no required alt'
LANGUAGE = 'Missing required "lang"'
ANCHORS = ("No anchor #", "Content discarded: target points", "Anchor defined twice")
STYLES = (
    "Ignored `",
    "Error: %s at",
    "Parse error at",
    "Unknown rule",
    "Unknown empty rule",
    "Unknown @page rule",
    "Unsupported @page selector",
    "Invalid media type",
    "Expected a media type",
    "Invalid math function",
    "Deprecated `",
    "@import rule",
    "Invalid counter style",
    "Failed to load stylesheet",
)
KNOWN = (GLYPH, PICTURE, SVG, ALT, LANGUAGE, *ANCHORS, *STYLES)


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: `Amiri, Noto Serif`."""
    return ", ".join(names)


@check("render/missing-glyph", Severity.ERROR)
def missing_glyph(rendering: Rendering) -> Iterator[Fault]:
    """A character that no font of the theme has.

    The page shows an empty box in its place. No font of the system is asked, so the same article shows the same on
    every machine.
    """
    for line in rendering.lines(GLYPH):
        character = str(line.arguments[0])
        name = unicodedata.name(character, Message("a character without a name"))
        yield Fault(
            Message(
                "No font has U+{ord:04X} {name}, in «{around}»; asked: {listed}.",
                ord=ord(character),
                name=name,
                around=around(character, rendering.page.html),
                listed=listed(rendering.families),
            ),
            hint="Write it in other characters, or name a family that has it under [fonts] in theme.toml.",
        )


@check("render/absent-font", Severity.ERROR)
def absent_font(rendering: Rendering) -> Iterator[Fault]:
    """A font that the page asks for and the theme does not have.

    The engine silently uses another in its place, and the page mixes typefaces.
    """
    known = {name.casefold() for name in rendering.families}
    for families in sorted(rendering.asked):
        if not any(family.casefold() in known for family in families):
            yield Fault(
                Message(
                    "The page asks for {families}; the theme {name} has {known}.",
                    families=listed(families),
                    name=rendering.theme.name,
                    known=listed(rendering.families),
                ),
                hint="Correct the name in page.css, or add the family under [fonts] in theme.toml.",
            )


@check("render/refused-address", Severity.ERROR)
def refused_address(rendering: Rendering) -> Iterator[Fault]:
    """An address that was not fetched.

    A page is made from the theme, its fonts and the article's own folder. Nothing else is read, no network is asked:
    an article from elsewhere could otherwise carry this machine's files out in a PDF.
    """
    for address in dict.fromkeys(rendering.refused):
        yield Fault(
            Message("{shortened} was not fetched.", shortened=shortened(address)),
            hint="Put the file into the article's folder and name it by its path there.",
        )


@check("render/picture", Severity.ERROR)
def picture(rendering: Rendering) -> Iterator[Fault]:
    """A picture that cannot be shown: it is missing, damaged, too large or of a kind that no page shows.

    The page has a frame in its place, with its name and its alternative text, so that nothing moves when it is there.
    """
    for note in rendering.page.photos.values():
        if note.fault:
            yield Fault(
                Message(
                    "{called} {fault}; a frame stands in its place.", called=_picture_name(note.name), fault=note.fault
                ),
                hint=SAVE_BESIDE,
            )
    for line in rendering.lines(PICTURE):
        address, reason = str(line.arguments[0]), str(line.arguments[1])
        photo = rendering.page.photos.get(address.removeprefix(ASSET))
        called = (
            _picture_name(photo.name) if photo else Message("The picture {shortened}", shortened=shortened(address))
        )
        yield Fault(
            Message(
                "{called} is not shown: {removeprefix}{words}.",
                called=called,
                removeprefix=reason.removeprefix("RefusedError: "),
                words=Message("; a frame stands in its place") if photo else "",
            ),
            hint="Save it anew as JPEG, PNG or SVG.",
        )
    for line in rendering.lines(SVG):
        yield Fault(
            Message("The drawing {shortened} is broken.", shortened=shortened(str(line.arguments[0]))),
            hint="Save it anew as plain SVG, or as PNG.",
        )


SAVE_BESIDE = Message("Put it beside the article and name it by its path from there, as JPEG, PNG or SVG.")


def _picture_name(name: str) -> str:
    return Message("The picture {shortened}", shortened=name) if name else Message("A picture within the article")


@check("render/no-alt", Severity.ERROR)
def no_alt(rendering: Rendering) -> Iterator[Fault]:
    """A picture without an alternative text.

    Readers who hear the page instead of seeing it learn nothing of the picture, and PDF/UA forbids it.
    """
    for line in rendering.lines(ALT):
        address = str(line.arguments[0])  # a picture of the article goes by its content, which tells nobody anything
        name = "" if address.startswith(ASSET) else shortened(address)
        yield Fault(
            Message("{picture} has no alternative text.", picture=_picture_name(name)),
            hint="Say in the article what it shows, in one sentence (`alt`).",
        )


@check("render/no-language", Severity.ERROR)
def no_language(rendering: Rendering) -> Iterator[Fault]:
    """A page that does not state its language; a screen reader then guesses it."""
    for _ in rendering.lines(LANGUAGE):
        yield Fault("The page has no language.", hint='Write lang="{{ article.language }}" on <html> in page.html.')


@check("render/unprintable", Severity.ERROR)
def unprintable(rendering: Rendering) -> Iterator[Fault]:
    """Something that cannot be printed in the inks of the edition, and was left out.

    Gradients and 3-D borders are mixed from the colours of a screen. Under a press's profile they are an invalid file
    at worst, mud at best.
    """
    for thing in rendering.taken:
        yield Fault(
            Message("The edition {name} goes without {thing}.", name=rendering.edition.name, thing=thing),
            hint=Message(
                "Give it a flat colour or a solid line in the theme's {name}.css.", name=rendering.edition.name
            ),
        )


@check("render/no-profile", Severity.WARNING)
def no_profile(rendering: Rendering) -> Iterator[Fault]:
    """A newspaper's page without the newspaper's profile.

    Newsprint takes less ink and shows other colours than the coated paper that typeset has a profile for.
    """
    edition = rendering.edition
    if edition.cmyk and edition.total_ink < COATED_INK and edition.icc is None:
        yield Fault(
            Message(
                "The edition {name} is separated for coated paper (FOGRA39), with {total_ink}% of ink.",
                name=edition.name,
                total_ink=edition.total_ink,
            ),
            hint=Message(
                "Ask the newspaper for its ICC profile, and name it in typeset.toml: [editions.{name}] icc.",
                name=edition.name,
            ),
        )


@check("render/no-source", Severity.ERROR)
def no_source(rendering: Rendering) -> Iterator[Fault]:
    """An archive file without its source: the text that it was made from."""
    if rendering.edition.attach_source and rendering.page.source is None:
        yield Fault(
            Message("The edition {name} carries its source, and none was given.", name=rendering.edition.name),
            hint="Make it from a file, or give the page its `source`.",
        )


@check("render/css", Severity.WARNING)
def css(rendering: Rendering) -> Iterator[Fault]:
    """A rule of the style sheet that the engine does not know, or does not understand, and leaves out."""
    for opening in STYLES:
        for line in rendering.lines(opening):
            message = naming_sheet(str(line).rstrip("."), rendering.page.html, rendering.theme.folders)
            yield Fault(Message("{message}.", message=message), hint="Correct it in the theme's CSS, or take it out.")


@check("render/letter-spacing", Severity.ERROR)
def letter_spacing(rendering: Rendering) -> Iterator[Fault]:
    """Arabic letters set apart.

    `letter-spacing` breaks the joins of Arabic: a word falls into its letters, and PDF readers take each for a
    word. To widen or to stress, Arabic has the kashida, a larger size or a bolder face.
    """
    if rendering.spaced:
        where = place_of_property("letter-spacing", rendering.page.html, rendering.theme.folders)
        yield Fault(
            Message(
                "letter-spacing{words} breaks the joins of «{shortened}».",
                words=f" {where}" if where else "",
                shortened=shortened(rendering.spaced[0]),
            ),
            hint="Take letter-spacing out of the theme's CSS for Arabic, or set it on :lang(en) alone.",
        )


@check("render/anchor", Severity.WARNING)
def anchor(rendering: Rendering) -> Iterator[Fault]:
    """A reference to a place in the page that is not there, or that is there twice."""
    for opening in ANCHORS:
        for line in rendering.lines(opening):
            yield Fault(str(line).rstrip(".") + ".", hint="Give the place this id, once, or take the reference out.")


@check("render/other", Severity.WARNING)
def other(rendering: Rendering) -> Iterator[Fault]:
    """Something else that the engine complained of, in its own words."""
    for line in rendering.lines(""):
        if not line.template.startswith(KNOWN):
            yield Fault(
                str(line).rstrip(".") + ".", hint="This is WeasyPrint's own message; its documentation tells more."
            )


CHECKS: tuple[Check[Rendering], ...] = (
    missing_glyph,
    absent_font,
    stand_in,
    unjoined,
    refused_address,
    picture,
    no_alt,
    no_language,
    unprintable,
    no_profile,
    no_source,
    last_page,
    fit,
    flex_text,
    css,
    letter_spacing,
    anchor,
    other,
)
