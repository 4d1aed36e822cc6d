"""Where lines may stand beside floats: photos and boxes that the text runs round.

WeasyPrint knows what a line would collide with at a height; asked for one height after the other, it gives the slots of
a whole paragraph before the first of its lines is set.
"""

from __future__ import annotations

from typing import NamedTuple

from weasyprint.layout.float import avoid_collisions
from weasyprint.text.line_break import strut

from typeset.render.weasy import Box, LayoutContext

HAIR = 0.01
"""In px: a line that ends with a float but for a rounding stands beside it, and one that begins there does not."""
NARROWEST = 4.0
"""In em: beside a float that leaves less, only a paragraph that is no longer than that."""
MOST = 400
"""Lines beside floats that are looked at ahead; the others are when they come."""


class Slot(NamedTuple):
    """The place of a line, in px of the page."""

    left: float
    top: float
    width: float

    def is_like(self, other: Slot) -> bool:
        """Whether it is the same place, but for a rounding."""
        return all(abs(one - two) < 2 * HAIR for one, two in zip(self, other, strict=True))


class Floats:
    """The floats of a page as the lines of one paragraph meet them."""

    def __init__(self, context: LayoutContext, linebox: Box, containing_block: Box) -> None:
        self._context, self._linebox, self._block = context, linebox, containing_block
        shapes = context.excluded_shapes
        self._end = max((shape.position_y + shape.margin_height() for shape in shapes), default=0.0)
        self.height: float = strut(linebox.style)[0]
        """Of a line, until one turns out to be higher."""

    def reach(self, top: float) -> bool:
        """Whether a line at this height may stand beside one."""
        return top < self._end - HAIR

    def slot(self, top: float, least: float, height: float = 0.0) -> Slot:
        """The first place at or under `top` that is `least` wide."""
        line = self._linebox
        line.position_y, line.width = top + HAIR, least
        line.height = max((height or self.height) - 2 * HAIR, HAIR)
        x, y, width = avoid_collisions(self._context, line, self._block, outer=False)
        left = x - width if self._block.style["direction"] == "rtl" else x
        return Slot(left, top if y <= top + 2 * HAIR else y, width)

    def slots(self, top: float, least: float, demands: dict[int, float]) -> tuple[Slot, ...]:
        """The places of the lines from `top` on, as far as floats reach; `demands`: the least width from a line on."""
        found: list[Slot] = []
        while self.reach(top) and len(found) < MOST:
            wanted = max((width for number, width in demands.items() if number <= len(found)), default=least)
            found.append(self.slot(top, wanted))
            top = found[-1].top + self.height
        return tuple(found)
