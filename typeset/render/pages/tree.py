"""The boxes of a page before layout: what holds lines, what is not divided, what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from typeset.render.weasy import Box

AVOID = frozenset({"avoid", "avoid-page", "avoid-column"})


class Spot(NamedTuple):
    """Where a part of a box stands: its page and column, from 0, and its top and bottom there in px."""

    page: int
    column: int
    top: float
    bottom: float
    box: Box


class Leaf:
    """A box that holds lines, or is not divided, with the boxes around it from the outermost on."""

    def __init__(self, box: Box, around: tuple[Box, ...]) -> None:
        self.box, self.around = box, around
        self.spots: list[Spot] = []

    @property
    def has_lines(self) -> bool:
        """Whether a column may end within it."""
        return has_lines(self.box)


def leaves(box: Box, around: tuple[Box, ...]) -> Iterator[Leaf]:
    """The boxes of the flow that hold lines or are not divided, in order."""
    if _is_whole(box) or has_lines(box):
        yield Leaf(box, around)
        return
    for child in flowing(box):
        yield from leaves(child, (*around, box))


def flowing(box: Box) -> list[Box]:
    """The children of a box that stand in the flow."""
    return [child for child in box.children if child.is_in_normal_flow()]


def outermost(box: Box, side: str) -> Box:
    """The child in the flow at the `top` or the `bottom` of a box that has one."""
    children = box.children if side == "top" else reversed(box.children)
    return next(child for child in children if child.is_in_normal_flow())


def _is_whole(box: Box) -> bool:
    """Whether no column ends within a box: a photo, a row, a line of cards, or what the theme keeps together."""
    if isinstance(box, boxes.TableRowBox | boxes.ReplacedBox | boxes.FlexBox | boxes.GridBox):
        return True
    return not getattr(box, "children", ()) or (box.style["break_inside"] in AVOID and not _holds_table(box))


def _holds_table(box: Box) -> bool:
    return bool(isinstance(box, boxes.TableBox) or box.is_table_wrapper)


def has_lines(box: Box) -> bool:
    """Whether it is a paragraph: before layout all its lines are one box."""
    children = list(getattr(box, "children", ()))
    return bool(children) and isinstance(children[0], boxes.LineBox)


def is_in_columns(box: Box) -> bool:
    """Whether a box sets what it holds in columns."""
    return bool(box.style["column_count"] != "auto" or box.style["column_width"] != "auto")


def divided(box: Box) -> Iterator[Box]:
    """The boxes that columns may end within."""
    if not _is_whole(box) and not has_lines(box):
        yield box
        for child in flowing(box):
            yield from divided(child)


def siblings(before: Leaf, leaf: Leaf) -> tuple[Box, Box]:
    """The two boxes, children of one, between which a column ends that ends between two leaves."""
    depth = 0
    one, other = (*before.around, before.box), (*leaf.around, leaf.box)
    while one[depth] is other[depth]:
        depth += 1
    return one[depth], other[depth]


def ending(box: Box, leaf: Leaf) -> Iterator[Box]:
    """The boxes within one, up to a leaf that ends it, whose margins reach through its own."""
    path = (*leaf.around, leaf.box)
    for outer, inner in zip(path[path.index(box) :], path[path.index(box) + 1 :], strict=False):
        if padding(outer, "bottom"):
            return
        yield inner


def beginning(box: Box, leaf: Leaf) -> Iterator[Box]:
    """The boxes within one, down to a leaf that begins it, whose margins reach through its own."""
    path = (*leaf.around, leaf.box)
    for outer, inner in zip(path[path.index(box) :], path[path.index(box) + 1 :], strict=False):
        if padding(outer, "top"):
            return
        yield inner


def padding(box: Box, side: str) -> float:
    """The padding and border of a box at its top or bottom, in px."""
    return _px(box.style[f"padding_{side}"]) + float(box.style[f"border_{side}_width"])


def margin(box: Box, side: str) -> float:
    """The margin of a box at its top or bottom, in px."""
    return _px(box.style[f"margin_{side}"])


def _px(value: Any) -> float:
    return float(value.value) if getattr(value, "unit", None) == "px" else 0.0


def edges(box: Box) -> tuple[float, float]:
    """The top and bottom of a laid out box without its margins, in px; of a line, as high as it is."""
    if isinstance(box, boxes.LineBox):
        return box.position_y, box.position_y + box.height
    return box.border_box_y(), box.border_box_y() + box.border_height()


def note_areas(sheet: Box) -> Iterator[Box]:
    """The area of the footnotes of a page, if it has any."""
    return (child for child in sheet.children if type(child).__name__ == "FootnoteAreaBox" and child.children)
