"""Spaces for pdf.js, which drops what is written and guesses them from gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from typeset.render.lines.place import Shown
from typeset.render.shape.face import Word
from typeset.render.write import facts, variants
from typeset.render.write.facts import ALM

CGJ = "\u034f"
"""The combining grapheme joiner: it keeps pdf.js from dropping the space behind it."""
WIDE_GAP, WIDE_REST = 520, 400
"""In 1/1000 em: pdf.js splits a line at a gap of .6 em; poppler needs .03 em to see a space."""
WIDE_STEP, TIGHT_STEP = 20, 90
"""In 1/1000 em: widths of wide gaps differ by whole steps; under .1 em, a gap is a space to no reader."""


class Settled(NamedTuple):
    """The words of a line from left to right, and the spaces that are repeated behind their run or before it.

    The keys are the reading order of those spaces.
    """

    shown: list[Shown]
    behind: dict[int, Shown]
    before: dict[int, Shown]


def settled(line: Sequence[Shown], *, mirrored: bool) -> Settled:
    """The line with its right-to-left spaces as pdf.js needs them. `mirrored`: pdfium will turn the line round."""
    found = Settled([], {}, {})
    for at, space in enumerate(line):
        right = line[at + 1] if at + 1 < len(line) else None
        if space.is_space and space.rtl:
            _settle(found, space, right, mirrored=mirrored)
        else:
            found.shown.append(space)
    return found


def _settle(found: Settled, space: Shown, right: Shown | None, *, mirrored: bool) -> None:
    left = found.shown[-1] if found.shown else None
    if left is None or _parted(left, space):
        if mirrored:
            space = space._replace(word=variants.blank(space.word.face, space.word.advance, f"{ALM} "))
        else:
            found.behind[space.order] = _echo(space)
    elif right is None or _parted(space, right):
        found.before[space.order] = _echo(space)
    else:
        space = _between(found, left, space, right)
    found.shown.append(space)


def _parted(left: Shown, right: Shown) -> bool:
    """Whether a run, or a text box, ends between two neighbours."""
    return left.level != right.level or left.leaf != right.leaf


def _between(found: Settled, left: Shown, space: Shown, right: Shown) -> Shown:
    """A space inside a run; a part of its room may go into the word at its left."""
    gap = (right.x - left.right) * 1000 / space.size
    if left.word.face is not space.word.face or left.size != space.size or gap <= 0:
        return space
    if facts.of(right.word, right.rtl).starts_with_mark:
        found.shown[-1] = wider = _wider(left, gap // TIGHT_STEP * TIGHT_STEP)
        twice = variants.blank(space.word.face, 0, "  ")
        return space._replace(word=twice, x=wider.right, width=space.right - wider.right)
    if gap > WIDE_GAP:
        found.shown[-1] = _wider(left, (gap - WIDE_REST) // WIDE_STEP * WIDE_STEP)
    return space


def _wider(left: Shown, per_mille: float) -> Shown:
    """A word with part of the gap at its right in its own advance."""
    units = round(per_mille * left.word.upem / 1000)
    word = variants.widened(left.word, units)
    return left._replace(word=word, width=left.width + units * left.size / left.word.upem)


def _echo(space: Shown) -> Shown:
    """A space that pdf.js keeps, as it takes it for a combining mark. The first code tells pypdf of the run's end."""
    face, advance = space.word.face, space.word.advance
    codes = ((face.code((), 0, CGJ), 0), (face.code((), advance, f"{CGJ} "), 0))
    return space._replace(word=Word(face, " ", codes, advance))
