"""The next line of a paragraph, where WeasyPrint asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typeset.render.foreign import Box, ComputedStyle, SkipStack
from typeset.render.lines import boxes, place, plan, wishes
from typeset.render.lines.plan import Edge, Line, Measure
from typeset.render.lines.wishes import Wishes
from typeset.render.shape import paragraph as shape
from typeset.render.shape.paragraph import Paragraph
from typeset.render.shape.setting import Fonts

BREAKS_WORDS = frozenset({"anywhere", "break-word"})


class Work:
    """A line box that is being set: its paragraph, shaped once, and its lines for each measure that was asked for."""

    def __init__(self, fonts: Fonts, linebox: Box) -> None:
        self.children = linebox.children
        self.paragraph: Paragraph | None = shape.of(linebox, fonts)
        self._wishes: Wishes | None = None
        self._measure: Measure | None = None
        self._lines: dict[int, Line] = {}
        self.edges: Mapping[int, Edge] = {}

    def line(self, paragraph: Paragraph, linebox: Box, containing_block: Box, begin: int) -> Line:
        """The line that begins at a piece. Lines planned before are kept as long as the measure stays."""
        width = containing_block.width
        measure = Measure(width - linebox.text_indent, width)
        if self._measure is None or measure.rest != self._measure.rest:
            self.edges = boxes.edges(paragraph, linebox, containing_block)
            self._measure, self._lines = measure, {}
        if begin not in self._lines:
            if self._wishes is None:
                self._wishes = wishes.of(linebox.style, linebox.element_tag)
            at = begin
            for line in plan.lines(paragraph, begin, measure, self._wishes, self.edges):
                self._lines[at] = line
                at = line.following
        return self._lines[begin]


def _work(fonts: Fonts, linebox: Box) -> Work:
    """The work on a line box. It is kept on the box, which lives as long as its document."""
    work: Work | None = linebox.__dict__.get("typeset_work")
    if work is None or work.children is not linebox.children:
        work = linebox.typeset_work = Work(fonts, linebox)
    return work


def next_line(
    fonts: Fonts, linebox: Box, position_y: float, skip_stack: SkipStack, containing_block: Box
) -> tuple[Any, Any] | None:
    """The line box and where the next line begins, as WeasyPrint's own function gives them; None where it must."""
    if linebox.text_overflow != "clip" or containing_block.style["block_ellipsis"] != "none":
        return None
    work = _work(fonts, linebox)
    begin = None if work.paragraph is None else work.paragraph.piece_at(skip_stack)
    if work.paragraph is None or begin is None:
        return None
    line = work.line(work.paragraph, linebox, containing_block, begin)
    set_line = place.placed(work.paragraph, line, work.edges)
    available = containing_block.width - linebox.text_indent
    if set_line.width > available + plan.TOLERANCE and linebox.style["overflow_wrap"] in BREAKS_WORDS:
        return None
    made = boxes.line_box(linebox, work.paragraph, line, set_line)
    _move(made, linebox, containing_block, available - set_line.width, position_y, is_last=line.is_last)
    return made, work.paragraph.skip_stack(line.following)


def _move(made: Box, linebox: Box, containing_block: Box, room: float, position_y: float, *, is_last: bool) -> None:
    """Bring a line to its place; `room` is what it leaves over."""
    rtl = containing_block.style["direction"] == "rtl"
    before = _share_before(linebox.style, is_last=is_last) * max(room, 0.0)
    left = containing_block.content_box_x()
    if rtl:
        x = left + containing_block.width - linebox.text_indent - before - made.width
    else:
        x = left + linebox.text_indent + before
    made.translate(x - made.position_x, position_y - made.position_y)
    made.position_y = position_y


def _share_before(style: ComputedStyle, *, is_last: bool) -> float:
    """Which share of the room stands before the line: none of it, all of it or half."""
    last = style["text_align_last"]
    align = last if is_last and last != "auto" else style["text_align_all"]
    end = "left" if style["direction"] == "rtl" else "right"
    return 0.5 if align == "center" else 1.0 if align in ("end", end) else 0.0
