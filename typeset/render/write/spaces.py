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
    """The words of a line from left to right, and the spaces that are repeated behind a run, by their reading order."""

    shown: list[Shown]
    echoes: dict[int, Shown]
    leads: dict[int, Shown]


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
        _begin(found, space, mirrored=mirrored)
        return
    gap = ((right.x if right else space.right) - left.right) * 1000 / space.size
    alike = left.word.face is space.word.face and left.size == space.size and gap > 0
    if right is None or _parted(space, right):
        found.leads[space.order] = space._replace(word=_echo(space.word))
        found.shown.append(space)
    elif alike and right is not None and facts.of(right.word, True).starts_with_mark:
        found.shown[-1] = wider = _wider(left, gap // TIGHT_STEP * TIGHT_STEP)
        twice = variants.blank(space.word.face, 0, "  ")
        found.shown.append(space._replace(word=twice, x=wider.right, width=space.right - wider.right))
    else:
        if alike and gap > WIDE_GAP:
            found.shown[-1] = _wider(left, (gap - WIDE_REST) // WIDE_STEP * WIDE_STEP)
        found.shown.append(space)


def _parted(left: Shown, right: Shown) -> bool:
    """Whether a run, or a text box, ends between two neighbours."""
    return left.level != right.level or left.leaf != right.leaf


def _begin(found: Settled, space: Shown, *, mirrored: bool) -> None:
    """A space at the left edge of its run, behind which a left-to-right run is read."""
    face, advance = space.word.face, space.word.advance
    if mirrored:
        space = space._replace(word=variants.blank(face, advance, f"{ALM} "))
    else:
        found.echoes[space.order] = space._replace(word=_echo(space.word))
    found.shown.append(space)


def _echo(space: Word) -> Word:
    """A space that pdf.js keeps, as it takes it for a combining mark; pypdf takes the first code for a change of side."""
    face, advance = space.face, space.advance
    return Word(face, " ", ((face.code((), 0, CGJ), 0), (face.code((), advance, f"{CGJ} "), 0)), advance)


def _wider(left: Shown, per_mille: float, text: str = "") -> Shown:
    """A word with part of the gap at its right in its own advance."""
    units = round(per_mille * left.word.upem / 1000)
    word = variants.widened(left.word, units, text)
    return left._replace(word=word, width=left.width + units * left.size / left.word.upem)
