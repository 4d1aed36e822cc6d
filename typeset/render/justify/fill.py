"""How the room that is left over in a line is shared between its spaces and its kashida.

Spaces are judged by their strain: how much wider (or narrower) they are than natural, as a share of the natural one.
A cost of 1 is a space a quarter too wide.
"""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

SHRINK = 0.18
"""The share of its width that a space may lose."""
COMFORT = 0.15
"""A space may grow by this share before any kashida is thought of."""
WIDEST = 0.5
"""Spaces grow by no more than this share while a kashida can still take the rest."""
WANTED, SHORTEST, LONGEST = 0.5, 0.1, 0.95
"""Lengths of one kashida in em: the pleasant one, the least that does not look like a fault, the greatest."""
STRETCH_COST = 16.0
SHRINK_COST = 60.0
LENGTH_COST = 4.0
RUPTURE_COST = 40.0
"""For the part of the strain over WIDEST."""
NARROWEST = 0.05
"""In em: a line with fewer spaces than this in all is judged as if it had so much."""


ROUNDING = 1e-6


class Offer(NamedTuple):
    """A kashida that a line may have: what it costs in taste, and the least growth it can have."""

    cost: float
    least: float = 0.0


class Filling(NamedTuple):
    """So many `kashida` grow by `growth` each, the spaces are under `strain`; `cost` is that of all together."""

    kashida: int
    growth: float
    strain: float
    cost: float


def filled(slack: float, room: float, em: float, offers: Iterable[Offer] = ()) -> Filling:
    """The cheapest sharing of `slack` between spaces of `room` in all and the first of the kashida on offer.

    One kashida more is taken as long as the line gains by it; no offer is looked at before it is needed.
    """
    best = _spaces_alone(slack, room, em)
    if best.strain <= COMFORT:
        return best
    taste = least = 0.0
    for number, offer in enumerate(offers, 1):
        taste += offer.cost
        least = max(least, offer.least)
        filling = _with_kashida(slack, room, em, number, least)
        if filling.cost + taste >= best.cost:
            break
        best = filling._replace(cost=filling.cost + taste)
    return best


def _spaces_alone(slack: float, room: float, em: float) -> Filling:
    strain = slack / max(room, NARROWEST * em)
    return Filling(0, 0.0, strain, _strain_cost(strain))


def _with_kashida(slack: float, room: float, em: float, number: int, least: float) -> Filling:
    """`number` equal kashida, of the growth where this parabola is lowest, within their bounds.

    STRETCH_COST * strain**2 + number * LENGTH_COST * (growth / em - WANTED)**2
    """
    room = max(room, NARROWEST * em)
    stiffness = STRETCH_COST * em * em / (room * room)
    growth = em * (LENGTH_COST * WANTED + stiffness * slack / em) / (LENGTH_COST + stiffness * number)
    growth = min(max(growth, (slack - WIDEST * room) / number, SHORTEST * em), LONGEST * em)
    growth = max(growth, least)
    strain = (slack - growth * number) / room
    off = growth / em - WANTED
    return Filling(number, growth, strain, _strain_cost(strain) + number * LENGTH_COST * off * off)


def _strain_cost(strain: float) -> float:
    """Infinite where spaces would have to shrink too far: such a line does not fit."""
    if strain < 0:
        return SHRINK_COST * strain * strain if strain >= -SHRINK - ROUNDING else inf
    over = max(strain - WIDEST, 0.0)
    return STRETCH_COST * strain * strain + RUPTURE_COST * over * (1 + over)
