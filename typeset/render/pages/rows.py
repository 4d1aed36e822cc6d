"""A row of cells that hold text: a page ends within it where it ends between two lines of every cell.

Two languages side by side are such rows. Their lines may stand off one another by a little, and one cell may have more
of them than the other; a level is what no page end divides: one line of each, or of one where the other has no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from weasyprint.formatting_structure import boxes

from typeset.render.pages.tree import AVOID, Leaf, Spot, has_lines
from typeset.render.weasy import Box

LEAST_SHARED = 1 / 3
"""Of its height, at least, that a line has beside another, to be of one level with it."""


class Fragment(NamedTuple):
    """What of a laid out row stands in one column: its page and column, from 0, and its box there."""

    page: int
    column: int
    row: Box

    @property
    def cells(self) -> list[list[Box]]:
        """The lines of each cell."""
        return [[line for line in cell.descendants() if isinstance(line, boxes.LineBox)] for cell in self.row.children]


class Line(NamedTuple):
    """A line of a cell, as if the row had never been divided: its top and bottom from that of the row, in px."""

    top: float
    bottom: float
    cell: int
    fragment: int
    box: Box


class Level(NamedTuple):
    """The lines of all cells at one height."""

    lines: tuple[Line, ...]

    @property
    def top(self) -> float:
        """From the top of the row, in px."""
        return min(line.top for line in self.lines)

    @property
    def fragment(self) -> int:
        """The last fragment in which one of its lines stands."""
        return max(line.fragment for line in self.lines)

    def descendants(self) -> Iterator[Box]:
        """All that stands in its lines."""
        for line in self.lines:
            yield from line.box.descendants()


def is_divided(leaf: Leaf) -> bool:
    """Whether pages may end within a leaf that is a row of paragraphs: no box around it or in it holds it together.

    A row with a photo is none: it is as high as that, and is moved or made lower as a whole.
    """
    if not isinstance(leaf.box, boxes.TableRowBox):
        return False
    inside = [box for cell in leaf.box.children for box in cell.children]
    around = (leaf.box, *leaf.around, *inside)
    if any(isinstance(box, boxes.ReplacedBox) for box in leaf.box.descendants()):
        return False
    return all(box.style["break_inside"] not in AVOID for box in around) and all(map(has_lines, inside))


def spots(fragments: Sequence[Fragment]) -> list[Spot]:
    """Where a row stands, level by level."""
    levels = _levels(list(_lines(fragments)))
    height = max((line.bottom for level in levels for line in level.lines), default=0.0)
    edges = [0.0, *(level.top for level in levels[1:]), height]
    begins: dict[int, float] = {}
    found = []
    for level, top, bottom in zip(levels, edges, edges[1:], strict=False):
        page, column, row = fragments[level.fragment]
        start = float(row.position_y) + top - begins.setdefault(level.fragment, top)
        found.append(Spot(page, column, start, start + bottom - top, level))
    return found


def _lines(fragments: Sequence[Fragment]) -> Iterator[Line]:
    ends = [0.0] * len(fragments[0].row.children)
    for number, fragment in enumerate(fragments):
        for cell, lines in enumerate(fragment.cells):
            start = ends[cell] - float(fragment.row.position_y)
            for box in lines:
                ends[cell] = start + float(box.position_y + box.height)
                yield Line(start + float(box.position_y), ends[cell], cell, number, box)


def _levels(lines: list[Line]) -> list[Level]:
    """The lines, those beside one another together."""
    levels: list[list[Line]] = []
    for line in sorted(lines):
        if levels and any(_is_beside(line, other) for other in levels[-1]):
            levels[-1].append(line)
        else:
            levels.append([line])
    return [Level(tuple(level)) for level in levels]


def _is_beside(line: Line, other: Line) -> bool:
    """Whether a line stands beside one that begins above it, and not only a little into it."""
    return other.bottom - line.top > LEAST_SHARED * min(line.bottom - line.top, other.bottom - other.top)


def breaks(leaf: Leaf) -> Iterator[bool]:
    """For each level whether a page may begin with it.

    None does where a note is called in a cell and one before it goes on: a cell that goes on is made to reach down to
    the end of the page, and the note, which comes when its cell is laid out, takes that end away, and the row would go
    over.
    """
    counts = [0] * len(leaf.box.children)
    totals = _counts([line for spot in leaf.spots for line in spot.box.lines], len(counts))
    last_noted = 0
    for spot in leaf.spots:
        yield _may_part(leaf, counts, totals) and counts[:last_noted] == totals[:last_noted]
        here = _counts(spot.box.lines, len(counts))
        counts = [before + more for before, more in zip(counts, here, strict=True)]
        last_noted = max([last_noted, *(line.cell for line in spot.box.lines if _has_note(line))])


def _has_note(line: Line) -> bool:
    """Whether a note is called in a line."""
    return any(child.footnote for child in line.box.descendants())


def _counts(lines: Sequence[Line], cells: int) -> list[int]:
    """How many of some lines each cell has."""
    return [sum(line.cell == cell for line in lines) for cell in range(cells)]


def _may_part(leaf: Leaf, before: Sequence[int], totals: Sequence[int]) -> bool:
    """Whether a page may end with so many lines of each cell before it: enough and enough after it, or all."""
    orphans, widows = (leaf.box.style[name] for name in ("orphans", "widows"))
    return all(
        count == total or (count >= orphans and total - count >= widows)
        for count, total in zip(before, totals, strict=True)
    )


def stranded(leaf: Leaf) -> int:
    """How often a row goes on over a page end with a cell empty, or with a line alone."""
    lines = [line for spot in leaf.spots for line in spot.box.lines]
    cells = len(leaf.box.children)
    totals = _counts(lines, cells)
    ends = pairwise(sorted({line.fragment for line in lines}))
    return sum(
        not _may_part(leaf, _counts([line for line in lines if line.fragment <= before], cells), totals)
        for before, _ in ends
    )
