"""The text, read back from the finished file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from typeset.article import Article, MarkKind, Text
from typeset.check import Fault, NotRunError, Place, Severity, check
from typeset.proof.reading.bidi import direction_class
from typeset.proof.reading.compare import Heard, Loss, loss
from typeset.proof.reading.words import as_pdfium_gives, words
from typeset.proof.sheet import Sheet

NAMED_WORDS = 6
"""How many of the lost words a message names."""


class Reader:
    """One reader: what it gives back, asked for when it is needed, and what words that makes."""

    def __init__(self, pages: Callable[[], list[str]], words: Callable[[str], list[str]] = words) -> None:
        self._pages, self._words = pages, words

    @cached_property
    def _heard(self) -> Heard:
        return Heard(tuple(tuple(self._words(page)) for page in self._pages()))

    def lost(self, source: list[str]) -> Loss:
        """The words of a text that it does not give back in their place; of some it makes several, of some none."""
        parts = [(at, part) for at, word in enumerate(source) for part in self._words(word)]
        found = loss([part for _, part in parts], self._heard)
        gone = sorted({parts[number][0] for number in found.words})
        stray = {parts[number][0] for number in set(found.words) - found.moved}
        return Loss(tuple(gone), found.page, frozenset(gone) - stray)

    def parts(self, lost: list[str]) -> bool:
        """Whether it gives back each of some lost words in pieces: its letters, with room between them."""
        given = "".join(self._heard.words)
        return all(word in given for word in lost) and any(len(word) > 1 for word in lost)


class Readers(NamedTuple):
    """Those that are asked: Chrome's, and ours, which follows the structure by place or as the file is written."""

    pdfium: Reader
    by_place: Reader
    as_written: Reader


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
        Reader(lambda: sheet.pdfium_text, as_pdfium_gives),
        Reader(lambda: sheet.tagged_text),
        Reader(lambda: sheet.written_text),
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
        yield Fault(f"No reader gives back {_named(source, both)}", place, SET_APART if apart else ON_THE_PAGE)
    if displaced:
        yield Fault(f"On the page stands in another order {_named(source, displaced)}", place, ORDER, Severity.WARNING)
    yield from _of_one("The structure", readers.by_place, source, gone - both, told, place)
    yield from _of_one("pdfium", readers.pdfium, source, set(seen.words) - both - seen.moved, seen, place)


def _of_one(
    name: str, reader: Reader, source: list[str], missing: set[int], loss: Loss, place: Place
) -> Iterator[Fault]:
    """What one reader lost and the other did not."""
    if missing:
        severity = Severity.ERROR if len(missing) == len(source) and not loss.moved else Severity.INFO
        hint = SET_APART if reader.parts([source[at] for at in missing]) else ELSEWHERE
        yield Fault(f"{name} does not give back {_named(source, missing)}", place, hint, severity)


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
            f"The page was not looked at, or not whole: {reason}",
            Place(page=page),
            hint="Export it anew, or simplify its drawings.",
        )


CHECKS = (lost, unread)
