"""The columns of a page, each filled to a height of its own, in one pass.

WeasyPrint lays the columns of a page out at least twice, asks after each what the next box would take, and where they
hold all of the text tries height after height until they are even. Where the heights are known beforehand, because
they are planned, once is enough; and where they are not, but will be, every column is filled to the foot of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from weasyprint.css.properties import Dimension
from weasyprint.layout.block import block_box_layout, block_level_width, collapse_margin, remove_placeholders
from weasyprint.layout.percent import percentage, resolve_percentages

from typeset.render.weasy import Box, LayoutContext, SkipStack

Heights = Mapping[tuple[int, int], float]
"""The heights of columns in px, by page and number, both from 0; one that is not named is as high as its page."""


class Around(NamedTuple):
    """What WeasyPrint hands from box to box, and what our columns hand on as it is."""

    containing_block: Box
    absolute_boxes: list[Box]
    fixed_boxes: list[Box]
    first_letter_style: Any
    first_line_style: Any


def are_planned(context: LayoutContext, box: Box) -> bool:
    """Whether columns are ours: so many, as high as they are planned, with nothing across them."""
    ends = getattr(context, "ends", None)
    style = box.style
    return bool(
        ends is not None
        and ends.columns is not None
        and style["column_count"] != "auto"
        and style["column_width"] == "auto"
        and style["height"] == "auto"
        and style["position"] == "static"
        and box.children
        and all(child.style["column_span"] != "all" for child in box.children)
    )


def filled(  # noqa: PLR0917  WeasyPrint calls it so
    context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack, containing_block: Box,
    page_is_empty: bool, absolute_boxes: list[Box], fixed_boxes: list[Box], margins: list[float],  # noqa: FBT001
    first_letter_style: Any, first_line_style: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """The columns of one page, as WeasyPrint's `columns_layout` gives them."""
    around = Around(containing_block, absolute_boxes, fixed_boxes, first_letter_style, first_line_style)
    context.in_column = True
    box = box.copy_with_children(box.children)
    box.position_y += collapse_margin(margins)
    block_level_width(box, containing_block)
    columns = _Columns(context, box, bottom_space, around)
    made, resume_at, next_page = columns.made(skip_stack, context.ends.columns, page_is_empty=page_is_empty)
    context.in_column = False
    if not made:
        return None, (0, None), {"break": "any", "page": None}, [], False
    box.children = made
    box.height = min(max(column.height for column in made) - columns.spared, columns.room_above_notes)
    if box.min_height != "auto":
        box.height = max(box.height, box.min_height)
    for column in made:
        column.height = box.height
    area = context.current_footnote_area
    if area.height != "auto":
        context.page_bottom += columns.noted - area.margin_height()
    return box, resume_at, next_page, [], False


def _without_margin(child: Box) -> Box:
    """A block without the margin above it, which WeasyPrint drops at the top of a page, but not of a column."""
    child = child.copy()
    child.style = child.style.copy()
    child.style["margin_top"] = Dimension(0, "px")
    return child


class _Columns:
    """The columns of one page."""

    def __init__(self, context: LayoutContext, box: Box, bottom_space: float, around: Around) -> None:
        self._context, self._box, self._around = context, box, around
        gap = box.style["column_gap"]
        self._count = box.style["column_count"]
        self._gap = box.style["font_size"] if gap == "normal" else percentage(gap, box.style, box.width)
        self._width = max(0.0, box.width - (self._count - 1) * self._gap) / self._count
        self._top = box.content_box_y()
        self._room = context.page_bottom - self._top - bottom_space
        self.spared = 0.0
        """By how much the highest column is higher than it is planned, in px."""
        self.noted = self._notes
        """The height of the footnotes that the page had before its columns, in px."""

    @property
    def _notes(self) -> float:
        area = self._context.current_footnote_area
        return 0.0 if area.height == "auto" else float(area.margin_height())

    @property
    def room_above_notes(self) -> float:
        """How high the box of the columns may be, in px: the engine moves one that reaches into the notes on."""
        return float(self._room - (self._notes - self.noted))

    def made(self, skip_stack: SkipStack, heights: Heights, *, page_is_empty: bool) -> tuple[list[Box], SkipStack, Any]:
        """The columns, where the text goes on, and how; notes called in them leave them less room, all alike.

        Where no heights are planned yet, notes are left to the plan.
        """
        page = self._context.current_page - 1
        planned = [heights.get((page, number), self._room) for number in range(self._count)]
        own = [min(height + self._context.ends.spare, self._room) for height in planned]
        self.spared = max(0.0, max(own) - min(max(planned), self._room))
        columns, resume_at, next_page = self._filled(skip_stack, own, page_is_empty=page_is_empty)
        notes = self._notes - self.noted
        if heights and notes > 0 and max(own) > self._room - notes:
            remove_placeholders(self._context, columns, [], [])
            own = [min(height, self._room - notes) for height in own]
            columns, resume_at, next_page = self._filled(skip_stack, own, page_is_empty=page_is_empty)
        return columns, resume_at, next_page

    def _filled(
        self, skip_stack: SkipStack, heights: list[float], *, page_is_empty: bool
    ) -> tuple[list[Box], SkipStack, Any]:
        (skip,) = skip_stack or (0,)
        children = [child.copy() for child in self._box.children[skip:]]
        resume_at = {0: skip_stack[skip]} if skip_stack else None
        next_page = {"break": "any", "page": None}
        columns: list[Box] = []
        for number, height in enumerate(heights):
            if resume_at and None in resume_at.values():
                ((first, _),) = resume_at.items()
                children[first] = _without_margin(children[first])
            column = self._column(children, number)
            bottom_space = self._context.page_bottom - self._top - height
            done, goes_on, following, *_ = block_box_layout(
                self._context, column, bottom_space, resume_at, self._around.containing_block, page_is_empty,
                self._around.absolute_boxes, self._around.fixed_boxes, None, self._around.first_letter_style,
                self._around.first_line_style, discard=False, max_lines=None,
            )  # fmt: skip
            page_is_empty = True
            if done is None:
                break
            columns.append(done)
            resume_at, next_page = goes_on, following
            if resume_at is None:
                return columns, None, next_page
        if resume_at is None:
            return columns, {skip: None}, next_page
        ((first, rest),) = resume_at.items()
        return columns, {first + skip: rest}, next_page

    def _column(self, children: list[Box], number: int) -> Box:
        """An empty column in its place; the first one is where a line begins."""
        column = self._box.anonymous_from(self._box, children=children)
        resolve_percentages(column, self._around.containing_block)
        column.is_column = True
        column.width = self._width
        column.position_y = self._top
        is_from_the_right = self._box.style["direction"] == "rtl"
        place = self._count - 1 - number if is_from_the_right else number
        column.position_x = self._box.content_box_x() + place * (self._width + self._gap)
        return column
