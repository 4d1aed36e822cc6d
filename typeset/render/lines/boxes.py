"""The next line box of a paragraph, made in place of WeasyPrint's own.

WeasyPrint uses it like its own: it moves it, breaks pages between such boxes, tags and draws them.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import Layout

from typeset.render.lines import plan, slots
from typeset.render.lines.layout import TRIES, ParagraphLayout, layout_of
from typeset.render.lines.place import SetLine
from typeset.render.lines.plan import PlannedLine
from typeset.render.lines.slots import Floats, Slot
from typeset.render.shape.paragraph import ShapedParagraph
from typeset.render.shape.style import Fonts
from typeset.render.weasy import Box, ComputedStyle, LayoutContext, SkipStack

NO_SIDES = {f"{kind}_{side}": 0 for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")} | {
    f"border_{side}_width": 0 for side in ("top", "right", "bottom", "left")
}
"""A text box has neither margins nor borders; its margins at top and bottom are what the line height leaves over."""


class LineRun:
    """The text of one text box in one line. It takes the place of WeasyPrint's `Layout` in the box."""

    def __init__(self, line: SetLine, leaf: int, text: str, style: ComputedStyle) -> None:
        self.line = line
        self.leaf = leaf
        self.text = text
        self.first_line_direction = int(style["direction"] == "rtl")
        self._style = style

    def reactivate(self, style: ComputedStyle) -> None:
        """Do nothing: there is no Pango layout to restore."""

    def deactivate(self) -> None:
        """Do nothing: there is no Pango layout to release."""

    def __getattr__(self, name: str) -> Any:
        """Any other attribute of a `Layout`, such as the position of underlines; only decorated text needs one."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(Layout(self._style), name)


def line_box(linebox: Box, paragraph: ShapedParagraph, line: PlannedLine, set_line: SetLine) -> Any:
    """The line box of a planned line, at the left edge and the top of the page."""
    box = _LineBoxBuilder(paragraph, line, set_line).copied(linebox, ())
    box.width = set_line.width
    box.position_x = 0.0
    bottom, top = inline.line_box_verticality(box)
    box.baseline, box.position_y, box.height = -top, top, bottom - top
    box.margin_top = box.margin_bottom = 0
    return box


class _LineBoxBuilder:
    """Copies the inline boxes of a paragraph, with the parts of them that stand in one line."""

    def __init__(self, paragraph: ShapedParagraph, line: PlannedLine, set_line: SetLine) -> None:
        self._paragraph, self._leaves = paragraph, paragraph.leaves
        self._set = set_line
        self._pieces = paragraph.pieces[line.start : line.stop]
        self._is_first = line.start == 0
        self._is_last = line.following >= len(paragraph.pieces)
        self._first, self._last = _reach(paragraph, line)

    def copied(self, parent: Box, path: tuple[int, ...]) -> Any:
        """An inline box with the children that stand in this line."""
        children = []
        for index in self._reached(parent, path):
            child = parent.children[index]
            low, high = self._paragraph.under((*path, index))
            if isinstance(child, boxes.TextBox):
                if low in self._set.leaves:
                    children.append(self._text(child, low))
            elif self._has(low, high):
                children.append(self._inline(child, (*path, index), low, high))
        copy = parent.copy_with_children(children)
        inline._adjust_line_height(copy)
        return copy

    def _reached(self, parent: Box, path: tuple[int, ...]) -> range:
        """The indices of the children that may stand in this line."""
        depth = len(path)
        first, last = (self._leaves[leaf].path for leaf in (self._first, self._last))
        start = first[depth] if first[:depth] == path and not self._is_first else 0
        stop = last[depth] + 1 if last[:depth] == path and not self._is_last else len(parent.children)
        return range(start, stop)

    def _has(self, low: int, high: int) -> bool:
        """Whether a box of the leaves `low` to `high` (exclusive) is in this line; an empty one, if text near it is."""
        if low < high:
            return low <= self._last and high > self._first
        before = self._is_first or low > self._first
        return before and (low <= self._last or self._is_last)

    def _inline(self, box: Box, path: tuple[int, ...], low: int, high: int) -> Any:
        copy = self.copied(box, path)
        left, right = self._extent(copy, low)
        copy.remove_decoration(start=self._is_broken_before(low), end=self._is_broken_after(high))
        inline._adjust_line_height(copy)
        copy.position_x = left - copy.margin_left - copy.border_left_width - copy.padding_left
        copy.width = right - left
        return copy

    def _extent(self, box: Box, low: int) -> tuple[float, float]:
        """The left and right end of the children in px; where there are none, the end of the next leaf in the line."""
        own = [(child.position_x, child.position_x + child.margin_width()) for child in box.children]
        if not own:
            near = next((leaf for leaf in self._set.leaves if leaf >= low), None)
            place = 0.0 if near is None else self._set.extent(near)[1]
            return place, place
        return min(left for left, _ in own), max(right for _, right in own)

    def _is_broken_before(self, low: int) -> bool:
        """Whether the box has begun in a line before."""
        return bool(low < self._first or (self._pieces and low == self._pieces[0].leaf and self._pieces[0].start > 0))

    def _is_broken_after(self, high: int) -> bool:
        """Whether the box goes on in the next line."""
        return (not self._is_last and high > self._last + 1) or (self._goes_on and high == self._last + 1)

    @property
    def _goes_on(self) -> bool:
        """Whether the last leaf has more text than this line shows."""
        if not self._pieces or self._is_last:
            return False
        last = self._pieces[-1]
        end = last.start + len(last.text.encode())
        return bool(self._leaves[last.leaf].box.text.encode()[end:].strip())

    def _text(self, box: Box, leaf: int) -> Any:
        """A text box with what this line shows of it."""
        own = [piece for piece in self._pieces if piece.leaf == leaf]
        copy = box.copy_with_text("".join([piece.text for piece in own]))
        setting = self._leaves[leaf].setting
        left, right = self._set.extent(leaf)
        half_leading = (setting.line_height - setting.size) / 2
        copy.__dict__.update(
            NO_SIDES,
            position_x=left,
            width=right - left,
            height=setting.size,
            margin_top=half_leading,
            margin_bottom=half_leading,
            baseline=setting.baseline,
            pango_layout=LineRun(self._set, leaf, copy.text, box.style),
        )
        return copy


def _reach(paragraph: ShapedParagraph, line: PlannedLine) -> tuple[int, int]:
    """The first and the last leaf of a line."""
    pieces = paragraph.pieces
    first = pieces[min(line.start, len(pieces) - 1)].leaf
    return first, max(first, pieces[max(line.start, line.stop - 1)].leaf if line.stop > line.start else first)


# The next line of a paragraph, where WeasyPrint asks for it.


BREAKS_WORDS = frozenset({"anywhere", "break-word"})


def next_line(
    fonts: Fonts, context: LayoutContext, linebox: Box, position_y: float, skip_stack: SkipStack, containing_block: Box
) -> tuple[Any, Any] | None:
    """The line box and the skip stack of the next line, as WeasyPrint's function gives them; None: it must do it."""
    if linebox.text_overflow != "clip" or containing_block.style["block_ellipsis"] != "none":
        return None
    layout = layout_of(fonts, linebox)
    begin = None if layout.paragraph is None else layout.paragraph.piece_at(skip_stack)
    if layout.paragraph is None or begin is None:
        return None
    set_at = _LineSetter(layout, layout.paragraph, linebox, containing_block)
    floats = Floats(context, linebox, containing_block) if context.excluded_shapes else None
    if floats is None or not floats.reach(position_y):
        line = layout.line(layout.paragraph, linebox, containing_block, begin)
        return set_at.line(line, Slot(containing_block.content_box_x(), position_y, containing_block.width))
    for _ in range(TRIES):
        found = layout.line_beside(layout.paragraph, linebox, containing_block, begin, floats, position_y)
        slot = found.slot or Slot(containing_block.content_box_x(), position_y, containing_block.width)
        made = set_at.line(found.line, slot)
        if made is None or made[0].height <= floats.height + slots.HAIR:
            break
        floats.height = made[0].height  # a line higher than the others, which may reach a float below
    return made


class _LineSetter:
    """Makes the box of a planned line and moves it into its slot."""

    def __init__(
        self, layout: ParagraphLayout, paragraph: ShapedParagraph, linebox: Box, containing_block: Box
    ) -> None:
        self._layout, self._paragraph = layout, paragraph
        self._linebox, self._block = linebox, containing_block

    def line(self, line: PlannedLine, slot: Slot) -> tuple[Any, Any] | None:
        """The line box and where the next line begins; None where WeasyPrint must break a word."""
        linebox = self._linebox
        set_line = self._layout.placed(self._paragraph, line)
        available = slot.width - linebox.text_indent
        if set_line.width > available + plan.TOLERANCE and linebox.style["overflow_wrap"] in BREAKS_WORDS:
            return None
        box = line_box(linebox, self._paragraph, line, set_line)
        self._move(box, slot, available - set_line.width, is_last=line.is_last)
        return box, self._paragraph.skip_stack(line.following)

    def _move(self, box: Box, slot: Slot, room: float, *, is_last: bool) -> None:
        """Move a line to its place by `text-align`; `room` is the width that it leaves empty, in px."""
        indent = self._linebox.text_indent
        before = _share_before(self._linebox.style, is_last=is_last) * max(room, 0.0)
        if self._block.style["direction"] == "rtl":
            x = slot.left + slot.width - indent - before - box.width
        else:
            x = slot.left + indent + before
        box.translate(x - box.position_x, slot.top - box.position_y)
        box.position_y = slot.top


def _share_before(style: ComputedStyle, *, is_last: bool) -> float:
    """The share of the empty width that stands before the line: 0, .5 or 1."""
    last = style["text_align_last"]
    align = last if is_last and last != "auto" else style["text_align_all"]
    end = "left" if style["direction"] == "rtl" else "right"
    return 0.5 if align == "center" else 1.0 if align in ("end", end) else 0.0
