"""Checks of text that stands on other text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

from typeset.errors import Message
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content.collisions import NEXT_LINE, Collision
from typeset.preflight.content.painted import PaintedGlyph
from typeset.preflight.content.strips import InkedLetter
from typeset.preflight.reading import structure
from typeset.preflight.reading.structure import MarkedContent
from typeset.preflight.sheet import Sheet

SAME_LINE = 0.4
"""Baselines nearer than this, in em, are one line."""


@check("text/lines-collide", Severity.WARNING)
def lines_collide(sheet: Sheet) -> Iterator[Fault]:
    """Lines so near to each other that their ink runs together.

    A face with deep bowls and high marks, Nastaliq before all, needs more room between its lines than another. Where
    letters of two lines touch, the eye takes a mark for the wrong letter, and a reader that goes by positions gives the
    lines in the wrong order. Compared are the outlines of the letters: that only their boxes meet is no fault. The last
    line of a paragraph and the first of the next are lines too.
    """
    blocks = _blocks(sheet)
    for number, collisions in enumerate(sheet.collisions, 1):
        lines = [collision for collision in collisions if _are_lines(collision, number, blocks)]
        if lines:
            yield _fault(
                number,
                lines,
                Message("run into each other, from one line to the next"),
                sheet.cure(
                    Message("Give the lines more room (`line-height` in the theme), or take another font (--font)."),
                    Message("Give the lines more room, or take another font."),
                ),
                Severity.ERROR if any(collision.is_grave for collision in lines) else Severity.WARNING,
            )


@check("text/overprinted", Severity.ERROR)
def overprinted(sheet: Sheet) -> Iterator[Fault]:
    """Text that stands on other text.

    Neither can be read. A name was too long for its place, a part was placed without regard to another, or a number
    of the file displaces words. Compared are the outlines of the letters. Lines of two paragraphs that only touch are
    `text/lines-collide`, not this. A shadow, a text painted twice to look bold
    and much larger words behind a text are no faults. Text that is not level is left out, and so are fonts of Type 1
    and Type 3, whose outlines are not read.
    """
    blocks = _blocks(sheet)
    for number, collisions in enumerate(sheet.collisions, 1):
        if texts := [collision for collision in collisions if not _are_lines(collision, number, blocks)]:
            hint = sheet.cure(
                Message("Shorten one of them, or give them room in the theme."),
                Message("Shorten one of them, or give them room."),
            )
            yield _fault(number, texts, Message("stand on each other"), hint, Severity.ERROR)


def _fault(page: int, collisions: list[Collision], how: str, hint: str, severity: Severity) -> Fault:
    first, *others = collisions
    more = (
        Message(", and so in {count} more place", ", and so in {count} more places", count=len(others))
        if others
        else ""
    )
    one, other = _word(first.one), _word(first.other)
    words = Message("«{one}» and «{other}»", one=one, other=other) if one and other else Message("Two texts")
    return Fault(
        Message("{words} {how}{more}", words=words, how=how, more=more), Place(page=page, box=first.box), hint, severity
    )


def _blocks(sheet: Sheet) -> Mapping[tuple[int, int | None], object]:
    """Page (from 1) and MCID -> the block element it belongs to, inline elements counted to the block around them."""
    blocks: dict[tuple[int, int | None], object] = {}
    block: object = None
    for at, part in enumerate(sheet.structure):
        if isinstance(part, MarkedContent):
            blocks[part.page + 1, part.mcid] = block
        elif part.role not in structure.WITHIN_A_LINE:
            block = at
    return blocks


def _are_lines(collision: Collision, page: int, blocks: Mapping[tuple[int, int | None], object]) -> bool:
    """Whether two lines collide: of one block, or, where their ink only touches, of two.

    In a file without structure, any two texts at different heights.
    """
    if collision.apart < SAME_LINE:
        return False
    one, other = (blocks.get((page, letter.thing.mcid)) for letter in (collision.one, collision.other))
    return one == other or not blocks or (collision.apart >= NEXT_LINE and not collision.is_grave)


def _word(letter: InkedLetter) -> str:
    """The word around a letter, as far as one operator paints it."""
    glyphs = letter.thing.glyphs
    at = glyphs.index(letter.glyph)
    before = list(takewhile(_is_of_word, reversed(glyphs[:at])))
    word = (*reversed(before), letter.glyph, *takewhile(_is_of_word, glyphs[at + 1 :]))
    return structure.quoted([letter.thing._replace(glyphs=word)])


def _is_of_word(glyph: PaintedGlyph) -> bool:
    return not glyph.text.isspace()


COLLISION_CHECKS = (lines_collide, overprinted)
