"""Where the ink of a word begins and ends: the side bearings that stand at the edges of a justified line.

The font's own boxes are no measure for it: they may hold the control points of curves, which the ink does not reach.
They only say which letters are worth drawing: most often the first and the last.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf

from typeset.render.embed import truetype
from typeset.render.shape.font import WORDS_KEPT, GlyphPart, ShapedWord, ShapingFace

Reach = tuple[float, float]
"""From left to right, in font units."""


@lru_cache(maxsize=WORDS_KEPT)
def bearings(word: ShapedWord) -> Reach:
    """The white between the left end of a word's advance and its ink, and the same at the right, in font units.

    Less than 0 where ink hangs over; both 0 where there is none.
    """
    face = word.face
    parts = [(part, x + part.dx) for code, x in word.codes for part in code.parts]
    boxes = [(part, x, box) for part, x in parts if (box := _box(face, part))]
    if not boxes:
        return 0.0, 0.0
    left, right = inf, -inf
    for part, x, box in sorted(boxes, key=lambda each: each[1] + each[2][0]):
        if x + box[0] >= left:
            break
        left = min(left, x + _reach(face, part)[0])
    for part, x, box in sorted(boxes, key=lambda each: -each[1] - each[2][1]):
        if x + box[1] <= right:
            break
        right = max(right, x + _reach(face, part)[1])
    return left, word.advance - right


def _box(face: ShapingFace, part: GlyphPart) -> Reach | None:
    """A part's box in the font, from left to right; None where it is blank, or lent by another face."""
    box = None if part.lender else face.ink(part.glyph)
    if box is None or not part.width:
        return box
    scale = part.width / (face.advance(part.glyph) or part.width)
    return box[0] * min(scale, 1.0), box[1] * max(scale, 1.0)


def _reach(face: ShapingFace, part: GlyphPart) -> Reach:
    """What a part's curves reach, before it is moved."""
    if "glyf" in face.tables:
        return truetype.outlines(face).reach(part)
    from typeset.render.embed import drawings  # brings much of fontTools along

    return drawings.reach(part, face)
