"""What the operators of a page say where text goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from typeset.check import Fault, Place, Severity, check
from typeset.proof.content.geometry import MM, Box
from typeset.proof.content.painted import Glyph, Kind, Painted
from typeset.proof.content.strips import is_level
from typeset.proof.reading import tagged
from typeset.proof.sheet import Sheet

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
            more = f" and {len(others)} more" if others else ""
            words = f" at «{tagged.quoted([thing])}»" if thing.kind is Kind.TEXT else ""
            yield Fault(
                f"`{token}`{more}{words} is no number", Place(page=number, box=thing.box), hint="Export the file anew."
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
                    f"«{tagged.quoted([thing])}»: {(right.x - left.end) / MM:.1f} mm lie inside a word",
                    Place(page=number, box=Box(left.end, thing.box.y0, right.x, thing.box.y1)),
                    hint="Look at the line there. Another font (--font) may carry the word.",
                )


def _tears(thing: Painted) -> Iterator[tuple[Glyph, Glyph]]:
    """Two letters far from each other without a space between them, in a text that writes its spaces."""
    if not any(glyph.text.isspace() for glyph in thing.glyphs):
        return
    room = TORN * thing.size
    for left, right in pairwise(thing.glyphs):
        if right.x - left.end > room and left.text[:1].isalpha() and right.text[:1].isalpha():
            yield left, right


CHECKS = (broken_number, torn_word)
