"""The codes that a PDF of ours shows, with advance and ink on the page, read from content streams and fonts alone.

It knows only the operators that our pages use: TJ arrays in upright text with two bytes a code.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

ARRAY = re.compile(rb"\[([^\]]*)\]\s*TJ")
PART = re.compile(rb"<([0-9a-fA-F]*)>|(-?(?:\d+\.?\d*|\.\d+))(?=[<\s]|$)|(\s+)|([^\s<]+|<)")
PER_MM = 72 / 25.4


class Shown(NamedTuple):
    """A code on a page, in mm: its advance from `start` to `end`, its ink (None: blank), its baseline `y`; its font."""

    text: str
    start: float
    end: float
    ink: tuple[float, float, float, float] | None
    y: float
    page: int
    size: float
    """In pt."""
    font: str


class Embedded:
    """An embedded font: the texts, widths and outlines of its codes."""

    def __init__(self, font: Any) -> None:
        (child,) = font.DescendantFonts
        descriptor = child.FontDescriptor
        self.name = str(font.BaseFont)
        self._program = (descriptor.get("/FontFile2") or descriptor.get("/FontFile3")).read_bytes()
        texts = re.findall(rb"<(\w{4})> <(\w+)>", font.ToUnicode.read_bytes())
        self.texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in texts}
        self.widths = dict(_widths(child.W))
        self._boxes: dict[int, tuple[float, float, float, float] | None] = {}

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(io.BytesIO(self._program))

    def box(self, code: int) -> tuple[float, float, float, float] | None:
        """The box of a code's outline, in em; None where it is blank."""
        if code not in self._boxes:
            glyphs = self._font.getGlyphSet()
            pen = BoundsPen(glyphs)
            glyphs[self._font.getGlyphName(code)].draw(pen)
            upem = self._font["head"].unitsPerEm
            self._boxes[code] = pen.bounds and tuple(edge / upem for edge in pen.bounds)
        return self._boxes[code]


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    rest = iter(array)
    for first in rest:
        yield from ((int(first) + at, float(width)) for at, width in enumerate(next(rest)))


def malformed(content: bytes) -> list[str]:
    """The malformed TJ arrays of a file: a part is neither codes nor a number, or two of one kind follow each other."""
    faults = []
    with pikepdf.open(io.BytesIO(content)) as opened:
        for page in opened.pages:
            page.contents_coalesce()
            faults += [array.decode() for array in ARRAY.findall(page.Contents.read_bytes()) if not _is_sound(array)]
    return faults


def _is_sound(array: bytes) -> bool:
    before = ""
    for codes, number, space, other in PART.findall(array):
        if space:
            continue
        kind = "codes" if codes else "number" if number else ""
        if other or not kind or kind == before:
            return False
        before = kind
    return True


def shown(content: bytes) -> list[Shown]:
    """Every code of a file, in the order of writing."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        fonts: dict[Any, Embedded] = {}
        return [each for at, page in enumerate(opened.pages) for each in _page(page, at, fonts)]


class _Machine:
    """The interpreter of a content stream: matrices, font and size in force."""

    def __init__(self, page: Any, number: int, fonts: dict[Any, Embedded]) -> None:
        self._page, self._number, self._fonts = page, number, fonts
        self._matrix, self._stack, self._text = pikepdf.Matrix(), list[Any](), pikepdf.Matrix()
        self._font: Embedded
        self._size = 0.0

    def obey(self, operator: str, operands: Any) -> None:
        """Follow an operator that sets a matrix or a font."""
        if operator == "q":
            self._stack.append(self._matrix)
        elif operator == "Q":
            self._matrix = self._stack.pop()
        elif operator == "cm":
            self._matrix = pikepdf.Matrix(*map(float, operands)) @ self._matrix
        elif operator == "Tm":
            self._text = pikepdf.Matrix(*map(float, operands))
        elif operator == "Tf":
            font, self._size = self._page.Resources.Font[str(operands[0])], float(operands[1])
            key = font.objgen
            self._font = self._fonts[key] = self._fonts.get(key) or Embedded(font)

    def show(self, array: Any) -> Iterator[Shown]:
        """The codes of a TJ array."""
        x = 0.0
        for part in array:
            if not isinstance(part, pikepdf.String):
                x -= float(part) * self._size / 1000
                continue
            codes = bytes(part)
            for code in (codes[at] << 8 | codes[at + 1] for at in range(0, len(codes), 2)):
                end = x + self._font.widths[code] * self._size / 1000
                yield self._placed(code, x, end)
                x = end
        self._text = pikepdf.Matrix(1, 0, 0, 1, x, 0) @ self._text

    def _placed(self, code: int, start: float, end: float) -> Shown:
        matrix, size = self._text @ self._matrix, self._size
        box = self._font.box(code)
        points = [(start, 0.0), (end, 0.0)]
        if box:
            points += [(start + box[0] * size, box[1] * size), (start + box[2] * size, box[3] * size)]
        (left, y), (right, _), *corners = [tuple(edge / PER_MM for edge in matrix.transform(point)) for point in points]
        ink = (*corners[0], *corners[1]) if corners else None
        return Shown(
            self._font.texts.get(code, ""), left, right, ink, y, self._number, abs(matrix.a) * size, self._font.name
        )


def _page(page: Any, number: int, fonts: dict[Any, Embedded]) -> Iterator[Shown]:
    machine = _Machine(page, number, fonts)
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "TJ":
            yield from machine.show(operands[0])
        else:
            machine.obey(str(operator), operands)
