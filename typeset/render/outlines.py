"""Text as outlines: a line of Latin text that needs no font in the file."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from typeset.font import Family


@lru_cache(maxsize=4)
def _font(file: Path) -> TTFont:
    """The font, from memory: one that is forgotten here would leave its file open."""
    return TTFont(BytesIO(file.read_bytes()), lazy=True)


class _Operators(BasePen):  # type: ignore[misc]
    """Draws glyphs as PDF path operators, each moved along by what stands before it."""

    def __init__(self, glyphs: object, scale: float) -> None:
        super().__init__(glyphs)
        self._scale = scale
        self.moved = 0.0
        self.operators: list[bytes] = []

    def _point(self, point: tuple[float, float]) -> bytes:
        x, y = point
        return b"%.2f %.2f" % ((x + self.moved) * self._scale, y * self._scale)

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen's own names
        self.operators.append(self._point(point) + b" m")

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(self._point(point) + b" l")

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(b" ".join(map(self._point, points)) + b" c")

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append(b"h")


def of(text: str, families: tuple[Family, ...], size: float) -> bytes:
    """The path of a line of text in pt, from the start of its base line; a character that no family has is left out."""
    font = _font(
        next((family for family in families if family.has("A") and family.has("1")), families[0]).faces[0].file
    )
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pen = _Operators(glyphs, size / font["head"].unitsPerEm)
    for name in (names[ord(character)] for character in text if ord(character) in names):
        glyphs[name].draw(pen)
        pen.moved += glyphs[name].width
    return b"\n".join(pen.operators) + b"\n"
