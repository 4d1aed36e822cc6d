"""A page's content streams, followed operator by operator (ISO 32000-1, annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset.proof.content import externals, paths, states, texts
from typeset.proof.content.machine import Budget, Machine, Operator

if TYPE_CHECKING:
    import pikepdf

    from typeset.proof.content.glyphs import Font
    from typeset.proof.content.painted import Painted

OPERATORS: dict[str, Operator] = {**states.OPERATORS, **paths.OPERATORS, **texts.OPERATORS, **externals.OPERATORS}


def page(page: pikepdf.Page, fonts: dict[tuple[int, int], Font], budget: Budget) -> list[Painted]:
    """What a page paints, in its order; the fonts that it uses are added to `fonts`.

    Raises TooMuchError where the budget does not reach.
    """
    machine = Machine(OPERATORS, page.resources, fonts, budget)
    machine.follow(page)
    return machine.painted
