"""Glyphs as pen commands, in the units of the font that they are embedded in, also glyphs lent by another face.

A mark that a face lacks is lent by the fallback face, so that a run is written in one font. It keeps its size on the
page: its outline is scaled to the units of the font that borrows it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from typeset.render.embed.sfnt import stroke
from typeset.render.shape.clusters import GlyphPart, Lender
from typeset.render.shape.font import ShapingFace

Point: TypeAlias = tuple[float, float]
Step: TypeAlias = tuple[str, tuple[Point | None, ...]]
"""A pen's method and its points; None ends a closed quadratic curve that has no on-curve point."""
ON_CURVE = 0x01
ERROR = 0.001
"""In em: the largest error of the quadratic curves that approximate a cubic one."""


class FaceGlyphs:
    """The glyphs of a face, TrueType or CFF, drawn once each."""

    def __init__(self, face: Lender) -> None:
        self._face = face
        font = TTFont(io.BytesIO(face.content), fontNumber=face.index, lazy=True)
        self._glyphs, self._order = font.getGlyphSet(), font.getGlyphOrder()
        self._steps: dict[int, tuple[Step, ...]] = {}

    def stretched(self, part: GlyphPart) -> Iterator[Step]:
        """The outline of a part before it is moved."""
        steps = self._natural(part.glyph)
        if not part.width:
            yield from steps
            return
        xs = (point[0] for _, points in steps for point in points if point)
        moved = stroke(xs, self._face.advance(part.glyph), part.width).moved
        for method, points in steps:
            yield method, tuple(point and (moved(point[0]), point[1]) for point in points)

    def _natural(self, glyph: int) -> tuple[Step, ...]:
        if glyph not in self._steps:
            pen = DecomposingRecordingPen(self._glyphs)
            self._glyphs[self._order[glyph]].draw(pen)
            self._steps[glyph] = tuple(pen.value)
        return self._steps[glyph]


@lru_cache(maxsize=8)
def _glyphs(face: Lender) -> FaceGlyphs:
    """The glyphs of a face, opened once."""
    return FaceGlyphs(face)


def placed(part: GlyphPart, face: ShapingFace) -> Iterator[Step]:
    """The outline of a part, stretched and moved, in the units of `face`, in which it is embedded."""
    owner = part.lender or face
    scale, dx, dy = face.upem / owner.upem, part.dx, part.dy
    for method, points in _glyphs(owner).stretched(part):
        yield method, tuple(point and (round(point[0] * scale) + dx, round(point[1] * scale) + dy) for point in points)


def reach(part: GlyphPart, face: ShapingFace) -> tuple[float, float]:
    """The left and right end of a part's curves in font units, before it is moved."""
    pen = BoundsPen(None)
    for method, points in _glyphs(face).stretched(part):
        getattr(pen, method)(*points)
    return (pen.bounds[0], pen.bounds[2]) if pen.bounds else (0.0, 0.0)


class Quadratic(NamedTuple):
    """A TrueType glyph: the last point of each contour, the on-curve flags, and the points."""

    ends: list[int]
    flags: list[int]
    points: list[tuple[int, int]]


def quadratic(part: GlyphPart, face: ShapingFace) -> Quadratic:
    """A part as quadratic curves, before it is moved; the contours of CFF are reversed, as they run the other way."""
    pen = TTGlyphPen(None)
    is_reversed = part.lender is not None and "CFF " in part.lender.tables
    converting = Cu2QuPen(pen, ERROR * face.upem, reverse_direction=is_reversed)
    for method, points in placed(part._replace(dx=0, dy=0), face):
        getattr(converting, method)(*points)
    glyph = pen.glyph()
    if not glyph.numberOfContours:
        return Quadratic([], [], [])
    places = [(round(x), round(y)) for x, y in glyph.coordinates]
    return Quadratic(list(glyph.endPtsOfContours), [flag & ON_CURVE for flag in glyph.flags], places)
