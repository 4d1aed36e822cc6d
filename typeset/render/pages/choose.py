"""Where columns end: the cheapest sequence of column ends over all pages (total fit), and what is changed for it.

A column is a line standing upright: its pieces are the words, the spaces between blocks its glue, and a paragraph with
a line more its kashida. For each column that may end at a piece the cheapest columns before it are kept; what a column
costs is estimated from what can be changed in it, and bought exactly when the ends are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil, inf
from typing import NamedTuple

from typeset.render.pages.costs import EXACT, PAGE, STRANDED, Change, Flow, Lever, empty, last_page

MOST_LINES = 3
"""So many paragraphs of one column are made longer or shorter, at most."""
HOPELESS = 80.0
"""Ends that cost so much more than the cheapest end of the same column are not followed."""
QUANTUM = 1.0
"""In px: changes whose sums differ by less are taken for the same."""


class Purchase(NamedTuple):
    """A change that is made: of which lever, and by how much."""

    lever: int
    size: float


class Column(NamedTuple):
    """A column as it is planned: its page, its pieces `start:stop`, what it leaves empty, what is changed in it."""

    page: int
    start: int
    stop: int
    left: float
    purchases: tuple[Purchase, ...] = ()


class Plan(NamedTuple):
    """The columns of a release before its last page, where the last page begins, and how full it is."""

    columns: tuple[Column, ...]
    pages: int
    last_start: int
    fill: float
    cost: float
    last: tuple[Purchase, ...] = ()
    """What is changed on the last page, so that all of it fits."""

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """All that is changed."""
        return tuple(bought for column in self.columns for bought in column.purchases) + self.last


class _End(NamedTuple):
    """The cheapest columns up to a piece, the last of which begins at `start`."""

    cost: float
    start: int
    before: _End | None
    page: int = 0


class _Glue(NamedTuple):
    """What the levers of a column can give in one direction."""

    most: float
    """In px, by all that can be changed little by little."""
    give: float
    """The square of a change by it is what that change costs, where all share in it."""
    lines: float
    """How many paragraphs."""
    price: float
    """What they cost together."""


def plan(flow: Flow, most: int = 0) -> Plan | None:
    """The cheapest plan, of `most` pages at most (0: any number); None where there is none within the rules."""
    return _Planner(flow, most).plan()


class _Planner:
    def __init__(self, flow: Flow, most: int) -> None:
        self._flow, self._frame, self._most = flow, flow.frame, most
        pieces = flow.pieces
        self._count = len(pieces)
        self._reach = [0.0, *accumulate(piece.space + piece.height for piece in pieces)]
        self._notes = [0.0, *accumulate(piece.note for piece in pieces)]
        self._text = [0, *accumulate(piece.is_text for piece in pieces)]
        self._up, self._down = (_Sums(flow.levers, self._count, direction) for direction in (1, -1))

    def plan(self) -> Plan | None:
        """Column by column, then page by page; a last page is tried from each place where a page may begin."""
        ends = {0: _End(0.0, 0, None)}
        best: tuple[float, int, int, _End] | None = None
        page = 0
        while ends and (not self._most or page < self._most):
            for start, end in ends.items():
                cost = end.cost + self._last(start, page)
                if cost < inf and (best is None or cost < best[0]):
                    best = (cost, page, start, end)
            lowest = min(end.cost for end in ends.values())
            if best is not None and best[0] <= lowest:
                break
            for _ in range(self._frame.columns):
                ends = self._next_column(ends, page)
            page += 1
        return None if best is None else self._bought(*best)

    def _next_column(self, ends: dict[int, _End], page: int) -> dict[int, _End]:
        """The cheapest way to each piece with which the next column may begin."""
        found: dict[int, _End] = {}
        lowest = min((end.cost for end in ends.values()), default=inf)
        for start, end in ends.items():
            if end.cost > lowest + HOPELESS:
                continue
            for stop in range(start + 1, self._count):
                slack = self._slack(start, stop, page)
                if slack < 0 and -slack > self._down.glue(start, stop).most + MOST_LINES * self._frame.line:
                    break
                if not self._flow.pieces[stop].may_begin:
                    continue
                cost = end.cost + self._cost(start, stop, slack)
                if cost < inf and (stop not in found or cost < found[stop].cost):
                    found[stop] = _End(cost, start, end, page)
        return found

    def _slack(self, start: int, stop: int, page: int) -> float:
        """What the pieces leave of a column; less than 0: they are too high for it."""
        return self._frame.height(page) - self._height(start, stop)

    def _height(self, start: int, stop: int) -> float:
        """The height of pieces that stand in one column, with their notes."""
        first = self._flow.pieces[start]
        notes = self._notes[stop] - self._notes[start]
        above = self._frame.notes if notes else 0.0
        return self._reach[stop] - self._reach[start] - first.space + first.repeated + notes + above

    def _cost(self, start: int, stop: int, slack: float) -> float:
        """The estimated cost of a column, when what can be changed in it is changed at its best."""
        if 0 <= slack <= EXACT:
            return 0.0
        glue = (self._up if slack > 0 else self._down).glue(start, stop)
        need, line = abs(slack), self._frame.line
        costs = [empty(need, line) if slack > 0 else inf]
        for number in range(int(min(glue.lines, MOST_LINES)) + 1):
            rest = need - number * line
            if rest < -EXACT and slack > 0:
                break
            soft = min(max(rest, 0.0), glue.most) if glue.give else 0.0
            price = number * glue.price / glue.lines if number else 0.0
            left = max(rest, 0.0) - soft
            if slack > 0 or left <= 0:
                costs.append(price + (soft * soft / glue.give if soft else 0.0) + empty(left, line))
        return min(costs)

    def _last(self, start: int, page: int) -> float:
        """The cost of a last page that begins with a piece; infinite where the rest does not fit on it."""
        frame, count = self._frame, self._count
        height = self._height(start, count) / frame.columns + (frame.line / 2 if frame.columns > 1 else 0.0)
        slack = frame.height(page) - height
        stranded = frame.tail > 0 and slack < frame.tail
        if slack < 0:
            cost = self._cost(start, count, slack) if frame.columns == 1 else inf
        else:
            cost = STRANDED if stranded else 0.0
        if cost == inf or not page:
            return cost + PAGE * page
        return cost + PAGE * page + last_page(self._fill(start, page), self._text[count] - self._text[start])

    def _fill(self, start: int, page: int) -> float:
        frame = self._frame
        height = self._height(start, self._count) / frame.columns
        return min((height + frame.tail + (0.0 if page else frame.head)) / self._room(page), 1.0)

    def _room(self, page: int) -> float:
        return self._frame.height(page) + (0.0 if page else self._frame.head)

    def _bought(self, cost: float, page: int, start: int, end: _End) -> Plan:
        """The plan for the chosen ends."""
        columns = []
        stop, step = start, end
        while step.before is not None:
            columns.append(self._column(step.page, step.start, stop))
            stop, step = step.start, step.before
        slack = self._slack(start, self._count, page)
        last = self._buy(start, self._count, slack)[0] if self._frame.columns == 1 and slack < 0 else ()
        return Plan(tuple(reversed(columns)), page + 1, start, self._fill(start, page), cost, last)

    def _column(self, page: int, start: int, stop: int) -> Column:
        purchases, left = self._buy(start, stop, self._slack(start, stop, page))
        return Column(page, start, stop, left, purchases)

    def _buy(self, start: int, stop: int, slack: float) -> tuple[tuple[Purchase, ...], float]:
        if 0 <= slack <= EXACT:
            return (), slack
        within = [
            (number, lever)
            for number, lever in enumerate(self._flow.levers)
            if start <= lever.low and lever.high < stop
        ]
        return buy(within, slack, self._frame.line)


class _Sums:
    """Running totals of what the levers can give in one direction: up to the piece where they end, or begin."""

    def __init__(self, levers: Sequence[Lever], count: int, direction: int) -> None:
        ended, begun = ([[0.0] * 4 for _ in range(count + 1)] for _ in range(2))
        for lever in levers:
            gives = _gives(lever, direction)
            for at, total in ((lever.high + 1, ended), (lever.low + 1, begun)):
                total[at] = [one + other for one, other in zip(total[at], gives, strict=True)]
        self._ended = [list(accumulate(column)) for column in zip(*ended, strict=True)]
        self._begun = [list(accumulate(column)) for column in zip(*begun, strict=True)]

    def glue(self, start: int, stop: int) -> _Glue:
        """What the levers of `pieces[start:stop]` can give."""
        return _Glue(
            *(max(ended[stop] - begun[start], 0.0) for ended, begun in zip(self._ended, self._begun, strict=True))
        )


def _gives(lever: Lever, direction: int) -> _Glue:
    """What one lever can give in a direction."""
    changes = [Change(direction * change.size, change.cost) for change in lever.changes if direction * change.size > 0]
    if not changes:
        return _Glue(0.0, 0.0, 0.0, 0.0)
    furthest = max(changes)
    if lever.is_line:
        return _Glue(0.0, 0.0, 1.0, furthest.cost)
    return _Glue(furthest.size, furthest.size * furthest.size / furthest.cost, 0.0, 0.0)


def buy(levers: Sequence[tuple[int, Lever]], slack: float, line: float) -> tuple[tuple[Purchase, ...], float]:
    """The cheapest changes that fill a column (slack under 0: that make it fit), and what is left empty then.

    Every sum of changes is kept with the cheapest way to it; at most one change of each lever is in a sum.
    """
    sums: dict[int, tuple[float, float, tuple[Purchase, ...]]] = {0: (0.0, 0.0, ())}
    lowest, highest = min(slack, 0.0) - line, max(slack, 0.0)
    for number, lever in levers:
        for cost, size, bought in list(sums.values()):
            for change in lever.changes:
                total = size + change.size
                if (change.size > 0) != (slack > 0) or not lowest <= total <= highest:
                    continue
                key = ceil(total / QUANTUM)
                if key not in sums or cost + change.cost < sums[key][0]:
                    sums[key] = (cost + change.cost, total, (*bought, Purchase(number, change.size)))
    fitting = [way for way in sums.values() if slack >= way[1]] or list(sums.values())
    _, size, bought = min(fitting, key=lambda way: way[0] + empty(slack - way[1], line))
    return bought, slack - size


def held(flow: Flow, column: Column) -> float:
    """What has to be kept free at the foot of a column, in px, so that it ends where the plan has it; 0: nothing."""
    needed = 0.0
    for number, piece in enumerate(flow.pieces[column.stop :]):
        if number and (piece.may_begin or piece.in_row):
            break
        needed += piece.space + piece.height
    return column.left - min(flow.frame.line / 4, column.left / 2) if needed <= column.left + EXACT else 0.0
