"""What TrueType and CFF fonts have in common: the frame of the file, and the tables of measures."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from typeset.render.shape.face import Face

CHECKSUM_MAGIC = 0xB1B0AFBA


class Metrics(NamedTuple):
    """A glyph's advance and its left side bearing."""

    advance: int
    left: int


def glyph_metrics(face: Face, metrics: Sequence[Metrics]) -> dict[str, bytes]:
    """`head`, `hhea` and `hmtx` for glyphs of such measures; the font's own where they say more."""
    head = face.tables["head"]
    hhea = bytearray(face.tables["hhea"])
    hhea[10:12] = min(0xFFFF, max(glyph.advance for glyph in metrics)).to_bytes(2, "big")
    hhea[34:36] = len(metrics).to_bytes(2, "big")
    hmtx = b"".join(struct.pack(">Hh", *glyph) for glyph in metrics)
    return {"head": head[:8] + b"\0\0\0\0" + head[12:], "hhea": bytes(hhea), "hmtx": hmtx}


def stretched_x(x: float, advance: int, width: int) -> int:
    """Where a point of a stroke `advance` wide goes when it is made `width` wide: what hangs over keeps its shape."""
    if x <= 0 or not advance:
        return round(x)
    return round(x + width - advance if x >= advance else x * width / advance)


def font_file(version: bytes, tables: Mapping[str, bytes]) -> bytes:
    """A font file of these tables."""
    power = len(tables).bit_length() - 1
    search = 16 << power
    frame = [version, struct.pack(">4H", len(tables), search, power, 16 * len(tables) - search)]
    at, bodies = 12 + 16 * len(tables), []
    for tag in sorted(tables):
        body = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        frame.append(struct.pack(">4s3I", tag.encode(), _checksum(body), at, len(tables[tag])))
        bodies.append(body)
        at += len(body)
    content = bytearray(b"".join(frame + bodies))
    place = 12 + 16 * sorted(tables).index("head") + 8
    head = int.from_bytes(content[place : place + 4], "big")
    content[head + 8 : head + 12] = ((CHECKSUM_MAGIC - _checksum(bytes(content))) & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(content)


def _checksum(content: bytes) -> int:
    return sum(struct.unpack(f">{len(content) // 4}I", content)) & 0xFFFFFFFF
