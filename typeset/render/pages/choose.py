"""Where columns end: the cheapest sequence of column ends over all pages (total fit), and what is changed for it.

A column is a line standing upright: its pieces are the words, the spaces between blocks its glue, and a paragraph with
a line more its kashida. For each column that may end at a piece the cheapest columns before it are kept; what a column
costs is estimated from what can be changed in it, and bought exactly when the ends are chosen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate
from math import ceil, inf
from typing import NamedTuple

from typeset.render.pages.buy import Purchase, Sums, buy
from typeset.render.pages.costs import EXACT, NO_CHANGE, PAGE, Change, Flow, empty, last_page

MOST_LINES = 3
"""So many paragraphs of one column are made longer or shorter, at most."""
HOPELESS = 80.0
"""Ends that cost so much more than the cheapest end of the same column are not followed."""
ROUNDS = 4
"""So often ends are chosen anew, with what the columns chosen before cost exactly."""
SPARE = 2.0
"""In px: a column may be so much higher than it is planned, so that what fills it to a hair stands in it. As much
is left between columns and what follows them, so that no rounding drives that over."""
HIGHER = 3
"""So many lines higher than need be the columns of a last page are tried, for some height at which all end alike."""


class Column(NamedTuple):
    """A column as it is planned: its page, its pieces `start:stop`, what it leaves empty, what is changed in it."""

    page: int
    start: int
    stop: int
    left: float
    purchases: tuple[Purchase, ...] = ()
    filled: float = 0.0
    """The height of what stands in it, as changed."""


class Plan(NamedTuple):
    """The columns of a release before its last page, where the last page begins, and how full it is."""

    columns: tuple[Column, ...]
    pages: int
    last_start: int
    fill: float
    cost: float
    last: tuple[Purchase, ...] = ()
    """What is changed on the last page, so that all of it fits."""
    even: tuple[Column, ...] = ()
    """The columns of the last page, where a page has several: even."""
    above: Change = NO_CHANGE
    below: Change = NO_CHANGE
    """What is changed above the columns of the first page, and below those of the last."""

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """All that is changed."""
        return tuple(bought for column in (*self.columns, *self.even) for bought in column.purchases) + self.last

    @property
    def overfull(self) -> tuple[Column, ...]:
        """The columns in which more stands than there is room for, whatever is changed."""
        return tuple(column for column in (*self.columns, *self.even) if column.left < -EXACT)


class _End(NamedTuple):
    """The cheapest columns up to a piece, the last of which begins at `start`."""

    cost: float
    start: int
    before: _End | None
    page: int = 0
    above: Change = NO_CHANGE


class _Best(NamedTuple):
    """The cheapest plan so far: its cost, its last page and what that begins with, the columns before."""

    cost: float
    page: int
    start: int
    end: _End


def plan(flow: Flow, most: int = 0) -> Plan | None:
    """The cheapest plan, of `most` pages at most (0: any number); None where there is none within the rules.

    What an end costs is estimated: where it turns out to leave a column too full, or its page without room for its
    notes, the ends are chosen again without it.
    """
    refused: set[tuple[int, int, int]] = set()
    notes: dict[int, float] = {}
    for _ in range(ROUNDS):
        planner = _Planner(flow, most, refused, notes)
        planned = planner.plan()
        if planned is None or (flow.frame.columns > 1 and not planned.even):
            return None
        overfull = {(column.page, column.start, column.stop) for column in planned.overfull}
        more = {page: height for page, height in planner.notes(planned) if height > notes.get(page, 0.0) + EXACT}
        if not overfull and not more:
            return planned
        refused |= overfull
        notes |= more
    return None


class _Planner:
    def __init__(
        self, flow: Flow, most: int, refused: Collection[tuple[int, int, int]], notes: Mapping[int, float]
    ) -> None:
        self._flow, self._frame, self._most = flow, flow.frame, most
        self._refused, self._page_notes = refused, notes
        pieces = flow.pieces
        self._count = len(pieces)
        self._reach = [0.0, *accumulate(piece.space + piece.height for piece in pieces)]
        self._notes = [0.0, *accumulate(piece.note for piece in pieces)]
        self._text = [0, *accumulate(piece.is_text for piece in pieces)]
        self._begins = [at for at, piece in enumerate(pieces) if piece.may_begin]
        self._begin = list(accumulate((at if piece.may_begin else 0 for at, piece in enumerate(pieces)), max))
        self._up, self._down = (Sums(flow.levers, self._count, direction) for direction in (1, -1))

    def plan(self) -> Plan | None:
        """Column by column, then page by page; a last page is tried from each place where a page may begin."""
        ends: dict[int, _End] = {}
        best: _Best | None = None
        for above in (NO_CHANGE, *self._frame.above):
            begun = {0: _End(above.cost, 0, None, 0, above)}
            best = self._best(begun, 0, best)
            for start, end in self._next_page(begun, 0).items():
                if start not in ends or end.cost < ends[start].cost:
                    ends[start] = end
        page = 1
        while ends and (not self._most or page < self._most):
            best = self._best(ends, page, best)
            if best is not None and best.cost <= min(end.cost for end in ends.values()):
                break
            ends = self._next_page(ends, page)
            page += 1
        return None if best is None else self._bought(best)

    def _best(self, ends: Mapping[int, _End], page: int, best: _Best | None) -> _Best | None:
        """The cheapest way to end on a page, or one found before."""
        for start, end in ends.items():
            if best is not None and end.cost + PAGE * page >= best.cost:
                continue
            cost = end.cost + self._last(start, page, end.above)
            if cost < inf and (best is None or cost < best.cost):
                best = _Best(cost, page, start, end)
        return best

    def _next_page(self, ends: dict[int, _End], page: int) -> dict[int, _End]:
        """The cheapest way to each piece with which the next page may begin."""
        for _ in range(self._frame.columns):
            ends = self._next_column(ends, page)
        return ends

    def notes(self, planned: Plan) -> Iterator[tuple[int, float]]:
        """The height of the notes of each page, where its columns end above them side by side."""
        if self._frame.columns == 1:
            return
        for page in range(planned.pages):
            here = [column for column in (*planned.columns, *planned.even) if column.page == page]
            height = self._notes[here[-1].stop] - self._notes[here[0].start]
            if height:
                yield page, height + self._frame.notes

    def _next_column(self, ends: dict[int, _End], page: int, room: float = 0.0) -> dict[int, _End]:
        """The cheapest way to each piece with which the next column may begin."""
        found: dict[int, _End] = {}
        lowest = min((end.cost for end in ends.values()), default=inf)
        for start, end in ends.items():
            if end.cost > lowest + HOPELESS:
                continue
            height = room or self._height_of(page, end.above)
            glue = self._up.glue(start, self._furthest(start, height))
            give = glue.most + min(glue.lines, MOST_LINES) * self._frame.line
            for stop in self._begins[bisect_right(self._begins, start) :]:
                slack = height - self._height(start, stop)
                if slack < 0 and -slack > self._down.glue(start, stop).most + MOST_LINES * self._frame.line:
                    break
                if (page, start, stop) in self._refused:
                    continue
                if stop in found and end.cost + empty(slack - give, self._frame.line) >= found[stop].cost:
                    continue  # whatever is changed in it, it is dearer than one that is known
                cost = end.cost + self._cost(start, stop, slack)
                if cost < inf and (stop not in found or cost < found[stop].cost):
                    found[stop] = _End(cost, start, end, page, end.above)
        return found

    def _height_of(self, page: int, above: Change) -> float:
        """The height of each column of a page, above the notes that all of them leave room for."""
        more = 0.0 if page else above.size
        return self._frame.height(page) + more - self._page_notes.get(page, 0.0)

    def _height(self, start: int, stop: int) -> float:
        """The height of pieces that stand in one column, with their notes where it is the only one."""
        first = self._flow.pieces[start]
        notes = self._notes[stop] - self._notes[start] if self._frame.columns == 1 else 0.0
        above = self._frame.notes if notes else 0.0
        return self._reach[stop] - self._reach[start] - first.space + first.repeated + notes + above

    def _cost(self, start: int, stop: int, slack: float) -> float:
        """The estimated cost of a column, when what can be changed in it is changed at its best."""
        if abs(slack) <= EXACT:
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

    # The last page

    def _last(self, start: int, page: int, above: Change) -> float:
        """The cost of a last page that begins with a piece; infinite where the rest does not fit on it."""
        frame, count = self._frame, self._count
        if frame.columns > 1:
            cost = self._even_cost(start, page, above)
        else:
            slack = frame.height(page) - self._height(start, count)
            cost = self._cost(start, count, slack) if slack < 0 else 0.0
        if cost == inf or not page:
            return cost + PAGE * page
        return cost + PAGE * page + last_page(self._fill(start, page), self._text[count] - self._text[start])

    def _even_cost(self, start: int, page: int, above: Change) -> float:
        """About what it costs to end the columns of a last page alike, none of them higher than need be."""
        height, below = self._even_height(start, page, above)
        if height == inf:
            return inf
        cost, at = below.cost, start
        while (stop := self._furthest(at, height)) < self._count:
            cost += self._cost(at, stop, height - self._height(at, stop))
            at = stop
        return cost

    def _even_height(self, start: int, page: int, above: Change) -> tuple[float, Change]:
        """The least height, in whole lines, at which the columns of a last page hold all the rest; infinite: none.

        With what has to be changed below them for it.
        """
        line, columns = self._frame.line, self._frame.columns
        room = self._room_above_tail(page, above)
        belows = sorted((NO_CHANGE, *self._frame.below), key=lambda change: change.cost)
        lines = ceil((self._height(start, self._count) / columns - EXACT) / line)
        while below := next((change for change in belows if lines * line <= room + change.size), None):
            at = start
            for _ in range(columns):
                at = self._furthest(at, lines * line)
            if at == self._count:
                return lines * line, below
            lines += 1
        return inf, NO_CHANGE

    def _room_above_tail(self, page: int, above: Change) -> float:
        """How high the columns of a last page may be."""
        room, tail = self._height_of(page, above), self._frame.tail
        return room - tail - SPARE if tail else room + EXACT

    def _furthest(self, start: int, height: float) -> int:
        """The last piece before which a column of a height may end that begins with a piece."""
        if start == self._count:
            return start
        first = self._flow.pieces[start]
        limit = height + EXACT + self._reach[start] + first.space - first.repeated
        stop = bisect_right(self._reach, limit) - 1
        if stop >= self._count:
            return self._count
        return max(self._begin[stop], start)

    def _even(self, start: int, page: int, above: Change) -> tuple[tuple[Column, ...], Change]:
        """The columns of a last page, at the height at which they cost least; the last one may end a line higher."""
        least, below = self._even_height(start, page, above)
        room = self._room_above_tail(page, above) + below.size
        found = []
        for number in range(-1, HIGHER):
            height = least + number * self._frame.line
            cost, columns = self._ended_at(height, start, page)
            if height <= room and columns and all(column.left >= -EXACT for column in columns):
                found.append((cost + number * PAGE / 4, columns))
        return min(found, key=lambda one: one[0], default=(0.0, ()))[1], below

    def _ended_at(self, height: float, start: int, page: int) -> tuple[float, tuple[Column, ...]]:
        """The columns of a last page at a height, and what they cost."""
        ends = {start: _End(0.0, start, None, page)}
        ways: list[tuple[float, _End, int]] = []
        for unused in reversed(range(self._frame.columns)):
            bare = unused * empty(height, self._frame.line)
            ways += [(end.cost + self._rest_cost(at, height) + bare, end, at) for at, end in ends.items()]
            ends = self._next_column(ends, page, height)
        cost, end, at = min(ways, key=lambda way: way[0])
        if cost == inf:
            return cost, ()
        return cost, (*self._columns(end, at, height), self._column(page, at, self._count, height))

    def _rest_cost(self, start: int, height: float) -> float:
        """The cost of the last column of all; that it ends within a line of the others costs nothing."""
        slack = height - self._height(start, self._count)
        if -EXACT <= slack <= self._frame.line + EXACT:
            return 0.0
        return self._cost(start, self._count, slack)

    def _fill(self, start: int, page: int) -> float:
        frame = self._frame
        height = self._height(start, self._count) / frame.columns
        return min((height + frame.tail + (0.0 if page else frame.head)) / self._room(page), 1.0)

    def _room(self, page: int) -> float:
        return self._frame.height(page) + (0.0 if page else self._frame.head)

    # What is bought

    def _bought(self, best: _Best) -> Plan:
        """The plan for the chosen ends."""
        start, page, above = best.start, best.page, best.end.above
        planned = Plan(self._columns(best.end, start), page + 1, start, self._fill(start, page), best.cost)
        if self._frame.columns > 1:
            even, below = self._even(start, page, above)
            return planned._replace(even=even, above=above, below=below)
        slack = self._frame.height(page) - self._height(start, self._count)
        return planned._replace(last=self._buy(start, self._count, slack)[0]) if slack < 0 else planned

    def _columns(self, end: _End | None, stop: int, height: float = 0.0) -> tuple[Column, ...]:
        """The columns that lead to an end, the last of which stops there."""
        columns = []
        while end is not None and end.before is not None:
            room = height or self._height_of(end.page, end.above)
            columns.append(self._column(end.page, end.start, stop, room))
            stop, end = end.start, end.before
        return tuple(reversed(columns))

    def _column(self, page: int, start: int, stop: int, height: float) -> Column:
        purchases, left = self._buy(start, stop, height - self._height(start, stop))
        return Column(page, start, stop, left, purchases, height - left)

    def _buy(self, start: int, stop: int, slack: float) -> tuple[tuple[Purchase, ...], float]:
        if abs(slack) <= EXACT:
            return (), slack
        within = [
            (number, lever)
            for number, lever in enumerate(self._flow.levers)
            if start <= lever.low and lever.high < stop
        ]
        return buy(within, slack, self._frame.line)


def held(flow: Flow, column: Column) -> float:
    """What has to be kept free at the foot of a column, in px, so that it ends where the plan has it; 0: nothing."""
    needed = 0.0
    for number, piece in enumerate(flow.pieces[column.stop :]):
        if number and (piece.may_begin or piece.in_row):
            break
        needed += piece.space + piece.height
    return column.left - min(flow.frame.line / 4, column.left / 2) if needed <= column.left + EXACT else 0.0
