"""How the room that is left over in a line is shared between its spaces and its kashida.

What the eye sees is the gap itself, not its share of the font's own space: gaps and kashida are judged in em.
"""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple, Self

SHRINK = 0.18
"""The share of its width that a space may lose."""
EASY_SPACE, WIDE_SPACE = 0.32, 0.43
"""In em: spaces may grow so wide before any kashida is thought of; and so wide while a kashida can take the rest."""
EASY_SHARE, WIDE_SHARE = (0.1, 0.3), (0.35, 0.8)
"""But by this share of their natural width at least, and at most."""
WANTED, SHORTEST, LONGEST, UTMOST = 0.4, 0.1, 0.95, 1.4
"""Lengths of one kashida in em: the pleasant one, the least that does not look like a fault, the greatest; and the
greatest where spaces would otherwise grow too wide."""
STRETCH_COST, SHRINK_COST, LENGTH_COST = 4.0, 100.0, 0.5
"""Times the square of what is off, in em: of each space over the easy one; of each kashida. Of the share a space loses."""
RUPTURE_COST, EXCESS_COST = 150.0, 20.0
"""For each em of a space over the wide one, and of a kashida over LONGEST."""
FEWEST = 0.2
"""A line without spaces is judged as if it had this part of one."""
ROUNDING = 1e-6


class Gap(NamedTuple):
    """A line that waits to be filled: `words[start:stop]` leave `slack` over, beside `spaces` of `room` in all."""

    start: int
    stop: int
    slack: float
    room: float
    spaces: int


class Offer(NamedTuple):
    """A kashida that a line may have: what it costs in taste, and the least growth it can have."""

    cost: float
    least: float = 0.0


class Filling(NamedTuple):
    """So many `kashida` grow by `growth` each, each space by `space`; `cost` is that of all together."""

    kashida: int
    growth: float
    space: float
    cost: float


class Limits(NamedTuple):
    """Of a paragraph: its em, how much a space may grow with ease, and at most while a kashida can help."""

    em: float
    easy: float
    wide: float

    @classmethod
    def of(cls, space: float, em: float) -> Self:
        """From the natural width of its spaces."""
        easy, wide = (
            max(min(width * em - space, most * space), least * space)
            for width, (least, most) in ((EASY_SPACE, EASY_SHARE), (WIDE_SPACE, WIDE_SHARE))
        )
        return cls(em, easy, wide)


def filled(gap: Gap, limits: Limits, offers: Iterable[Offer] = ()) -> Filling:
    """The cheapest sharing between the spaces and the first of the kashida on offer.

    One kashida more is taken as long as the line gains by it; no offer is looked at before it is needed.
    """
    space = gap.slack / max(gap.spaces, FEWEST)
    best = Filling(0, 0.0, space, _space_cost(space, gap, limits))
    if space <= limits.easy:
        return best
    taste = least = 0.0
    for number, offer in enumerate(offers, 1):
        taste += offer.cost
        least = max(least, offer.least)
        filling = _with_kashida(gap, limits, number, least)
        if filling.cost + taste >= best.cost:
            break
        best = filling._replace(cost=filling.cost + taste)
    return best


def _with_kashida(gap: Gap, limits: Limits, number: int, least: float) -> Filling:
    """`number` equal kashida, of the growth where this parabola is lowest, within their bounds (lengths in em).

    STRETCH_COST * spaces * (space - easy)**2 + number * LENGTH_COST * (growth - WANTED)**2
    """
    em, spaces = limits.em, max(gap.spaces, FEWEST)
    stiffness = STRETCH_COST / spaces
    rest = gap.slack - limits.easy * spaces
    growth = (LENGTH_COST * WANTED * em + stiffness * rest) / (LENGTH_COST + stiffness * number)
    growth = max(min(growth, LONGEST * em), SHORTEST * em, least)
    needed = (gap.slack - limits.wide * spaces) / number
    growth = max(growth, min(needed, UTMOST * em))
    space = (gap.slack - growth * number) / spaces
    return Filling(number, growth, space, _space_cost(space, gap, limits) + number * _length_cost(growth / em))


def _space_cost(space: float, gap: Gap, limits: Limits) -> float:
    """Infinite where spaces would have to shrink too far: such a line does not fit."""
    if space < 0:
        lost = -space * gap.spaces / gap.room if gap.room else inf
        return SHRINK_COST * lost * lost if lost <= SHRINK + ROUNDING else inf
    stretch, rupture = max(space - limits.easy, 0.0) / limits.em, max(space - limits.wide, 0.0) / limits.em
    return STRETCH_COST * gap.spaces * stretch * stretch + RUPTURE_COST * rupture


def _length_cost(length: float) -> float:
    off = length - WANTED
    return LENGTH_COST * off * off + EXCESS_COST * max(length - LONGEST, 0.0)
