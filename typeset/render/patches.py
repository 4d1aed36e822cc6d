"""The seam: every attribute of WeasyPrint that is wrapped, and nothing else.

    layout.inline.get_next_linebox   a paragraph that is ours is broken and filled by us
    draw.text.draw_first_line        text is written by us, also where WeasyPrint set the line
    pdf.add_tags                     the structure tree is made of HTML elements, not of boxes

Each with its reason and the parameters that it was read with, in WeasyPrint 70.0: `WRAPPED`. What is put off while
WeasyPrint is imported stands in `start`, and its place is back when the import is over.

A document is ours where its font configuration has been taken over; any other passes through untouched. What is kept
hangs on the font configuration, the line box or the document's fonts, and goes when they go.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import weasyprint
import weasyprint.pdf
from weasyprint.draw import text as draw_text
from weasyprint.layout import inline, percent
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

from typeset.errors import EngineError, Message
from typeset.render import tags
from typeset.render.lines import boxes
from typeset.render.shape.style import Fonts
from typeset.render.text_layer import operators
from typeset.render.weasy import (
    Box,
    ComputedStyle,
    Drawn,
    FontConfiguration,
    LaidOut,
    LayoutContext,
    Matrix,
    SkipStack,
    Stream,
)
from typeset.render.weasy.sheets import Html

if TYPE_CHECKING:
    import pydyf


KNOWN = "70."
"""The versions of WeasyPrint whose attributes we know."""


class Wrapped(NamedTuple):
    """An attribute of WeasyPrint, the parameters that we know it by, and what stands in its place."""

    module: Any
    name: str
    parameters: tuple[str, ...]
    ours: Callable[..., Any]
    why: str


_lock = Lock()
_own: dict[str, Callable[..., Any]] = {}
"""WeasyPrint's own functions, by name, once they are wrapped: set once in a process, the same for every document."""


def take_over(font_config: FontConfiguration) -> None:
    """From now on, paragraphs set in the fonts of this configuration are ours.

    Raises `EngineError` where the WeasyPrint at hand is not the one we know.
    """
    _wrap()
    if not hasattr(font_config, "typeset_fonts"):
        font_config.typeset_fonts = Fonts()


def _wrap() -> None:
    if not weasyprint.__version__.startswith(KNOWN):
        raise EngineError(
            Message(
                "WeasyPrint {version} is not one that typeset knows how to set paragraphs with.",
                version=weasyprint.__version__,
            ),
            hint="Install version 70: pip install 'weasyprint>=70,<71'.",
        )
    with _lock:
        for wrapped in WRAPPED if not _own else ():
            _own[wrapped.name] = getattr(wrapped.module, wrapped.name)
            setattr(wrapped.module, wrapped.name, wrapped.ours)


def own(wrapped: Wrapped) -> Callable[..., Any]:
    """WeasyPrint's own function, wrapped already or not."""
    return _own.get(wrapped.name) or getattr(wrapped.module, wrapped.name)


def _fonts(style: ComputedStyle) -> Fonts | None:
    """The fonts of the document that a style belongs to; None where it is not ours."""
    fonts: Fonts | None = getattr(style.font_config, "typeset_fonts", None)
    return fonts


def _next_line(context: LayoutContext, linebox: Box, position_y: float, bottom_space: float, skip_stack: SkipStack,
               containing_block: Box, absolute_boxes: list[Box], fixed_boxes: list[Box],
               first_letter_style: ComputedStyle, first_line_style: ComputedStyle) -> LaidOut:  # fmt: skip
    """The next line of a paragraph, and where the one after it begins."""
    fonts = _fonts(linebox.style)
    if fonts is not None and not (context.excluded_shapes or first_letter_style or first_line_style):
        line = boxes.next_line(fonts, linebox, position_y, skip_stack, containing_block)
        if line is not None:
            return line
    return _own["get_next_linebox"](
        context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes,
        first_letter_style, first_line_style,
    )  # fmt: skip


def _draw(stream: Stream, textbox: Box, text_overflow: str, block_ellipsis: str, matrix: Matrix) -> Drawn:
    """Write the text of a text box; what comes back are the colour glyphs, of which we have none."""
    fonts = _fonts(textbox.style)
    plain = text_overflow != "ellipsis" and block_ellipsis == "none"
    if fonts is not None and plain and operators.written(fonts, stream, textbox, matrix):
        return []
    drawn: Drawn = _own["draw_first_line"](stream, textbox, text_overflow, block_ellipsis, matrix)
    return drawn


def _add_tags(pdf: pydyf.PDF, document: weasyprint.Document, pdf_version: str | None, streams: list[Stream]) -> None:
    """Tag the pages of a document that is ours by what they were composed of."""
    if isinstance(document._html, Html):
        tags.add_tags(pdf, document, streams)
    else:
        _own["add_tags"](pdf, document, pdf_version, streams)


WRAPPED = (
    Wrapped(
        inline,
        "get_next_linebox",
        (
            "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block", "absolute_boxes",
            "fixed_boxes", "first_letter_style", "first_line_style",
        ),
        _next_line,
        "It breaks line by line, stretches spaces alone, and shapes the rest of the paragraph again for every line.",
    ),
    Wrapped(
        draw_text, "draw_first_line", ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix"), _draw,
        "It keeps one text for a glyph id, where modern Arabic fonts draw several letters with one glyph.",
    ),
    Wrapped(
        weasyprint.pdf, "add_tags", ("pdf", "document", "pdf_version", "page_streams"), _add_tags,
        "It tags boxes: a paragraph over two pages becomes two, a running head an element that belongs to nothing.",
    ),
)  # fmt: skip

RELIED_ON = (
    (inline, "_adjust_line_height"),
    (inline, "line_box_verticality"),
    (draw_text, "draw_text"),
    (Font, "clean"),
    (Layout, "set_text"),
    (line_break, "strut"),
    (line_break, "get_log_attrs"),
    (percent, "resolve_percentages"),
)
"""What we call of WeasyPrint beside its public interface, and leave as it is."""
