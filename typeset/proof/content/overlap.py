"""How much ink two letters share: their boxes often meet where the letters do not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from typeset.proof.content.strips import Letter

LINES = 16
"""Across the height that two letters share, so many lines are laid to see where both have ink."""

Edge = tuple[float, float, float, float]
"""A straight piece of an outline: x and y of its ends."""
Span = tuple[float, float]


def shared_ink(one: Letter, other: Letter) -> float:
    """The area, in square points, that two letters cover whose boxes meet."""
    shared = one.box.shared(other.box)
    step = shared.height / LINES
    ours, theirs = (_edges(letter, shared.y0, shared.y1) for letter in (one, other))
    heights = (shared.y0 + step * (at + 0.5) for at in range(LINES))
    return step * sum(_shared(list(_inked(ours, y)), list(_inked(theirs, y))) for y in heights)


def _edges(letter: Letter, low: float, high: float) -> list[Edge]:
    """The edges of a letter's outline between two heights of the page."""
    font = letter.thing.font
    shapes = font.shapes if font else None
    a, _, _, d, e, f = letter.thing.em
    x, y = letter.glyph.x + e, letter.glyph.y + f
    found = []
    for contour in shapes.contours(letter.glyph.code) if shapes else ():
        for (x0, y0), (x1, y1) in pairwise([*contour, contour[0]]):
            edge = x + a * x0, y + d * y0, x + a * x1, y + d * y1
            if min(edge[1], edge[3]) < high and max(edge[1], edge[3]) > low:
                found.append(edge)
    return found


def _inked(edges: list[Edge], y: float) -> Iterator[Span]:
    """Where a line at this height runs through ink: inside by the nonzero winding rule."""
    crossings = [
        (x0 + (y - y0) / (y1 - y0) * (x1 - x0), 1 if y1 > y0 else -1)
        for x0, y0, x1, y1 in edges
        if (y0 <= y) != (y1 <= y)
    ]
    winding, start = 0, 0.0
    for x, turn in sorted(crossings):
        if not winding:
            start = x
        winding += turn
        if not winding:
            yield start, x


def _shared(ours: list[Span], theirs: list[Span]) -> float:
    """The length that both cover."""
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in ours for c, d in theirs)
