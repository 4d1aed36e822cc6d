"""The text, read back from the finished file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from typeset.article import Article, MarkKind, Text
from typeset.check import Fault, NotRunError, Place, Severity, check
from typeset.proof.reading.compare import Heard, loss
from typeset.proof.reading.words import unmirrored, words
from typeset.proof.sheet import Sheet

NAMED_WORDS = 6
"""How many of the lost words a message names."""


@check("text/lost", Severity.ERROR)
def lost(sheet: Sheet) -> Iterator[Fault]:
    """Words of the article that do not come back out of the PDF.

    What cannot be read back cannot be copied, found or heard, however well the page looks. Two readers that share
    nothing are asked, pdfium (Chrome's) and our own, which follows the structure as a screen reader does; each text of
    the article is looked for word for word. What both lose is an error, what one of them loses a warning. Signs count
    as words of their own, so that a space before a comma is no loss; pdfium turns brackets round by itself, and is
    forgiven that.
    """
    if sheet.article is None:
        raise NotRunError("no article is given to compare with", hint="Name it: typeset proof PDF --article FILE")
    readers = (
        ("pdfium", _heard(sheet.pdfium_text, unmirrored), unmirrored),
        ("the structure", _heard(sheet.tagged_text, str), str),
    )
    for text in sheet.article.texts():
        yield from _faults(sheet.article, text, readers)


def _heard(pages: list[str], same: Callable[[str], str]) -> Heard:
    return Heard(tuple(tuple(map(same, words(page))) for page in pages))


def _faults(
    article: Article, text: Text, readers: tuple[tuple[str, Heard, Callable[[str], str]], ...]
) -> Iterator[Fault]:
    """The words that both readers lost, and then those that only one did."""
    source = words(_as_set(text))
    losses = {name: loss([same(word) for word in source], heard) for name, heard, same in readers}
    page = max(found.page for found in losses.values())
    place = Place(file=article.name, line=text.line, column=text.column, page=page)
    by_both = set.intersection(*(set(found.words) for found in losses.values()))
    if by_both:
        yield Fault(
            f"No reader gives back {_named(source, sorted(by_both))}",
            place,
            hint="Look at the page there. If the words stand on it, another font (--font) may carry them.",
        )
    for name, found in losses.items():
        if alone := [at for at in found.words if at not in by_both]:
            yield Fault(
                f"Read by {name}, the page does not give back {_named(source, alone)}",
                place,
                hint="The words can be read but not copied or found everywhere; another font (--font) may carry them.",
                severity=Severity.WARNING,
            )


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
            f"The page was not looked at: {reason}", Place(page=page), hint="Export it anew, or simplify its drawings."
        )


CHECKS = (lost, unread)
