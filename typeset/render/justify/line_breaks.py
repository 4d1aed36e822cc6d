"""Where a paragraph's lines end: the cheapest sequence of breaks (total fit), and the cost of a line.

For every possible break, each line that may end there is kept with the cheapest lines before it. So the cost can
depend on two neighbouring lines, and the work grows with the number of words, not with its square.
"""

from collections.abc import Callable, Sequence
from copy import copy
from itertools import accumulate
from math import inf
from operator import attrgetter
from typing import NamedTuple, Self

from typeset.render.justify.fill import ROUNDING, TASTE_COST, Gap, Limits, Offer, _new, filled
from typeset.render.justify.words import MeasuredWord, Rules

CLASH_COST, CLASH_LIMIT = 60.0, 3.0
"""For neighbouring lines whose spaces differ: the factor of the squared difference in em, and the highest cost."""
HOPELESS = 15.0
"""From this cost on, shorter lines that end at the same place are not tried."""
OVERFULL_COST = 1e4
STRETCHABLE = 7.5
"""Only words with a joint of at most this cost count as stretchable when breaks are chosen."""


class Measured:
    """A paragraph's words with running totals: the advance, the width and number of spaces, the stretchable words.

    All in em; the parameter `em` is the length of one in the words' unit.
    """

    def __init__(self, words: Sequence[MeasuredWord], first: float, rest: float, em: float = 1.0) -> None:
        self.words, self.first, self.rest = words, first / em, rest / em
        self.hanging = hanging = [word.space / em for word in words]
        self.before, self.after = [word.before / em for word in words], [word.after / em for word in words]
        self.advance = [0.0, *accumulate([(word.width + word.space) / em for word in words])]
        self.room = [0.0, *accumulate(hanging)]
        self.spaces = [0, *accumulate([word.space > 0 for word in words])]
        self.space = self.room[-1] / max(self.spaces[-1], 1)
        is_stretchable = [bool(word.joints) and word.joints[0].cost <= STRETCHABLE for word in words]
        self.stretchable = [0, *accumulate(is_stretchable)]
        self.stops = [at for at, word in enumerate(words, 1) if word.breaks or at == len(words)]

    def at(self, width: float) -> "Measured":
        """The same text where every line has this width, in em."""
        text = copy(self)
        text.first = text.rest = width
        return text

    def gap(self, start: int, stop: int) -> Gap:
        """The line `words[start:stop]` without its trailing space, measured from ink to ink."""
        hanging = self.hanging[stop - 1]
        measure = (self.rest if start else self.first) + self.before[start] + self.after[stop - 1]
        slack = measure - (self.advance[stop] - self.advance[start] - hanging)
        spaces = self.spaces[stop] - self.spaces[start] - (hanging > 0)
        return _new(Gap, (start, stop, slack, self.room[stop] - self.room[start] - hanging, spaces))


LineCost = Callable[[Gap], tuple[float, float]]
"""What a line costs (infinite: it does not fit), and how much its spaces grow, in em."""


class Path(NamedTuple):
    """The cheapest lines up to a break, the last of which begins at `start`."""

    cost: float
    space: float
    start: int
    before: "Path | None"


def spans(text: Measured, cost_of: LineCost) -> list[tuple[int, int]]:
    """(start, stop) of every line, as indices of words."""
    ends = {0: [Path(0.0, 0.0, 0, None)]}
    starts, low = [0], 0
    for stop in text.stops:
        paths: list[Path] = []
        lowest = inf
        for start in starts[low:]:
            if ends[start][0].cost > lowest + CLASH_LIMIT:
                continue  # whatever the line costs, it would not be kept
            cost, space = cost_of(text.gap(start, stop))
            if cost < inf:
                paths.append(_cheapest(ends[start], cost, space, start))
                lowest = min(lowest, paths[-1].cost)
                if cost > HOPELESS:
                    break
            elif not paths:
                low += 1
        ends[stop] = _worth_keeping(paths) or [_cheapest(ends[starts[-1]], OVERFULL_COST, 0.0, starts[-1])]
        starts.append(stop)
    return _cheapest_spans(ends, text.stops)


class Choice(NamedTuple):
    """The cheapest lines of one number, and what they cost in all."""

    cost: float
    spans: list[tuple[int, int]]


BEARABLE = 6.0
"""A paragraph is not made a line longer or shorter where one of its lines would cost more."""
NEAR = 2
"""So many lines more or less than the best number of lines are kept in sight at each break."""


def choices(text: Measured, cost_of: LineCost) -> dict[int, Choice]:
    """The cheapest lines for each number of lines near the best, of lines that are bearable.

    For every break the paths to it are kept by their number of lines, so one pass finds them all.
    """
    ends: dict[int, dict[int, list[Path]]] = {0: {0: [Path(0.0, 0.0, 0, None)]}}
    starts, low = [0], 0
    for stop in text.stops:
        found: dict[int, list[Path]] = {}
        for start in starts[low:]:
            gap = text.gap(start, stop)
            cost, space = cost_of(gap)
            if cost <= BEARABLE:
                for number, before in ends[start].items():
                    found.setdefault(number + 1, []).append(_cheapest(before, cost, space, start))
            elif gap.slack > 0:
                break  # shorter lines are worse still
            elif cost == inf and not found:
                low += 1
        ends[stop] = _near_the_best(found)
        starts.append(stop)
    last = ends[text.stops[-1]] if text.stops else {}
    return {number: Choice(paths[0].cost, _read_back(paths[0], text.stops[-1])) for number, paths in last.items()}


def _near_the_best(found: dict[int, list[Path]]) -> dict[int, list[Path]]:
    """The paths to a break by their number of lines: the best number and its neighbours."""
    kept = {number: _worth_keeping(paths) for number, paths in found.items()}
    best = min(kept, key=lambda number: kept[number][0].cost, default=0)
    return {number: paths for number, paths in kept.items() if abs(number - best) <= NEAR}


def _cheapest(before: list[Path], cost: float, space: float, start: int) -> Path:
    """The path that ends with the line from `start`, after the cheapest of the paths `before` it."""
    lowest, best = inf, before[0]
    for path in before:
        difference = path[1] - space
        total = path[0] + min(CLASH_COST * difference * difference, CLASH_LIMIT)
        if total < lowest:
            lowest, best = total, path
    return _new(Path, (lowest + cost, space, start, best))


def _worth_keeping(paths: list[Path]) -> list[Path]:
    """The paths, cheapest first, without those that no next line could make the cheapest."""
    if len(paths) < 2:
        return paths
    paths.sort(key=attrgetter("cost"))
    return [path for path in paths if path.cost <= paths[0].cost + CLASH_LIMIT]


def _cheapest_spans(ends: dict[int, list[Path]], stops: list[int]) -> list[tuple[int, int]]:
    """The lines of the cheapest path, read back from the last break."""
    if not stops:
        return []
    return _read_back(ends[stops[-1]][0], stops[-1])


def _read_back(path: Path, stop: int) -> list[tuple[int, int]]:
    """(start, stop) of every line of a path that ends at a break, as indices of words."""
    lines = []
    step: Path | None = path
    while step is not None and step.before is not None:
        lines.append((step.start, stop))
        stop, step = step.start, step.before
    return lines[::-1]


# The cost of a line before it is filled: in a justified paragraph, in ragged text, in a heading.


LONE_WORD_COST = 60.0
"""For a last line of one word: more than any line within the rules, less than spaces of twice the normal."""
STUB, STUB_COST = 0.15, 4.0
"""A last line is too short below this share of the measure; the factor of what it lacks, as a share of that length."""
INSIDE_COST = 1.5
"""For a break inside a word, as in a URL."""
STEPS, STEPS_MORE = 4.0, 5.0
"""The expected cost in steps of a line's first kashida, and by how much each further one exceeds the one before."""
RAGGED_COST = 30.0
"""For a ragged line that is empty; half empty, a quarter of it."""


def justified(text: Measured, rules: Rules, limits: Limits) -> LineCost:
    """Even spaces and few kashida; the last line as long as it happens to be."""
    end, stretchable = len(text.words), text.stretchable
    offers = [Offer(TASTE_COST * (STEPS + STEPS_MORE * number)) for number in range(rules.kashida_per_line)]
    of_break = [0.0, *[0.0 if word.space else INSIDE_COST for word in text.words[:-1]], 0.0]

    def cost_of(gap: Gap) -> tuple[float, float]:
        start, stop, slack, _, _ = gap
        if stop == end and slack >= 0:
            return _ending_cost(gap, text), 0.0
        _, _, space, cost = filled(gap, limits, offers[: stretchable[stop] - stretchable[start]])
        return cost + of_break[stop], space

    return cost_of


def ragged(text: Measured) -> LineCost:
    """Lines of much the same length; the last one as long as it happens to be."""

    def cost_of(gap: Gap) -> tuple[float, float]:
        last = gap.stop == len(text.words) and gap.slack >= 0
        return (_ending_cost(gap, text) if last else _ragged_cost(gap, text)), 0.0

    return cost_of


def balanced(text: Measured) -> LineCost:
    """Lines of much the same length, the last one too."""

    def cost_of(gap: Gap) -> tuple[float, float]:
        last = gap.stop == len(text.words)
        return _ragged_cost(gap, text) + (_ending_cost(gap, text) if last else 0.0), 0.0

    return cost_of


def _ending_cost(gap: Gap, text: Measured) -> float:
    """The cost of a last line for being too short."""
    if not gap.start:
        return 0.0
    short = 1 - (text.rest - gap.slack) / (STUB * text.rest)
    return LONE_WORD_COST * (not gap.spaces) + STUB_COST * max(short, 0.0)


def _ragged_cost(gap: Gap, text: Measured) -> float:
    """The cost of a line that is not justified, for what it leaves empty; infinite where it does not fit."""
    if gap.slack < -ROUNDING:
        return inf
    empty = gap.slack / (text.rest if gap.start else text.first)
    inside = gap.stop < len(text.words) and not text.words[gap.stop - 1].space
    return RAGGED_COST * empty * empty + (INSIDE_COST if inside else 0.0)


# Lines of different lengths: the first ones stand beside a photo, the others below it. Where a line may end depends on
# which line it is, so the cheapest lines up to a break are kept apart by their number, as far as lengths differ.


class Lengths(NamedTuple):
    """A text at the length of each of its first lines, the last of which all others have; and what such lines cost."""

    texts: Sequence[Measured]
    costs: Sequence[LineCost]

    @classmethod
    def for_lines(cls, text: Measured, widths: Sequence[float], cost: Callable[[Measured], LineCost]) -> Self:
        """The text for lines of these widths, in em."""
        texts = [text.at(width) for width in widths]
        return cls(texts, [cost(each) for each in texts])

    def text(self, number: int) -> Measured:
        """The text at the length of a line."""
        return self.texts[min(number, len(self.texts) - 1)]


class Ends:
    """The breaks at which lines of one number may begin, in order, with the cheapest paths to each."""

    def __init__(self, text: Measured, cost_of: LineCost) -> None:
        self._text, self._cost_of = text, cost_of
        self.paths: dict[int, list[Path]] = {}
        self._starts: list[int] = []
        self._low = 0

    def add(self, stop: int, paths: list[Path]) -> None:
        """Keep the paths to a break, where there are any."""
        if paths:
            self.paths[stop] = _worth_keeping(paths)
            self._starts.append(stop)

    def lines_to(self, stop: int) -> list[Path]:
        """The paths with one line more that end at a break."""
        paths: list[Path] = []
        lowest = inf
        for start in self._starts[self._low :]:
            if self.paths[start][0].cost > lowest + CLASH_LIMIT:
                continue
            cost, space = self._cost_of(self._text.gap(start, stop))
            if cost < inf:
                paths.append(_cheapest(self.paths[start], cost, space, start))
                lowest = min(lowest, paths[-1].cost)
                if cost > HOPELESS:
                    break
            elif not paths:
                self._low += 1
        return paths

    def forced_from(self, start: int) -> list[Path]:
        """The paths with one piece alone in a line that is too short for it."""
        return [_cheapest(self.paths[start], OVERFULL_COST, 0.0, start)] if start in self.paths else []


def spans_beside(lengths: Lengths) -> list[tuple[int, int]]:
    """(start, stop) of every line, as indices of words, where the first lines differ in length."""
    ends = [Ends(text, cost_of) for text, cost_of in zip(*lengths, strict=True)]
    ends[0].add(0, [Path(0.0, 0.0, 0, None)])
    stops = lengths.texts[0].stops
    for before, stop in zip([0, *stops], stops, strict=False):
        found = [end.lines_to(stop) for end in ends]
        if not any(found):
            found = [end.forced_from(before) for end in ends]
        for end, paths in zip(ends, _one_line_on(found), strict=True):
            end.add(stop, paths)
    if not stops:
        return []
    ways = [end.paths[stops[-1]][0] for end in ends if stops[-1] in end.paths]
    return _lines_of(min(ways, key=attrgetter("cost")), stops[-1])


def _one_line_on(found: list[list[Path]]) -> list[list[Path]]:
    """Paths by the number of their next line; of the last length there are any number."""
    if len(found) == 1:
        return found
    *early, before_last, last = found
    return [[], *early, before_last + last]


def _lines_of(path: Path, stop: int) -> list[tuple[int, int]]:
    """The lines of a path that ends at a break."""
    lines: list[tuple[int, int]] = []
    step: Path | None = path
    while step is not None and step.before is not None:
        lines.append((step.start, stop))
        stop, step = step.start, step.before
    return lines[::-1]
