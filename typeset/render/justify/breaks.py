"""Where a paragraph's lines end: the cheapest way through all of its breaks at once.

For every place where a line may end, each line that may end there is kept with the cheapest lines before it. So the
cost of two neighbours that differ can be weighed too, and the work grows with the words, not with their square.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import inf
from operator import attrgetter
from typing import NamedTuple

from typeset.render.justify.fill import Gap
from typeset.render.justify.words import Word

CLASH_COST, CLASH_LIMIT = 60.0, 3.0
"""For neighbouring lines whose spaces differ: times the square of the difference in em; the most it is."""
HOPELESS = 15.0
"""From this cost on, shorter lines that end at the same place are not looked at."""
OVERFULL_COST = 1e4
STRETCHABLE = 7.5
"""Only words with a joint of at most this cost are counted on before a line is filled."""


class Measured:
    """A paragraph's words with running totals: the advance, the width and number of spaces, the stretchable words.

    In em, whatever unit the words come in.
    """

    def __init__(self, words: Sequence[Word], first: float, rest: float, em: float = 1.0) -> None:
        self.words, self.first, self.rest = words, first / em, rest / em
        self.hanging = [word.space / em for word in words]
        self.before, self.after = [word.before / em for word in words], [word.after / em for word in words]
        self.advance = [0.0, *accumulate((word.width + word.space) / em for word in words)]
        self.room = [0.0, *accumulate(self.hanging)]
        self.spaces = [0, *accumulate(word.space > 0 for word in words)]
        self.space = self.room[-1] / max(self.spaces[-1], 1)
        self.stretchable = [0, *accumulate(bool(word.joints) and word.joints[0].cost <= STRETCHABLE for word in words)]
        self.stops = [at for at, word in enumerate(words, 1) if word.breaks or at == len(words)]

    def gap(self, start: int, stop: int) -> Gap:
        """The line `words[start:stop]`, without the space that it ends in, from ink to ink."""
        hanging = self.hanging[stop - 1]
        measure = (self.rest if start else self.first) + self.before[start] + self.after[stop - 1]
        slack = measure - (self.advance[stop] - self.advance[start] - hanging)
        spaces = self.spaces[stop] - self.spaces[start] - (hanging > 0)
        return Gap(start, stop, slack, self.room[stop] - self.room[start] - hanging, spaces)


Judge = Callable[[Gap], tuple[float, float]]
"""What a line costs (infinite: it does not fit), and how much its spaces grow, in em."""


class Path(NamedTuple):
    """The cheapest lines up to a break, the last of which begins at `start`."""

    cost: float
    space: float
    start: int
    before: "Path | None"


def spans(text: Measured, judge: Judge) -> list[tuple[int, int]]:
    """(start, stop) of every line."""
    ends = {0: [Path(0.0, 0.0, 0, None)]}
    starts, low = [0], 0
    for stop in text.stops:
        paths: list[Path] = []
        lowest = inf
        for start in starts[low:]:
            if ends[start][0].cost > lowest + CLASH_LIMIT:
                continue  # not worth a look: whatever the line costs, it would not be kept
            cost, space = judge(text.gap(start, stop))
            if cost < inf:
                paths.append(_cheapest(ends[start], cost, space, start))
                lowest = min(lowest, paths[-1].cost)
                if cost > HOPELESS:
                    break
            elif not paths:
                low += 1
        ends[stop] = _worth_keeping(paths) or [_cheapest(ends[starts[-1]], OVERFULL_COST, 0.0, starts[-1])]
        starts.append(stop)
    return _way(ends, text.stops)


def _cheapest(before: list[Path], cost: float, space: float, start: int) -> Path:
    """The line from `start`, after the lines that suit it best."""
    lowest, best = inf, before[0]
    for path in before:
        difference = path.space - space
        total = path.cost + min(CLASH_COST * difference * difference, CLASH_LIMIT)
        if total < lowest:
            lowest, best = total, path
    return Path(lowest + cost, space, start, best)


def _worth_keeping(paths: list[Path]) -> list[Path]:
    """The cheapest first, without those that no next line could make the cheapest."""
    paths.sort(key=attrgetter("cost"))
    return [path for path in paths if path.cost <= paths[0].cost + CLASH_LIMIT]


def _way(ends: dict[int, list[Path]], stops: list[int]) -> list[tuple[int, int]]:
    if not stops:
        return []
    stop, way = stops[-1], []
    path: Path | None = ends[stop][0]
    while path is not None and path.before is not None:
        way.append((path.start, stop))
        stop, path = path.start, path.before
    return way[::-1]
