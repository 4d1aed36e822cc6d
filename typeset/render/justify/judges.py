"""What a line costs before it is filled: in a justified paragraph, in ragged text, in a heading."""

from math import inf

from typeset.render.justify.breaks import Judge, Measured
from typeset.render.justify.fill import ROUNDING, Gap, Limits, Offer, filled
from typeset.render.justify.place import TASTE_COST
from typeset.render.justify.words import Rules

LONE_WORD_COST = 60.0
"""For a last line of one word: more than any line within the rules, less than spaces of twice the normal."""
STUB, STUB_COST = 0.15, 4.0
"""A last line shorter than this share of the measure looks forgotten."""
INSIDE_COST = 1.5
"""For a break inside a word, as in a URL."""
STEPS, STEPS_MORE = 4.0, 5.0
"""What the first kashida of a line is expected to cost in steps of taste, and each one more than the one before."""
RAGGED_COST = 30.0
"""For a ragged line that is empty; half empty, a quarter of it."""


def justified(text: Measured, rules: Rules, limits: Limits) -> Judge:
    """Even spaces and few kashida; the last line as long as it happens to be."""
    end, stretchable = len(text.words), text.stretchable
    offers = [Offer(TASTE_COST * (STEPS + STEPS_MORE * number)) for number in range(rules.kashida_per_line)]

    def judge(gap: Gap) -> tuple[float, float]:
        if gap.stop == end and gap.slack >= 0:
            return _ending_cost(gap, text), 0.0
        words = stretchable[gap.stop] - stretchable[gap.start]
        filling = filled(gap, limits, offers[:words])
        return filling.cost + _break_cost(gap, text), filling.space

    return judge


def ragged(text: Measured) -> Judge:
    """Lines of much the same length; the last one as long as it happens to be."""

    def judge(gap: Gap) -> tuple[float, float]:
        last = gap.stop == len(text.words) and gap.slack >= 0
        return (_ending_cost(gap, text) if last else _ragged_cost(gap, text)), 0.0

    return judge


def balanced(text: Measured) -> Judge:
    """Lines of much the same length, the last one too."""

    def judge(gap: Gap) -> tuple[float, float]:
        last = gap.stop == len(text.words)
        return _ragged_cost(gap, text) + (_ending_cost(gap, text) if last else 0.0), 0.0

    return judge


def _ending_cost(gap: Gap, text: Measured) -> float:
    """Of a last line, for being too short."""
    if not gap.start:
        return 0.0
    short = 1 - (text.rest - gap.slack) / (STUB * text.rest)
    return LONE_WORD_COST * (not gap.spaces) + STUB_COST * max(short, 0.0)


def _ragged_cost(gap: Gap, text: Measured) -> float:
    """Of a line that may not shrink: of what it leaves empty."""
    if gap.slack < -ROUNDING:
        return inf
    empty = gap.slack / (text.rest if gap.start else text.first)
    return RAGGED_COST * empty * empty + _break_cost(gap, text)


def _break_cost(gap: Gap, text: Measured) -> float:
    inside = gap.stop < len(text.words) and not text.words[gap.stop - 1].space
    return INSIDE_COST if inside else 0.0
