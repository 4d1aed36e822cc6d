"""Lines of a page without structure, put into reading order by the white between them.

The page is cut again and again: by an upright strip of white into columns, which are read from the side where the
language begins; else by level strips into what stands above, in and below a band of columns. What cannot be cut is a
column, and is read from its top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from statistics import median
from typing import TypeVar

from typeset.preflight.content.painted import Painted
from typeset.preflight.reading import structure
from typeset.preflight.reading.structure import Row, Runs

SPLIT = 0.9
"""The gap in a line, in em, from which on its two sides may belong to different columns."""
GUTTER = 0.7
"""The least width of the white between two columns, in em."""
FEWEST_LINES = 3
"""Of each of two columns; less is a line with a wide gap in it."""
FILLED = 0.6
"""How much of its column a line of running text fills; the cells of a table fill less."""
NARROWEST = 8
"""The least width of a line of running text, in em; the cells of a table are narrower."""
SAME_BASELINE = 0.3
"""Baselines nearer than this, in em, are one line."""
NEXT_WORD = 1.0
"""The widest space between two words of a justified line, in em."""
MOST_CUTS = 24
"""Level strips of white, the widest of a page, at which a band of columns may begin or end."""
DEEPEST = 40
"""Cuts inside one another."""

Fragment = tuple[Row, Runs]
"""A stretch of a line, and its extent."""
Item = TypeVar("Item")


def in_reading_order(things: Iterable[Painted], *, leftward: bool) -> list[list[Runs]]:
    """The columns of a page in reading order, each as its lines; `leftward` where the first is at the right."""
    fragments = [(_extent(part), part) for line in structure.lines_of(things) for part in _split(line) if part]
    return [list(_lines(column)) for column in _columns(fragments, leftward=leftward, depth=0) if column]


def whole_lines(things: Iterable[Painted]) -> list[Runs]:
    """The lines of one passage, which may run over two columns; parts that the file writes apart are one line.

    They are its parts on one baseline that touch, but for a space: a link is often painted after all else.
    """
    lines: list[tuple[Row, list[list[structure.Sized]]]] = []
    for line in structure.lines_of(things):
        row, runs = structure.row_of(line), list(line)
        while (found := next((at for at, (other, _) in enumerate(lines) if _continues(other, row)), None)) is not None:
            before, earlier = lines.pop(found)
            runs = [*earlier, *runs]
            row = structure.row_of(runs)._replace(baseline=before.baseline)
        lines.append((row, runs))
    return [line for _, line in _from_the_top(lines)]


def _from_the_top(
    lines: list[tuple[Row, list[list[structure.Sized]]]],
) -> list[tuple[Row, list[list[structure.Sized]]]]:
    """The lines in their order, each that the file wrote too late put before the next lower one of its own column."""
    ordered: list[tuple[Row, list[list[structure.Sized]]]] = []
    for row, runs in lines:
        at = len(ordered)
        while at and _is_above(row, ordered[at - 1][0]):
            at -= 1
        ordered.insert(at, (row, runs))
    return ordered


def _is_above(row: Row, other: Row) -> bool:
    return (
        row.baseline > other.baseline + SAME_BASELINE * row.size and row.left < other.right and other.left < row.right
    )


def _continues(row: Row, other: Row) -> bool:
    size = max(row.size, other.size)
    gap = max(other.left - row.right, row.left - other.right)
    return abs(row.baseline - other.baseline) < SAME_BASELINE * size and -size < gap < NEXT_WORD * size


def _split(line: Runs) -> Iterator[Runs]:
    """A line in parts, where a gap is so wide that it may be the white between columns."""
    runs = list(_cut(line))
    rows = sorted((_extent([run]) for run in runs), key=lambda row: row.left)
    reach, starts = rows[0].right, [rows[0].left]
    for row in rows[1:]:
        if row.left - reach > SPLIT * row.size:
            starts.append(row.left)
        reach = max(reach, row.right)
    for left, right in pairwise((*starts, float("inf"))):
        yield [run for run in runs if left <= _extent([run]).left < right]


def _cut(line: Runs) -> Iterator[list[structure.Sized]]:
    """The runs of a line, each cut where it leaps over a wide gap."""
    for run in line:
        piece: list[structure.Sized] = []
        before: structure.Sized | None = None
        for sized in run:
            if before and not sized[0].text.isspace():
                here, there = _ends(before), _ends(sized)
                if max(there[0] - here[1], here[0] - there[1]) > SPLIT * sized[1]:
                    yield piece
                    piece = []
            piece.append(sized)
            before = before if sized[0].text.isspace() else sized
        yield piece


def _ends(sized: structure.Sized) -> tuple[float, float]:
    glyph, _ = sized
    return min(glyph.x, glyph.end), max(glyph.x, glyph.end)


def _extent(line: Runs) -> Row:
    """The extent of what is seen of a line: a space at its end may hang into the white between columns."""
    seen = [[sized for sized in run if not sized[0].text.isspace()] for run in line]
    return structure.row_of([run for run in seen if run] or line)


def _columns(fragments: list[Fragment], *, leftward: bool, depth: int) -> list[list[Fragment]]:
    """The columns among the fragments in reading order; a column is what no strip of white cuts."""
    if len(fragments) < 2 or depth > DEEPEST:
        return [fragments]
    parts = _side_by_side(fragments, leftward=leftward) or _one_under_another(fragments)
    if not parts:
        return [fragments]
    return [column for part in parts for column in _columns(part, leftward=leftward, depth=depth + 1)]


def _side_by_side(fragments: list[Fragment], *, leftward: bool) -> list[list[Fragment]]:
    """The fragments of each column, if upright strips of white run between them; else nothing."""
    size = median(row.size for row, _ in fragments)
    columns: list[list[Fragment]] = []
    reach = float("-inf")
    for fragment in sorted(fragments, key=lambda fragment: fragment[0].left):
        if not columns or fragment[0].left - reach > GUTTER * size:
            columns.append([])
        columns[-1].append(fragment)
        reach = max(reach, fragment[0].right)
    if len(columns) < 2 or not all(map(_is_running_text, columns)):
        return []
    return columns[::-1] if leftward else columns


def _is_running_text(side: Sequence[Fragment]) -> bool:
    """Whether these are lines of a column, and not the cells of a table or labels beside a text."""
    if len(side) < FEWEST_LINES:
        return False
    width = max(row.right for row, _ in side) - min(row.left for row, _ in side)
    usual, size = median(row.right - row.left for row, _ in side), median(row.size for row, _ in side)
    return usual > max(FILLED * width, NARROWEST * size)


def _one_under_another(fragments: list[Fragment]) -> list[list[Fragment]]:
    """What stands above, in and below the largest band of the page in which there are columns; else nothing."""
    by_height = sorted(fragments, key=lambda fragment: -fragment[0].baseline)
    whites = sorted(
        (_below(by_height[:at]) - _above(by_height[at]), at)
        for at in range(1, len(by_height))
        if by_height[at - 1][0].baseline - by_height[at][0].baseline > SAME_BASELINE * by_height[at][0].size
    )
    places = sorted({0, len(by_height), *(at for _, at in whites[-MOST_CUTS:])})
    bands = sorted(combinations(places, 2), key=lambda band: band[0] - band[1])
    for start, end in bands[1:]:
        if end - start < 2 * FEWEST_LINES:
            break
        if _side_by_side(by_height[start:end], leftward=False):
            return [part for part in (by_height[:start], by_height[start:end], by_height[end:]) if part]
    return []


def _below(fragments: Iterable[Fragment]) -> float:
    """The lowest edge of fragments."""
    return min(row.baseline - 0.25 * row.size for row, _ in fragments)


def _above(fragment: Fragment) -> float:
    """The upper edge of a fragment."""
    return fragment[0].baseline + 0.75 * fragment[0].size


def _lines(column: list[Fragment]) -> Iterator[Runs]:
    """The lines of a column from its top; fragments on one baseline are one line."""
    line: list[list[structure.Sized]] = []
    last: Row | None = None
    for row, runs in sorted(column, key=lambda fragment: -fragment[0].baseline):
        if last and last.baseline - row.baseline > SAME_BASELINE * max(last.size, row.size):
            yield line
            line, last = [], None
        line.extend(runs)
        last = last or row
    if line:
        yield line
