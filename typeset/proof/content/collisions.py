"""Texts whose ink runs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from typeset.proof.content import overlap, strips
from typeset.proof.content.geometry import Box
from typeset.proof.content.strips import Letter, Run, Strip

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
"""At how many pairs of letters one proof looks closely."""
MOST_NAMED = 20
"""So many collisions of a page are looked for: more would say no more."""


class Collision(NamedTuple):
    """Two letters of different strips that share ink, and where."""

    box: Box
    one: Letter
    other: Letter
    apart: float
    """How far their baselines are apart, in em of the smaller one."""
    is_grave: bool
    """Whether their strips share more than a touch."""


def of(pages: Sequence[Sequence[Run]]) -> list[list[Collision]]:
    """The collisions of each page."""
    budget = [MOST_LOOKS]
    return [list(islice(_on(page, budget), MOST_NAMED)) for page in pages]


def _on(page: Sequence[Run], budget: list[int]) -> Iterator[Collision]:
    pairs = _near_pairs(strips.of(page))
    return filter(None, (_collision(one, other, budget) for one, other in pairs))


def _near_pairs(found: list[Strip]) -> Iterator[tuple[Strip, Strip]]:
    """The strips whose boxes meet, two and two."""
    rising = sorted(found, key=lambda strip: strip.box.y0)
    for at, one in enumerate(rising):
        for other in rising[at + 1 :]:
            if other.box.y0 >= one.box.y1:
                break
            if one.box.meets(other.box) and not _is_meant(one, other):
                yield one, other


def _is_meant(one: Strip, other: Strip) -> bool:
    """Whether one is the other's shadow or makeshift bold, or a large word behind it."""
    if max(one.size, other.size) > MUCH_LARGER * min(one.size, other.size):
        return True
    near = DOUBLE * max(one.size, other.size)
    if max(abs(mine - theirs) for mine, theirs in zip(one.box, other.box, strict=True)) > near:
        return False
    return _said(one) == _said(other)


def _said(strip: Strip) -> str:
    return "".join(glyph.text for run in strip.runs for glyph in run.glyphs)


def _collision(one: Strip, other: Strip, budget: list[int]) -> Collision | None:
    em = min(one.size, other.size)
    apart = abs(one.baseline - other.baseline) / em
    least = (TOUCH if apart >= NEXT_LINE else OVERPRINT) * em * em
    ink, found = 0.0, None
    for mine, theirs in _near_letters(one, other):
        if not budget[0]:
            return None
        budget[0] -= 1
        if shared := overlap.shared_ink(mine, theirs):
            found = found or Collision(mine.box.shared(theirs.box), mine, theirs, apart, is_grave=False)
            ink += shared
        if found and ink > OVERPRINT * em * em:
            return found._replace(is_grave=True)
    return found if ink > least else None


def _near_letters(one: Strip, other: Strip) -> Iterator[tuple[Letter, Letter]]:
    """The letters of two strips whose boxes meet, two and two."""
    shared = one.box.shared(other.box)
    theirs = [letter for run in other.runs for letter in run.letters(shared)]
    for mine in (letter for run in one.runs for letter in run.letters(shared)) if theirs else ():
        yield from ((mine, letter) for letter in theirs if mine.box.meets(letter.box))
