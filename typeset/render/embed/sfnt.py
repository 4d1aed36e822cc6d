"""What TrueType and CFF fonts have in common: the sfnt file format and the metrics tables."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from typeset.render.shape.font import ShapingFace

CHECKSUM_MAGIC = 0xB1B0AFBA


class Metrics(NamedTuple):
    """A glyph's advance and its left side bearing."""

    advance: int
    left: int


def glyph_metrics(face: ShapingFace, metrics: Sequence[Metrics]) -> dict[str, bytes]:
    """`head`, `hhea` and `hmtx` for glyphs with these metrics; all other values are the font's own."""
    head = face.tables["head"]
    hhea = bytearray(face.tables["hhea"])
    hhea[10:12] = min(0xFFFF, max(glyph.advance for glyph in metrics)).to_bytes(2, "big")
    hhea[34:36] = len(metrics).to_bytes(2, "big")
    hmtx = b"".join(struct.pack(">Hh", *glyph) for glyph in metrics)
    return {"head": head[:8] + b"\0\0\0\0" + head[12:], "hhea": bytes(hhea), "hmtx": hmtx}


class Stroke(NamedTuple):
    """How a stroke is widened: points up to `left` stay, from `right` on they move by `growth`."""

    left: float
    right: float
    growth: float

    def moved(self, x: float) -> int:
        """The new x of a point."""
        if x <= self.left:
            return round(x)
        if x >= self.right:
            return round(x + self.growth)
        span = self.right - self.left
        return round(self.left + (x - self.left) * (span + self.growth) / span)


def stroke(xs: Iterable[float], advance: int, width: int) -> Stroke:
    """How to widen a stroke from `advance` to `width`; `xs` are the x of its points.

    Where the middle of the stroke is straight, both ends keep their shape, slanted or round, as the letters beside it
    cover them; a curved stroke is stretched as a whole. What reaches beyond the advance keeps its shape.
    """
    places = sorted({min(max(x, 0), advance) for x in xs} | {0, advance})
    left, right = max(pairwise(places), key=lambda stretch: stretch[1] - stretch[0])
    if 2 * (right - left) <= advance or right - left + width - advance <= 0:
        left, right = 0, advance
    return Stroke(left, right, width - advance)


def font_file(version: bytes, tables: Mapping[str, bytes]) -> bytes:
    """An sfnt file with these tables; `version` is its first four bytes."""
    power = len(tables).bit_length() - 1
    search = 16 << power
    frame = [version, struct.pack(">4H", len(tables), search, power, 16 * len(tables) - search)]
    at, total, bodies = 12 + 16 * len(tables), 0, []
    for tag in sorted(tables):
        body = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        checksum = _checksum(body)
        frame.append(struct.pack(">4s3I", tag.encode(), checksum, at, len(tables[tag])))
        total += checksum
        bodies.append(body)
        at += len(body)
    content = bytearray(b"".join(frame + bodies))
    place = 12 + 16 * sorted(tables).index("head") + 8
    head = int.from_bytes(content[place : place + 4], "big")
    total += _checksum(b"".join(frame))
    content[head + 8 : head + 12] = ((CHECKSUM_MAGIC - total) & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(content)


def _checksum(content: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) & 0xFFFFFFFF
