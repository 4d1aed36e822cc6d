"""Embed: the font file that a PDF embeds for our codes (see `shape.clusters.Code`).

sfnt      the sfnt file and the metrics tables of both kinds of fonts, and the stretching of a stroke
truetype  TrueType outlines, read, and the font of our codes
drawings  a glyph as pen commands, also one lent by another face
cff       the font of our codes with PostScript outlines
"""

from __future__ import annotations

from collections.abc import Sequence

from typeset.render.embed import truetype
from typeset.render.shape.clusters import Code
from typeset.render.shape.font import ShapingFace


def font_file(face: ShapingFace, codes: Sequence[Code]) -> bytes:
    """A font file whose glyph n shows code n, from 1: TrueType or CFF, as the face itself is."""
    if "glyf" in face.tables:
        return truetype.font(face, codes)
    from typeset.render.embed import cff  # brings much of fontTools along

    return cff.font(face, codes)
