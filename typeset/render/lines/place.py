"""A planned line, from left to right: where each of its pieces stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from typeset.render.lines.plan import NO_EDGE, Edge, PlannedLine
from typeset.render.shape import harfbuzz
from typeset.render.shape.font import ShapedWord
from typeset.render.shape.paragraph import ShapedParagraph


class PlacedWord(NamedTuple):
    """A word as it stands in a line. `x` and `width` in px, `x` from the line's left edge; `order` is reading order."""

    word: ShapedWord
    x: float
    width: float
    size: float
    level: int
    leaf: int
    order: float
    is_space: bool
    rtl: bool
    """Whether it is read from right to left."""

    @property
    def right(self) -> float:
        """Where it ends, in px from the line's left edge."""
        return self.x + self.width


class Strip(NamedTuple):
    """Words that are shown in TJ arrays, one for each row.

    `hidden`: the tag of the marked content that hides them. `anew`: the font is named once more before them, at which
    pypdf ends a piece of text; it would put a sign in front of the letters that it follows.
    """

    leaf: int
    rows: tuple[tuple[PlacedWord, ...], ...]
    hidden: str = ""
    anew: bool = False


class SetLine:
    """A placed line: its words from left to right, its width in px, the leaves that it shows parts of."""

    def __init__(self, shown: tuple[PlacedWord, ...], width: float) -> None:
        self.shown = shown
        self.width = width
        self._extents: dict[int, tuple[float, float]] = {}
        for _, x, wide, _, _, leaf, *_ in shown:
            left, right = self._extents.get(leaf, (x, x))
            self._extents[leaf] = min(left, x), max(right, x + wide)
        self.leaves = sorted(self._extents)
        self.strips: list[Strip] | None = None
        """What is written of it into the PDF, from the first time that a part of it is drawn."""

    def extent(self, leaf: int) -> tuple[float, float]:
        """The left and right end of a leaf's text, in px."""
        return self._extents[leaf]


def placed(paragraph: ShapedParagraph, line: PlannedLine, edges: Mapping[int, Edge]) -> SetLine:
    """The line in visual order. The side bearings of its outermost letters hang over its edges."""
    pieces = paragraph.pieces[line.start : line.stop]
    shown, x = [], -line.hanging.left
    for at in harfbuzz.visual([piece.level for piece in pieces]):
        piece, place = pieces[at], line.start + at
        setting = paragraph.leaves[piece.leaf].setting
        word, width, is_space = piece.word, piece.width, piece.is_space
        if is_space:
            width += line.space
        elif place in line.stretched:
            word = line.stretched[place]
            width = setting.width(word)
        if word is None:
            continue
        edge = edges.get(place, NO_EDGE)
        x += edge.left
        rtl = piece.level % 2 == 1
        shown.append(PlacedWord(word, x, width, setting.size, piece.level, piece.leaf, at, is_space, rtl))
        x += width + edge.right
    return SetLine(tuple(shown), x - line.hanging.right)
