"""What is shown of a line in one text box: codes of a face in TJ operators."""

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
from typeset.render.shape.font import Code, ShapedWord, ShapingFace
from typeset.render.shape.paragraph import NOT_OURS, NotOurs
from typeset.render.shape.style import Fonts, Leaf
from typeset.render.text_layer import strips
from typeset.render.weasy import Box, Matrix, Pointer, Stream

# A TJ array: codes and, between them, moves. Its parts are kept as what they are, and written down here alone.
#
# What stands side by side is one: codes join into one string, moves are added into one number. Chrome's viewer draws
# a line uneven where a string is empty or two numbers follow one another.


Part = str | float
"""Codes as hexadecimal digits, or a move to the left in 1/1000 em."""
NO_MOVE = "0"


def array(parts: Iterable[Part]) -> str:
    """What stands between the brackets of a TJ array."""
    written: list[str] = []
    codes, move = "", 0.0
    for part in parts:
        if not isinstance(part, str):
            move += part
        elif part:
            if move and (moved := number(move)) != NO_MOVE:
                written += [_string(codes), moved]
                codes = ""
            codes, move = codes + part, 0.0
    moved = number(move)
    return "".join([*written, _string(codes), "" if moved == NO_MOVE else moved])


def number(value: float) -> str:
    """A number as PDF writes it, to three decimals."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return NO_MOVE if written == "-0" else written


def _string(codes: str) -> str:
    return f"<{codes}>" if codes else ""


# A face in one document: the codes that are shown, and the font file that is embedded for them.
#
# It stands among the document's fonts beside WeasyPrint's own, which text of WeasyPrint's setting may use, so neither
# has to know of the other.


MOST_CODES = 0xFFFE


class CodedFont(Font):  # type: ignore[misc]
    """A font of the PDF in which code n is the nth that was shown: one code, one text, one width."""

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
        """The number of a code in this document."""
        number = self._codes.get(code)
        if number is None:
            number = self._codes[code] = len(self._codes) + 1
            if number > MOST_CODES:
                raise OverflowError(f"more than {MOST_CODES} different shapes of {self.family} in one document")
            self.to_unicode[number] = code.text
            self.widths[number] = self.per_mille(code.advance)
        return number

    def per_mille(self, units: float) -> float:
        """Font units in thousandths of an em, as PDF counts."""
        return round(units * 1000 / self.face.upem, 3)

    def shown(self, word: ShapedWord) -> tuple[Part, ...]:
        """What a TJ array holds of a word: its codes, and the moves that bring each to its place."""
        shown = self._shown.get(word)
        if shown is None:
            shown = self._shown[word] = tuple(self._parts(word))
        return shown

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
        """Make the file that is embedded: instead of a subset of the font, the codes."""
        self.file_content = embed.font_file(self.face, list(self._codes))


def coded_font(stream: Stream, face: ShapingFace, pango_font: Pointer) -> CodedFont:
    """The font of a face among the fonts of the document that a stream belongs to."""
    font: CodedFont | None = stream._fonts.get(face)
    if font is None:
        font = stream._fonts[face] = CodedFont(face, pango_font)
    return font


LEAST_MOVE = 0.02
"""In 1/1000 em: less is not seen."""
DIFFERENCE = 0.05
"""In em: how far the width of a line may be from WeasyPrint's, which rounds the place of each glyph."""


def written(fonts: Fonts, stream: Stream, textbox: Box, matrix: Matrix) -> bool:
    """Write the text of a text box; False where it is not ours to write."""
    run = textbox.pango_layout if isinstance(textbox.pango_layout, LineRun) else _taken_over(fonts, textbox)
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


def _taken_over(fonts: Fonts, textbox: Box) -> LineRun | None:
    """The run of a text box that WeasyPrint has set, as beside a float; None where ours would not look the same."""
    setting, text = fonts.setting(textbox.style), textbox.pango_layout.text
    if not setting.is_writable or not text.strip() or NOT_OURS.search(text) or "\n" in text:
        return None
    try:
        found = paragraph.shaped([Leaf(SimpleNamespace(text=text), (0,), setting)], textbox.style)
    except NotOurs:
        return None
    line = PlannedLine(0, len(found.pieces), 0, textbox.justification_spacing, {}, is_last=False)
    set_line = place.placed(found, line, {})
    if abs(set_line.width - textbox.width) > DIFFERENCE * setting.size:
        return None
    return LineRun(set_line, 0, text, textbox.style)


class Pen:
    """Writes TJ operators. Its place is in px from the line's left edge."""

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
        for row in strip.rows:
            self._row(row)
        if strip.hidden:
            self._stream.end_marked_content()

    def _row(self, row: Iterable[PlacedWord]) -> None:
        parts: list[Part] = []
        for shown in row:
            word, size = shown.word, shown.size
            if word.face is not self._face or size != self._size:
                self._flush(parts)
                self._take(word.face, size)
            move = round((shown.x - self._x) * 1000 / size, 3)
            if abs(move) >= LEAST_MOVE:
                parts.append(-move)
                self._x += move * size / 1000
            parts += self._font.shown(word)
            self._x += word.advance * self._unit
        self._flush(parts)

    def _take(self, face: ShapingFace, size: float) -> None:
        """Write in a face and a size from now on."""
        self._face, self._size, self._unit = face, size, size / face.upem
        self._font = coded_font(self._stream, face, self._fonts.pango_fonts[face])
        self._stream.set_font_size(self._font.hash, size)

    def _flush(self, parts: list[Part]) -> None:
        if parts:
            self._stream.show_text(array(parts))
            parts.clear()
