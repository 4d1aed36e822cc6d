"""The steps of a theme where columns stand side by side: a few drafts, and the best of them is drawn.

In columns every draft is planned, and its plan can be drawn. So drafts are compared by what their plans cost, and those
come first whose direction has less to make up for: closer setting where little runs over to the last page, wider
setting where nearly enough does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

from typeset.model.page import Fit
from typeset.render.pages.costs import LEAST_FULL, TEXT_LINES, excess
from typeset.render.pages.redraw import Draft

STEP = 1.0
"""The cost of a step: the theme as it was drawn is better, where little is won."""
SHORT = 1.0
"""In lines: what the columns before the last page may leave empty, taken over all of them."""
LONG = 3
"""Pages from which on a step more is not asked for to have one fewer."""


def best(plain: Draft, fit: Fit, draft: Callable[[Sequence[str]], Draft]) -> Draft:
    """The draft with as few steps as fill its pages well; the least bad one where none does."""
    tried: dict[tuple[str, ...], Draft] = {(): plain}
    if is_well_filled(plain):
        return plain
    for steps in _worth_trying(plain, fit):
        if steps in tried:
            continue
        tried[steps] = draft(steps)
        if is_well_filled(tried[steps]) or _saves_a_page(tried[steps], plain):
            return tried[steps]
    return min(tried.items(), key=lambda one: _cost(one[1]) + STEP * len(one[0]))[1]


def is_well_filled(draft: Draft) -> bool:
    """Whether its last page is no remnant, and its columns end about alike."""
    plan = draft.plan
    if plan is None:
        return False
    if plan.pages == 1:
        return True
    flow = draft.reading.flow if draft.reading else None
    if flow is None or plan.fill < LEAST_FULL:
        return False
    text = sum(piece.is_text for piece in flow.pieces[plan.last_start :])
    empty = sum(column.left for column in plan.columns) / len(plan.columns)
    return text >= TEXT_LINES and empty <= SHORT * flow.frame.line


def _saves_a_page(draft: Draft, plain: Draft) -> bool:
    """Whether it has a page less than it had without steps, and fills the last one; its columns may end less alike."""
    return draft.pages < plain.pages and draft.plan is not None and draft.plan.fill >= LEAST_FULL


def _cost(draft: Draft) -> float:
    return draft.plan.cost if draft.plan else inf


def _worth_trying(plain: Draft, fit: Fit) -> tuple[tuple[str, ...], ...]:
    """The steps that are tried, in their order: two sets of them, as a draft costs about a third of a plain page.

    On few pages half of those that go the way that has less to make up for, and then all; on more pages, where each
    draft is a layout of all of them, that way and then the other.
    """
    tighter, looser = fit.tighter, fit.looser
    is_to_be_fuller = _runs_over(plain) > LEAST_FULL / 2
    if plain.pages < LONG:
        way = looser if is_to_be_fuller else tighter
        return way[: max(len(way) // 2, 1)], way
    ways = (tighter[:2], looser)
    return ways[::-1] if is_to_be_fuller else ways


def _runs_over(draft: Draft) -> float:
    """By how much the text runs over to the last page, as a share of a page; 0 where only its columns are at fault."""
    if draft.reading is None:
        return 0.0
    flow = draft.reading.flow
    return max(excess(flow, draft.pages - 1), 0.0) / flow.frame.other
