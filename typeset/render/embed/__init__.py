"""Embed: the font file that a PDF carries for our codes.

sfnt      what both kinds of fonts have in common, and how a stroke is drawn out
contours  TrueType outlines, read
glyf      the TrueType font of our codes
drawn     a glyph as the steps of a pen, also of another face
cff       the same with PostScript curves
ink       where the ink of a word begins and ends
"""

from __future__ import annotations

from collections.abc import Sequence

from typeset.render.embed import glyf
from typeset.render.shape.clusters import Code
from typeset.render.shape.face import Face


def font_file(face: Face, codes: Sequence[Code]) -> bytes:
    """A font file whose glyph n shows code n, from 1: TrueType or CFF, as the face itself is."""
    if "glyf" in face.tables:
        return glyf.font(face, codes)
    from typeset.render.embed import cff  # brings much of fontTools along

    return cff.font(face, codes)
