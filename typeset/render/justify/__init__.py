"""Line breaking and justification: pure functions over words and their widths, without an engine.

    words = [MeasuredWord(text, width, space, breaks, joints(text)), ...]
    for line in lines(words, first, rest, Rules.for_paragraph(theme.justification, em, "ar"), least): ...

The rules, their sources and their figures: docs/justification.md. Beside a photo the first lines
have widths of their own.
"""

from collections.abc import Callable, Sequence

from typeset.render.justify import fill, line_breaks
from typeset.render.justify.fill import SHRINK
from typeset.render.justify.line_breaks import Lengths, LineCost, Measured
from typeset.render.justify.words import BrokenLine, Joint, Kashida, Least, MeasuredWord, Rules, joints

__all__ = [
    "SHRINK",
    "BrokenLine",
    "Joint",
    "Kashida",
    "Least",
    "MeasuredWord",
    "Rules",
    "balanced",
    "joints",
    "line_counts",
    "lines",
    "lines_beside",
    "ragged",
    "unfilled_beside",
]


def lines(
    words: Sequence[MeasuredWord], first: float, rest: float, rules: Rules, least: Least, looseness: int = 0
) -> tuple[BrokenLine, ...]:
    """The lines of a justified paragraph, the first `first` wide, each other `rest`.

    Every line but the last comes out flush, unless it has neither a space nor a joint to stretch, or an
    unbreakable piece is wider than the line. The last line has no kashida and keeps its natural spaces,
    unless it is full, or so nearly full that its end would look like a fault. `least` is called for a joint only when
    it is about to be used. With a `looseness` there are so many lines more (negative: fewer) than is best, where that
    is within the rules.
    """
    text = line_breaks.Measured(words, first, rest, rules.em)
    limits = fill.Limits.for_space(text.space)
    broken: list[BrokenLine] = []
    above: list[float] = []
    for start, stop in _spans(text, line_breaks.justified(text, rules, limits), looseness):
        gap = text.gap(start, stop)
        if stop == len(words):
            broken.append(BrokenLine(start, stop, fill.last(gap, limits) * rules.em))
        else:
            line, above = fill.line(words, gap, rules, limits, least, above)
            broken.append(line)
    return tuple(broken)


def ragged(words: Sequence[MeasuredWord], first: float, rest: float, looseness: int = 0) -> tuple[BrokenLine, ...]:
    """The lines of a paragraph that is not justified, with an even edge and no lone word at its end."""
    text = line_breaks.Measured(words, first, rest)
    return tuple(BrokenLine(start, stop) for start, stop in _spans(text, line_breaks.ragged(text), looseness))


def balanced(words: Sequence[MeasuredWord], first: float, rest: float) -> tuple[BrokenLine, ...]:
    """The lines of a heading: as few as it needs, all of much the same length, no lone word at the end."""
    text = line_breaks.Measured(words, first, rest)
    return tuple(BrokenLine(start, stop) for start, stop in line_breaks.spans(text, line_breaks.balanced(text)))


def lines_beside(
    words: Sequence[MeasuredWord], widths: Sequence[float], rules: Rules, least: Least
) -> tuple[BrokenLine, ...]:
    """The lines of a justified paragraph whose first lines differ in width; the last width holds for the rest."""
    text = Measured(words, widths[0], widths[0], rules.em)
    limits = fill.Limits.for_space(text.space)
    ems = [width / rules.em for width in widths]
    lengths = Lengths.for_lines(text, ems, lambda text: line_breaks.justified(text, rules, limits))
    broken: list[BrokenLine] = []
    above: list[float] = []
    for number, (start, stop) in enumerate(line_breaks.spans_beside(lengths)):
        gap = lengths.text(number).gap(start, stop)
        if stop == len(words):
            broken.append(BrokenLine(start, stop, fill.last(gap, limits) * rules.em))
        else:
            line, above = fill.line(words, gap, rules, limits, least, above)
            broken.append(line)
    return tuple(broken)


def unfilled_beside(
    words: Sequence[MeasuredWord], widths: Sequence[float], *, balanced: bool = False
) -> tuple[BrokenLine, ...]:
    """The same of a paragraph that is not justified, as `ragged` or `balanced` has its lines."""
    cost: Callable[[Measured], LineCost] = line_breaks.balanced if balanced else line_breaks.ragged
    lengths = Lengths.for_lines(Measured(words, widths[0], widths[0]), widths, cost)
    return tuple(BrokenLine(start, stop) for start, stop in line_breaks.spans_beside(lengths))


def line_counts(words: Sequence[MeasuredWord], first: float, rest: float, rules: Rules | None) -> dict[int, float]:
    """The numbers of lines that a paragraph can have, each with its cost; `rules`: None for ragged text.

    Empty where even its best lines are not all bearable: such a paragraph is left alone.
    """
    text = line_breaks.Measured(words, first, rest, rules.em if rules else 1.0)
    limits = fill.Limits.for_space(text.space)
    cost = line_breaks.justified(text, rules, limits) if rules else line_breaks.ragged(text)
    return {number: choice.cost for number, choice in line_breaks.choices(text, cost).items()}


def _spans(text: line_breaks.Measured, cost: line_breaks.LineCost, looseness: int) -> list[tuple[int, int]]:
    best = line_breaks.spans(text, cost)
    if not looseness:
        return best
    wanted = line_breaks.choices(text, cost).get(len(best) + looseness)
    return wanted.spans if wanted else best
