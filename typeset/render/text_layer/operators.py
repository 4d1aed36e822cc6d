"""The text of one text box in one line as PDF operators: codes of a face in TJ arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from types import SimpleNamespace

import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import get_pango_font_key

from typeset.render import embed
from typeset.render.lines import place
from typeset.render.lines.boxes import LineRun
from typeset.render.lines.place import PlacedWord, Strip
from typeset.render.lines.plan import PlannedLine
from typeset.render.shape import paragraph
from typeset.render.shape.clusters import Code
from typeset.render.shape.font import ShapedWord, ShapingFace
from typeset.render.shape.paragraph import NOT_OURS, NotOurs
from typeset.render.shape.style import Fonts, Leaf
from typeset.render.text_layer import strips
from typeset.render.weasy import Box, Matrix, Pointer, Stream

# A TJ array: codes and, between them, moves. Its parts are serialised here only.
#
# Neighbouring codes are joined into one string, neighbouring moves added into one number: Chrome's viewer spaces a
# line unevenly where a string is empty or two numbers follow one another.


Part = str | float
"""Codes as hexadecimal digits, or a move to the left in 1/1000 em."""
NO_MOVE = "0"


def array(parts: Iterable[Part]) -> str:
    """The content of a TJ array, without its brackets."""
    content: list[str] = []
    codes, move = "", 0.0
    for part in parts:
        if not isinstance(part, str):
            move += part
        elif part:
            if move and (moved_by := number(move)) != NO_MOVE:
                content += [_string(codes), moved_by]
                codes = ""
            codes, move = codes + part, 0.0
    moved_by = number(move)
    return "".join([*content, _string(codes), "" if moved_by == NO_MOVE else moved_by])


def number(value: float) -> str:
    """A number as PDF writes it, to three decimals."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return NO_MOVE if written == "-0" else written


def _string(codes: str) -> str:
    return f"<{codes}>" if codes else ""


# A face in one document: the codes that are shown, and the font file that is embedded for them.
#
# It is added to the document's fonts beside WeasyPrint's own font of that face, which text laid out by WeasyPrint may
# use; the two are independent.


MOST_CODES = 0xFFFE


class CodedFont(Font):  # type: ignore[misc]
    """A font of the PDF whose codes are numbered in order of first use, each with one text and one width."""

    def __init__(self, face: ShapingFace, pango_font: Pointer) -> None:
        _, description, size = get_pango_font_key(pango_font)
        super().__init__(pango_font, description, size)
        self.face = face
        self._codes: dict[Code, int] = {}
        self._shown: dict[ShapedWord, tuple[Part, ...]] = {}
        plain = bytes(self.name)
        letters = "".join(chr(65 + byte % 26) for byte in sha256(b"codes of " + plain).digest()[:6])
        self.name: bytes = b"/" + letters.encode() + plain[7:]
        self.hash: str = letters

    def code(self, code: Code) -> int:
        """The number of a code in this document, from 1."""
        number = self._codes.get(code)
        if number is None:
            number = self._codes[code] = len(self._codes) + 1
            if number > MOST_CODES:
                raise OverflowError(f"more than {MOST_CODES} different shapes of {self.family} in one document")
            self.to_unicode[number] = code.text
            self.widths[number] = self.per_mille(code.advance)
        return number

    def per_mille(self, units: float) -> float:
        """Font units as thousandths of an em, the unit of PDF widths."""
        return round(units * 1000 / self.face.upem, 3)

    def shown(self, word: ShapedWord) -> tuple[Part, ...]:
        """The parts of a TJ array for a word: its codes, and the moves that position them."""
        parts = self._shown.get(word)
        if parts is None:
            parts = self._shown[word] = tuple(self._parts(word))
        return parts

    def _parts(self, word: ShapedWord) -> Iterator[Part]:
        codes, pen = "", 0
        for code, x in word.codes:
            if x != pen:
                yield from (codes, self.per_mille(pen - x))
                codes = ""
            codes += f"{self.code(code):04x}"
            pen = x + code.advance
        yield from (codes, self.per_mille(pen - word.advance))

    def clean(self, to_unicode: object, hinting: object) -> None:  # noqa: ARG002 - WeasyPrint's signature
        """Set the embedded font file: one built from the codes, in place of WeasyPrint's subset of the font."""
        self.file_content = embed.font_file(self.face, list(self._codes))


def coded_font(stream: Stream, face: ShapingFace, pango_font: Pointer) -> CodedFont:
    """The coded font of a face in the document of a stream; added at its first use."""
    font: CodedFont | None = stream._fonts.get(face)
    if font is None:
        font = stream._fonts[face] = CodedFont(face, pango_font)
    return font


LEAST_MOVE = 0.02
"""In 1/1000 em: smaller moves are not visible, and left out."""
DIFFERENCE = 0.05
"""In em: how far our width of a line may differ from WeasyPrint's, which rounds the position of each glyph."""


def written(fonts: Fonts, stream: Stream, textbox: Box, matrix: Matrix) -> bool:
    """Write the text of a text box; False where it is left to WeasyPrint."""
    run = textbox.pango_layout if isinstance(textbox.pango_layout, LineRun) else _run_from_weasyprint(fonts, textbox)
    if run is None:
        return False
    line = run.line
    if line.strips is None:
        line.strips = strips.strips(line)
    left, _ = line.extent(run.leaf)
    stream.set_text_matrix(*matrix.values)
    pen = Pen(fonts, stream, left)
    for strip in line.strips:
        if strip.leaf == run.leaf:
            pen.write(strip)
    return True


def _run_from_weasyprint(fonts: Fonts, textbox: Box) -> LineRun | None:
    """The run of a text box that WeasyPrint laid out, as beside a float; None where our line would look different."""
    setting, text = fonts.setting(textbox.style), textbox.pango_layout.text
    if not setting.is_writable or not text.strip() or NOT_OURS.search(text) or "\n" in text:
        return None
    try:
        shaped = paragraph.shaped([Leaf(SimpleNamespace(text=text), (0,), setting)], textbox.style)
    except NotOurs:
        return None
    line = PlannedLine(0, len(shaped.pieces), 0, textbox.justification_spacing, {}, is_last=False)
    set_line = place.placed(shaped, line, {})
    if abs(set_line.width - textbox.width) > DIFFERENCE * setting.size:
        return None
    return LineRun(set_line, 0, text, textbox.style)


class Pen:
    """Writes TJ operators; tracks the position in px from the line's left edge."""

    def __init__(self, fonts: Fonts, stream: Stream, x: float) -> None:
        self._fonts = fonts
        self._stream = stream
        self._x = x
        self._face: ShapingFace | None = None
        self._size = self._unit = 0.0
        self._font: CodedFont

    def write(self, strip: Strip) -> None:
        """Write the rows of a strip."""
        if strip.hidden:
            self._stream.begin_marked_content(strip.hidden, pydyf.Dictionary({"ActualText": pydyf.String("")}))
        if strip.anew and self._face:  # WeasyPrint's own stream would leave it out
            pydyf.Stream.set_font_size(self._stream, self._font.hash, self._size)
        for row in strip.rows:
            self._row(row)
        if strip.hidden:
            self._stream.end_marked_content()

    def _row(self, row: Iterable[PlacedWord]) -> None:
        parts: list[Part] = []
        for placed in row:
            word, size = placed.word, placed.size
            if word.face is not self._face or size != self._size:
                self._flush(parts)
                self._select(word.face, size)
            move = round((placed.x - self._x) * 1000 / size, 3)
            if abs(move) >= LEAST_MOVE:
                parts.append(-move)
                self._x += move * size / 1000
            parts += self._font.shown(word)
            self._x += word.advance * self._unit
        self._flush(parts)

    def _select(self, face: ShapingFace, size: float) -> None:
        """Switch to a face and a size."""
        self._face, self._size, self._unit = face, size, size / face.upem
        self._font = coded_font(self._stream, face, self._fonts.pango_fonts[face])
        self._stream.set_font_size(self._font.hash, size)

    def _flush(self, parts: list[Part]) -> None:
        if parts:
            self._stream.show_text(array(parts))
            parts.clear()
