"""What is to be set, as pieces with heights, and what a page costs: the one table of what is good and what is not.

Nothing here knows the engine. Heights are in px. A cost of 1 is one line left empty at the foot of a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

EMPTY_LINE, EMPTY_MORE = 1.0, 0.25
"""For each line that a column ends before its last one, and for the square of their number: better two pages a line
short than one page two."""
SPACE = 0.5
"""For a space between blocks that has grown or shrunk as far as it may; less of it costs the square of its share."""
LINE, BADNESS = 0.6, 0.1
"""For a paragraph a line longer or shorter, and for each point that its lines cost more than the best ones."""
PHOTO = 8.0
"""For the square of the share by which a photo grows or shrinks."""
TOUCH = 0.05
"""For each change: few changes are better than many."""
LEAST_FULL = 0.30
"""Of a page: a last page under it looks like a mistake."""
NEARLY_EMPTY, EMPTIER = 12.0, 40.0
"""For a last page under LEAST_FULL, and for what it lacks, as a share of that."""
STRANDED = 45.0
"""For a last page without two lines of the text: contacts, a code, a source alone."""
PAGE = 1.0
"""For each page: a page less is worth a few changes, not many."""
TEXT_LINES = 2
"""Of the text on a last page, at least: what follows the text never stands alone."""
EXACT = 0.5
"""In px: a column that ends so near its last line ends on it."""

MOST_SPACE, LEAST_SPACE = 1.0, 0.5
"""Shares of itself by which a space between blocks may grow, though by no more than a line, and shrink."""
MOST_PHOTO, LEAST_PHOTO = 0.15, 0.3
"""Shares of its height by which a photo may grow, and shrink."""
LEAST_SHOWN = 0.75
"""Of the height of a photo that is cut above and below: so much of it is always seen."""


class Piece(NamedTuple):
    """What no column end divides: a line, a row of a table, a photo with its caption."""

    height: float
    space: float = 0.0
    """Above it, where it does not begin a column."""
    may_begin: bool = True
    """Whether a column may begin with it: not the second line of a paragraph, not what a heading heads."""
    note: float = 0.0
    """The height of the footnotes that are called in it."""
    repeated: float = 0.0
    """The head of a table, which stands above it again where it begins a column."""
    is_text: bool = True
    """Whether it is of the text, or follows it."""
    in_row: bool = False
    """Whether it is of a row of cells, of which the engine may set one before a column end and another after it."""


class Change(NamedTuple):
    """One thing that can be done to a part of a column: by how much it grows (negative: shrinks), and the cost."""

    size: float
    cost: float


class Lever(NamedTuple):
    """A part of a column whose height can be changed: at most one of the changes is made.

    It belongs to the pieces `low` to `high`, and is for a column that holds them all.
    """

    low: int
    high: int
    changes: tuple[Change, ...]
    is_line: bool = False
    """Whether it gives a whole line or none: a paragraph longer or shorter."""


class Frame(NamedTuple):
    """The columns that the pieces are to fill."""

    first: float
    """The height of each column of the first page."""
    other: float
    """The height of each column of any other page."""
    line: float
    """The usual height of a line."""
    columns: int = 1
    head: float = 0.0
    """What stands above the columns of the first page."""
    tail: float = 0.0
    """What follows below the columns of the last page."""
    notes: float = 0.0
    """What the footnotes of a page take beside their own height: their rule, and the space above it."""
    above: tuple[Change, ...] = ()
    """What can be done above the columns of the first page, each of which gets so much higher."""
    below: tuple[Change, ...] = ()
    """What can be done below the columns of the last page, each of which may be so much higher."""

    def height(self, page: int) -> float:
        """The height of each column of a page, from 0."""
        return self.other if page else self.first


class Flow(NamedTuple):
    """All that is to be set: the pieces in order, what can be changed of them, the columns to fill."""

    pieces: Sequence[Piece]
    levers: Sequence[Lever]
    frame: Frame


def excess(flow: Flow, pages: int) -> float:
    """By how much, in px, all of it is too high for so many pages (negative: they are not full)."""
    frame = flow.frame
    height = sum(piece.space + piece.height for piece in flow.pieces) / frame.columns + frame.tail
    return height - frame.first - frame.other * (pages - 1)


def shrinks(flow: Flow) -> float:
    """How much lower all of it can be, in px, by all that can be changed."""
    return -sum(min(change.size for change in (*lever.changes, NO_CHANGE)) for lever in flow.levers)


NO_CHANGE = Change(0.0, 0.0)


def empty(left: float, line: float) -> float:
    """The cost of what a column leaves empty at its foot."""
    if left <= EXACT:
        return 0.0
    lines = left / line
    return EMPTY_LINE * lines + EMPTY_MORE * lines * lines


def last_page(fill: float, text_pieces: int) -> float:
    """The cost of a last page that is not the only one: its filled share, and the pieces of text on it."""
    lack = LEAST_FULL - fill
    cost = NEARLY_EMPTY + EMPTIER * lack / LEAST_FULL if lack > 0 else 0.0
    return cost + (STRANDED if text_pieces < TEXT_LINES else 0.0)


def spaces(space: float, step: float, line: float) -> tuple[Change, ...]:
    """How a space between blocks may change, in steps of the grid; by quarters of itself where there is none (0).

    The wide space below a photo that is on the grid again gets no hole: what it grows by is less than a line.
    """
    if space <= EXACT:
        return ()
    step = step or space / 4
    found = []
    for direction, most in ((1, min(MOST_SPACE * space, line)), (-1, LEAST_SPACE * space)):
        for number in range(1, int((most + EXACT) / step) + 1):
            size = number * step
            found.append(Change(direction * size, TOUCH + SPACE * (size / most) ** 2))
    return tuple(found)


def photo(height: float, step: float, more: float, less: float) -> tuple[Change, ...]:
    """How the height of a photo may change: by no more than `more`, and no less than `less`."""
    step = step or height / 20
    found = []
    for direction, most in ((1, min(more, MOST_PHOTO * height)), (-1, min(less, LEAST_PHOTO * height))):
        for number in range(1, int(most / step) + 1):
            size = number * step
            found.append(Change(direction * size, TOUCH + PHOTO * (size / height) ** 2))
    return tuple(found)


def lines(height: float, counts: dict[int, float]) -> tuple[Change, ...]:
    """How a paragraph may change: `counts` are the lines more (negative: fewer) with what they cost the paragraph."""
    return tuple(Change(number * height, LINE + BADNESS * max(cost, 0.0)) for number, cost in sorted(counts.items()))
