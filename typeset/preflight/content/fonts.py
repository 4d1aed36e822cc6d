"""Fonts of a page: the text and the advance of each code in a shown string (ISO 32000-1, 9.7 and 9.10)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from typeset.preflight.content import outlines
from typeset.preflight.content.values import Value, name_of

MOST_TOUNICODE_BYTES = 4_000_000
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
SUBSET_TAG = re.compile(r"[A-Z]{6}\+")


class ShownCode(NamedTuple):
    """One code of a shown string: number, text, advance in em; whether word spacing applies (the single byte 32)."""

    code: int
    text: str
    advance: float
    spaces: bool


@dataclass(eq=False)
class PageFont:
    """A font as a page uses it; `used` gathers the codes that were shown."""

    object: Value
    used: set[int] = field(default_factory=set)

    @cached_property
    def subtype(self) -> str:
        """`Type0`, `TrueType`, `Type1`, `Type3`."""
        return name_of(self.object.get("/Subtype", "")).lstrip("/")

    @cached_property
    def descendant(self) -> Value:
        """The font that holds the glyphs: of a composite font its descendant, else the font itself."""
        fonts = self.object.get("/DescendantFonts")
        return fonts[0] if self.subtype == "Type0" and fonts is not None and len(fonts) else self.object

    @cached_property
    def name(self) -> str:
        """The PostScript name with its subset tag."""
        named = self.object.get("/BaseFont", self.object.get("/Name"))
        if named is None:  # a Type 3 font may be named in its descriptor alone
            named = (self.object.get("/FontDescriptor") or {}).get("/FontName", "")
        return name_of(named).lstrip("/")

    @property
    def is_subset(self) -> bool:
        """Whether the name carries the six letters of a subset."""
        return bool(SUBSET_TAG.match(self.name))

    @property
    def plain_name(self) -> str:
        """The PostScript name without a subset tag."""
        return SUBSET_TAG.sub("", self.name, count=1)

    @cached_property
    def is_embedded(self) -> bool:
        """Whether its outlines are in the file; those of a Type 3 font always are."""
        descriptor = self.descendant.get("/FontDescriptor")
        return self.subtype == "Type3" or (descriptor is not None and any(key in descriptor for key in EMBEDDED))

    @cached_property
    def unicode(self) -> dict[int, str]:
        """Code -> text, from the font's /ToUnicode, else from its encoding."""
        cmap = self.object.get("/ToUnicode")
        if hasattr(cmap, "read_bytes"):
            return read_to_unicode(bytes(cmap.read_bytes())[:MOST_TOUNICODE_BYTES])
        return {} if self.subtype == "Type0" else _from_encoding(self.object.get("/Encoding"))

    @cached_property
    def widths(self) -> dict[int, float]:
        """Code -> advance in em."""
        if self.subtype == "Type0":
            return _composite_widths(self.descendant.get("/W", ()))
        scale = (
            float(self.object["/FontMatrix"][0]) if self.subtype == "Type3" and "/FontMatrix" in self.object else 1e-3
        )
        first = int(self.object.get("/FirstChar", 0))
        return {first + at: float(width) * scale for at, width in enumerate(self.object.get("/Widths", ()))}

    @cached_property
    def default_width(self) -> float:
        """The advance, in em, of a code that has none of its own."""
        if self.subtype == "Type0":
            return float(self.descendant.get("/DW", 1000)) / 1000
        return float((self.object.get("/FontDescriptor") or {}).get("/MissingWidth", 0)) / 1000

    @cached_property
    def shapes(self) -> outlines.Shapes | None:
        """The outlines of its codes; None where the file does not give them."""
        return outlines.shapes_of(self)

    def decode(self, string: bytes) -> list[ShownCode]:
        """The codes of a shown string, in its order; `used` gets them too."""
        half = len(string) // 2
        codes = struct.unpack(f">{half}H", string[: 2 * half]) if self.subtype == "Type0" else string
        self.used.update(codes)
        return list(map(self._shown.__getitem__, codes))

    @cached_property
    def _shown(self) -> _ShownCodes:
        """What is known of each code that has been shown."""
        return _ShownCodes(self)


class _ShownCodes(dict[int, ShownCode]):
    """The codes of a font, each made when it is first shown."""

    def __init__(self, font: PageFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> ShownCode:
        font = self._font
        advance = font.widths.get(code, font.default_width)
        shown = self[code] = ShownCode(
            code, font.unicode.get(code, ""), advance, font.subtype != "Type0" and code == 32
        )
        return shown


def read_to_unicode(cmap: bytes) -> dict[int, str]:
    """Code -> text of a /ToUnicode CMap."""
    texts_by_code: dict[int, str] = {}
    for kind, body in SECTION.findall(cmap):
        tokens = TOKEN.findall(body)
        if kind == b"bfchar":
            strings = [string for string, _ in tokens]
            texts_by_code.update(
                (_number(code), _text(text)) for code, text in zip(strings[::2], strings[1::2], strict=False)
            )
        else:
            _read_ranges(tokens, texts_by_code)
    return texts_by_code


def _read_ranges(tokens: list[tuple[bytes, bytes]], texts_by_code: dict[int, str]) -> None:
    """`<first> <last> <text>` counts up in the last character; `<first> <last> [<text> ...]` gives each its own."""
    rest = iter(tokens)
    for (first, _), (last, _), (text, bracket) in zip(rest, rest, rest, strict=False):
        codes = range(_number(first), min(_number(last), 0xFFFF) + 1)
        if bracket == b"[":
            texts = [string for string, closing in iter(lambda: next(rest, (b"", b"]")), (b"", b"]"))]
            texts_by_code.update(zip(codes, map(_text, texts), strict=False))
        elif start := _text(text):
            texts_by_code.update((code, start[:-1] + chr(ord(start[-1]) + at)) for at, code in enumerate(codes))


def _number(hexadecimal: bytes) -> int:
    return int(hexadecimal.translate(None, b" \t\r\n") or b"0", 16)


def _text(hexadecimal: bytes) -> str:
    digits = hexadecimal.translate(None, b" \t\r\n").decode()
    if len(digits) == 4 and digits[0] not in "dD":  # nearly all: one character, and no half of one
        return chr(int(digits, 16))
    return bytes.fromhex(digits + "0" * (-len(digits) % 4)).decode("utf-16-be", "replace")


def _composite_widths(array: Value) -> dict[int, float]:
    """`c [w w w]` gives widths from code c on; `first last w` gives one width to all."""
    widths: dict[int, float] = {}
    rest = iter(list(array))
    for first in rest:
        following = next(rest, None)
        if following is None:
            break
        if hasattr(following, "__len__"):
            widths.update((int(first) + at, float(width) / 1000) for at, width in enumerate(following))
        else:
            width = float(next(rest, 0)) / 1000
            widths.update(dict.fromkeys(range(int(first), min(int(following), 0xFFFF) + 1), width))
    return widths


def _from_encoding(encoding: Value) -> dict[int, str]:
    """Code -> text of a simple font: Windows Latin 1 with the font's own /Differences."""
    texts_by_code = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
    differences = encoding.get("/Differences", ()) if hasattr(encoding, "keys") else ()
    if len(differences):
        from fontTools.agl import toUnicode  # half a megabyte of glyph names, which our own files never need

        code = 0
        for item in differences:
            if isinstance(item, int):
                code = item
            else:
                texts_by_code[code] = toUnicode(name_of(item).lstrip("/"))
                code += 1
    return texts_by_code
