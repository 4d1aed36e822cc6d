"""What a page paints: its content streams, interpreted operator by operator.

`page` gives the `Painted` things of a page in the order they are painted: text with its glyphs, fills, strokes,
images and shadings, each with its box on the page, its colour and the tags it stands in. The checks look at these and
never at operators. Clips and boxes are kept as upright rectangles, which is what a preflight needs of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset.preflight.content import graphics_operators, text_operators
from typeset.preflight.content.geometry import Matrix, user_unit
from typeset.preflight.content.machine import Budget, GraphicsState, Machine, Operator

if TYPE_CHECKING:
    import pikepdf

    from typeset.preflight.content.fonts import PageFont
    from typeset.preflight.content.painted import Painted


# The operators of a content stream (ISO 32000-1, annex A) that paint, or change what is painted.


OPERATORS: dict[str, Operator] = {
    **graphics_operators.STATE_OPERATORS,
    **graphics_operators.PATH_OPERATORS,
    **text_operators.OPERATORS,
    **graphics_operators.OBJECT_OPERATORS,
}


def page(page: pikepdf.Page, fonts: dict[tuple[int, int], PageFont], budget: Budget) -> list[Painted]:
    """What a page paints, in its order; the fonts that it uses are added to `fonts`.

    Raises TooMuchError where the budget does not reach.
    """
    unit = user_unit(page)
    in_pt = Matrix(unit, 0, 0, unit)
    machine = Machine(OPERATORS, page.resources, fonts, budget, in_pt, GraphicsState(matrix=in_pt))
    machine.follow(page)
    return machine.painted
