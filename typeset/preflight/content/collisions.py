"""Collisions: texts whose ink overlaps, and how much of it they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from typeset.preflight.content import strips
from typeset.preflight.content.geometry import Box
from typeset.preflight.content.strips import InkedLetter, InkedRun, InkedStrip

# The ink that two letters share, by their outlines: boxes often meet where the letters do not.


LINES = 16
"""How many horizontal scan lines are laid across the height that two letters share."""

Edge = tuple[float, float, float, float]
"""A straight piece of an outline: x and y of its ends."""
Span = tuple[float, float]


def shared_ink(one: InkedLetter, other: InkedLetter) -> float:
    """The area, in square points, that two letters both cover; their boxes must meet."""
    shared = one.box.shared(other.box)
    step = shared.height / LINES
    ours, theirs = (_edges(letter, shared.y0, shared.y1) for letter in (one, other))
    heights = (shared.y0 + step * (at + 0.5) for at in range(LINES))
    return step * sum(_shared(list(_inked(ours, y)), list(_inked(theirs, y))) for y in heights)


def _edges(letter: InkedLetter, low: float, high: float) -> list[Edge]:
    """The edges of a letter's outline between two heights of the page."""
    font = letter.thing.font
    shapes = font.shapes if font else None
    a, _, _, d, e, f = letter.thing.em
    x, y = letter.glyph.x + e, letter.glyph.y + f
    edges = []
    for contour in shapes.contours(letter.glyph.code) if shapes else ():
        for (x0, y0), (x1, y1) in pairwise([*contour, contour[0]]):
            edge = x + a * x0, y + d * y0, x + a * x1, y + d * y1
            if min(edge[1], edge[3]) < high and max(edge[1], edge[3]) > low:
                edges.append(edge)
    return edges


def _inked(edges: list[Edge], y: float) -> Iterator[Span]:
    """The spans of a scan line that lie inside an outline, by the nonzero winding rule."""
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


NEXT_LINE = 1.0
"""Baselines nearer than this, in em, may be those of one word: in Nastaliq its letters come down in steps."""
TOUCH = 0.004
"""Ink that two lines share, in square em: less is the touch of two hairlines."""
OVERPRINT = 0.03
"""Ink that two texts of one line share, in square em: less may be letters that join."""
DOUBLE = 0.2
"""A text painted again so near to itself, in em, is a shadow or a makeshift bold."""
MUCH_LARGER = 4.0
"""A text so many times larger than another is a picture behind it."""
MOST_LOOKS = 4000
"""How many pairs of letters of one document are compared by their outlines."""
MOST_NAMED = 20
"""At most so many collisions of a page are looked for."""


class Collision(NamedTuple):
    """Two letters of different strips that share ink, and where."""

    box: Box
    one: InkedLetter
    other: InkedLetter
    apart: float
    """How far their baselines are apart, in em of the smaller one."""
    is_grave: bool
    """Whether their strips share more than a touch."""


def collisions_of(pages: Sequence[Sequence[InkedRun]]) -> list[list[Collision]]:
    """The collisions of each page."""
    budget = [MOST_LOOKS]
    return [list(islice(_page_collisions(page, budget), MOST_NAMED)) for page in pages]


def _page_collisions(page: Sequence[InkedRun], budget: list[int]) -> Iterator[Collision]:
    pairs = _near_pairs(strips.strips_of(page))
    return filter(None, (_collision(one, other, budget) for one, other in pairs))


def _near_pairs(line_strips: list[InkedStrip]) -> Iterator[tuple[InkedStrip, InkedStrip]]:
    """The strips whose boxes meet, two and two."""
    rising = sorted(line_strips, key=lambda strip: strip.box.y0)
    for at, one in enumerate(rising):
        for other in rising[at + 1 :]:
            if other.box.y0 >= one.box.y1:
                break
            if one.box.meets(other.box) and not _is_intended(one, other):
                yield one, other


def _is_intended(one: InkedStrip, other: InkedStrip) -> bool:
    """Whether one is the other's shadow or makeshift bold, or a large word behind it."""
    if max(one.size, other.size) > MUCH_LARGER * min(one.size, other.size):
        return True
    near = DOUBLE * max(one.size, other.size)
    if max(abs(mine - theirs) for mine, theirs in zip(one.box, other.box, strict=True)) > near:
        return False
    return _text(one) == _text(other)


def _text(strip: InkedStrip) -> str:
    return "".join(glyph.text for run in strip.runs for glyph in run.glyphs)


def _collision(one: InkedStrip, other: InkedStrip, budget: list[int]) -> Collision | None:
    em = min(one.size, other.size)
    apart = abs(one.baseline - other.baseline) / em
    least = (TOUCH if apart >= NEXT_LINE else OVERPRINT) * em * em
    ink, collision = 0.0, None
    for mine, theirs in _near_letters(one, other):
        if not budget[0]:
            return None
        budget[0] -= 1
        if shared := shared_ink(mine, theirs):
            collision = collision or Collision(mine.box.shared(theirs.box), mine, theirs, apart, is_grave=False)
            ink += shared
        if collision and ink > OVERPRINT * em * em:
            return collision._replace(is_grave=True)
    return collision if ink > least else None


def _near_letters(one: InkedStrip, other: InkedStrip) -> Iterator[tuple[InkedLetter, InkedLetter]]:
    """The letters of two strips whose boxes meet, two and two."""
    shared = one.box.shared(other.box)
    theirs = [letter for run in other.runs for letter in run.letters(shared)]
    for mine in (letter for run in one.runs for letter in run.letters(shared)) if theirs else ():
        yield from ((mine, letter) for letter in theirs if mine.box.meets(letter.box))
