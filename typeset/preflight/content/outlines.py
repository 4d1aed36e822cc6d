"""The outlines of an embedded font program: boxes and contours of its glyphs, from their origin, in em.

A TrueType glyph carries its own box in its header, so that the boxes of a page of a thousand letters cost next to
nothing; contours are rarely asked for, and only then fontTools draws them. Type 1 and Type 3 are left out: the one is
encrypted, the other a content stream that may paint anything.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol, TypeVar

import pikepdf

from typeset.preflight.content.geometry import Box
from typeset.preflight.content.values import Value, name_of

if TYPE_CHECKING:
    from fontTools.cffLib import TopDict
    from fontTools.ttLib import TTFont

Result = TypeVar("Result")

Contour = list[tuple[float, float]]
"""A closed line through points, in em; curves are given in short straight pieces."""
DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, TypeError, ValueError, struct.error)
"""Exceptions that a damaged font program causes."""
MOST_PROGRAM_BYTES = 16_000_000
PIECES = 6
"""Into how many straight pieces a curve is cut."""
PRIVATE_USE = 0xF000
"""Where symbol fonts keep their codes."""


class Outlines(Protocol):
    """The boxes and contours of a font program's glyphs, by glyph id."""

    def box(self, glyph: int) -> Box | None:
        """The box around a glyph's ink; None where it lays none, or where there is no such glyph."""

    def contours(self, glyph: int) -> list[Contour]:
        """The outline of a glyph."""


class FontDictionary(Protocol):
    """A font of a file: its dictionary, the one under it that holds the glyphs (or the same), its subtype."""

    object: Value

    @property
    def descendant(self) -> Value: ...  # noqa: D102 - said above
    @property
    def subtype(self) -> str: ...  # noqa: D102


class Shapes:
    """The boxes and contours of a font's glyphs, by the codes of a page's strings; each is looked up once."""

    def __init__(self, outlines: Outlines, glyph: Callable[[int], int | None]) -> None:
        self._outlines, self._glyph = outlines, glyph
        self._boxes: dict[int, Box | None] = {}
        self._contours: dict[int, list[Contour]] = {}
        self._looked_through = 0

    def box(self, code: int) -> Box | None:
        """The box around the ink of a code; None where it lays none."""
        if code not in self._boxes:
            self._boxes[code] = self._looked_up(code, self._outlines.box, None)
        return self._boxes[code]

    def boxes(self, codes: set[int]) -> Mapping[int, Box | None]:
        """The boxes of all codes that a page shows, a set that only grows, and of others that were asked for before."""
        if len(codes) != self._looked_through:
            for code in codes - self._boxes.keys():
                self.box(code)
            self._looked_through = len(codes)
        return self._boxes

    def contours(self, code: int) -> list[Contour]:
        """The outline of a code."""
        if code not in self._contours:
            self._contours[code] = self._looked_up(code, self._outlines.contours, [])
        return self._contours[code]

    def _looked_up(self, code: int, look_up: Callable[[int], Result], default: Result) -> Result:
        try:
            glyph = self._glyph(code)
            return default if glyph is None else look_up(glyph)
        except DAMAGE:
            return default


def shapes_of(font: FontDictionary) -> Shapes | None:
    """The shapes of a font; None where it is not embedded, is of Type 1 or Type 3, or is damaged."""
    descriptor = font.descendant.get("/FontDescriptor")
    try:
        if descriptor is None or font.subtype == "Type3":
            return None
        if "/FontFile2" in descriptor:
            return _sfnt_shapes(font, _program(descriptor["/FontFile2"]))
        if "/FontFile3" in descriptor:
            return _cff_shapes(font, descriptor["/FontFile3"])
    except (*DAMAGE, pikepdf.PdfError):
        pass
    return None


def _program(stream: Value) -> bytes:
    program = bytes(stream.read_bytes())
    if len(program) > MOST_PROGRAM_BYTES:
        raise ValueError("a font of such a size is not looked at")
    return program


def _sfnt_shapes(font: FontDictionary, program: bytes) -> Shapes:
    outlines = TrueType(program)
    if font.subtype == "Type0":
        return Shapes(outlines, _glyph_of_cid(font, font.descendant.get("/CIDToGIDMap")))
    codes = _simple_codes(font, outlines.font)
    return Shapes(outlines, codes.get)


def _cff_shapes(font: FontDictionary, stream: Value) -> Shapes:
    program = _program(stream)
    if stream.get("/Subtype") == "/OpenType":
        from fontTools.ttLib import TTFont

        opened = TTFont(io.BytesIO(program), lazy=True)
        if "glyf" in opened:
            return _sfnt_shapes(font, program)
        outlines = CompactFont(opened["CFF "].cff.topDictIndex[0])
    else:
        outlines = CompactFont(_top(program))
    return Shapes(outlines, _compact_codes(font, outlines))


def _top(program: bytes) -> TopDict:
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    return fonts.topDictIndex[0]


class TrueType:
    """The outlines of a program with a `glyf` table; only what is needed is read."""

    def __init__(self, program: bytes) -> None:
        self._program = program
        (count,) = struct.unpack_from(">H", program, 4)
        tables = {}
        for at in range(12, 12 + 16 * count, 16):
            tag, _, offset, length = struct.unpack_from(">4sLLL", program, at)
            tables[tag] = (offset, length)
        head = tables[b"head"][0]
        (self._units,) = struct.unpack_from(">H", program, head + 18)
        (long_offsets,) = struct.unpack_from(">h", program, head + 50)
        self._glyf = tables[b"glyf"][0]
        offset, length = tables[b"loca"]
        size, scale = (4, 1) if long_offsets else (2, 2)
        count = min(length, len(program) - offset) // size
        entries = struct.unpack_from(f">{count}{'L' if long_offsets else 'H'}", program, offset)
        self._offsets = [entry * scale for entry in entries]
        self._opened: TTFont | None = None

    @property
    def font(self) -> TTFont:
        """The program opened by fontTools, for contours and character maps."""
        if self._opened is None:
            from fontTools.ttLib import TTFont

            self._opened = TTFont(io.BytesIO(self._program), lazy=True)
        return self._opened

    def box(self, glyph: int) -> Box | None:
        """The box in the glyph's header."""
        start, end = self._offsets[glyph], self._offsets[glyph + 1]
        if end - start < 10:
            return None
        _, x0, y0, x1, y1 = struct.unpack_from(">5h", self._program, self._glyf + start)
        return Box(x0 / self._units, y0 / self._units, x1 / self._units, y1 / self._units)

    def contours(self, glyph: int) -> list[Contour]:
        """The contours, those of its components included where it is a composite glyph."""
        table = self.font["glyf"]
        pen = _flattener(1 / self._units, _FlattenedGlyphs(table))
        table[table.glyphOrder[glyph]].draw(pen, table)
        return list(pen.contours)


class _FlattenedGlyphs:
    """The glyphs of a `glyf` table by name: the glyph set in which a pen looks up components."""

    def __init__(self, table: Value) -> None:
        self.table = table

    def __getitem__(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(draw=lambda pen: self.table[name].draw(pen, self.table))


class CompactFont:
    """The outlines of a CFF program (Compact Font Format)."""

    def __init__(self, top: TopDict) -> None:
        self.top = top
        self._scale = float(getattr(top, "FontMatrix", [0.001])[0]) or 0.001

    def box(self, glyph: int) -> Box | None:
        """The bounds of the charstring."""
        bounds = self._charstring(glyph).calcBounds(self.top.CharStrings)
        return Box(*(edge * self._scale for edge in bounds)) if bounds else None

    def contours(self, glyph: int) -> list[Contour]:
        """The contours of the charstring."""
        pen = _flattener(self._scale, None)
        self._charstring(glyph).draw(pen)
        return list(pen.contours)

    def _charstring(self, glyph: int) -> Value:
        return self.top.CharStrings[self.top.charset[glyph]]


def _flattener(scale: float, parts: Value) -> Value:
    """A fontTools pen that collects what it draws as contours, in em, with curves flattened."""
    from fontTools.pens.basePen import BasePen

    class Flattener(BasePen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(parts)
            self.contours: list[Contour] = []

        def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen's own names
            self.contours.append([_scaled(point)])

        def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self.contours[-1].append(_scaled(point))

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            ends = (self._getCurrentPoint(), *points)
            self.contours[-1] += (_scaled(_on_curve(ends, step / PIECES)) for step in range(1, PIECES + 1))

    def _scaled(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * scale, point[1] * scale

    return Flattener()


def _on_curve(ends: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    """The point of a cubic Bézier curve at `t` from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * end[axis] for weight, end in zip(weights, ends, strict=True)) for axis in (0, 1))
    return x, y


def _glyph_of_cid(font: FontDictionary, cid_to_gid: Value) -> Callable[[int], int | None]:
    """Code -> glyph of a composite font with an Identity encoding: through its /CIDToGIDMap, where that is a table."""
    if str(font.object.get("/Encoding", "")) not in {"/Identity-H", "/Identity-V"}:
        return _unknown
    if not isinstance(cid_to_gid, pikepdf.Stream):
        return _itself
    table = bytes(cid_to_gid.read_bytes())
    glyphs = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
    return lambda code: glyphs[code] if code < len(glyphs) else None


def _itself(code: int) -> int | None:
    return code


def _unknown(_code: int) -> None:
    """No glyph: the font's encoding is a CMap, which is not read."""


def _compact_codes(font: FontDictionary, outlines: CompactFont) -> Callable[[int], int | None]:
    top = outlines.top
    if font.subtype != "Type0":
        numbers = {name: at for at, name in enumerate(top.charset)}
        return {code: numbers[name] for code, name in _glyph_names(font, top).items() if name in numbers}.get
    if not hasattr(top, "ROS"):
        return _glyph_of_cid(font, None)
    if _glyph_of_cid(font, None) is _unknown:
        return _unknown
    return {int(name[3:]): at for at, name in enumerate(top.charset) if name.startswith("cid")}.get


def _glyph_names(font: FontDictionary, top: TopDict) -> Mapping[int, str]:
    """Code -> glyph name of a simple font: the program's own encoding, overridden by the file's /Encoding."""
    own = top.Encoding
    if own == "StandardEncoding":
        from fontTools.encodings.StandardEncoding import StandardEncoding

        own = StandardEncoding
    names = {code: name for code, name in enumerate(own) if name != ".notdef"} if isinstance(own, list) else {}
    return names | _encoding_names(font.object.get("/Encoding"))


def _encoding_names(encoding: Value) -> dict[int, str]:
    """Code -> glyph name of a simple font's /Encoding."""
    from fontTools.agl import UV2AGL

    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(str(base))
    names: dict[int, str] = {}
    if codec:
        texts = ((code, bytes([code]).decode(codec, "ignore")) for code in range(32, 256))
        names = {code: UV2AGL[ord(text)] for code, text in texts if text and ord(text) in UV2AGL}
    code = 0
    differences: Value = encoding.get("/Differences", ()) if isinstance(encoding, pikepdf.Dictionary) else ()
    for item in differences:
        if isinstance(item, int):
            code = item
        else:
            names[code] = name_of(item).lstrip("/")
            code += 1
    return names


def _simple_codes(font: FontDictionary, program: TTFont) -> dict[int, int]:
    """Code -> glyph of a simple TrueType font (ISO 32000-1, 9.6.6.4)."""
    from fontTools.agl import toUnicode

    tables = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
    number, glyphs = program.getGlyphID, {}
    for (platform, encoding), table in tables.items():
        if (platform, encoding) in {(1, 0), (3, 0)}:
            own = {code: name for code, name in table.items() if code < 256 or code >= PRIVATE_USE}
            glyphs.update({code & 0xFF: number(name) for code, name in own.items()})
    unicode = tables.get((3, 1), {})
    for code, name in _encoding_names(font.object.get("/Encoding")).items():
        if (text := toUnicode(name)) and ord(text[0]) in unicode:
            glyphs[code] = number(unicode[ord(text[0])])
    return glyphs
