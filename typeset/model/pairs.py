"""Pairs: the blocks of a release and of its translation side by side, where two languages share a page.

A translation has the same blocks in the same order, but for a paragraph more here and a quotation less there. So the
blocks are aligned as a whole, at the least cost: like beside like, long beside long. Photos are shared: what stands in
both releases is one picture with two captions, and stands where the first release has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import inf, log
from typing import NamedTuple

from typeset.model.article import Article, Block, Figure, Heading, Photo, texts_in

ALONE = 1.0
"""The cost of a block without a fellow."""
UNLIKE, UNLIKE_HEADING = 1.6, inf
"""Of two blocks of different kinds side by side: less than both alone. A subheading never stands beside a paragraph."""
UNEQUAL, MOST_UNEQUAL = 0.5, 1.5
"""For each factor of e by which one of two is longer than the other, and the most such factors that count."""
SHORT = 20
"""Characters that are added to each length: of two short blocks the longer one is still short."""
MOST_SCALE = 1.4
"""By how much one language may be longer than the other; beyond it, something is missing."""
REACH = 60
"""Blocks by which two fellows may stand apart, counted along the text; to compare all with all takes too long."""


class Pair(NamedTuple):
    """Two blocks side by side, by their numbers in their bodies; None where one has no fellow."""

    first: int | None
    other: int | None
    is_fitting: bool
    """Whether both are there, and of one kind."""


class SharedPhoto(NamedTuple):
    """A photo as the first release has it and as the other has it; None where one has it not."""

    first: Photo | None
    other: Photo | None


class SharedPhotos:
    """The photos of two releases: which are one picture."""

    def __init__(self, first: Article, other: Article) -> None:
        others = dict(_by_file(other))
        self._fellows = {photo: others.pop(file, None) for file, photo in _by_file(first)}
        self._alone = frozenset(others.values())

    def of(self, first: Iterable[Photo], other: Iterable[Photo]) -> Iterator[SharedPhoto]:
        """Photos of both releases, each once: those of the first, then those that the other alone has."""
        yield from (SharedPhoto(photo, self._fellows[photo]) for photo in first)
        yield from (SharedPhoto(None, photo) for photo in other if photo in self._alone)


def _by_file(article: Article) -> Iterator[tuple[tuple[str, int], Photo]]:
    """The photos of a release by their files, or the addresses that hold them; one shown again has a number more."""
    times = Counter[str]()
    for photo in article.pictures:
        name = photo.source
        if article.folder is not None and not name.startswith("data:"):
            name = str((article.folder / name).resolve())
        times[name] += 1
        yield (name, times[name]), photo


def rows(photos: SharedPhotos, first: Sequence[Block], other: Sequence[Block]) -> Iterator[Pair | SharedPhoto]:
    """The blocks of two bodies in pairs, with the photos before those that they stood before."""
    texts, pictures = _parted(first)
    other_texts, other_pictures = _parted(other)
    for one, two in _aligned([first[at] for at in texts], [other[at] for at in other_texts]):
        yield from photos.of(pictures.pop(one, ()), other_pictures.pop(two, ()))
        here, there = None if one is None else texts[one], None if two is None else other_texts[two]
        alike = here is not None and there is not None and type(first[here]) is type(other[there])
        yield Pair(here, there, alike)
    yield from photos.of(chain(*pictures.values()), chain(*other_pictures.values()))


def _parted(body: Sequence[Block]) -> tuple[list[int], dict[int | None, list[Photo]]]:
    """The numbers of the blocks that are no photos, and the photos by the place in that list that they stand before."""
    texts: list[int] = []
    pictures: dict[int | None, list[Photo]] = defaultdict(list)
    for at, block in enumerate(body):
        if isinstance(block, Figure):
            pictures[len(texts)].append(block.photo)
        else:
            texts.append(at)
    return texts, pictures


def _aligned(first: Sequence[Block], other: Sequence[Block]) -> list[tuple[int | None, int | None]]:
    """The numbers of the blocks side by side, at the least cost in all."""
    costs: list[dict[int, float]] = []
    cost_of = _Costs(first, other)
    slope = len(other) / max(len(first), 1)
    reach = max(REACH, round(slope))
    for one in range(len(first) + 1):
        above, row = costs[-1] if costs else {}, dict[int, float]()
        middle = round(one * slope)
        for two in range(max(middle - reach, 0), min(middle + reach, len(other)) + 1):
            alone = min(above.get(two, inf), row.get(two - 1, inf)) + ALONE if one or two else 0.0
            beside = above.get(two - 1, inf) + cost_of.pair(one - 1, two - 1) if one and two else inf
            row[two] = min(alone, beside)
        costs.append(row)
    return list(reversed(list(_traced(costs, cost_of, len(first), len(other)))))


def _traced(
    costs: list[dict[int, float]], cost_of: _Costs, one: int, two: int
) -> Iterator[tuple[int | None, int | None]]:
    """The cheapest alignment, from its end; of two equally cheap steps, the two side by side."""
    while one or two:
        here = costs[one][two]
        above = costs[one - 1] if one else {}
        if one and two and here == above.get(two - 1, inf) + cost_of.pair(one - 1, two - 1):
            one, two = one - 1, two - 1
            yield one, two
        elif two and here == costs[one].get(two - 1, inf) + ALONE:
            two -= 1
            yield None, two
        else:
            one -= 1
            yield one, None


class _Costs:
    """What it costs to set two blocks side by side."""

    def __init__(self, first: Sequence[Block], other: Sequence[Block]) -> None:
        self._first, self._other = first, other
        self._lengths, self._other_lengths = ([_length(block) for block in blocks] for blocks in (first, other))
        scale = sum(self._lengths) / max(sum(self._other_lengths), 1)
        self._scale = min(max(scale, 1 / MOST_SCALE), MOST_SCALE)

    def pair(self, one: int, two: int) -> float:
        """The cost of two blocks, by their numbers."""
        block, fellow = self._first[one], self._other[two]
        apart = abs(log((self._lengths[one] + SHORT) / (self._other_lengths[two] * self._scale + SHORT)))
        unequal = UNEQUAL * min(apart, MOST_UNEQUAL)
        if type(block) is type(fellow):
            return unequal
        return (UNLIKE_HEADING if isinstance(block, Heading) or isinstance(fellow, Heading) else UNLIKE) + unequal


def _length(block: Block) -> int:
    """The characters of a block."""
    return sum(len(text.text) for text in texts_in(block))
