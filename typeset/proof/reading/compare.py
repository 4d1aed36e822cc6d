"""What a reader lost of a text, word for word."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate

PIECE = 150
"""Words compared at a time, so that a paragraph of 100,000 words costs no more than its length."""
ROOM = 60
"""Words that may stand between, of a running head, a folio or a caption."""
COMMON = 40
"""A word met more often than this says little of where a text is."""


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


@dataclass(frozen=True, slots=True)
class Loss:
    """The words of a text that did not come back in their place, by their number; and the page where it stands."""

    words: tuple[int, ...]
    page: int


def loss(source: list[str], heard: Heard) -> Loss:
    """Look for a text, wherever it stands, and name what is missing from it there."""
    missing: list[int] = []
    page = 0
    for start in range(0, len(source), PIECE):
        piece = source[start : start + PIECE]
        found = _place(piece, heard)
        page = page or heard.page(max(found, 0))
        missing += (start + at for at in _missing(piece, heard, found))
    return Loss(tuple(missing), page)


def _place(piece: list[str], heard: Heard) -> int:
    """Where the piece starts, to a few words: where most of its words, the rare ones first, say that it does."""
    known = [(at, heard.places[word]) for at, word in enumerate(piece) if word in heard.places]
    rare = [(at, places) for at, places in known if len(places) <= COMMON]
    votes = Counter((place - at) // 8 for at, places in rare or known for place in places)
    return max(votes, key=lambda bucket: (votes[bucket] + votes[bucket + 1], -bucket)) * 8 if votes else 0


def _missing(piece: list[str], heard: Heard, place: int) -> list[int]:
    window = heard.words[max(place - ROOM, 0) : max(place, 0) + len(piece) + ROOM]
    blocks = SequenceMatcher(None, piece, window, autojunk=False).get_matching_blocks()
    found = {at for block in blocks for at in range(block.a, block.a + block.size)}
    return [at for at in range(len(piece)) if at not in found]
