"""What stands above and below columns, and can give them room: photos a few lines lower, a wider space above the text.

A line less above three columns is three lines more of text. Each change is made to all the pictures of its place alike,
which are cropped by their theme (`object-fit: cover`) and lose no more than a third.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from weasyprint.formatting_structure import boxes

from typeset.render.pages import costs
from typeset.render.pages.costs import Change
from typeset.render.pages.tree import Leaf, margin
from typeset.render.weasy import Box

MOST_ABOVE = 2
"""So many lines more may stand between the head and the text."""


class Handle(NamedTuple):
    """What a lever moves: a space above a box, the lines of a paragraph, or a photo."""

    kind: str
    box: Box
    """The box before layout: that below the space, that with the lines, or the photo itself."""
    before: Box | None = None
    """The box above the space."""
    now: float = 0.0
    """The space, or the height of the photo, in px."""


class Give(NamedTuple):
    """A change above or below the columns: what it gives each of them, and what is moved by how much."""

    change: Change
    handles: tuple[Handle, ...]
    size: float


def above(leaves: Sequence[Leaf], region: Box, step: float) -> tuple[Give, ...]:
    """What can be changed above the columns of the first page."""
    handle = Handle("space", region, None, margin(region, "top"))
    wider = (
        Give(Change(-number * step, costs.TOUCH + costs.SPACE * number), (handle,), number * step)
        for number in range(1, MOST_ABOVE + 1)
    )
    return (*_lower(leaves, step), *wider) if step else ()


def below(leaves: Sequence[Leaf], step: float) -> tuple[Give, ...]:
    """What can be changed below the columns of the last page."""
    return tuple(_lower(leaves, step)) if step else ()


def _lower(leaves: Sequence[Leaf], step: float) -> Iterator[Give]:
    """Photos some steps lower; where two rows of them follow each other, the higher one."""
    rows = [(leaf, pictures) for leaf in leaves if (pictures := list(_photos(leaf)))]
    if not rows or not step:
        return
    leaf, pictures = max(rows, key=lambda row: max(picture.height for picture in row[1]))
    height = max(picture.height for picture in pictures)
    handles = tuple(Handle("photo", picture.typeset_source, None, height) for picture in pictures)
    most = min(costs.LEAST_PHOTO * height, _beside(leaf, pictures))
    for number in range(1, int((most + costs.EXACT) / step) + 1):
        size = number * step
        yield Give(Change(size, costs.TOUCH + costs.PHOTO * (size / height) ** 2), handles, -size)


def _photos(leaf: Leaf) -> Iterator[Box]:
    """The pictures of figures that may be cropped."""
    for box in leaf.spots[0].box.descendants():
        if isinstance(box, boxes.ReplacedBox) and box.style["object_fit"] == "cover" and box.style["height"] == "auto":
            yield box


def _beside(leaf: Leaf, pictures: Sequence[Box]) -> float:
    """How much lower a row can get: what stands in its other cells stays as high as it is."""
    row = leaf.spots[0].box
    if not isinstance(row, boxes.TableRowBox):
        return costs.LEAST_PHOTO * float(max(picture.height for picture in pictures))
    others = [cell for cell in row.children if not any(box in pictures for box in cell.descendants())]
    bottoms = [box.position_y + box.margin_height() for cell in others for box in cell.children]
    return float(row.position_y + row.height - max(bottoms, default=row.position_y))
