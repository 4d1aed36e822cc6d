"""CFF outlines: the font of our codes for a face with PostScript curves.

CFF has no composites, so each code is drawn in full, and cached with its face. fontTools makes the charstrings, which
is slow, but such faces are user fonts, not our own, and each code is drawn once for all documents of the process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from fontTools.pens.t2CharStringPen import T2CharStringPen

from typeset.render.embed import drawings
from typeset.render.embed.sfnt import Metrics, font_file, glyph_metrics
from typeset.render.shape.clusters import Code
from typeset.render.shape.font import ShapingFace

CODES_KEPT = 10_000
BLANK = b"\x8b\x0e"
"""The charstring of a blank glyph: the width 0 and `endchar`."""
FIRST_OWN_STRING = 391
"""The first string id of a CFF table's own strings; those below are standard ones."""


class CffOutlines:
    """The drawn codes of a face, cached."""

    def __init__(self, face: ShapingFace) -> None:
        self._face = face
        self._drawn: dict[Code, tuple[bytes, int]] = {}

    def drawn(self, code: Code) -> tuple[bytes, int]:
        """A code's charstring, and its left side bearing."""
        if code not in self._drawn:
            if len(self._drawn) >= CODES_KEPT:
                self._drawn.clear()
            self._drawn[code] = self._draw(code)
        return self._drawn[code]

    def _draw(self, code: Code) -> tuple[bytes, int]:
        steps = [step for part in code.parts for step in drawings.placed(part, self._face)]
        pen = T2CharStringPen(code.advance, None)
        for method, points in steps:
            getattr(pen, method)(*points)
        charstring = pen.getCharString()
        charstring.compile()
        left = min((point[0] for _, points in steps for point in points if point), default=0)
        return charstring.bytecode, round(left)


@lru_cache(maxsize=8)
def outlines(face: ShapingFace) -> CffOutlines:
    """The outlines of a face, drawn once."""
    return CffOutlines(face)


def font(face: ShapingFace, codes: Sequence[Code]) -> bytes:
    """An OpenType file with CFF outlines whose glyph n shows code n, from 1."""
    drawn = [outlines(face).drawn(code) for code in codes]
    charstrings = [BLANK, *(charstring for charstring, _ in drawn)]
    metrics = [Metrics(0, 0)] + [Metrics(code.advance, left) for code, (_, left) in zip(codes, drawn, strict=True)]
    tables = glyph_metrics(face, metrics)
    tables["maxp"] = b"\0\0\x50\0" + len(metrics).to_bytes(2, "big")
    tables["CFF "] = table(charstrings, face.upem)
    return font_file(b"OTTO", tables)


def table(charstrings: Sequence[bytes], upem: int) -> bytes:
    """A CID-keyed CFF table in which the CID of a glyph is its number (Adobe Technical Note 5176)."""
    last = len(charstrings) - 1
    parts = [
        b"\2\0\1" + (last - 1).to_bytes(2, "big") if last else b"\0",  # the charset: CIDs from 1 on
        b"\3\0\1\0\0\0" + len(charstrings).to_bytes(2, "big"),  # FDSelect: all of one font dictionary
        _index(charstrings),
        _index([_entry(18, 0, 0)]),  # FDArray: a font dictionary whose private one is empty
    ]
    fixed = b"\1\0\4\4" + _index([b"Codes"])
    rest = _index([b"Adobe", b"Identity"]) + _index([])
    at = len(fixed) + len(_index([_top(upem, [0, 0, 0, 0])])) + len(rest)
    places = [at + sum(map(len, parts[:number])) for number in range(len(parts))]
    return b"".join([fixed, _index([_top(upem, places)]), rest, *parts])


def _top(upem: int, places: Sequence[int]) -> bytes:
    """The Top DICT: registry and ordering, the font matrix, and the offsets of the four parts."""
    charset, select, charstrings, fonts = places
    scale = b"".join(_real(number) for number in (1 / upem, 0, 0, 1 / upem, 0, 0)) + b"\x0c\7"
    return b"".join([
        _entry((12, 30), FIRST_OWN_STRING, FIRST_OWN_STRING + 1, 0), scale, _entry(15, charset),
        _entry((12, 37), select), _entry(17, charstrings), _entry((12, 36), fonts),
    ])  # fmt: skip


def _entry(operator: int | tuple[int, int], *operands: int) -> bytes:
    """A DICT entry: its operands, in five bytes each, and its operator."""
    numbers = b"".join(b"\x1d" + operand.to_bytes(4, "big", signed=True) for operand in operands)
    return numbers + bytes(operator if isinstance(operator, tuple) else (operator,))


def _real(number: float) -> bytes:
    """A DICT operand as a real number: decimal digits, two in a byte."""
    digits = f"{number:.10f}".rstrip("0").rstrip(".").replace(".", "a") + "f"
    return b"\x1e" + bytes.fromhex(digits + "f" * (len(digits) % 2))


def _index(items: Sequence[bytes]) -> bytes:
    """A CFF INDEX: count, offsets and items."""
    if not items:
        return b"\0\0"
    ends = [1, *accumulate(map(len, items), initial=1)][1:]
    offsets = b"".join(end.to_bytes(4, "big") for end in ends)
    return len(items).to_bytes(2, "big") + b"\4" + offsets + b"".join(items)
