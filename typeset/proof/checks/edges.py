"""Text that runs over the edge of the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from typeset.check import Fault, Place, Severity, check
from typeset.proof.boxes import Boxes
from typeset.proof.content import strips
from typeset.proof.content.geometry import EVERYWHERE, Box
from typeset.proof.content.painted import Glyph, Kind, Painted
from typeset.proof.reading import tagged
from typeset.proof.sheet import Sheet

OVERHANG = 0.5
"""How far ink may reach over the edge, in pt: less is not seen."""


@check("page/outside", Severity.ERROR)
def outside(sheet: Sheet) -> Iterator[Fault]:
    """Text that runs off the page.

    A table of too many columns, or a word that nothing breaks, goes on past the edge: the reader sees a part of it, and
    a search finds what nobody can read. Judged is the ink of the letters. The edge is where the knife goes, or without
    a trim box where the viewer ends.
    What a printer writes in the rim beside the page, not a part of its tagged text, is no text of the page.
    """
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        if lost := [(thing, spans) for thing in page if (spans := spans_outside(thing, boxes))]:
            first, *others = tagged.said(thing for thing, _ in lost).split() or [""]
            more = f", and {len(others)} more words" if others else ""
            yield Fault(
                f"«{first[: tagged.LONGEST_QUOTE]}» runs off the page{more}",
                Place(page=number, box=reduce(Box.joined, (span for _, spans in lost for span in spans))),
                hint="Shorten it. Of a table: fewer columns, or split the table in two.",
            )


def spans_outside(thing: Painted, boxes: Boxes) -> list[Box]:
    """Where glyphs of a text stand over the edge of the page: the ink of each, or else its base line."""
    page = boxes.trim
    if thing.kind is not Kind.TEXT or thing.is_hidden or _is_well_inside(thing, page) or _is_in_rim(thing, boxes):
        return []
    # A clip as large as the page is the page's own edge; a smaller one hides on purpose.
    clip = EVERYWHERE if thing.clip.holds(page, OVERHANG) else thing.clip
    spans = (span.shared(clip) for span in _spans(thing))
    return [span for span in spans if not span.is_empty and not page.holds(span, OVERHANG)]


def _is_well_inside(thing: Painted, page: Box) -> bool:
    """Whether a text is so far from the edge that no outline reaches it."""
    return page.holds(thing.box.grown(thing.size))


def _spans(thing: Painted) -> Iterator[Box]:
    """What of the page its glyphs take up."""
    if thing.font and thing.font.shapes:
        return (letter.box for letter in strips.letters(thing))
    return (_base_line(glyph) for glyph in thing.glyphs if not glyph.text.isspace())


def _base_line(glyph: Glyph) -> Box:
    return Box(min(glyph.x, glyph.end), glyph.y, max(glyph.x, glyph.end), glyph.y)


def _is_in_rim(thing: Painted, boxes: Boxes) -> bool:
    """Whether it is a mark beside the page: on the sheet, clear of the trim, in no tagged content."""
    return thing.mcid is None and boxes.media.holds(thing.box, OVERHANG) and not thing.box.meets(boxes.trim)


CHECKS = (outside,)
