"""TrueType outlines, read from a font file: as they stand, or stretched into a kashida."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from typeset.render.embed.sfnt import stroke
from typeset.render.shape.clusters import Part
from typeset.render.shape.face import Face

ON_CURVE, X_SHORT, Y_SHORT, REPEAT, X_SAME, Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
WORDS, XY_VALUES, HAS_SCALE, MORE, XY_SCALE, MATRIX, INSTRUCTIONS = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80, 0x100


class Outline(NamedTuple):
    """A glyph's bytes without instructions, and where in them the ids of other glyphs stand."""

    data: bytes
    references: tuple[int, ...] = ()

    @property
    def box(self) -> tuple[int, ...]:
        """Its bounding box: left, bottom, right, top."""
        return struct.unpack(">4h", self.data[2:10])

    @property
    def size(self) -> tuple[int, int]:
        """How many points and contours it has; a composite is of others."""
        contours = int.from_bytes(self.data[:2], "big", signed=True) if self.data else 0
        return (_word(self.data, 8 + 2 * contours) + 1, contours) if contours > 0 else (0, 0)


EMPTY = Outline(b"")


class Drawing(NamedTuple):
    """The points of a glyph without components: the last point of each contour, which are on the curve, and where."""

    ends: list[int]
    flags: list[int]
    points: list[tuple[int, int]]


class Outlines:
    """The `glyf` table of a face."""

    def __init__(self, face: Face) -> None:
        self.face = face
        long = int.from_bytes(face.tables["head"][50:52], "big")
        loca = face.tables["loca"]
        count = len(loca) // (4 if long else 2)
        self._places = struct.unpack(f">{count}{'I' if long else 'H'}", loca[: count * (4 if long else 2)])
        self._unit = 1 if long else 2
        self._table = face.tables["glyf"]
        self._read: dict[int, Outline] = {}

    def outline(self, part: Part) -> Outline:
        """The outline of a part, before it is moved."""
        if part.lender is not None:
            return lent(part._replace(dx=0, dy=0), self.face)
        natural, advance = self._natural(part.glyph), self.face.advance(part.glyph)
        if part.width in (0, advance) or not natural.data:
            return natural
        return stretched(self._drawing(part.glyph), advance, part.width)

    def reach(self, part: Part) -> tuple[float, float]:
        """From where to where the curves of a part go, before it is moved."""
        if part.width in (0, self.face.advance(part.glyph)):
            return _reach(self._drawing(part.glyph))
        outline = self.outline(part)
        return _reach(_points(outline.data)) if outline.data else (0.0, 0.0)

    def _natural(self, id: int) -> Outline:
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
def outlines(face: Face) -> Outlines:
    """The outlines of a face, taken apart once."""
    return Outlines(face)


@lru_cache(maxsize=2000)
def lent(part: Part, face: Face) -> Outline:
    """The outline of a part that another face lends, before it is moved."""
    from typeset.render.embed import drawn  # brings much of fontTools along

    quadratic = drawn.quadratic(part, face)
    return _simple(Drawing(*quadratic)) if quadratic.ends else EMPTY


def _plain(data: bytes) -> Outline:
    """A glyph as it stands in the font, but for its instructions, which need programs that are not embedded."""
    if not data:
        return EMPTY
    contours = int.from_bytes(data[:2], "big", signed=True)
    if contours < 0:
        return _composite(data)
    start = 10 + 2 * contours
    length = int.from_bytes(data[start : start + 2], "big")
    points = start + 2 + length
    return Outline(data[:start] + b"\0\0" + data[points : _end(data, points, 1 + _word(data, start - 2))])


def _end(data: bytes, at: int, points: int) -> int:
    """Where the points that begin at `at` end: what fills the glyph up behind them is left out."""
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
"""How many bytes the place of a point takes, by its flags."""


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _composite(data: bytes) -> Outline:
    plain, references, at, more = bytearray(data), [], 10, MORE
    while more & MORE:
        more = int.from_bytes(data[at : at + 2], "big")
        plain[at : at + 2] = (more & ~INSTRUCTIONS).to_bytes(2, "big")
        references.append(at + 2)
        at += 8 if more & WORDS else 6
        at += 2 if more & HAS_SCALE else 4 if more & XY_SCALE else 8 if more & MATRIX else 0
    return Outline(bytes(plain[:at]), tuple(references))


def _placed(data: bytes, at: int) -> Callable[[float, float], tuple[int, int]]:
    """How the component that stands at `at` in a composite is moved and scaled."""
    flags = _word(data, at)
    dx, dy = struct.unpack(">2h" if flags & WORDS else ">2b", data[at + 4 : at + (8 if flags & WORDS else 6)])
    at += 8 if flags & WORDS else 6
    count = 1 if flags & HAS_SCALE else 2 if flags & XY_SCALE else 4 if flags & MATRIX else 0
    scale = [number / 0x4000 for number in struct.unpack(f">{count}h", data[at : at + 2 * count])]
    xx, yx, xy, yy = {0: [1, 0, 0, 1], 1: [*scale, 0, 0, *scale], 2: [*scale[:1], 0, 0, *scale[1:]], 4: scale}[count]
    return lambda x, y: (round(x * xx + y * xy) + dx, round(x * yx + y * yy) + dy)


def stretched(drawing: Drawing, advance: int, width: int) -> Outline:
    """A stroke `advance` wide, made `width` wide."""
    line = stroke((x for x, _ in drawing.points), advance, width)
    return _simple(drawing._replace(points=[(line.moved(x), y) for x, y in drawing.points]))


def _reach(drawing: Drawing) -> tuple[float, float]:
    """The leftmost and the rightmost place of quadratic curves."""
    places, start = [0.0] if not drawing.ends else list[float](), 0
    for end in drawing.ends:
        xs, on = [x for x, _ in drawing.points[start : end + 1]], drawing.flags[start : end + 1]
        for at, (x, is_on) in enumerate(zip(xs, on, strict=True)):
            before, after = at - 1, (at + 1) % len(xs)
            low, high = (xs[near] if on[near] else (xs[near] + x) / 2 for near in (before, after))
            places.append(x if is_on else _turning(low, x, high))
        start = end + 1
    return min(places), max(places)


def _turning(start: float, control: float, end: float) -> float:
    """Where a quadratic curve turns back; its end, where it does not."""
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


def _simple(drawing: Drawing) -> Outline:
    """A glyph with two bytes for every coordinate."""
    ends, flags, points = drawing
    xs, ys = zip(*points, strict=True)
    head = struct.pack(">5h", len(ends), min(xs), min(ys), max(xs), max(ys))
    steps = [
        struct.pack(f">{len(axis)}h", *(to - before for before, to in zip((0, *axis), axis, strict=False)))
        for axis in (xs, ys)
    ]
    return Outline(head + struct.pack(f">{len(ends)}HH", *ends, 0) + bytes(flags) + b"".join(steps))
