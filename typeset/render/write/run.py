"""What is shown of a line in one text box, as TJ operators."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pydyf

from typeset.render.foreign import Box, Matrix, Stream
from typeset.render.lines import place
from typeset.render.lines.boxes import Run
from typeset.render.lines.place import Shown, Strip
from typeset.render.lines.plan import Line
from typeset.render.shape import paragraph
from typeset.render.shape.face import Face
from typeset.render.shape.paragraph import NOT_OURS
from typeset.render.shape.pieces import NotOurs
from typeset.render.shape.setting import Fonts, Leaf
from typeset.render.write import font, layer, tj
from typeset.render.write.font import CodedFont

LEAST_MOVE = 0.02
"""In 1/1000 em: less is not seen."""
DIFFERENCE = 0.05
"""In em: how far the width of a line may be from WeasyPrint's, which rounds the place of each glyph."""


def written(fonts: Fonts, stream: Stream, textbox: Box, matrix: Matrix) -> bool:
    """Write the text of a text box; False where it is not ours to write."""
    run = textbox.pango_layout if isinstance(textbox.pango_layout, Run) else _taken_over(fonts, textbox)
    if run is None:
        return False
    line = run.line
    if line.strips is None:
        line.strips = layer.strips(line)
    left, _ = line.extent(run.leaf)
    stream.set_text_matrix(*matrix.values)
    pen = Pen(fonts, stream, left)
    for strip in line.strips:
        if strip.leaf == run.leaf:
            pen.write(strip)
    return True


def _taken_over(fonts: Fonts, textbox: Box) -> Run | None:
    """The run of a text box that WeasyPrint has set, as beside a float; None where ours would not look the same."""
    setting, text = fonts.setting(textbox.style), textbox.pango_layout.text
    if not setting.is_writable or not text.strip() or NOT_OURS.search(text) or "\n" in text:
        return None
    try:
        found = paragraph.shaped([Leaf(SimpleNamespace(text=text), (0,), setting)], textbox.style)
    except NotOurs:
        return None
    line = Line(0, len(found.pieces), 0, textbox.justification_spacing, {}, is_last=False)
    set_line = place.placed(found, line, {})
    if abs(set_line.width - textbox.width) > DIFFERENCE * setting.size:
        return None
    return Run(set_line, 0, text, textbox.style)


class Pen:
    """Writes TJ operators. Its place is in px from the line's left edge."""

    def __init__(self, fonts: Fonts, stream: Stream, x: float) -> None:
        self._fonts = fonts
        self._stream = stream
        self._x = x
        self._face: Face | None = None
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

    def _row(self, row: Iterable[Shown]) -> None:
        parts: list[tj.Part] = []
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

    def _take(self, face: Face, size: float) -> None:
        """Write in a face and a size from now on."""
        self._face, self._size, self._unit = face, size, size / face.upem
        self._font = font.of(self._stream, face, self._fonts.pango_fonts[face])
        self._stream.set_font_size(self._font.hash, size)

    def _flush(self, parts: list[tj.Part]) -> None:
        if parts:
            self._stream.show_text(tj.array(parts))
            parts.clear()
