"""What a column can be changed by, and the cheapest changes that fill it; pure, over heights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from typeset.render.pages.costs import Change, Lever, empty

QUANTUM = 1.0
"""In px: changes whose sums differ by less are taken for the same."""


class Purchase(NamedTuple):
    """A change that is made: of which lever, and by how much."""

    lever: int
    size: float


class Glue(NamedTuple):
    """What the levers of a column can give in one direction."""

    most: float
    """In px, by all that can be changed little by little."""
    give: float
    """The square of a change by it is what that change costs, where all share in it."""
    lines: float
    """How many paragraphs."""
    price: float
    """What they cost together."""


class Sums:
    """Running totals of what the levers can give in one direction: up to the piece where they end, or begin."""

    def __init__(self, levers: Sequence[Lever], count: int, direction: int) -> None:
        ended, begun = ([[0.0] * 4 for _ in range(count + 1)] for _ in range(2))
        for lever in levers:
            gives = _gives(lever, direction)
            for at, total in ((lever.high + 1, ended), (lever.low + 1, begun)):
                total[at] = [one + other for one, other in zip(total[at], gives, strict=True)]
        self._ended = [list(accumulate(column)) for column in zip(*ended, strict=True)]
        self._begun = [list(accumulate(column)) for column in zip(*begun, strict=True)]

    def glue(self, start: int, stop: int) -> Glue:
        """What the levers of `pieces[start:stop]` can give."""
        most, give, lines, price = self._ended
        less_most, less_give, less_lines, less_price = self._begun
        return Glue(
            max(most[stop] - less_most[start], 0.0), max(give[stop] - less_give[start], 0.0),
            max(lines[stop] - less_lines[start], 0.0), max(price[stop] - less_price[start], 0.0),
        )  # fmt: skip


def _gives(lever: Lever, direction: int) -> Glue:
    """What one lever can give in a direction."""
    changes = [Change(direction * change.size, change.cost) for change in lever.changes if direction * change.size > 0]
    if not changes:
        return Glue(0.0, 0.0, 0.0, 0.0)
    furthest = max(changes)
    if lever.is_line:
        return Glue(0.0, 0.0, 1.0, furthest.cost)
    return Glue(furthest.size, furthest.size * furthest.size / furthest.cost, 0.0, 0.0)


def buy(levers: Sequence[tuple[int, Lever]], slack: float, line: float) -> tuple[tuple[Purchase, ...], float]:
    """The cheapest changes that fill a column (slack under 0: that make it fit), and what is left empty then.

    Every sum of changes is kept with the cheapest way to it; at most one change of each lever is in a sum.
    """
    sums: dict[int, tuple[float, float, tuple[Purchase, ...]]] = {0: (0.0, 0.0, ())}
    lowest, highest = min(slack, 0.0) - line, max(slack, 0.0)
    for number, lever in levers:
        for cost, size, bought in list(sums.values()):
            for change in lever.changes:
                total = size + change.size
                if (change.size > 0) != (slack > 0) or not lowest <= total <= highest:
                    continue
                key = ceil(total / QUANTUM)
                if key not in sums or cost + change.cost < sums[key][0]:
                    sums[key] = (cost + change.cost, total, (*bought, Purchase(number, change.size)))
    fitting = [way for way in sums.values() if slack >= way[1]] or list(sums.values())
    _, size, bought = min(fitting, key=lambda way: way[0] + empty(slack - way[1], line))
    return bought, slack - size
