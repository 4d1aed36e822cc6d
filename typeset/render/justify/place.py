"""Which words of a line carry a kashida: at the best joints, apart from one another, not under those above."""

from collections.abc import Iterator, Sequence
from itertools import islice, tee
from typing import NamedTuple

from typeset.render.justify.fill import LONGEST, Gap, Limits, Offer, filled
from typeset.render.justify.words import Kashida, Least, Line, Rules, Word

TASTE_COST = 0.08
"""What one step of a joint's cost weighs against a cost of `filled`."""
STEPS_APART = {1: 3.0, 2: 1.0}
"""Words from one kashida to another in the line -> steps for it."""
UNDER = 1.5
"""Steps for a kashida under one of the line above."""
UNDER_REACH = 1.0
"""In em: two kashida this near to each other, one above the other, are seen as one blot."""


class Pick(NamedTuple):
    """A joint of `words[word]`, its cost in steps; in em its distance from the line's start and the least growth."""

    word: int
    at: int
    cost: float
    place: float
    least: float = 0.0


def line(
    words: Sequence[Word], gap: Gap, rules: Rules, limits: Limits, least: Least, above: Sequence[float]
) -> tuple[Line, list[float]]:
    """The filled line, and how far from its start its kashida stand; `above` is the same of the line before."""
    picks, ahead = tee(islice(_picks(words, gap, rules, least, above), rules.kashida_per_line))
    offers = (Offer(TASTE_COST * pick.cost, pick.least) for pick in ahead)
    filling = filled(gap, limits, offers)
    chosen = sorted(islice(picks, filling.kashida))
    kashida = tuple(Kashida(pick.word, pick.at, filling.growth * rules.em) for pick in chosen)
    space = filling.space * rules.em if gap.spaces else 0.0
    return Line(gap.start, gap.stop, space, kashida), [pick.place for pick in chosen]


def _picks(words: Sequence[Word], gap: Gap, rules: Rules, least: Least, above: Sequence[float]) -> Iterator[Pick]:
    """The joints of a line in the order they should be used, one in each word; none that the font cannot stretch."""
    open_joints = list(_candidates(words, gap, above, rules.em))
    used: list[int] = []
    while open_joints:
        cost, pick = min((pick.cost + _crowding(pick.word, used), pick) for pick in open_joints)
        growth = least(pick.word, pick.at) / rules.em
        if growth <= LONGEST:
            used.append(pick.word)
            open_joints = [other for other in open_joints if other.word != pick.word]
            yield pick._replace(cost=cost, least=growth)
        else:
            open_joints.remove(pick)


def _candidates(words: Sequence[Word], gap: Gap, above: Sequence[float], em: float) -> Iterator[Pick]:
    """Every joint of the line. What is left over is taken as spread evenly: the line is drawn out as a whole."""
    row = words[gap.start : gap.stop]
    drawn_out = 1 / em + gap.slack / sum(word.width + word.space for word in row)
    begin = 0.0
    for word, (text, width, space, _, joints, *_) in enumerate(row, gap.start):
        for at, cost in joints:
            place = drawn_out * (begin + width * at / len(text))
            under = sum(abs(place - other) < UNDER_REACH for other in above)
            yield Pick(word, at, cost + UNDER * under, place)
        begin += width + space


def _crowding(word: int, used: Sequence[int]) -> float:
    """Steps for standing near the kashida already in the line."""
    return sum(STEPS_APART.get(abs(word - other), 0.0) for other in used)
