"""Checks of the text in the finished file: what readers get back, its operators, its fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
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
from typeset.preflight.reading.compare import LostWords, WordIndex, as_pdfium_gives, loss, parts, words
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
                Message(
                    "The font {plain_name} is not embedded", plain_name=font.plain_name or Message("without a name")
                ),
                hint="Export with all fonts embedded.",
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

    Where a family or a letter is missing, an engine substitutes a fallback font without a warning, and the page mixes
    typefaces.
    """
    if sheet.theme is None:
        raise NotRunError(Message("no theme is given whose fonts it should use"))
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
                Message("The font {plain_name} is of Type 3", plain_name=font.plain_name or Message("without a name")),
                hint="Set the text in a TrueType or OpenType font.",
            )


FONT_CHECKS = (not_embedded, not_subset, stranger, missing_glyph, type_3)


# Text positions, as the operators of a page give them.


TORN = 1.0
"""The gap, in em, from which on two letters no longer belong to one word."""


@check("text/broken-number", Severity.ERROR)
def broken_number(sheet: Sheet) -> Iterator[Fault]:
    """Something else where the file should have a number.

    Two numbers that run together (`58.594-16.69`), two signs or two points: one reader takes the beginning, one takes
    nothing, one gives up the rest of the page. So the words stand elsewhere in each of them.
    """
    for number, things in sheet.where(lambda thing: bool(thing.broken)):
        for thing in things:
            token, *others = thing.broken
            more = Message(" and {others} more", others=len(others)) if others else ""
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
                    hint=sheet.cure(
                        Message("Look at the line there. Another font (--font) may carry the word."),
                        Message("Look at the line there. Another font may carry the word."),
                    ),
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
    """One reader of the PDF: the text of each page, read when it is first needed, and how that is split into words."""

    def __init__(self, pages: Callable[[], list[str]], words: Callable[[str], list[str]] = words) -> None:
        self._pages, self._words = pages, words

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(tuple(tuple(self._words(page)) for page in self._pages()))

    def lost(self, source: list[str]) -> LostWords:
        """The words of `source` that it does not give back in their place, by their number in `source`.

        Its way of splitting may make several words of one, or none.
        """
        split = [(at, part) for at, word in enumerate(source) for part in parts(word, self._words)]
        missing = loss([part for _, part in split], self._index)
        lost = sorted({split[number][0] for number in missing.words})
        unmatched = {split[number][0] for number in set(missing.words) - missing.moved}
        return LostWords(tuple(lost), missing.page, frozenset(lost) - unmatched)

    def gives_in_pieces(self, lost: list[str]) -> bool:
        """Whether it gives back each of some lost words in pieces: its letters, with spaces between them."""
        letters = "".join(self._index.words)
        return all(word in letters for word in lost) and any(len(word) > 1 for word in lost)


class Readers(NamedTuple):
    """The readers that are compared: pdfium (Chrome's), and ours, which orders each line by position or as written."""

    pdfium: TextReader
    by_place: TextReader
    as_written: TextReader


@check("text/lost", Severity.ERROR)
def lost(sheet: Sheet) -> Iterator[Fault]:
    """Words of the article that do not come back out of the PDF.

    What cannot be read back cannot be copied, found or heard, however well the page looks. Two readers that share no
    code read the file, pdfium (Chrome's) and our own, which follows the structure as a screen reader does; each text of
    the article is looked for word for word. A word that both lose is an error, and so is a text of which one of them
    gives back no word at all; a word that only one loses is reported as information. Signs count as words of their own,
    so that a space before a comma is no loss. Two faults of pdfium itself are ignored: it mirrors brackets in
    right-to-left text, and it reorders words: Latin in Arabic, numbers, web addresses, the words around the number of a
    note, a translation from left to right in a work from right to left. Where the letters on the page stand in another
    order than the file writes them, the page is wrong: that is a warning.
    """
    if sheet.article is None:
        raise NotRunError(
            Message("no article is given to compare with"), hint="Name it: typeset-press proof PDF --article FILE"
        )
    yield from sheet.fitting(_lost(sheet, sheet.article), FOR_ANOTHER)


def _lost(sheet: Sheet, article: Article) -> Iterator[Fault]:
    """The faults in the texts of the article, and of its translation on the same pages."""
    ours = TextReader(lambda: sheet.tagged_text), TextReader(lambda: sheet.written_text)
    readers = Readers(TextReader(lambda: sheet.pdfium_text, as_pdfium_gives), *ours)
    for text in article.texts():
        yield from _faults(article, text, readers)
    if sheet.other and sheet.other.direction != article.direction:
        readers = readers._replace(pdfium=TextReader(lambda: sheet.pdfium_text_to_the_right, as_pdfium_gives))
    if sheet.other:
        for text in sheet.other.texts():
            yield from _faults(sheet.other, text, readers)


def _faults(article: Article, text: Text, readers: Readers) -> Iterator[Fault]:
    """Words of a text that both readers lost, that only one lost, and that stand in another order on the page."""
    source = words(_with_note_gaps(text))
    by_pdfium, by_structure = readers.pdfium.lost(source), readers.by_place.lost(source)
    if not by_pdfium.words and not by_structure.words:
        return
    place = Place(file=article.name, line=text.line, column=text.column, page=by_structure.page or by_pdfium.page)
    own_words = _words_in_own_direction(_with_note_gaps(text), article.direction)
    lost_by_structure = (
        set(by_structure.words) & set(readers.as_written.lost(source).words) if by_structure.words else set[int]()
    )
    lost_by_both = lost_by_structure.intersection(by_pdfium.words)
    displaced = (
        own_words.intersection(by_structure.words) - lost_by_structure
        if own_words.intersection(by_pdfium.words) - lost_by_both
        else set[int]()
    )
    if lost_by_both:
        lost_words = [source[at] for at in lost_by_both]
        is_spaced = readers.by_place.gives_in_pieces(lost_words) or readers.pdfium.gives_in_pieces(lost_words)
        yield Fault(
            Message("No reader gives back {named}", named=_named(source, lost_by_both)),
            place,
            SET_APART if is_spaced else ON_THE_PAGE,
        )
    if displaced:
        yield Fault(
            Message("On the page stands in another order {named}", named=_named(source, displaced)),
            place,
            ORDER,
            Severity.WARNING,
        )
    yield from _lost_by_one(
        Message("The structure"), readers.by_place, source, lost_by_structure - lost_by_both, by_structure, place
    )
    yield from _lost_by_one(
        "pdfium", readers.pdfium, source, set(by_pdfium.words) - lost_by_both - by_pdfium.moved, by_pdfium, place
    )


def _lost_by_one(
    name: str, reader: TextReader, source: list[str], missing: set[int], loss: LostWords, place: Place
) -> Iterator[Fault]:
    """The fault for words that one reader lost and the other did not."""
    if missing:
        severity = Severity.ERROR if len(missing) == len(source) and not loss.moved else Severity.INFO
        hint = SET_APART if reader.gives_in_pieces([source[at] for at in missing]) else ELSEWHERE
        yield Fault(
            Message("{name} does not give back {named}", name=name, named=_named(source, missing)),
            place,
            hint,
            severity,
        )


SET_APART = Message(
    "Its letters come back one by one: they are set apart. Take letter-spacing out of the theme's CSS for them."
)
ON_THE_PAGE = Message("Look at the page there. If the words stand on it, another font (--font) may carry them.")
ELSEWHERE = Message("The words can be read, but not copied or found everywhere; another font (--font) may carry them.")


ORDER = Message(
    "Look at the page there: the line may run in the wrong direction. Correct it in the theme's CSS (`direction`)."
)


FOR_ANOTHER: Mapping[str, str] = {
    SET_APART: Message("Its letters come back one by one: they are set apart. Set them without letter-spacing."),
    ON_THE_PAGE: Message("Look at the page there. If the words stand on it, another font may carry them."),
    ELSEWHERE: Message("The words can be read, but not copied or found everywhere; another font may carry them."),
    ORDER: Message("Look at the page there: the line may run in the wrong direction."),
}
"""Hints about the file of another program, by those about one of ours."""


def _words_in_own_direction(text: str, direction: str) -> frozenset[int]:
    """The words in letters of the page's own direction, by their number in the text.

    A chunk without spaces that also has letters of the other direction is left out: Arabic within a web address.
    """
    own, at = set[int](), 0
    for chunk in text.split():
        is_mixed = not OTHER[direction].isdisjoint(map(direction_class, chunk))
        for word in words(chunk):
            if not is_mixed and not OWN[direction].isdisjoint(map(direction_class, word)):
                own.add(at)
            at += 1
    return frozenset(own)


RIGHT, LEFT = frozenset({"R", "AL"}), frozenset({"L"})
OWN = {"rtl": RIGHT, "ltr": LEFT}
OTHER = {"rtl": LEFT, "ltr": RIGHT}
"""Direction of a page -> the bidi classes of its own letters, and of those that run against it."""


def _with_note_gaps(text: Text) -> str:
    """The text with a space in the place of each footnote's number."""
    pieces, last = [], 0
    for mark in sorted(text.marks):
        if mark.kind is MarkKind.FOOTNOTE:
            pieces.append(text.text[last : mark.start])
            last = mark.start
    return " ".join([*pieces, text.text[last:]])


def _named(source: list[str], lost: Collection[int]) -> str:
    named = " ".join(f"«{source[at]}»" for at in sorted(lost)[:NAMED_WORDS])
    more = len(lost) - NAMED_WORDS
    return (
        Message("{named} and {count} more word", "{named} and {count} more words", named=named, count=more)
        if more > 0
        else named
    )


@check("text/unread", Severity.WARNING)
def unread(sheet: Sheet) -> Iterator[Fault]:
    """A page that could not be interpreted to its end.

    It is damaged, or holds more than any page needs. That the other checks find nothing on it says nothing.
    """
    _ = sheet.painted
    for page, reason in sheet.unread.items():
        yield Fault(
            Message("The page was not looked at, or not whole: {reason}", reason=reason),
            Place(page=page),
            hint="Export it anew, or simplify its drawings.",
        )


TEXT_CHECKS = (lost, unread)
