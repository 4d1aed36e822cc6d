"""Line breaking and justification: pure functions over words and their widths, without an engine.

    words = [MeasuredWord(text, width, space, breaks, joints(text)), ...]
    for line in lines(words, first, rest, Rules.for_paragraph(theme.justification, em, "ar"), least): ...

The rules, their sources and their figures: docs/justification.md.
"""

from collections.abc import Sequence

from typeset.render.justify import fill, line_breaks
from typeset.render.justify.fill import SHRINK
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
    "lines",
    "ragged",
]


def lines(
    words: Sequence[MeasuredWord], first: float, rest: float, rules: Rules, least: Least
) -> tuple[BrokenLine, ...]:
    """The lines of a justified paragraph, the first `first` wide, each other `rest`.

    Every line but the last comes out flush, unless it has neither a space nor a joint to stretch, or an
    unbreakable piece is wider than the line. The last line has no kashida and keeps its natural spaces,
    unless it is full, or so nearly full that its end would look like a fault. `least` is called for a joint only when
    it is about to be used.
    """
    text = line_breaks.Measured(words, first, rest, rules.em)
    limits = fill.Limits.for_space(text.space)
    broken: list[BrokenLine] = []
    above: list[float] = []
    for start, stop in line_breaks.spans(text, line_breaks.justified(text, rules, limits)):
        gap = text.gap(start, stop)
        if stop == len(words):
            broken.append(BrokenLine(start, stop, fill.last(gap, limits) * rules.em))
        else:
            line, above = fill.line(words, gap, rules, limits, least, above)
            broken.append(line)
    return tuple(broken)


def ragged(words: Sequence[MeasuredWord], first: float, rest: float) -> tuple[BrokenLine, ...]:
    """The lines of a paragraph that is not justified, with an even edge and no lone word at its end."""
    text = line_breaks.Measured(words, first, rest)
    return tuple(BrokenLine(start, stop) for start, stop in line_breaks.spans(text, line_breaks.ragged(text)))


def balanced(words: Sequence[MeasuredWord], first: float, rest: float) -> tuple[BrokenLine, ...]:
    """The lines of a heading: as few as it needs, all of much the same length, no lone word at the end."""
    text = line_breaks.Measured(words, first, rest)
    return tuple(BrokenLine(start, stop) for start, stop in line_breaks.spans(text, line_breaks.balanced(text)))
