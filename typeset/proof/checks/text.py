"""The text, read back from the finished file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from typeset.article import Article, MarkKind, Text
from typeset.check import Fault, NotRunError, Place, Severity, check
from typeset.proof.reading.compare import Heard, Loss, loss
from typeset.proof.reading.tagged import direction
from typeset.proof.reading.words import unmirrored, words
from typeset.proof.sheet import Sheet

NAMED_WORDS = 6
"""How many of the lost words a message names."""


class Reader(NamedTuple):
    """One reader: its name, what it gave back, and how it writes a word."""

    name: str
    heard: Heard
    written: Callable[[str], str]

    def lost(self, source: list[str]) -> Loss:
        """The words of a text that it does not give back in their place."""
        return loss([self.written(word) for word in source], self.heard)


@check("text/lost", Severity.ERROR)
def lost(sheet: Sheet) -> Iterator[Fault]:
    """Words of the article that do not come back out of the PDF.

    What cannot be read back cannot be copied, found or heard, however well the page looks. Two readers that share
    nothing are asked, pdfium (Chrome's) and our own, which follows the structure as a screen reader does; each text of
    the article is looked for word for word. What both lose is an error, what one of them loses a warning. Signs count
    as words of their own, so that a space before a comma is no loss. Two habits of pdfium are its own fault and not the
    file's: it turns brackets round in right-to-left text, which is forgiven, and words of the other direction that
    stand together, Latin in Arabic or Arabic in Latin, which is remarked.
    """
    if sheet.article is None:
        raise NotRunError("no article is given to compare with", hint="Name it: typeset-press proof PDF --article FILE")
    pdfium = _reader("pdfium", sheet.pdfium_text, unmirrored)
    structure = _reader("the structure", sheet.tagged_text, str)
    for text in sheet.article.texts():
        yield from _faults(sheet.article, text, pdfium, structure)


def _reader(name: str, pages: list[str], written: Callable[[str], str]) -> Reader:
    return Reader(name, Heard(tuple(tuple(map(written, words(page))) for page in pages)), written)


def _faults(article: Article, text: Text, pdfium: Reader, structure: Reader) -> Iterator[Fault]:
    """What both readers lost, what only one did, and what only pdfium turned round."""
    source = words(_as_set(text))
    seen, told = pdfium.lost(source), structure.lost(source)
    place = Place(file=article.name, line=text.line, column=text.column, page=told.page or seen.page)
    both = set(seen.words) & set(told.words)
    unseen = [at for at in seen.words if at not in both]
    turned = [at for at in unseen if direction(source[at]) != article.direction]
    cases = (
        ("No reader gives back", sorted(both), ON_THE_PAGE, Severity.ERROR),
        ("The structure does not give back", [at for at in told.words if at not in both], ELSEWHERE, Severity.WARNING),
        ("pdfium does not give back", [at for at in unseen if at not in turned], ELSEWHERE, Severity.WARNING),
        ("pdfium gives in another order", turned, OTHER, Severity.INFO),
    )
    for message, missing, hint, severity in cases:
        if missing:
            yield Fault(f"{message} {_named(source, missing)}", place, hint, severity)


ON_THE_PAGE = "Look at the page there. If the words stand on it, another font (--font) may carry them."
ELSEWHERE = "The words can be read, but not copied or found everywhere; another font (--font) may carry them."
OTHER = "Chrome copies them so; a web address reads best on a line of its own, other readers keep the order."


def _as_set(text: Text) -> str:
    """The text with a space where a footnote's number will stand."""
    pieces, last = [], 0
    for mark in sorted(text.marks):
        if mark.kind is MarkKind.FOOTNOTE:
            pieces.append(text.text[last : mark.start])
            last = mark.start
    return " ".join([*pieces, text.text[last:]])


def _named(source: list[str], lost: list[int]) -> str:
    named = " ".join(f"«{source[at]}»" for at in lost[:NAMED_WORDS])
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
