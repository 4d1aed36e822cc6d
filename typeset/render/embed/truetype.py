"""TrueType: outlines read from a font file, natural or stretched, and the embedded font of our codes.

That font holds our codes only: glyph id = code, from 1 in order of first use. A code of one glyph has its outline; a
code of several is a composite; outlines that composites share are stored once, behind the codes. Written with
`struct` and not with fontTools, which takes longer for this than the whole of the layout.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from typeset.render.embed.sfnt import Metrics, font_file, glyph_metrics, stroke
from typeset.render.shape.clusters import Code, GlyphPart
from typeset.render.shape.font import ShapingFace

ON_CURVE, X_SHORT, Y_SHORT, REPEAT, X_SAME, Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
WORDS, XY_VALUES, HAS_SCALE, MORE, XY_SCALE, MATRIX, INSTRUCTIONS = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80, 0x100


class GlyphOutline(NamedTuple):
    """A glyph's `glyf` data without instructions, and the offsets of the glyph ids that it refers to."""

    data: bytes
    references: tuple[int, ...] = ()

    @property
    def box(self) -> tuple[int, ...]:
        """Its bounding box: left, bottom, right, top."""
        return struct.unpack(">4h", self.data[2:10])

    @property
    def size(self) -> tuple[int, int]:
        """The number of its points and contours; 0 for a composite."""
        contours = int.from_bytes(self.data[:2], "big", signed=True) if self.data else 0
        return (_word(self.data, 8 + 2 * contours) + 1, contours) if contours > 0 else (0, 0)


EMPTY = GlyphOutline(b"")


class Drawing(NamedTuple):
    """A simple glyph: the last point of each contour, the on-curve flags, and the points."""

    ends: list[int]
    flags: list[int]
    points: list[tuple[int, int]]


class TrueTypeOutlines:
    """The `glyf` table of a face."""

    def __init__(self, face: ShapingFace) -> None:
        self.face = face
        long = int.from_bytes(face.tables["head"][50:52], "big")
        loca = face.tables["loca"]
        count = len(loca) // (4 if long else 2)
        self._places = struct.unpack(f">{count}{'I' if long else 'H'}", loca[: count * (4 if long else 2)])
        self._unit = 1 if long else 2
        self._table = face.tables["glyf"]
        self._read: dict[int, GlyphOutline] = {}
        self._reaches: dict[int, tuple[float, float]] = {}

    def outline(self, part: GlyphPart) -> GlyphOutline:
        """The outline of a part, before it is moved."""
        if part.lender is not None:
            return lent(part._replace(dx=0, dy=0), self.face)
        natural, advance = self._natural(part.glyph), self.face.advance(part.glyph)
        if part.width in (0, advance) or not natural.data:
            return natural
        return stretched(self._drawing(part.glyph), advance, part.width)

    def reach(self, part: GlyphPart) -> tuple[float, float]:
        """The left and right end of a part's curves in font units, before it is moved."""
        if part.width in (0, self.face.advance(part.glyph)):
            reach = self._reaches.get(part.glyph)
            if reach is None:
                reach = self._reaches[part.glyph] = _reach(self._drawing(part.glyph))
            return reach
        outline = self.outline(part)
        return _reach(_points(outline.data)) if outline.data else (0.0, 0.0)

    def _natural(self, id: int) -> GlyphOutline:
        outline = self._read.get(id)
        if outline is None:
            start, stop = self._places[id] * self._unit, self._places[id + 1] * self._unit
            outline = self._read[id] = _plain(self._table[start:stop])
        return outline

    def _drawing(self, id: int) -> Drawing:
        """The points of a glyph; those of its parts where it is a composite."""
        outline = self._natural(id)
        if not outline.references:
            return _points(outline.data) if outline.data else Drawing([], [], [])
        ends, flags, points = Drawing([], [], [])
        for at in outline.references:
            part = self._drawing(_word(outline.data, at))
            place = _placed(outline.data, at - 2)
            ends += [end + len(points) for end in part.ends]
            flags += part.flags
            points += [place(*point) for point in part.points]
        return Drawing(ends, flags, points)


@lru_cache(maxsize=8)
def outlines(face: ShapingFace) -> TrueTypeOutlines:
    """The outlines of a face, from a cache."""
    return TrueTypeOutlines(face)


@lru_cache(maxsize=2000)
def lent(part: GlyphPart, face: ShapingFace) -> GlyphOutline:
    """The outline of a part that another face lends, before it is moved."""
    from typeset.render.embed import drawings  # brings much of fontTools along

    quadratic = drawings.quadratic(part, face)
    return _simple(Drawing(*quadratic)) if quadratic.ends else EMPTY


def _plain(data: bytes) -> GlyphOutline:
    """A glyph without its instructions, which need the font program, which is not embedded."""
    if not data:
        return EMPTY
    contours = int.from_bytes(data[:2], "big", signed=True)
    if contours < 0:
        return _composite(data)
    start = 10 + 2 * contours
    length = int.from_bytes(data[start : start + 2], "big")
    points = start + 2 + length
    return GlyphOutline(data[:start] + b"\0\0" + data[points : _end(data, points, 1 + _word(data, start - 2))])


def _end(data: bytes, at: int, points: int) -> int:
    """The end of the flags and coordinates that begin at `at`; padding behind them is left out."""
    size = 0
    while points > 0:
        flag, times = data[at], 1
        at += 1
        if flag & REPEAT:
            times += data[at]
            at += 1
        points -= times
        size += times * SIZES[flag]
    return at + size


def _size(flag: int, short: int, same: int) -> int:
    return 1 if flag & short else 0 if flag & same else 2


SIZES = [_size(flag, X_SHORT, X_SAME) + _size(flag, Y_SHORT, Y_SAME) for flag in range(256)]
"""Flags of a point -> the bytes that its coordinates take."""


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _composite(data: bytes) -> GlyphOutline:
    plain, references, at, more = bytearray(data), [], 10, MORE
    while more & MORE:
        more = int.from_bytes(data[at : at + 2], "big")
        plain[at : at + 2] = (more & ~INSTRUCTIONS).to_bytes(2, "big")
        references.append(at + 2)
        at += 8 if more & WORDS else 6
        at += 2 if more & HAS_SCALE else 4 if more & XY_SCALE else 8 if more & MATRIX else 0
    return GlyphOutline(bytes(plain[:at]), tuple(references))


def _placed(data: bytes, at: int) -> Callable[[float, float], tuple[int, int]]:
    """The transformation of points by the component at offset `at` of a composite."""
    flags = _word(data, at)
    dx, dy = struct.unpack(">2h" if flags & WORDS else ">2b", data[at + 4 : at + (8 if flags & WORDS else 6)])
    at += 8 if flags & WORDS else 6
    count = 1 if flags & HAS_SCALE else 2 if flags & XY_SCALE else 4 if flags & MATRIX else 0
    if not count:
        return lambda x, y: (round(x) + dx, round(y) + dy)
    scale = [number / 0x4000 for number in struct.unpack(f">{count}h", data[at : at + 2 * count])]
    xx, yx, xy, yy = {1: [*scale, 0, 0, *scale], 2: [*scale[:1], 0, 0, *scale[1:]], 4: scale}[count]
    return lambda x, y: (round(x * xx + y * xy) + dx, round(x * yx + y * yy) + dy)


def stretched(drawing: Drawing, advance: int, width: int) -> GlyphOutline:
    """A stroke `advance` wide, widened to `width`, in font units."""
    line = stroke((x for x, _ in drawing.points), advance, width)
    return _simple(drawing._replace(points=[(line.moved(x), y) for x, y in drawing.points]))


def _reach(drawing: Drawing) -> tuple[float, float]:
    """The leftmost and rightmost x of quadratic curves: extremes of off-curve points count where the curve turns."""
    ends, flags, points = drawing
    on_curve = [point[0] for point, is_on in zip(points, flags, strict=True) if is_on]
    left, right = (min(on_curve), max(on_curve)) if on_curve else (0, 0)
    outside = [at for at, (x, _) in enumerate(points) if not on_curve or not left <= x <= right]
    places: list[float] = [left, right] if on_curve or not points else []
    for at in outside:
        contour = bisect_left(ends, at)
        start, end = ends[contour - 1] + 1 if contour else 0, ends[contour]
        before, after = at - 1 if at > start else end, at + 1 if at < end else start
        x = points[at][0]
        low, high = (points[near][0] if flags[near] else (points[near][0] + x) / 2 for near in (before, after))
        places.append(_turning(low, x, high))
    return min(places), max(places)


def _turning(start: float, control: float, end: float) -> float:
    """The x at which a quadratic curve turns back; that of its end where it does not."""
    if min(start, end) <= control <= max(start, end):
        return end
    return (start * end - control * control) / (start - 2 * control + end)


def _points(data: bytes) -> Drawing:
    contours = _word(data, 0)
    ends = struct.unpack(f">{contours}H", data[10 : 10 + 2 * contours])
    at, flags = 12 + 2 * contours, list[int]()
    while len(flags) <= ends[-1]:
        flag, times = data[at], 1
        at += 1
        if flag & REPEAT:
            times += data[at]
            at += 1
        flags.extend([flag] * times)
    xs, at = _axis(data, at, flags, X_SHORT, X_SAME)
    ys, at = _axis(data, at, flags, Y_SHORT, Y_SAME)
    return Drawing(list(ends), [flag & ON_CURVE for flag in flags], list(zip(xs, ys, strict=True)))


def _axis(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    place, places = 0, []
    for flag in flags:
        if flag & short:
            place += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            place += int.from_bytes(data[at : at + 2], "big", signed=True)
            at += 2
        places.append(place)
    return places, at


def _simple(drawing: Drawing) -> GlyphOutline:
    """The `glyf` data of a simple glyph, with two bytes for every coordinate."""
    ends, flags, points = drawing
    xs, ys = zip(*points, strict=True)
    head = struct.pack(">5h", len(ends), min(xs), min(ys), max(xs), max(ys))
    steps = [
        struct.pack(f">{len(axis)}h", *(to - before for before, to in zip((0, *axis), axis, strict=False)))
        for axis in (xs, ys)
    ]
    return GlyphOutline(head + struct.pack(f">{len(ends)}HH", *ends, 0) + bytes(flags) + b"".join(steps))


# The TrueType font that a PDF embeds for our codes.


MAXP_POINTS, MAXP_COMPONENTS = slice(6, 14), slice(28, 32)
DEEPEST = 4
"""Levels of composites: ours over the font's own."""


class Subset:
    """The glyphs of an embedded font while it is assembled."""

    def __init__(self, face: ShapingFace, codes: Sequence[Code]) -> None:
        self._outlines = outlines(face)
        self.glyphs = [EMPTY] * (1 + len(codes))
        self._ids: dict[GlyphPart, int] = {}
        alone = [self._alone(id, code) for id, code in enumerate(codes, 1)]
        for id, code in enumerate(codes, 1):
            if not alone[id - 1]:
                self.glyphs[id] = self._composed(code.parts)
        shared = len(self.glyphs) - 1 - len(codes)
        advances = [0, *(code.advance for code in codes), *[0] * shared]
        self.metrics = list(map(Metrics, advances, map(_left, self.glyphs)))

    @property
    def lent(self) -> list[GlyphOutline]:
        """The outlines that come from other faces."""
        return [self._outlines.outline(part) for part in self._ids if part.lender is not None]

    def _alone(self, id: int, code: Code) -> bool:
        """Store the outline of a code of one unmoved part, if it is the first with it; returns whether it is."""
        part = code.parts[0] if len(code.parts) == 1 else None
        if part is None or part.dx or part.dy or part in self._ids:
            return False
        self._ids[part] = id
        self.glyphs[id] = self._renumbered(self._outlines.outline(part))
        return True

    def _composed(self, parts: Sequence[GlyphPart]) -> GlyphOutline:
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
        return GlyphOutline(head + b"".join(pieces))

    def _id(self, part: GlyphPart) -> int:
        """The id of a part's outline in the new font."""
        key = part if not (part.dx or part.dy) else part._replace(dx=0, dy=0)
        if key not in self._ids:
            self._ids[key] = self._added(self._outlines.outline(part))
        return self._ids[key]

    def _added(self, outline: GlyphOutline) -> int:
        id = len(self.glyphs)
        self.glyphs.append(EMPTY)
        self.glyphs[id] = self._renumbered(outline)
        return id

    def _renumbered(self, outline: GlyphOutline) -> GlyphOutline:
        """An outline with its references, if it is a composite, changed to the new ids."""
        if not outline.references:
            return outline
        data = bytearray(outline.data)
        for at in outline.references:
            part = GlyphPart(int.from_bytes(data[at : at + 2], "big"), 0, 0)
            data[at : at + 2] = self._id(part).to_bytes(2, "big")
        return GlyphOutline(bytes(data))


def _left(outline: GlyphOutline) -> int:
    return outline.box[0] if outline.data else 0


def _moved(box: Sequence[int], part: GlyphPart) -> tuple[int, int, int, int]:
    left, bottom, right, top = box
    return left + part.dx, bottom + part.dy, right + part.dx, top + part.dy


def font(face: ShapingFace, codes: Sequence[Code]) -> bytes:
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


def _maxp(face: ShapingFace, count: int, lent: Sequence[GlyphOutline]) -> bytes:
    """The `maxp` table: the limits of the font and of lent outlines for simple glyphs, generous ones for composites."""
    maxp = bytearray(face.tables["maxp"][:32])
    sizes = [struct.unpack(">2H", maxp[6:10]), *(outline.size for outline in lent)]
    points, contours = (max(size) for size in zip(*sizes, strict=True))
    most = min(0xFFFF, 16 * points), min(0xFFFF, 16 * contours)
    maxp[4:6] = count.to_bytes(2, "big")
    maxp[MAXP_POINTS] = struct.pack(">4H", points, contours, *most)
    maxp[14:28] = struct.pack(">7H", 1, 0, 0, 0, 0, 0, 0)
    maxp[MAXP_COMPONENTS] = struct.pack(">2H", 255, DEEPEST)
    return bytes(maxp)
