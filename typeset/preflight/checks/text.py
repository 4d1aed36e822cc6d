"""Checks of the text in the finished file: what readers get back, its operators, its fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Fault, NotRunError, Place, Severity, check
from typeset.model.article import Article
from typeset.model.text import MarkKind, Text
from typeset.preflight.content.fonts import PageFont
from typeset.preflight.content.geometry import MM, Box
from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind
from typeset.preflight.content.strips import is_level
from typeset.preflight.reading import structure
from typeset.preflight.reading.bidi import direction_class
from typeset.preflight.reading.compare import Heard, LostWords, as_pdfium_gives, loss, words
from typeset.preflight.sheet import Sheet

# Fonts: all in the file, all the theme's.


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
                Message("The font {plain_name} is not embedded", plain_name=font.plain_name or "without a name"),
                hint="Export with all fonts embedded; `typeset-press make` always does.",
            )


@check("font/not-subset", Severity.WARNING)
def not_subset(sheet: Sheet) -> Iterator[Fault]:
    """A whole font, where the letters that are used would do.

    It makes the file larger, an Arabic font by some hundred kilobytes, and passes on the whole font.
    """
    for font in sheet.fonts:
        if font.is_embedded and not font.is_subset and font.subtype != "Type3":
            yield Fault(
                Message("The font {plain_name} is embedded whole", plain_name=font.plain_name),
                hint="Export with subsets of the fonts.",
            )


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
                Message(
                    "The font {plain_name} is none of the theme's ({names})", plain_name=font.plain_name, names=names
                ),
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
                Message("The font {plain_name} lacks a letter that the page shows", plain_name=font.plain_name),
                hint="Choose a font that has all letters of the text.",
            )


def _shows_notdef(font: PageFont) -> bool:
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
                Message("The font {plain_name} is of Type 3", plain_name=font.plain_name or "without a name"),
                hint="Set the text in a TrueType or OpenType font.",
            )


FONT_CHECKS = (not_embedded, not_subset, stranger, missing_glyph, type_3)


# What the operators of a page say where text goes.


TORN = 1.0
"""In em: no letter of a word stands so far from the next."""


@check("text/broken-number", Severity.ERROR)
def broken_number(sheet: Sheet) -> Iterator[Fault]:
    """Something else where the file should have a number.

    Two numbers that run together (`58.594-16.69`), two signs or two points: one reader takes the beginning, one takes
    nothing, one gives up the rest of the page. So the words stand elsewhere in each of them.
    """
    for number, things in sheet.where(lambda thing: bool(thing.broken)):
        for thing in things:
            token, *others = thing.broken
            more = Message(" and {others_count} more", others_count=len(others)) if others else ""
            words = Message(" at «{words}»", words=structure.quoted([thing])) if thing.kind is PaintKind.TEXT else ""
            yield Fault(
                Message("`{token}`{more}{words} is no number", token=token, more=more, words=words),
                Place(page=number, box=thing.box),
                hint="Export the file anew.",
            )


@check("text/torn-word", Severity.ERROR)
def torn_word(sheet: Sheet) -> Iterator[Fault]:
    """A word that is torn apart.

    A number in the file moves the second half of a word, and all that comes after it, away by more than the height of
    the type. The number is well formed, so that every reader shows the same; it is too large all the same, as where two
    numbers have been written without a space between them (`-4030` for -40 and 30).
    """
    for number, things in sheet.where(lambda thing: thing.is_seen_text and len(thing.glyphs) > 1 and is_level(thing)):
        for thing in things:
            if tears := list(_tears(thing)):
                left, right = tears[0]
                yield Fault(
                    Message(
                        "«{words}»: {x:.1f} mm lie inside a word",
                        words=structure.quoted([thing]),
                        x=(right.x - left.end) / MM,
                    ),
                    Place(page=number, box=Box(left.end, thing.box.y0, right.x, thing.box.y1)),
                    hint="Look at the line there. Another font (--font) may carry the word.",
                )


def _tears(thing: Painted) -> Iterator[tuple[PaintedGlyph, PaintedGlyph]]:
    """Two letters far from each other without a space between them, in a text that writes its spaces."""
    if not any(glyph.text.isspace() for glyph in thing.glyphs):
        return
    room = TORN * thing.size
    for left, right in pairwise(thing.glyphs):
        if right.x - left.end > room and left.text[:1].isalpha() and right.text[:1].isalpha():
            yield left, right


OPERATOR_CHECKS = (broken_number, torn_word)

NAMED_WORDS = 6
"""How many of the lost words a message names."""


class TextReader:
    """One reader: what it gives back, asked for when it is needed, and what words that makes."""

    def __init__(self, pages: Callable[[], list[str]], words: Callable[[str], list[str]] = words) -> None:
        self._pages, self._words = pages, words

    @cached_property
    def _heard(self) -> Heard:
        return Heard(tuple(tuple(self._words(page)) for page in self._pages()))

    def lost(self, source: list[str]) -> LostWords:
        """The words of a text that it does not give back in their place; of some it makes several, of some none."""
        parts = [(at, part) for at, word in enumerate(source) for part in self._words(word)]
        found = loss([part for _, part in parts], self._heard)
        gone = sorted({parts[number][0] for number in found.words})
        stray = {parts[number][0] for number in set(found.words) - found.moved}
        return LostWords(tuple(gone), found.page, frozenset(gone) - stray)

    def parts(self, lost: list[str]) -> bool:
        """Whether it gives back each of some lost words in pieces: its letters, with room between them."""
        given = "".join(self._heard.words)
        return all(word in given for word in lost) and any(len(word) > 1 for word in lost)


class Readers(NamedTuple):
    """Those that are asked: Chrome's, and ours, which follows the structure by place or as the file is written."""

    pdfium: TextReader
    by_place: TextReader
    as_written: TextReader


@check("text/lost", Severity.ERROR)
def lost(sheet: Sheet) -> Iterator[Fault]:
    """Words of the article that do not come back out of the PDF.

    What cannot be read back cannot be copied, found or heard, however well the page looks. Two readers that share
    nothing are asked, pdfium (Chrome's) and our own, which follows the structure as a screen reader does; each text of
    the article is looked for word for word. What both lose is an error, and so is a text of which one of them gives
    back not a word; a word that one of them loses is remarked. Signs count as words of their own, so that a space
    before a comma is no loss. Two habits of pdfium are its own fault and not the file's, and are forgiven: it turns
    brackets round in right-to-left text, and gives words in another order, Latin in Arabic, numbers, web addresses,
    the words round the number of a note. Where the letters themselves stand in another order than that in which the
    file has them, the page is wrong: that is a warning.
    """
    if sheet.article is None:
        raise NotRunError("no article is given to compare with", hint="Name it: typeset-press proof PDF --article FILE")
    readers = Readers(
        TextReader(lambda: sheet.pdfium_text, as_pdfium_gives),
        TextReader(lambda: sheet.tagged_text),
        TextReader(lambda: sheet.written_text),
    )
    for text in sheet.article.texts():
        yield from _faults(sheet.article, text, readers)


def _faults(article: Article, text: Text, readers: Readers) -> Iterator[Fault]:
    """What both readers lost, what only one did, and what stands in another order on the page."""
    source = words(_as_set(text))
    seen, told = readers.pdfium.lost(source), readers.by_place.lost(source)
    if not seen.words and not told.words:
        return
    place = Place(file=article.name, line=text.line, column=text.column, page=told.page or seen.page)
    own = _own(_as_set(text), article.direction)
    gone = set(told.words) & set(readers.as_written.lost(source).words) if told.words else set[int]()
    both = gone.intersection(seen.words)
    displaced = own.intersection(told.words) - gone if own.intersection(seen.words) - both else set[int]()
    if both:
        apart = readers.by_place.parts([source[at] for at in both]) or readers.pdfium.parts([source[at] for at in both])
        yield Fault(
            Message("No reader gives back {named}", named=_named(source, both)),
            place,
            SET_APART if apart else ON_THE_PAGE,
        )
    if displaced:
        yield Fault(
            Message("On the page stands in another order {named}", named=_named(source, displaced)),
            place,
            ORDER,
            Severity.WARNING,
        )
    yield from _of_one("The structure", readers.by_place, source, gone - both, told, place)
    yield from _of_one("pdfium", readers.pdfium, source, set(seen.words) - both - seen.moved, seen, place)


def _of_one(
    name: str, reader: TextReader, source: list[str], missing: set[int], loss: LostWords, place: Place
) -> Iterator[Fault]:
    """What one reader lost and the other did not."""
    if missing:
        severity = Severity.ERROR if len(missing) == len(source) and not loss.moved else Severity.INFO
        hint = SET_APART if reader.parts([source[at] for at in missing]) else ELSEWHERE
        yield Fault(
            Message("{name} does not give back {named}", name=name, named=_named(source, missing)),
            place,
            hint,
            severity,
        )


SET_APART = "Its letters come back one by one: they are set apart. Take letter-spacing out of the theme's CSS for them."
ON_THE_PAGE = "Look at the page there. If the words stand on it, another font (--font) may carry them."
ELSEWHERE = "The words can be read, but not copied or found everywhere; another font (--font) may carry them."


ORDER = "Look at the page there: the line may run in the wrong direction. Correct it in the theme's CSS (`direction`)."


def _own(text: str, direction: str) -> frozenset[int]:
    """The words in letters of the page's own direction, by their number.

    What is written without a space between stands together: Arabic within a web address goes with it.
    """
    found, at = set[int](), 0
    for together in text.split():
        is_mixed = not OTHER[direction].isdisjoint(map(direction_class, together))
        for word in words(together):
            if not is_mixed and not OWN[direction].isdisjoint(map(direction_class, word)):
                found.add(at)
            at += 1
    return frozenset(found)


RIGHT, LEFT = frozenset({"R", "AL"}), frozenset({"L"})
OWN = {"rtl": RIGHT, "ltr": LEFT}
OTHER = {"rtl": LEFT, "ltr": RIGHT}
"""Direction of a page -> the bidi classes of its own letters, and of those that run against it."""


def _as_set(text: Text) -> str:
    """The text with a space where a footnote's number will stand."""
    pieces, last = [], 0
    for mark in sorted(text.marks):
        if mark.kind is MarkKind.FOOTNOTE:
            pieces.append(text.text[last : mark.start])
            last = mark.start
    return " ".join([*pieces, text.text[last:]])


def _named(source: list[str], lost: Collection[int]) -> str:
    named = " ".join(f"«{source[at]}»" for at in sorted(lost)[:NAMED_WORDS])
    more = len(lost) - NAMED_WORDS
    return f"{named} and {more} more words" if more > 0 else named


@check("text/unread", Severity.WARNING)
def unread(sheet: Sheet) -> Iterator[Fault]:
    """A page that the proof could not follow to its end.

    It is damaged, or holds more than any page needs. What the checks say of the rest does not hold for it.
    """
    _ = sheet.painted
    for page, reason in sheet.unread.items():
        yield Fault(
            Message("The page was not looked at, or not whole: {reason}", reason=reason),
            Place(page=page),
            hint="Export it anew, or simplify its drawings.",
        )


TEXT_CHECKS = (lost, unread)
