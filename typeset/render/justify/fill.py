"""Filling a line: how its slack is shared between spaces and kashida, and which words carry a kashida.

The eye sees the gap itself, not its ratio to the font's own space: gaps and kashida are measured in em.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, tee
from math import inf
from typing import NamedTuple, Self

from typeset.render.justify.words import BrokenLine, Kashida, Least, MeasuredWord, Rules

SHRINK = 0.18
"""The share of its width that a space may lose."""
EASY_SPACE, WIDE_SPACE = 0.32, 0.43
"""Widths of a space in em: up to EASY no kashida is used; before spaces pass WIDE, kashida may pass LONGEST."""
EASY_SHARE, WIDE_SHARE = (0.1, 0.3), (0.35, 0.8)
"""(least, most) growth to these widths, as shares of the natural width of the space."""
WANTED, SHORTEST, LONGEST, UTMOST = 0.4, 0.1, 0.95, 1.4
"""Lengths of one kashida in em: the pleasant one, the least that does not look like a fault, the greatest; and the
greatest where spaces would otherwise grow too wide."""
STRETCH_COST, SHRINK_COST, LENGTH_COST = 5.0, 150.0, 0.5
"""Factors of squared deviations: of each space over the easy width, in em; of the share that a space loses; of each
kashida from WANTED, in em."""
RUPTURE_COST, EXCESS_COST = 150.0, 20.0
"""For each em of a space over the wide one, and of a kashida over LONGEST."""
FEWEST = 0.2
"""A line without spaces counts as if it had this fraction of one."""
NEARLY_FULL = 0.6
"""In em: a last line that falls short by no more looks like a fault of the edge, and is made flush."""
ROUNDING = 1e-6

_new = tuple.__new__
"""Makes a named tuple of a tuple at a tenth of the cost: its own constructor is a function in Python."""


class Gap(NamedTuple):
    """A line to be filled: `words[start:stop]`, its slack in em, and its `spaces`, together `room` em wide."""

    start: int
    stop: int
    slack: float
    room: float
    spaces: int


class Offer(NamedTuple):
    """A kashida that a line may use: the cost of its joint, and its least growth in em."""

    cost: float
    least: float = 0.0


class Filling(NamedTuple):
    """How a line is filled: so many `kashida` of `growth` em each, every space wider by `space` em; the total cost."""

    kashida: int
    growth: float
    space: float
    cost: float


class Limits(NamedTuple):
    """The growth of a paragraph's spaces in em: free of cost (`easy`), and before the cost rises steeply (`wide`)."""

    easy: float
    wide: float

    @classmethod
    def for_space(cls, space: float) -> Self:
        """The limits for spaces of this natural width, in em."""
        easy, wide = (
            max(min(width - space, most * space), least * space)
            for width, (least, most) in ((EASY_SPACE, EASY_SHARE), (WIDE_SPACE, WIDE_SHARE))
        )
        return cls(easy, wide)


def filled(gap: Gap, limits: Limits, offers: Iterable[Offer] = ()) -> Filling:
    """The cheapest filling of a line with its spaces and the first kashida on offer.

    Kashida are added while each lowers the cost; an offer is computed only when it is needed. Written out without
    helpers: a paragraph asks this of some four lines for each of its words.
    """
    _, _, slack, room, spaces = gap
    easy, wide = limits
    sharing = spaces or FEWEST
    space = slack / sharing
    lowest = _space_cost(space, spaces, room, limits)
    if space <= easy:
        return _new(Filling, (0, 0.0, max(space, _narrowest(gap)), lowest))
    best = (0, 0.0, space, lowest)
    taste = least = 0.0
    stiffness, rest, beyond = STRETCH_COST / sharing, slack - easy * sharing, slack - wide * sharing
    for number, (cost, shortest) in enumerate(offers, 1):
        taste += cost
        if taste >= lowest:
            break
        least = max(least, shortest)
        # Each kashida grows by as much as costs least, between what it must and what it may: the minimum of a parabola
        # in which the squares of (space - easy) and of (growth - WANTED) are added with their factors.
        growth = (LENGTH_COST * WANTED + stiffness * rest) / (LENGTH_COST + stiffness * number)
        growth = max(min(growth, LONGEST), SHORTEST, least)
        if beyond / number > growth:
            growth = max(growth, min(beyond / number, UTMOST))
        space = (slack - growth * number) / sharing
        total = taste + number * _length_cost(growth) + _space_cost(space, spaces, room, limits)
        if total >= lowest:
            break
        best, lowest = (number, growth, space, total), total
    return _new(Filling, best)


def last(gap: Gap, limits: Limits) -> float:
    """The growth of each space of a last line, in em: 0 unless the line is full or nearly so."""
    space = gap.slack / gap.spaces if gap.spaces else 0.0
    return max(space, _narrowest(gap)) if gap.slack <= NEARLY_FULL and space <= limits.easy else 0.0


def _narrowest(gap: Gap) -> float:
    """The most negative growth of a space, in em: the words of a line that does not fit still stay apart."""
    return -SHRINK * gap.room / gap.spaces if gap.spaces else 0.0


def _length_cost(length: float) -> float:
    """The cost of a kashida of this growth, in em."""
    deviation = length - WANTED
    cost = LENGTH_COST * deviation * deviation
    return cost if length <= LONGEST else cost + EXCESS_COST * (length - LONGEST)


def _space_cost(space: float, spaces: int, room: float, limits: Limits) -> float:
    """The cost of a line's spaces, each grown by `space` em; infinite where they would shrink too far to fit."""
    easy, wide = limits
    if space > easy:
        stretch = space - easy
        cost = STRETCH_COST * spaces * stretch * stretch
        return cost if space <= wide else cost + RUPTURE_COST * (space - wide)
    if space >= 0:
        return 0.0
    share = -space * spaces / room if room else inf
    return SHRINK_COST * share * share if share <= SHRINK + ROUNDING else inf


# Which words of a line carry a kashida: the best joints, apart from one another, not under those of the line above.


TASTE_COST = 0.08
"""The cost in `filled` of one step of a joint's cost."""
STEPS_APART = {1: 3.0, 2: 1.0}
"""Distance in words between two kashida of a line -> extra cost, in steps."""
UNDER = 1.5
"""Extra cost, in steps, of a kashida under one of the line above."""
UNDER_REACH = 1.0
"""In em: two kashida this near to each other, one above the other, are seen as one blot."""


class Pick(NamedTuple):
    """A joint of `words[word]`: its cost in steps, its distance from the line's start and its least growth, in em."""

    word: int
    at: int
    cost: float
    place: float
    least: float = 0.0


def line(
    words: Sequence[MeasuredWord], gap: Gap, rules: Rules, limits: Limits, least: Least, above: Sequence[float]
) -> tuple[BrokenLine, list[float]]:
    """The filled line, and the distances of its kashida from its start in em; `above`: those of the line before."""
    picks, ahead = tee(islice(_picks(words, gap, rules, least, above), rules.kashida_per_line))
    offers = (Offer(TASTE_COST * pick.cost, pick.least) for pick in ahead)
    filling = filled(gap, limits, offers)
    chosen = sorted(islice(picks, filling.kashida))
    kashida = tuple(Kashida(pick.word, pick.at, filling.growth * rules.em) for pick in chosen)
    space = filling.space * rules.em if gap.spaces else 0.0
    return BrokenLine(gap.start, gap.stop, space, kashida), [pick.place for pick in chosen]


def _picks(
    words: Sequence[MeasuredWord], gap: Gap, rules: Rules, least: Least, above: Sequence[float]
) -> Iterator[Pick]:
    """The joints of a line, cheapest first, one in each word; none that the font cannot stretch."""
    open_joints = _candidates(words, gap, above, rules.em)
    crowding: dict[int, float] = {}
    while open_joints:
        cost, pick = min([(pick.cost + crowding.get(pick.word, 0.0), pick) for pick in open_joints])
        growth = least(pick.word, pick.at) / rules.em
        if growth <= LONGEST:
            for apart, more in STEPS_APART.items():
                for near in (pick.word - apart, pick.word + apart):
                    crowding[near] = crowding.get(near, 0.0) + more
            open_joints = [other for other in open_joints if other.word != pick.word]
            yield pick._replace(cost=cost, least=growth)
        else:
            open_joints.remove(pick)


def _candidates(words: Sequence[MeasuredWord], gap: Gap, above: Sequence[float], em: float) -> list[Pick]:
    """Every joint of the line, its place estimated as if the slack were spread evenly over the line."""
    row = words[gap.start : gap.stop]
    drawn_out = 1 / em + gap.slack / sum([word.width + word.space for word in row])
    begin, picks = 0.0, list[Pick]()
    for word, (text, width, space, _, joints, *_) in enumerate(row, gap.start):
        for at, cost in joints:
            place = drawn_out * (begin + width * at / len(text))
            under = sum([abs(place - other) < UNDER_REACH for other in above]) if above else 0
            picks.append(_new(Pick, (word, at, cost + UNDER * under, place, 0.0)))
        begin += width + space
    return picks
