"""What a reader lost of a text, word for word."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

PIECE = 150
"""Words compared at a time, so that a paragraph of 100,000 words costs no more than its length."""
ROOM = 60
"""Words that may stand between, of a running head, a folio or a caption."""
COMMON = 200
"""Of a word that is met more often than this, the rest is not asked."""
BUCKET = 8
"""Places nearer than this many words are one."""
CANDIDATES = 4
"""Places that are looked at."""


@dataclass(frozen=True)
class Heard:
    """The words that a reader gave back, page by page."""

    pages: tuple[tuple[str, ...], ...]
    words: list[str] = field(init=False, repr=False)
    places: dict[str, list[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", [word for page in self.pages for word in page])
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word].append(at)
        object.__setattr__(self, "places", dict(places))

    def page(self, place: int) -> int:
        """The page, from 1, on which a word stands."""
        ends = list(accumulate(map(len, self.pages)))
        return min(bisect_right(ends, place) + 1, len(self.pages))


class Loss(NamedTuple):
    """The words of a text that did not come back in their place, by their number; and the page where it stands."""

    words: tuple[int, ...]
    page: int


def loss(source: list[str], heard: Heard) -> Loss:
    """Look for a text, wherever it stands, and name what is missing from it there."""
    missing: list[int] = []
    page = 0
    for start in range(0, len(source), PIECE):
        piece = source[start : start + PIECE]
        found, gone = _best(piece, heard)
        page = page or heard.page(found)
        missing += (start + at for at in gone)
    return Loss(tuple(missing), page)


def _best(piece: list[str], heard: Heard) -> tuple[int, list[int]]:
    """The place where the least of a piece is missing, and what is missing there."""
    whole = _whole(piece, heard)
    if whole is not None:
        return whole, []
    best: tuple[int, list[int]] = (0, list(range(len(piece))))
    for place in _places(piece, heard):
        looked_at = _looked_at(piece, heard, place)
        best = min(best, looked_at, key=lambda outcome: len(outcome[1]))
        if not best[1]:
            break
    return best


def _whole(piece: list[str], heard: Heard) -> int | None:
    """Where the piece stands word for word, as nearly all do: no need to weigh places and to compare."""
    starts = heard.places.get(piece[0], ())[:COMMON]
    return next((start for start in starts if heard.words[start : start + len(piece)] == piece), None)


def _places(piece: list[str], heard: Heard) -> Iterable[int]:
    """Where the piece may start, to a few words, the likeliest first. A word votes the more the rarer it is."""
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(piece):
        places = heard.places.get(word, ())
        for place in places[:COMMON]:
            votes[(place - at) // BUCKET] += 1 / len(places)
    likely = nlargest(CANDIDATES, votes, key=lambda bucket: votes[bucket] + votes.get(bucket + 1, 0))
    return [bucket * BUCKET for bucket in likely]


def _looked_at(piece: list[str], heard: Heard, place: int) -> tuple[int, list[int]]:
    """Where the piece does start, looked for near a place, and what is missing from it there."""
    from difflib import SequenceMatcher  # where all has come back, nobody asks

    start = max(place - ROOM, 0)
    window = heard.words[start : max(place, 0) + len(piece) + ROOM]
    blocks = SequenceMatcher(None, piece, window, autojunk=False).get_matching_blocks()
    found = {at for block in blocks for at in range(block.a, block.a + block.size)}
    return start + blocks[0].b, [at for at in range(len(piece)) if at not in found]
