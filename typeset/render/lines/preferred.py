"""How wide a paragraph would like to be, and how narrow it bears: its max-content and min-content width.

Cells of a table without a fixed layout, flex items and shrunk boxes are made as wide as these say. WeasyPrint measures
them by breaking the paragraph, and shapes all that is left of it anew for every word, or every letter where words may
be broken. Ours has been shaped: its words need only be added up.

The widths are those of the lines that we set. They are WeasyPrint's own, but for spaces between words in two faces.
"""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

from typeset.render.lines import plan
from typeset.render.lines.layout import Widths, edges, layout_of
from typeset.render.lines.plan import NO_EDGE, Span
from typeset.render.shape.paragraph import Piece, ShapedParagraph
from typeset.render.shape.style import Fonts, Setting, base_characters
from typeset.render.weasy import Box

NO_BLOCK = (0, 0)
"""The width and height that percentages are of, where there is no block yet."""
SIDES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right"))


def widths(fonts: Fonts, linebox: Box) -> Widths | None:
    """The widths of a line box, measured once; None where WeasyPrint must measure it."""
    if not isinstance(linebox, boxes.LineBox):
        return None
    layout = layout_of(fonts, linebox)
    if layout.paragraph is None:
        return None
    if layout.preferred is None and _is_fixed(linebox.style["text_indent"]) and _has_fixed_sides(linebox):
        layout.preferred = _Measurer(layout.paragraph, linebox).widths(linebox.style["text_indent"].value)
    return layout.preferred


def _has_fixed_sides(parent: Box) -> bool:
    """Whether no inline box has a side that depends on the width of the block."""
    return all(
        not isinstance(child, boxes.InlineBox)
        or (all(_is_fixed(child.style[side]) for side in SIDES) and _has_fixed_sides(child))
        for child in parent.children
    )


def _is_fixed(length: object) -> bool:
    return length == "auto" or (isinstance(length, Dimension) and length.unit == "px")


class _Measurer:
    """Adds up the widths of pieces."""

    def __init__(self, paragraph: ShapedParagraph, linebox: Box) -> None:
        self._paragraph, self._pieces = paragraph, paragraph.pieces
        self._edges = edges(paragraph, linebox, NO_BLOCK)

    def widths(self, indent: float) -> Widths:
        """The widths of the paragraph; its first line is drawn in by `indent` px."""
        stretches = [list(plan.spans_of(self._pieces, *ends)) for ends in plan.stretches_of(self._pieces, 0)]
        longest = [self._width(spans[0].start, spans[-1].stop) if spans else 0.0 for spans in stretches]
        narrowest = [list(self._unbroken(spans)) or [0.0] for spans in stretches]
        longest[0] += indent
        narrowest[0][0] += indent
        return Widths(max(longest), max(map(max, narrowest)))

    def _unbroken(self, spans: list[Span]) -> Iterator[float]:
        """The widths of what must stand in one line, each from one place where a line may end to the next."""
        start = 0
        for at, span in enumerate(spans):
            if at + 1 == len(spans) or self._pieces[span.following].breaks:
                yield self._narrowed(spans[start].start, span.stop)
                start = at + 1

    def _narrowed(self, start: int, stop: int) -> float:
        """The width of pieces in one line; of a word that may be broken anywhere, that of its widest letter."""
        parts, kept = [0.0], 0.0
        for at in range(start, stop):
            setting = self._paragraph.leaves[self._pieces[at].leaf].setting
            if setting.style["overflow_wrap"] == "anywhere" and setting.wraps:
                parts.append(max(kept, _widest_letter(self._pieces[at], setting) + sum(self._edges.get(at, NO_EDGE))))
                kept = 0.0
            else:
                kept += self._width(at, at + 1)
        return max(*parts, kept)

    def _width(self, start: int, stop: int) -> float:
        return sum(self._pieces[at].width + sum(self._edges.get(at, NO_EDGE)) for at in range(start, stop))


def _widest_letter(piece: Piece, setting: Setting) -> float:
    """The width of the widest letter of a piece where it stands alone."""
    words = (setting.word(letter, rtl=piece.level % 2 == 1) for letter in base_characters(piece.text))
    return max((setting.width(word) for word in words if word), default=piece.width)
