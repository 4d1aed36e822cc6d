"""The side bearings of a word, measured by its ink: they hang over the edges of a justified line.

Glyph boxes alone are not exact: they may hold off-curve points, which the ink does not reach. They only tell which
glyphs have to be measured: mostly the first and the last.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf

from typeset.render.embed import truetype
from typeset.render.shape.clusters import GlyphPart
from typeset.render.shape.font import WORDS_KEPT, ShapedWord, ShapingFace

Reach = tuple[float, float]
"""Left and right end, in font units."""


@lru_cache(maxsize=WORDS_KEPT)
def bearings(word: ShapedWord) -> Reach:
    """The left and right side bearing of a word, in font units.

    Negative where ink reaches beyond the advance; both 0 for a word without ink.
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
    """The left and right end of a part's curves, before it is moved."""
    if "glyf" in face.tables:
        return truetype.outlines(face).reach(part)
    from typeset.render.embed import drawings  # brings much of fontTools along

    return drawings.reach(part, face)
