"""Embed: the font file that a PDF carries for our codes.

sfnt      what both kinds of fonts have in common, and how a stroke is drawn out
truetype  TrueType outlines, read, and the font of our codes
drawings  a glyph as the steps of a pen, also of another face
cff       the font of our codes with PostScript curves
"""

from __future__ import annotations

from collections.abc import Sequence

from typeset.render.embed import truetype
from typeset.render.shape.font import Code, ShapingFace


def font_file(face: ShapingFace, codes: Sequence[Code]) -> bytes:
    """A font file whose glyph n shows code n, from 1: TrueType or CFF, as the face itself is."""
    if "glyf" in face.tables:
        return truetype.font(face, codes)
    from typeset.render.embed import cff  # brings much of fontTools along

    return cff.font(face, codes)
