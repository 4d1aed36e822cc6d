"""A text compared word for word with what a reader gave back: which words are missing, which stand in another order."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

PIECE = 150
"""Words compared at a time, so that a paragraph of 100,000 words costs no more than its length."""
BUCKET = 8
"""Words: starts of a piece that fall into one such bucket are one candidate."""
CANDIDATES = 4
"""How many likely starts of a piece are tried."""
COMMON = 200
"""A word with more occurrences hardly tells where a piece stands; it is looked for near likely starts alone."""
BESIDE = 12
"""How many words around each aligned word are searched for words that a reader has moved."""
PART = re.compile(r"[^\W\d]+|\d+|\W")
"""The parts of a word that stay whole where a reader reverses it: of 18:45 each number and the sign."""
CALL, HEAD = 3, 40
"""How many foreign words may stand between two of a text: the number of a note; a folio and a running head."""
SHORT_LEAP, LEAP, LONG_LEAP = 0.2, 0.9, 2.0
"""Costs, in aligned words, of a gap of up to CALL words, of up to HEAD words, and of any other gap: without them,
common words would be aligned by chance with any other of their kind."""


@dataclass(frozen=True)
class WordIndex:
    """The words that a reader gave back, page by page; `places` are the numbers of each word in `words`."""

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


class LostWords(NamedTuple):
    """The words of a text that did not come back in their place, by their number, and the page (from 1) of the text.

    `moved` are those among them that came back near by, in another order.
    """

    words: tuple[int, ...]
    page: int
    moved: frozenset[int] = frozenset()


class Alignment(NamedTuple):
    """The alignment of a piece of a text: its words -> the reader's words; which are missing, which of these moved."""

    stands: dict[int, int]
    missing: list[int]
    moved: list[int]

    @property
    def place(self) -> int:
        """The first of the reader's words that is aligned."""
        return min(self.stands.values(), default=0)


def loss(source: list[str], index: WordIndex) -> LostWords:
    """Find a text among a reader's words and return those of its words that are missing there."""
    missing, moved = list[int](), list[int]()
    page = 0
    for start in range(0, len(source), PIECE):
        alignment = _best(source[start : start + PIECE], index)
        page = page or index.page(alignment.place)
        missing += (start + at for at in alignment.missing)
        moved += (start + at for at in alignment.moved)
    return LostWords(tuple(missing), page, frozenset(moved))


def places(source: list[str], index: WordIndex) -> dict[int, int]:
    """Where each word of a text stands among a reader's words: by number, those that it does not give back left out."""
    found: dict[int, int] = {}
    for start in range(0, len(source), PIECE):
        stands = _best(source[start : start + PIECE], index).stands
        found |= {start + at: place for at, place in stands.items()}
    return found


def _best(piece: list[str], index: WordIndex) -> Alignment:
    """The alignment in which the least of a piece is missing."""
    whole = _match_but_for_one_gap(piece, index)
    if whole:
        return Alignment(dict(enumerate(whole)), [], [])
    likely = _likely_starts(piece, index)
    places = _places(piece, index, likely)
    near = [(start - HEAD, start + len(piece) + HEAD) for start in likely]
    known = 0.0
    for low, high in near:
        window = [[place for place in each if low <= place < high] for each in places]
        known = max(known, _align(window, known).worth)
    way = _align(places, known)
    stands = dict[int, int]()
    while way.before:
        stands[way.at] = way.place
        way = way.before
    missing = [at for at in range(len(piece)) if at not in stands]
    return Alignment(stands, missing, _moved(piece, missing, index, set(stands.values())))


def _match_but_for_one_gap(piece: list[str], index: WordIndex) -> Sequence[int]:
    """The places of the words of a piece that stands word for word, as nearly all do; this saves the alignment.

    The foot of a page and the head of the next may stand between two of its words: no alignment that leaves a word out
    is worth more than one with a single such gap. Nothing where the piece does not stand so.
    """
    starts = index.places.get(piece[0], ())[:COMMON]
    size = len(piece)
    for start in starts:
        if index.words[start : start + size] == piece:
            return range(start, start + size)
    for start in starts:
        before = _alike(piece, index.words, start)
        for gap in range(1, HEAD + 1):
            place = start + before + gap
            if index.words[place : place + size - before] == piece[before:]:
                return [*range(start, start + before), *range(place, place + size - before)]
    return ()


def _alike(piece: list[str], words: list[str], start: int) -> int:
    """How many words of a piece stand from `start` on, one after the other."""
    there = words[start : start + len(piece)]
    return next((at for at, (one, other) in enumerate(zip(piece, there, strict=False)) if one != other), len(there))


def _likely_starts(piece: list[str], index: WordIndex) -> list[int]:
    """Likely starts of the piece, to BUCKET words, the likeliest first. Each word votes; a rare one counts more."""
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(piece):
        places = index.places.get(word, ())
        for place in places[:COMMON]:
            votes[(place - at) // BUCKET] += 1 / len(places)
    likely = nlargest(CANDIDATES, votes, key=lambda bucket: votes[bucket] + votes.get(bucket + 1, 0))
    return [bucket * BUCKET for bucket in likely]


def _places(piece: list[str], index: WordIndex, likely: list[int]) -> list[list[int]]:
    """The places where each word of the piece may stand.

    A common word may stand near a likely start of the piece, and right beside each place of the words around it: where
    sentences are told again, the piece may be there too.
    """
    places = [_places_near(word, index, likely) for word in piece]
    for at in range(1, len(piece)):
        places[at] = _and_beside(places[at], places[at - 1], 1, piece[at], index)
    for at in range(len(piece) - 1, 0, -1):
        places[at - 1] = _and_beside(places[at - 1], places[at], -1, piece[at - 1], index)
    return places


def _and_beside(places: list[int], neighbours: list[int], step: int, word: str, index: WordIndex) -> list[int]:
    """The places of a word, and those one step from its neighbour's where it stands too."""
    if len(index.places.get(word, ())) <= COMMON:
        return places
    beside = (place + step for place in neighbours if 0 <= place + step < len(index.words))
    return sorted({*places, *(place for place in beside if index.words[place] == word)})


def _places_near(word: str, index: WordIndex, likely: list[int]) -> list[int]:
    """The places of a word; of a common one, only those near a likely start of its piece."""
    places = index.places.get(word, [])
    if len(places) <= COMMON:
        return places
    starts = (max(bisect_right(places, start - HEAD), 0) for start in likely)
    return sorted({place for start in starts for place in places[start : start + COMMON // CANDIDATES]})


class Step(NamedTuple):
    """A word aligned with a place, at the end of the best alignment so far: its worth, and the step before."""

    worth: float
    at: int
    place: int
    before: Step | None


START = Step(0.0, -1, -1, None)


ROUNDING = 1e-6


def _align(places: list[list[int]], least: float = 0.0) -> Step:
    """The last step of the alignment worth most, by dynamic programming; each word may stand in several places.

    Each aligned word is worth 1; gaps between them cost, the more the longer (see `_leap`). `least`: what an alignment
    is known to be worth; steps that cannot lead to as much are left out, and with them nearly all false places.
    """
    steps: dict[int, Step] = {}
    rank = {place: at for at, place in enumerate(sorted({place for each in places for place in each}), 1)}
    best, top, ahead, near = _Best(len(rank)), 0.0, sum(map(bool, places)), dict[int, float]()
    for at, each in enumerate(places):
        ahead -= bool(each)
        needed = least - ahead - 1 - ROUNDING
        may_leap = max(top - LONG_LEAP, 0.0) >= needed
        new = list[Step]()
        for place in each:
            beside = max(near.get(place // HEAD, -1.0), near.get(place // HEAD - 1, -1.0)) >= max(needed, 0.0)
            if beside or may_leap:
                new.append(_step(at, place, steps if beside else {}, best.before(rank[place])))
        for step in new:
            if step.worth - 1 >= needed and step.worth >= steps.get(step.place, START).worth:
                steps[step.place] = step
                best.add(rank[step.place], step)
                near[step.place // HEAD] = max(step.worth, near.get(step.place // HEAD, 0.0))
                top = max(top, step.worth)
    return max(steps.values(), key=_worth, default=START)


def _worth(step: Step) -> float:
    return step.worth


class _Best:
    """The steps by the rank of their places, from 1, in a tree that finds the one worth most before any of them.

    Of equals it is that of the last place, which is nearest to what follows.
    """

    def __init__(self, size: int) -> None:
        self._tree = [START] * (size + 1)

    def add(self, rank: int, step: Step) -> None:
        """Put a step at a rank, in place of one of no more worth."""
        while rank < len(self._tree):
            if (step.worth, step.place) >= self._tree[rank][::2]:
                self._tree[rank] = step
            rank += rank & -rank

    def before(self, rank: int) -> Step:
        """The step worth most of those with a lower rank."""
        best, rank = START, rank - 1
        while rank:
            step = self._tree[rank]
            if (step.worth, step.place) > (best.worth, best.place):
                best = step
            rank &= rank - 1
        return best


def _step(at: int, place: int, steps: dict[int, Step], far: Step) -> Step:
    """The best alignment that ends with this word in this place: after a word near by, any word before, or none."""
    before, worth = (far, far.worth - LONG_LEAP) if far.worth > LONG_LEAP else (START, 0.0)
    if steps and far.worth > worth:  # a step near by is worth no more than the best of all before
        for back in range(1, HEAD + 1):
            step = steps.get(place - back)
            if step and step.worth > worth and step.worth - (cost := _leap(back - (at - step.at))) > worth:
                before, worth = step, step.worth - cost
    return Step(worth + 1, at, place, before)


def _leap(shift: int) -> float:
    """The cost, in aligned words, of skipping so many more words than the text does."""
    if shift == 0:
        return 0.0
    return SHORT_LEAP if abs(shift) <= CALL else LEAP


def _moved(piece: list[str], missing: Iterable[int], index: WordIndex, taken: set[int]) -> list[int]:
    """The missing words that stand among the aligned ones or close to them, whole or in parts."""
    near = {at for place in taken for at in range(place - BESIDE, place + BESIDE + 1)} - taken
    # The words left over are searched as one string: a reader that reverses words may also join them.
    left = f" {'  '.join(index.words[at] for at in sorted(near) if 0 <= at < len(index.words))} "
    moved = []
    for at in missing:
        if f" {piece[at]} " in left:
            left = left.replace(f" {piece[at]} ", "  ", 1)
            moved.append(at)
    for at in sorted(set(missing) - set(moved), key=lambda at: -len(piece[at])):
        if rest := _without_parts(left, PART.findall(piece[at])):
            left = rest
            moved.append(at)
    return sorted(moved)


def _without_parts(words: str, parts: Iterable[str]) -> str:
    """The string without these parts, each removed as a word, else inside another; empty where one does not occur."""
    for part in parts:
        occurrence = f" {part} " if f" {part} " in words else part
        if occurrence not in words:
            return ""
        words = words.replace(occurrence, "  ", 1)
    return words


# Words to compare: normalised, without the characters that a reader need not give back.


WORDS_KEPT = 20_000
"""Words of texts whose parts are known."""
UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u034f\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
"""Bidi controls, soft hyphens and the like: the page may need them, the words do not. ZWNJ counts as a letter."""
LINE_END_HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
MARKS = (
    "\u0300-\u036f"  # Latin
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
)
WORD = re.compile(
    rf"""(?:[^\W\d_][{MARKS}]*\u200c?)+  # letters with their marks, and ZWNJ between them
    | \d+(?:[.,:/\u066b\u066c]\d+)*      # a number: a date, an hour, a fraction stay whole
    | [^\s\w]                            # a sign on its own, so that its neighbours' spaces do not matter
    """,
    re.VERBOSE,
)
BRACKETS = str.maketrans("»)]}›”’>", "«([{‹“‘<")
FRACTION_SLASH = "\u2044"
SIGNS_OF_TRADE = dict.fromkeys(map(ord, "™®©℠"))
"""Signs that pdfium replaces by letters of its own choice; they are not compared."""


def words(text: str) -> list[str]:
    """The words, numbers and signs of a text in their order, in NFC."""
    return WORD.findall(plain(text))


def plain(text: str) -> str:
    """A text in NFC, without what a reader need not give back."""
    return unicodedata.normalize("NFC", text.translate(UNSEEN).replace(LINE_END_HYPHEN, "-"))


def as_pdfium_gives(text: str) -> list[str]:
    """The words of a text as pdfium gives them back, whatever stands in the file.

    Each bracket and paired quotation mark becomes its opening one, as pdfium mirrors them in right-to-left text. NFKC
    takes compatibility characters apart: … and CO₂ become three stops, CO and 2.
    """
    taken_apart = unicodedata.normalize("NFKC", text.translate(SIGNS_OF_TRADE)).replace(FRACTION_SLASH, "/")
    return words(taken_apart.translate(BRACKETS))


@lru_cache(maxsize=WORDS_KEPT)
def parts(word: str, way: Callable[[str], list[str]]) -> tuple[str, ...]:
    """One word, split in one of these ways."""
    return tuple(way(word))
