"""The TrueType font that a PDF carries for our codes.

It holds our codes and nothing else: glyph id = code, from 1 in the order of their first use. A code of one glyph has
its outline; a code of several is a composite; what composites share stands once, behind the codes. Written with
`struct` and not with fontTools, which takes longer for this than the whole of the layout.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from typeset.render.embed.contours import EMPTY, MORE, WORDS, XY_VALUES, Outline, outlines
from typeset.render.embed.sfnt import Metrics, font_file, glyph_metrics
from typeset.render.shape.clusters import Code, Part
from typeset.render.shape.face import Face

MAXP_POINTS, MAXP_COMPONENTS = slice(6, 14), slice(28, 32)
DEEPEST = 4
"""Levels of composites: ours over the font's own."""


class Subset:
    """The glyphs of an embedded font, as they are put together."""

    def __init__(self, face: Face, codes: Sequence[Code]) -> None:
        self._outlines = outlines(face)
        self.glyphs = [EMPTY] * (1 + len(codes))
        self._ids: dict[Part, int] = {}
        alone = [self._alone(id, code) for id, code in enumerate(codes, 1)]
        for id, code in enumerate(codes, 1):
            if not alone[id - 1]:
                self.glyphs[id] = self._composed(code.parts)
        shared = len(self.glyphs) - 1 - len(codes)
        advances = [0, *(code.advance for code in codes), *[0] * shared]
        self.metrics = list(map(Metrics, advances, map(_left, self.glyphs)))

    @property
    def lent(self) -> list[Outline]:
        """The outlines that come from other faces."""
        return [self._outlines.outline(part) for part in self._ids if part.lender is not None]

    def _alone(self, id: int, code: Code) -> bool:
        """Whether the code shows one glyph just as it is, and is the first to do so: it then holds its outline."""
        part = code.parts[0] if len(code.parts) == 1 else None
        if part is None or part.dx or part.dy or part in self._ids:
            return False
        self._ids[part] = id
        self.glyphs[id] = self._renumbered(self._outlines.outline(part))
        return True

    def _composed(self, parts: Sequence[Part]) -> Outline:
        """A composite of the parts that have any ink."""
        inked = [(part, self._outlines.outline(part)) for part in parts]
        inked = [(part, outline) for part, outline in inked if outline.data]
        if not inked:
            return EMPTY
        boxes = [_moved(outline.box, part) for part, outline in inked]
        sides = zip(*boxes, strict=True)
        head = struct.pack(">5h", -1, *(choose(side) for choose, side in zip((min, min, max, max), sides, strict=True)))
        pieces = [
            struct.pack(
                ">HHhh", WORDS | XY_VALUES | (MORE if rank < len(inked) else 0), self._id(part), part.dx, part.dy
            )
            for rank, (part, _) in enumerate(inked, 1)
        ]
        return Outline(head + b"".join(pieces))

    def _id(self, part: Part) -> int:
        """The id of a part's outline in the new font."""
        key = part if not (part.dx or part.dy) else part._replace(dx=0, dy=0)
        if key not in self._ids:
            self._ids[key] = self._added(self._outlines.outline(part))
        return self._ids[key]

    def _added(self, outline: Outline) -> int:
        id = len(self.glyphs)
        self.glyphs.append(EMPTY)
        self.glyphs[id] = self._renumbered(outline)
        return id

    def _renumbered(self, outline: Outline) -> Outline:
        """The font's own composite, its references turned to the new ids."""
        data = bytearray(outline.data)
        for at in outline.references:
            part = Part(int.from_bytes(data[at : at + 2], "big"), 0, 0)
            data[at : at + 2] = self._id(part).to_bytes(2, "big")
        return Outline(bytes(data))


def _left(outline: Outline) -> int:
    return outline.box[0] if outline.data else 0


def _moved(box: Sequence[int], part: Part) -> tuple[int, int, int, int]:
    left, bottom, right, top = box
    return left + part.dx, bottom + part.dy, right + part.dx, top + part.dy


def font(face: Face, codes: Sequence[Code]) -> bytes:
    """A TrueType file whose glyph n shows code n, from 1."""
    subset = Subset(face, codes)
    data = [outline.data + b"\0" * (-len(outline.data) % 4) for outline in subset.glyphs]
    places = [0]
    for glyph in data:
        places.append(places[-1] + len(glyph))
    tables = glyph_metrics(face, subset.metrics)
    tables["head"] = tables["head"][:50] + b"\0\1" + tables["head"][52:]
    tables["maxp"] = _maxp(face, len(data), subset.lent)
    tables["loca"] = struct.pack(f">{len(places)}I", *places)
    tables["glyf"] = b"".join(data)
    return font_file(b"\0\1\0\0", tables)


def _maxp(face: Face, count: int, lent: Sequence[Outline]) -> bytes:
    """The limits of the font and of what it was lent, which hold for outlines; generous ones for our composites."""
    maxp = bytearray(face.tables["maxp"][:32])
    sizes = [struct.unpack(">2H", maxp[6:10]), *(outline.size for outline in lent)]
    points, contours = (max(size) for size in zip(*sizes, strict=True))
    most = min(0xFFFF, 16 * points), min(0xFFFF, 16 * contours)
    maxp[4:6] = count.to_bytes(2, "big")
    maxp[MAXP_POINTS] = struct.pack(">4H", points, contours, *most)
    maxp[14:28] = struct.pack(">7H", 1, 0, 0, 0, 0, 0, 0)
    maxp[MAXP_COMPONENTS] = struct.pack(">2H", 255, DEEPEST)
    return bytes(maxp)
